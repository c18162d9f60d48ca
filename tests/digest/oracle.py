#!/usr/bin/env python3
"""Recomputes digests from the files of `potluck export`, and says every difference.

  oracle.py EXPORT DIGEST... [--forgotten GUILD]... [--moved GUILD]...

EXPORT is a folder that `potluck export` wrote, DIGEST a file that `potluck digest --json` printed of the same database. What is beside it in
its folder is judged, too: the table of `--csv` (digest-*.csv), what `potluck digest` prints without `--json` (message.txt), and what is written
in the pictures of `--png` (texts.json: a list of texts for each, in the order in which they are read). In servers where somebody was forgotten (--forgotten), what was decided when weeks were
closed is taken as it stands, because it cannot be decided anew without those people; where a server moved to another time zone (--moved),
so is when its weeks began. Ends with 1 where there is a difference. Written from docs/digest.md; needs only the standard library.
"""
import argparse, json, pathlib, sys

import message, picture, table
from closing import FEWEST, HELPS, Told
from history import Server, WEEK, csv_differs, instant, monday, number_of, numbered, tables

# Figures that are sums: the family in whose blocks they are told, what they sum, the figure they are part of, and their own part.
SUMS = {
    "active": ("active", ["active"], "eligible", None),
    "eligible": ("inactive", ["active", "inactive"], None, "active"),
    "asks_made": ("asks_unanswered", ["answered", "unanswered"], None, "asks_answered"),
    "asks_answered": ("asks_answered", ["answered"], "asks_made", None),
    "asks_stuck": ("asks_unanswered", ["unanswered"], "asks_made", None),
    "helps": ("helps", HELPS, None, None),
    "helps_across": ("helps", HELPS[:2], "helps", None),
    "helps_upwards": ("helps_upwards", [HELPS[0], HELPS[2]], "helps", None),
    "met": ("met", ["met"], "checked", None),
    "checked": ("not_met", ["met", "not_met"], None, "met"),
    "swaps_met": ("swaps_met", ["swap_met"], "swaps_checked", None),
    "swaps_checked": ("swaps_not_met", ["swap_met", "swap_not_met"], None, "swaps_met"),
    "buddied": ("buddied", ["buddied"], "newcomers", None),
    "newcomers": ("unbuddied", ["buddied", "unbuddied"], None, "buddied"),
    "rated": ("rated", ["rated"], None, None),
    "lessons": ("lessons", ["lesson"], None, None),
}
# Sums of what comes in rounds: weeks without any are compared with nothing.
ROUNDS = ("met", "checked", "swaps_met", "swaps_checked")
# Every figure, in the order in which a digest lists them.
FIGURES = [
    "active", "eligible", "asks_made", "asks_answered", "asks_stuck", "first_helper", "helps", "helps_across", "helps_upwards", "met",
    "checked", "swaps_met", "swaps_checked", "buddied", "newcomers", "rated", "satisfaction", "lessons", "unmet", "few",
    "resting_on_one", "wishes_unmet",
]


class Oracle:
    """What a digest must say, from what was decided and what happened."""

    def __init__(self, server, blocks, unmet, first, last):
        self.server, self.first, self.last = server, first, last
        self.unmet_told = unmet
        self.blocks = {}
        for family, *weeks in blocks:
            if self.count(weeks):
                self.blocks.setdefault(family, []).append(tuple(weeks))
        for spans in self.blocks.values():
            spans.sort()

    def sum(self, leaves, weeks):
        return sum(n for (week, leaf), n in self.server.frozen.items() if leaf in leaves and weeks[0] <= week <= weeks[1])

    def count(self, weeks):
        """In how many of these weeks Potluck was there."""
        return count(weeks) - sum(weeks[0] <= week <= weeks[1] for week in self.server.away)

    def those(self, family, meant):
        spans = [span for span in self.blocks.get(family, []) if meant(span)]
        return (spans[0][0], spans[-1][1]) if spans else None

    def ending(self, family):
        return self.those(family, lambda span: self.first <= span[1] <= self.last)

    def before(self, family, weeks):
        """The blocks that lie wholly within the four weeks before."""
        return self.those(family, lambda span: weeks[0] - 4 * WEEK <= span[0] and span[1] < weeks[0])

    def figure(self, name):
        told = {"figure": name, "value": None, "weeks": None, "of": None, "part": None, "change": None}
        if name in SUMS:
            self.of_sum(name, told)
        else:
            getattr(self, name)(told)
        return told

    def of_sum(self, name, told):
        family, leaves, whole, part = SUMS[name]
        weeks = self.ending(family)
        if not weeks:
            return
        told["value"] = {"number": self.sum(leaves, weeks)}
        told["weeks"] = span(weeks)
        before = self.before(family, weeks)
        now = before and self.compared(name, weeks)
        if now:
            told["change"] = change(now, self.compared(name, before) or (0, 1))
        for key, other in (("of", whole), ("part", part)):
            if other:
                told[key] = self.beside(other, weeks)

    def compared(self, name, weeks):
        """What is compared of whole blocks: the sum, and of how many weeks."""
        family, leaves, whole, _ = SUMS[name]
        blocks = [block for block in self.blocks[family] if weeks[0] <= block[0] and block[1] <= weeks[1]]
        if name in ROUNDS:
            blocks = [block for block in blocks if self.sum(leaves, block) or (whole and self.beside(whole, block))]
        return blocks and (sum(self.sum(leaves, block) for block in blocks), sum(self.count(block) for block in blocks))

    def beside(self, other, weeks):
        """Another figure over the same weeks, where these are whole blocks of its family."""
        family, leaves, *_ = SUMS[other]
        spans = self.blocks.get(family, [])
        if weeks[0] in [first for first, _ in spans] and weeks[1] in [last for _, last in spans]:
            return self.sum(leaves, weeks)
        return None

    def first_helper(self, told):
        weeks = self.ending("asks_answered")
        now = weeks and self.median(weeks)
        if now is None:
            return
        told["value"], told["weeks"] = {"minutes": now}, span(weeks)
        before = self.before("asks_answered", weeks)
        then = before and self.median(before)
        if then:
            told["change"] = change((now, 1), (then, 1))

    def median(self, weeks):
        waited = sorted(minutes for week, minutes in self.server.waited if weeks[0] <= week <= weeks[1])
        return waited[(len(waited) - 1) // 2] if waited else None

    def satisfaction(self, told):
        weeks = self.ending("rated")
        now = weeks and self.band(weeks)
        if not now:
            return
        told["value"], told["weeks"] = {"band": now}, span(weeks)
        before = self.before("rated", weeks)
        then = before and self.band(before)
        if then:
            told["change"] = {"percent": 0} if then == now else {"was": then}

    def band(self, weeks):
        """The word in the middle, each block's as often as it has faces. The words of the blocks are taken as they stand."""
        blocks = [span for span in self.blocks["rated"] if weeks[0] <= span[0] and span[1] <= weeks[1]]
        felt = [self.server.felt[block] for block in blocks]
        words = [word for word in ("unhappy", "mixed", "happy") for one, rated in felt if one == word for _ in range(rated)]
        return words[(len(words) - 1) // 2] if words else None

    def unmet(self, told):
        now = self.unmet_told.get(self.last)
        if now is None:
            return
        told["value"] = {"number": now}
        then = [self.unmet_told.get(self.last - back * WEEK) for back in range(1, 5)]
        then = [number for number in then if number is not None]
        if then:
            told["change"] = change((now, 1), (sum(then), len(then)))

    def few(self, told):
        few = self.server.few[self.last]
        told["value"] = None if few is None else {"tenths": few}

    def skills(self):
        """Every skill that somebody here teaches or wishes for: its name, how many teach it, how many wish for it."""
        count = {}
        for place, table in enumerate(("offers", "wishes")):
            for row in self.server.own(table):
                if row["member_id"] in self.server.present:
                    count.setdefault(row["skill_id"], [0, 0])[place] += 1
        names = {row["skill_id"]: row["name"] for row in self.server.own("skills")}
        return [(names[skill], *numbers) for skill, numbers in count.items()]

    def wished_for(self, teachers):
        """Skills that somebody wishes for and so many teach, the most wished for first."""
        meant = [(-wishers, name) for name, teach, wishers in self.skills() if teach == teachers and wishers]
        return [(name, -wishers) for wishers, name in sorted(meant, key=by_bytes)]

    def resting_on_one(self, told):
        told["value"] = {"number": len(self.wished_for(1))}

    def wishes_unmet(self, told):
        told["value"] = {"number": len(self.wished_for(0))}

    def chart(self):
        weeks = [self.last - back * WEEK for back in range(11, -1, -1)]

        def bars(figure):
            family, leaves, *_ = SUMS[figure]
            return [
                {"weeks": span(block), "number": self.sum(leaves, block)}
                for block in self.blocks.get(family, []) if weeks[0] <= block[1] <= weeks[-1]]

        return {
            "weeks": [number_of(week) for week in weeks],
            "asks": bars("asks_made"), "answers": bars("asks_answered"), "meetings": bars("met"),
        }

    def coverage(self):
        skills = sorted(self.skills(), key=lambda skill: (-skill[2], skill[1], skill[0].encode()))
        return [{"skill": name, "teachers": teachers, "wishers": wishers} for name, teachers, wishers in skills[:12]]

    def map(self):
        """As it was drawn when the last week was closed."""
        large = drawn(self.server, "digest_teams", self.last)
        listed = [{"role": row["role_id"], "name": row["name"]} for row in sorted(large, key=lambda row: row["place"])]
        ways = sorted((row["from_place"], row["to_place"], row["weight"]) for row in drawn(self.server, "digest_ways", self.last))
        if any(len(large) in way[:2] for way in ways):
            listed.append({"role": None, "name": "others"})
        return {"teams": listed, "arrows": [{"from": way[0], "to": way[1], "weight": way[2]} for way in ways]}

    def needs(self, figures):
        told = {figure["figure"]: figure for figure in figures}
        found = []  # (score, place among equals, name, the need)

        def need(kind, score, **what):
            order = ["no_buddy", "asks_stuck", "rests_on_one", "nobody_teaches", "unhappy", "rests_on_few", "nobody_met",
                     "fewer_active", "fewer_meet"]
            found.append((-min(score, 30), order.index(kind), len(found), {"need": kind, **what}))

        def value(figure):
            return next(iter((told[figure]["value"] or {"": None}).values()))

        def weeks(figure):
            return self.count([numbered(told[figure]["weeks"][end]) for end in ("first", "last")])

        newcomers, stuck = told["newcomers"], told["asks_stuck"]
        if newcomers["value"] and newcomers["part"] is not None and value("newcomers") > newcomers["part"]:
            without = value("newcomers") - newcomers["part"]
            need("no_buddy", 6 * -(-without // weeks("newcomers")), newcomers=without, weeks=weeks("newcomers"))
        if value("asks_stuck"):
            asks, over = value("asks_stuck"), weeks("asks_stuck")
            need("asks_stuck", 4 * -(-asks // over), asks=asks, of=stuck["of"], weeks=over)
        for teachers, kind, weight in ((1, "rests_on_one", 3), (0, "nobody_teaches", 2)):
            for skill, wishers in self.wished_for(teachers)[:2]:
                need(kind, weight * wishers, skill=skill, wishers=wishers)
        if value("satisfaction") == "unhappy":
            need("unhappy", 15)
        if (value("few") or 0) >= 4:
            need("rests_on_few", 3 * value("few"), tenths=value("few"))
        if value("unmet"):
            need("nobody_met", value("unmet"), members=value("unmet"))
        for figure, kind, least, per in (("active", "fewer_active", 10, 2), ("met", "fewer_meet", 25, 5)):
            fall = -(told[figure]["change"] or {}).get("percent", 0) if told[figure]["change"] != "new" else 0
            if fall >= least:
                need(kind, fall // per, percent=fall)
        return [what for *_, what in sorted(found, key=lambda one: one[:3])[:5]]


def drawn(server, table, week):
    return [row for row in server.own(table) if monday(row["week"]) == week]


def lately(server, week):
    """The helps of the twelve weeks up to one."""
    return [row for row in server.helps if row["week"] and week - 11 * WEEK <= row["week"] <= week]


def few(server, week):
    """What share of the help of twelve weeks comes from the busiest twentieth, in tenths; None where that is not to be told."""
    given, helps = {}, lately(server, week)
    for row in helps:
        if row["helper_id"]:
            given[row["helper_id"]] = given.get(row["helper_id"], 0) + 1
    busiest = sum(server.frozen.get((week, leaf), 0) for leaf in ("active", "inactive")) // 20
    if busiest < FEWEST or len(given) - busiest < FEWEST or len(helps) < 100:
        return None
    theirs = sum(sorted(given.values(), reverse=True)[:busiest])
    return (20 * theirs + len(helps)) // (2 * len(helps))


def ways(server, week):
    """The ways between teams that are drawn, with how much; which teams were large enough then is taken as it stands."""
    large = [row["role_id"] for row in sorted(drawn(server, "digest_teams", week), key=lambda row: row["place"])]
    found, others = {}, set()
    for row in lately(server, week):
        sides, people = (row["helper_team"], row["learner_team"]), (row["helper_id"], row["learner_id"])
        if None in sides:
            continue
        way = tuple(large.index(side) if side in large else len(large) for side in sides)
        number, known = found.setdefault(way, (0, set()))
        found[way] = number + 1, known | {one for one in people if one}
        others |= {one for side, one in zip(way, people) if side == len(large) and one}
    shown = {
        way: number for way, (number, people) in found.items()
        if len(people) >= FEWEST and (len(others) >= FEWEST or len(large) not in way)}
    most = max(shown.values(), default=0)
    return sorted((*way, "most" if 3 * n >= 2 * most else "more" if 3 * n >= most else "some") for way, n in shown.items())


def drawn_differs(server):
    """Where the shares and ways that were kept when weeks were closed are not what the helps say."""
    for week, *_ in server.weeks:
        if week in server.away:
            kept = server.few[week], drawn(server, "digest_teams", week), drawn(server, "digest_ways", week)
            if kept != (None, [], []):
                yield f"{week}: Potluck was away, and there is {kept}"
            continue
        if server.few[week] != few(server, week):
            yield f"few of {week}: expected {few(server, week)}, found {server.few[week]}"
        kept = sorted((row["from_place"], row["to_place"], row["weight"]) for row in drawn(server, "digest_ways", week))
        if kept != ways(server, week):
            yield f"map of {week}: expected {ways(server, week)}, found {kept}"


def by_bytes(pair):
    return pair[0], pair[1].encode()


def count(weeks):
    return (weeks[1] - weeks[0]) // WEEK + 1


def span(weeks):
    return {"first": number_of(weeks[0]), "last": number_of(weeks[1])}


def change(now, then):
    """From one mean to another, each given as a sum and how many it is the mean of."""
    now, then = now[0] * then[1], then[0] * now[1]
    if then == 0:
        return "new" if now else {"percent": 0}
    more = 100 * (now - then)
    # To the nearest whole percent, halves away from nothing.
    return {"percent": (2 * abs(more) + then) // (2 * then) * (1 if more >= 0 else -1)}


def differences(expected, found, where=""):
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted({*expected, *found}):
            yield from differences(expected.get(key, "nothing"), found.get(key, "nothing"), f"{where}.{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for place, (one, other) in enumerate(zip(expected, found)):
            name = one.get("figure", place) if isinstance(one, dict) else place
            yield from differences(one, other, f"{where}[{name}]")
    elif expected != found:
        yield f"{where}: expected {expected}, found {found}"


def thanked(server, first, last):
    """The thanks that are to be quoted: the latest, each by and to somebody else, where both agreed and are there."""
    willing = {row["member_id"] for row in server.own("members") if row["quotable"] and row["left_at"] is None}
    skills = {row["skill_id"]: row["name"] for row in server.own("skills")}
    said = [row for row in server.own("helps") if row["thanks"] is not None and {row["learner_id"], row["helper_id"]} <= willing]
    said = [row for row in said if (week := server.week_of(instant(row["happened_at"]))) and first <= week <= last]
    chosen, by, to = [], set(), set()
    for row in sorted(said, key=lambda row: (instant(row["happened_at"]), int(row["help_id"])), reverse=True):
        if len(chosen) < 3 and row["learner_id"] not in by and row["helper_id"] not in to:
            by.add(row["learner_id"])
            to.add(row["helper_id"])
            chosen.append(
                {"by": row["learner_id"], "to": row["helper_id"], "words": row["thanks"], "skill": skills.get(row["skill_id"])})
    return chosen


def decided(server, forgotten, moved):
    """What was decided when weeks were closed, and where it is not what the facts say."""
    found = [f"{server.about['zone']}: {wrong}" for wrong in server.boundaries(moved)]
    found += server.faces_differ()
    told = Told(server)
    tallies = {key: number for key, (number, _) in told.crowds.items()}
    frozen = {key for key in server.frozen if key[1] != "rated"}
    for key in sorted({*tallies, *frozen}):
        now, then = tallies.get(key, 0), server.frozen.get(key, 0)
        if now > then or (now < then and not forgotten):
            found.append(f"{key[0]} {key[1]}: {then} were counted, and there are {now}")
    if forgotten:
        return found, server.blocks, server.unmet_told
    if sorted(told.blocks) != server.blocks:
        for block in sorted({*told.blocks} ^ {*server.blocks}):
            found.append(f"block {block[0]} {block[1]} to {block[2]}: {'missing' if block in told.blocks else 'too many'}")
    found += drawn_differs(server)
    if told.unmet != server.unmet_told:
        found.append(f"unmet: expected {told.unmet}, found {server.unmet_told}")
    return found, told.blocks, told.unmet


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("export")
    arguments.add_argument("digests", nargs="*")
    arguments.add_argument("--forgotten", action="append", default=[])
    arguments.add_argument("--moved", action="append", default=[])
    given = arguments.parse_args()
    rows_of = tables(given.export)
    found = list(csv_differs(given.export, rows_of))
    servers = {}
    for row in rows_of["guilds"]:
        guild = row["guild_id"]
        server = Server(rows_of, guild)
        wrong, blocks, unmet = decided(server, guild in given.forgotten, guild in given.moved)
        servers[guild] = server, blocks, unmet
        found += [f"{guild}: {one}" for one in wrong]
    figures = rows = pictures = bars = messages = sentences = quotes = 0
    for file in map(pathlib.Path, given.digests):
        digest = json.loads(file.read_text(encoding="utf-8"))
        server, blocks, unmet = servers[digest["guild"]]
        weeks = [numbered(digest["range"][end]) for end in ("first", "last")]
        oracle = Oracle(server, blocks, unmet, *weeks)
        told = [oracle.figure(name) for name in FIGURES]
        expected = {
            "figures": told, "needs": oracle.needs(told), "chart": oracle.chart(), "map": oracle.map(), "coverage": oracle.coverage(),
            "thanks": thanked(server, *weeks),
        }
        # It names those before as well that figures and changes go back to.
        since = min(weeks[0], numbered(digest["chart"]["weeks"][0]))
        expected["away"] = [number_of(week) for week in sorted(server.away) if since <= week <= weeks[1]]
        digest["away"] = [week for week in digest["away"] if since <= numbered(week)]
        wrong = [one for key in expected for one in differences(expected[key], digest[key], key)]
        expected["range"] = digest["range"]
        quotes += len(expected["thanks"])
        for path in file.parent.glob("digest-*.csv"):
            wrong += table.differs(expected, path)
            rows += len(list(table.rows(expected)))
        texts = None
        for path in file.parent.glob("texts.json"):
            texts = json.loads(path.read_text(encoding="utf-8"))
            wrong += picture.differs(expected, texts)
            pictures += len(picture.PICTURES)
            bars += sum(len(expected["chart"][series]) for series in ("asks", "answers", "meetings"))
        for path in file.parent.glob("message.txt"):
            names = {row["member_id"]: row["display_name"] for row in server.own("members")}
            text = path.read_text(encoding="utf-8")
            wrong += message.differs(expected, server.about["name"], names, expected["thanks"], text, texts and texts["digest"])
            messages += 1
            sentences += text.count("\n")
        found += [f"{file}: {one}" for one in wrong]
        figures += sum(1 for one in told if one["value"] is not None)
    for one in found:
        print(one)
    print(
        f"{len(servers)} servers, {len(given.digests)} digests, {figures} figures told, {rows} rows of tables, {pictures} pictures, "
        f"{bars} bars, {messages} messages, {sentences} lines, {quotes} quotes, {len(found)} differences")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
