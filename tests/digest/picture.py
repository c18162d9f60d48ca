"""What is written in the pictures of a digest, as docs/digest.md says it."""
import datetime, math

from history import WEEK, numbered

HEADINGS = {"weeks": "Twelve weeks", "map": "Who teaches whom", "coverage": "Skills most in need"}
# Which parts each picture has, and how many skills.
PICTURES = {"digest": (("weeks", "map", "coverage"), 5), "weeks": (("weeks",), 0), "map": (("map",), 0), "coverage": (("coverage",), 12)}
LEVELS = {"some": 1, "more": 2, "most": 3}


def short(value):
    """A number in few characters: 7, 2.5, 812, 1.2k."""
    def rounded(value):
        tenths = math.floor(value * 10 + 0.5) / 10
        if tenths >= 10 or abs(tenths - round(tenths)) < 0.05:
            return str(math.floor(value + 0.5))
        return f"{tenths:.1f}"
    for least, unit, letter in ((999.5e6, 1e9, "G"), (999_500, 1e6, "M"), (999.5, 1e3, "k")):
        if value >= least:
            return rounded(value / unit) + letter
    return rounded(value)


def many(number, one, more):
    return f"{number} {one if number == 1 else more}"


def over(bar, away):
    """Of how many weeks a bar is, those left out in which Potluck was away."""
    first, last = numbered(bar["weeks"]["first"]), numbered(bar["weeks"]["last"])
    return (last - first) // WEEK + 1 - sum(first <= week <= last for week in away)


def day(date):
    return f"{date.day} {date:%b}"


def title(span):
    first, last = numbered(span["first"]), numbered(span["last"]) + datetime.timedelta(days=6)
    if (first.year, first.month) == (last.year, last.month):
        days = f"{first.day}–{last.day} {last:%B %Y}"
    elif first.year == last.year:
        days = f"{first.day} {first:%B} – {last.day} {last:%B %Y}"
    else:
        days = f"{first.day} {first:%B %Y} – {last.day} {last:%B %Y}"
    weeks = (last - first) // WEEK + 1
    return f"The week of {days}" if weeks == 1 else f"{weeks} weeks, {days}"


def of_weeks(digest, _):
    """The rows of bars: above each its mean a week."""
    chart, away = digest["chart"], [numbered(week) for week in digest["away"]]
    series = [("Asks", "asks", chart["asks"]), ("Answered", "answered", chart["answers"]), ("Meetings", "meetings", chart["meetings"])]
    means = [f"{short(sum(bar['number'] for bar in bars) / sum(over(bar, away) for bar in bars))} {what}" for _, what, bars in series if bars]
    yield f"A week: {', '.join(means)}." if means else "Too few people yet to show anything."
    for name, _, bars in series:
        yield name
        yield from (short(bar["number"] / over(bar, away)) for bar in bars)
    weeks = [numbered(week) for week in chart["weeks"]]
    yield from (day(week) for week in weeks[::4])
    firsts = [numbered(bar["weeks"]["first"]) for _, _, bars in series for bar in bars] + [week for week in away if week in weeks]
    begins = max(weeks[0], min(firsts, default=weeks[0]))
    covered = [{week for week in weeks for bar in bars
                if numbered(bar["weeks"]["first"]) <= week <= numbered(bar["weeks"]["last"])} for _, _, bars in series]
    if any(not some.issuperset(week for week in weeks if week >= begins and week not in away) for some in covered):
        yield "too few people yet to show"
    if any(over(bar, away) > 1 for _, _, bars in series for bar in bars):
        yield "wide bar: several weeks, their mean"
    if any(week in away and week >= begins and week not in some for week in weeks for some in covered):
        yield "gap: Potluck or the team was away"
    if begins > weeks[0]:
        yield f"counted since {day(begins)}"


def of_map(digest, _):
    """Who teaches whom: the teams, and the way that most help goes."""
    names, arrows = [team["name"] for team in digest["map"]["teams"]], digest["map"]["arrows"]
    most = sorted((way for way in arrows if way["weight"] == "most"), key=lambda way: way["from"] == way["to"])
    if most:
        first, more = most[0], len(most) - 1
        way = [f"the {name}" if name == "others" else name for name in (names[first["from"]], names[first["to"]])]
        said = f"{'among' if way[0] == 'the others' else 'within'} {way[0]}" if first["from"] == first["to"] else f"from {way[0]} to {way[1]}"
        yield f"Most {said}" + (f", and {many(more, 'more way', 'more ways')}." if more else ".")
    else:
        yield "Twelve weeks."
    if not names:
        yield "No team's help can be shown by itself yet."
        return
    if len(names) > 8:
        raise NotImplementedError("the histories have few teams, and how more are folded is not reckoned here")
    weight = [sum(LEVELS[way["weight"]] for way in arrows if team in (way["from"], way["to"])) for team in range(len(names))]
    rows = sorted(range(len(names)), key=lambda team: -weight[team])
    letters = "ABCDEFGH"[:len(names)]
    yield "teaches ↓ learns →"
    yield from letters
    for letter, team in zip(letters, rows):
        yield letter
        yield names[team]
    yield from ("some", "more", "most of all", "Empty: no help, or too few people to show.")


def of_coverage(digest, most):
    """Teachers against wishes."""
    skills = [(skill["skill"], skill["teachers"], skill["wishers"]) for skill in digest["coverage"]]
    # Wishes for each teacher; without a teacher before all others, and without a wish after them.
    skills.sort(key=lambda skill: (-(skill[2] / skill[1] if skill[1] else math.inf), -skill[2], skill[0].encode()))
    shown = skills[:most]
    none, one = (sum(1 for _, teach, wish in shown if wish and teach == teachers) for teachers in (0, 1))
    if none or one:
        parts = [f"{number} {'has' if number == 1 else 'have'} {what}" for number, what in ((none, "no teacher"), (one, "one teacher")) if number]
        yield f"Of these {', '.join(parts)}."
    elif any(wish for _, _, wish in shown):
        yield "Each that is wished for has two teachers or more."
    else:
        yield "No wishes at the moment."
    if not skills:
        yield "Nobody teaches or wishes for a skill yet."
    for name, teach, wish in shown:
        yield name
        yield "nobody teaches it yet" if teach == 0 else "1 teaches it" if teach == 1 else f"{short(teach)} teach it"
        yield "nobody wishes for it" if wish == 0 else "1 wishes for it" if wish == 1 else f"{short(wish)} wish for it"
    if len(shown) < len(skills):
        yield f"Of the {len(skills)} most wished for."


PARTS = {"weeks": of_weeks, "map": of_map, "coverage": of_coverage}


def written(digest, picture):
    """All that must be written in a picture, in the order in which it is read."""
    parts, most = PICTURES[picture]
    yield title(digest["range"])
    for part in parts:
        yield HEADINGS[part]
        yield from PARTS[part](digest, most)


def differs(digest, texts):
    """Where the pictures say something else. Lines that are broken are one text here."""
    for picture in PICTURES:
        expected = " ".join(" ".join(written(digest, picture)).split())
        found = " ".join(" ".join(texts[picture]).split())
        if expected != found:
            yield f"picture {picture}: expected “{expected}”, found “{found}”"
