"""What a table of UNODC's Individual Drug Seizures must become, reckoned from its rows without Cordon.

The words of the mapping and of the category tree are data and read from their files; all that is done with them is done
here once more, in another language.
"""

import csv
import datetime
import decimal
import io
import json
import pathlib
import zipfile

SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "schemas"
COUNTRIES = pathlib.Path("/usr/share/iso-codes/json/iso_3166-1.json")


class Seizure:
    """One row that can be taken."""

    def __init__(self, reference, country, category, amount, unit, mode):
        self.reference, self.country, self.category = reference, country, category
        self.amount, self.unit, self.mode = amount, unit, mode


def rows(path):
    """The rows of a CSV file, or of the one in a zip archive."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            name = next(name for name in archive.namelist() if name.lower().endswith(".csv"))
            text = archive.read(name).decode("utf-8-sig")
    else:
        text = pathlib.Path(path).read_text(encoding="utf-8-sig")
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=";")


def terms():
    """The categories by the names under which goods are reported, in lower case."""
    tree = json.loads((SCHEMAS / "codelists" / "categories.json").read_text(encoding="utf-8"))
    return {term.lower(): f"{chapter['id']}.{group['id']}"
            for chapter in tree["chapters"] for group in chapter["groups"] for term in group.get("terms", [])}


def check_countries(words):
    """Holds the mapping's codes against the names of ISO 3166-1, wherever the table uses one."""
    listed = json.loads(COUNTRIES.read_text(encoding="utf-8"))["3166-1"]
    codes = {entry[key]: entry["alpha_2"] for entry in listed for key in ("name", "common_name") if key in entry}
    for name, code in words.items():
        if name in codes and code != codes[name]:
            raise ValueError(f"the mapping calls {name} {code}; ISO 3166-1 says {codes[name]}")


def seizures(path, limit=None):
    """The first seizures of a table, all without a limit; and how many rows before that are refused."""
    mapping = json.loads((SCHEMAS / "imports" / "unodc-ids.json").read_text(encoding="utf-8"))
    check_countries(mapping["countries"])
    by_term = terms()
    taken, refused = [], 0
    for number, row in enumerate(rows(path), start=1):
        if limit is not None and len(taken) == limit:
            break
        seizure = one(f"{mapping['caseReference']} {number}", row, mapping, by_term)
        if seizure is None:
            refused += 1
        else:
            taken.append(seizure)
    return taken, refused


def one(reference, row, mapping, by_term):
    """The seizure of a row, None where the row cannot be taken."""
    country = mapping["countries"].get(row["COUNTRY"].strip())
    drug = row["DRUG_NAME"].strip()
    unit = mapping["units"].get(row["DRUG_UNIT"].strip())
    try:
        datetime.date.fromisoformat(row["SEIZURE_DATE"].strip())
        amount = decimal.Decimal(row["AMOUNT"].strip())
    except (ValueError, decimal.InvalidOperation):
        return None
    if not isinstance(country, str) or not drug or unit is None or "refused" in unit or amount <= 0:
        return None
    category = mapping["goods"].get(drug) or by_term.get(drug.lower(), mapping["goodsDefault"])
    amount *= decimal.Decimal(str(unit.get("factor", 1)))
    mode = mapping["mode"].get(row["TRANSPORT"].strip())
    return Seizure(reference, country, category, amount, unit["unit"], mode)
