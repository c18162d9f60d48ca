"""What the CSV of a digest must hold, as docs/digest.md says it."""
import csv

from history import says

COLUMNS = ["section", "name", "other", "value", "unit", "of", "part", "first_week", "last_week", "change"]
UNITS = {"number": "count", "minutes": "minutes", "band": "word", "tenths": "tenths"}


def row(section, name, other=None, value=None, unit=None, of=None, part=None, weeks=None, change=None):
    first, last = (weeks["first"], weeks["last"]) if weeks else (None, None)
    return [section, name, other, value, unit, of, part, first, last, change]


def changed(change):
    if isinstance(change, dict):
        return change["percent"] if "percent" in change else f"was {change['was']}"
    return change


# Of each need the number that it says, its unit, and the figure it follows from.
NEEDS = {
    "no_buddy": ("newcomers", "count", "newcomers"), "asks_stuck": ("asks", "count", "asks_stuck"),
    "rests_on_one": ("wishers", "count", None), "nobody_teaches": ("wishers", "count", None),
    "unhappy": (None, "word", "satisfaction"), "rests_on_few": ("tenths", "tenths", "few"), "nobody_met": ("members", "count", "unmet"),
    "fewer_active": ("percent", "percent", "active"), "fewer_meet": ("percent", "percent", "met"),
}


def rows(digest):
    """Every row after the heading, from what the digest must say."""
    told_of = {told["figure"]: told for told in digest["figures"]}
    for told in digest["figures"]:
        kind, value = next(iter(told["value"].items())) if told["value"] else (None, None)
        yield row("figure", told["figure"], None, value, UNITS.get(kind), told["of"], told["part"], told["weeks"], changed(told["change"]))
    for need in digest["needs"]:
        number, unit, figure = NEEDS[need["need"]]
        value = need[number] if number else need["need"]
        of = need["of"] if need["need"] == "asks_stuck" else None
        yield row("need", need["need"], need.get("skill"), value, unit, of=of, weeks=told_of[figure]["weeks"] if figure else None)
    for series in ("asks", "answers", "meetings"):
        for bar in digest["chart"][series]:
            yield row("weeks", series, None, bar["number"], "count", weeks=bar["weeks"])
    names = [team["name"] for team in digest["map"]["teams"]]
    for arrow in digest["map"]["arrows"]:
        yield row("map", names[arrow["from"]], names[arrow["to"]], arrow["weight"], "word")
    for skill in digest["coverage"]:
        yield row("skill", skill["skill"], "teachers", skill["teachers"], "count")
        yield row("skill", skill["skill"], "wishes", skill["wishers"], "count")


def differs(digest, path):
    """Where the file is not what it must be; the last thing given is how many rows it has."""
    with open(path, newline="", encoding="utf-8") as file:
        found = list(csv.reader(file))
    expected = list(rows(digest))
    if found[0] != COLUMNS:
        yield f"the columns are {found[0]}"
    for one, other in zip(expected, found[1:]):
        if not all(says(cell, value) for cell, value in zip(other, one)):
            yield f"table: expected {one}, found {other}"
    if len(found) != len(expected) + 1:
        yield f"table: expected {len(expected)} rows, found {len(found) - 1}"
