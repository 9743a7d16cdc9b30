"""Who should have got which alert, computed from the alerts and the desks' rights and rules alone.

Nothing here asks the hub or shares code with it: the rules of handling are written down a second time, so that the
demonstration would notice if the hub broke them.
"""

LABELS = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]


def topics(alert):
    """The topics of an alert: one for each distinct category of its goods."""
    categories = []
    for line in alert.get("goods", []):
        if line.get("category") and line["category"] not in categories:
            categories.append(line["category"])
    return [f"{alert['kind']}.{category}.{alert['origin']}" for category in categories or ["general.none"]]


def matches(pattern, topic):
    """Whether a topic falls under a pattern: * is one token, > the rest."""
    tokens = topic.split(".")
    for index, token in enumerate(pattern.split(".")):
        if token == ">":
            return True
        if index >= len(tokens) or token not in ("*", tokens[index]):
            return False
    return len(tokens) == len(pattern.split("."))


def asks_for(desk, alert):
    """Whether a desk's subscription asks for an alert, by its topics and its rule."""
    wanted = any(matches(pattern, topic) for pattern in desk.topics for topic in topics(alert))
    return wanted and desk.rule_holds(alert)


def withheld(desk, alert, groups, follows):
    """Why an alert may not go to a desk; None where it may. `follows`: the desk holds an alert that it refers to."""
    if alert["status"] == "exercise" and not desk.exercises:
        return "an exercise, not asked for"
    if LABELS.index(alert["tlp"]) > LABELS.index(desk.clearance):
        return f"clearance below {alert['tlp']}"
    recipients = alert.get("recipients")
    if recipients is None:
        if LABELS.index(alert["tlp"]) > LABELS.index("GREEN"):
            return "no recipients named"
    else:
        named = f"member:{desk.member}" in recipients
        grouped = alert["tlp"] != "RED" and any(
            entry.startswith("group:") and desk.member in groups.get(entry[6:], []) for entry in recipients)
        if not (named or grouped):
            return "not among the recipients"
    if alert["messageType"] == "cancel" and follows:
        return None
    if not all(any(matches(right, topic) for right in desk.rights) for topic in topics(alert)):
        return "no right to the topic"
    return None


class Expectation:
    """What one desk should have: positions with the reason, and what was kept from it and why."""

    def __init__(self):
        self.due = {}
        self.withheld = {}
        self.not_asked = 0


def expect(desk, log, groups):
    """Goes through the log, a list of (position, alert) in its order, as the desk's subscription saw it."""
    expectation = Expectation()
    held = set()
    for position, alert in log:
        refers_to = {(entry["origin"], entry["id"]) for entry in alert.get("references", [])
                     if alert["messageType"] != "alert" and entry["origin"] == alert["origin"]}
        follows = bool(refers_to & held)
        asked = asks_for(desk, alert)
        if not asked and not follows:
            expectation.not_asked += 1
            continue
        reason = withheld(desk, alert, groups, follows)
        if reason is None:
            expectation.due[position] = "match" if asked else "follow-up"
            held.add((alert["origin"], alert["id"]))
        else:
            expectation.withheld[reason] = expectation.withheld.get(reason, 0) + 1
    return expectation


def compare(expectation, deliveries, leaves):
    """What is wrong with what a desk got: a list of sentences, empty where it is exactly what it should be.

    `deliveries` are the lines of its file, `leaves` the leaf hashes that the publishers' receipts bear, by position.
    """
    faults = []
    seen = {}
    for line in deliveries:
        position = line["position"]
        if position not in expectation.due:
            faults.append(f"position {position} should not have come")
            continue
        if position in seen and not line["redelivered"]:
            faults.append(f"position {position} came twice and was not marked as redelivered")
        if line["leaf"] != leaves.get(position):
            faults.append(f"position {position} is not what was published: the leaf hash differs from the receipt's")
        if line["topics"] != topics(line["alert"]):
            faults.append(f"position {position} has topics {line['topics']}")
        if line["reason"] != expectation.due[position]:
            faults.append(f"position {position} came as {line['reason']}, not {expectation.due[position]}")
        seen[position] = True
    missing = sorted(set(expectation.due) - set(seen))
    if missing:
        faults.append(f"{len(missing)} did not come, the first at position {missing[0]}")
    return faults
