"""Takes the plain client of CXP/1 through a day at a running hub: end_to_end.py ENDPOINT HUB_KEY KEYS EXAMPLE."""

import json
import re
import sys
import uuid

import cxp_client as cxp

endpoint, hub_key, keys, example = sys.argv[1:5]
with open(example, encoding="utf-8") as file:
    template = json.load(file)
    template.pop("recipients", None)


def key(name):
    with open(f"{keys}/{name}.key_secret", encoding="utf-8") as secret:
        return [found.encode() for found in re.findall(r'-key = "([^"]+)"', secret.read())]


def connect(name):
    socket = cxp.connect(endpoint, hub_key.encode(), *key(name))
    return socket, cxp.hello(socket)


def alert(**members):
    identifier = list(str(uuid.uuid4()))
    identifier[14], identifier[19] = "7", "8"
    return json.dumps({**template, "id": "".join(identifier), "origin": "GT", "tlp": "GREEN", "status": "actual", **members}).encode()


def refused(code, action):
    try:
        action()
    except cxp.Refused as error:
        assert error.args[1]["code"] == code, error
        return
    raise AssertionError(f"not refused by {code}")


publisher, welcome = connect("GT-publisher")
assert (welcome["member"], welcome["principal"], welcome["head"]) == ("GT", "publisher", 1), welcome
alerts = [alert() for _ in range(10)]
receipts = cxp.publish(publisher, 1, alerts[:7])
assert [(entry[0], entry[1]) for entry in receipts] == [(number, 0) for number in range(1, 8)], receipts
positions = [entry[4] for entry in receipts]
assert positions == list(range(2, 9)), positions

again = cxp.publish(publisher, 8, [alerts[0], alert(tlp="GRAY"), alert(origin="HN")])
assert [(entry[1], entry[3]) for entry in again] == [(1, 0), (2, 306), (2, 204)], again
assert again[0][4:] == receipts[0][4:], "a duplicate gets the first receipt"

desk, welcome = connect("CR-desk")
assert welcome["member"] == "CR", welcome
seen = []
for delivery, header, body, signature in cxp.subscribe(
        desk, 1, ["seizure.>"], start=cxp.EARLIEST, name="all", count=4, window=4):
    fields = cxp.record_header(header)
    assert (fields["sender_member"], fields["origin"]) == ("GT", "GT"), fields
    assert fields["position"] == delivery["position"]
    assert body == alerts[len(seen)], "the bytes travel as they came"
    assert cxp.leaf_hash(header, body, signature) == receipts[len(seen)][5], "the leaf hash is the receipt's"
    seen.append(delivery["position"])
cxp.ping(desk)
desk.close()

cxp.publish(publisher, 11, alerts[7:])
desk, _ = connect("CR-desk")
for delivery, _, body, _ in cxp.subscribe(desk, 1, ["seizure.>"], name="all", count=6):
    assert body == alerts[len(seen)]
    seen.append(delivery["position"])
assert seen == sorted(set(seen)) and len(seen) == 10, seen

refused(406, lambda: next(cxp.subscribe(desk, 2, [">"], start=cxp.POSITION, value=3, name="b", epoch=bytes([9] * 16))))
refused(206, lambda: next(cxp.subscribe(publisher, 2, [">"], start=cxp.EARLIEST)))
refused(402, lambda: next(cxp.subscribe(desk, 3, ["a..b"], start=cxp.EARLIEST)))
status = cxp.request(desk, "status")
assert status["head"] == 11 and status["alerts"]["accepted"] == 10, status
print("all is well")
