"""The files of `potluck export`, read back: rows by table, and the facts of one server as docs/digest.md defines them.

Needs only the standard library.
"""
import bisect, csv, datetime, json, pathlib, zoneinfo

DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(weeks=1)


def instant(text):
    """A time of the export; None where it is empty."""
    return text and datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def monday(text):
    return text and datetime.date.fromisoformat(text)


def numbered(text):
    """The Monday of a week as digests call it."""
    return datetime.date.fromisocalendar(int(text[:4]), int(text[6:]), 1)


def number_of(week):
    """A week as digests call it: 2026-W47."""
    year, number, _ = week.isocalendar()
    return f"{year:04}-W{number:02}"


def tables(folder):
    """Every table of an export, from its JSON."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in pathlib.Path(folder).glob("*.json")}


def says(cell, value):
    """Whether a cell of CSV says what a value of JSON says."""
    if value is None or isinstance(value, bool):
        return cell == ("" if value is None else str(value).lower())
    if isinstance(value, float):
        return float(cell) == value
    return cell in (str(value), f"'{value}")


def csv_differs(folder, rows_of):
    """Where the CSV files do not say what the JSON files say."""
    for name, rows in rows_of.items():
        with open(pathlib.Path(folder) / f"{name}.csv", newline="", encoding="utf-8") as file:
            found = list(csv.reader(file))
        if len(found) != len(rows) + 1:
            yield f"{name}.csv has {len(found) - 1} rows, and {name}.json {len(rows)}"
            continue
        for place, row in enumerate(rows):
            cells = dict(zip(found[0], found[place + 1]))
            if list(row) != found[0] or not all(says(cells[column], value) for column, value in row.items()):
                yield f"{name}: row {place + 1} is {found[place + 1]} as CSV and {row} as JSON"
        for cells in found[1:]:
            for cell in cells:
                if cell[:1] in ("=", "+", "@", "\t", "\r", "\n") or (cell[:1] == "-" and not cell[1:2].isdigit()):
                    yield f"{name}.csv: a spreadsheet takes {cell!r} for a formula"


class Server:
    """One server: what happened in it, week by week."""

    def __init__(self, rows_of, guild):
        def own(table):
            return [row for row in rows_of[table] if row["guild_id"] == guild]

        self.guild = guild
        self.own = own
        self.about = own("guilds")[0]
        self.weeks = sorted(
            (monday(row["week"]), instant(row["starts_at"]), instant(row["ends_at"]), row["unmet"])
            for row in own("digest_weeks"))
        # Weeks in which it was not there.
        self.away = {monday(row["week"]) for row in own("digest_weeks") if row["away"]}
        self.few = {monday(row["week"]): row["few"] for row in own("digest_weeks")}
        self.starts = [starts for _, starts, _, _ in self.weeks]
        self.unmet_told = {week: unmet for week, _, _, unmet in self.weeks}
        self.blocks = sorted(
            (row["family"], monday(row["first_week"]), monday(row["last_week"])) for row in own("digest_blocks"))
        self.frozen = {(monday(row["week"]), row["leaf"]): row["number"] for row in own("digest_tallies")}
        # Faces are told of whole blocks only, and so it does not matter in which of the weeks they were given.
        self.felt = {}
        for row in own("faces"):
            self.frozen[monday(row["last_week"]), "rated"] = row["rated"]
            self.felt[monday(row["first_week"]), monday(row["last_week"])] = row["satisfaction"], row["rated"]
        self.helps = [row for row in own("helps") if row["counts"]]
        for row in self.helps:
            row["week"] = self.week_of(instant(row["happened_at"]))
        self.present = {row["member_id"] for row in own("members") if row["left_at"] is None}
        self.facts = []  # (leaf, week, the people known to be in it)
        self.waited = []  # (week, whole minutes)
        for gather in (self.members, self.asks, self.helped, self.pairings, self.newcomers, self.lessons):
            gather()

    def week_of(self, when):
        """The closed week that an instant is in, or None; none has facts in which Potluck was away."""
        place = bisect.bisect_right(self.starts, when) - 1
        if place < 0 or when >= self.weeks[place][2] or self.weeks[place][0] in self.away:
            return None
        return self.weeks[place][0]

    def happened(self, leaf, when, people):
        week = self.week_of(when)
        if week:
            self.facts.append((leaf, week, {one for one in people if one}))
        return week

    def eligible(self, week):
        """Who was eligible at the end of a week, with since when without a break."""
        return {
            row["member_id"]: monday(row["first_week"])
            for row in self.own("eligible_spans")
            if monday(row["first_week"]) <= week and (row["last_week"] is None or week <= monday(row["last_week"]))
        }

    def members(self):
        active = {(monday(row["week"]), row["member_id"]) for row in self.own("active_weeks")}
        for week, *_ in self.weeks:
            for member in self.eligible(week) if week not in self.away else ():
                self.facts.append(("active" if (week, member) in active else "inactive", week, {member}))

    def asks(self):
        for ask in self.own("asks"):
            made, answered = instant(ask["created_at"]), instant(ask["answered_at"])
            counted = made + 2 * DAY
            in_time = answered is not None and answered < counted
            if not in_time and ask["ended_at"] and instant(ask["ended_at"]) < counted:
                continue  # Nobody waited for it any more.
            week = self.happened("answered" if in_time else "unanswered", counted, [ask["asker_id"]])
            if week and in_time:
                self.waited.append((week, (answered - made) // datetime.timedelta(minutes=1)))

    def helped(self):
        for row in self.helps:
            sides = row["helper_team"], row["learner_team"]
            across = "across" if None not in sides and sides[0] != sides[1] else "within"
            upwards = "upwards" if row["upwards"] else "level"
            self.happened(f"{across}_{upwards}", instant(row["happened_at"]), [row["helper_id"], row["learner_id"]])

    def pairings(self):
        programme = {row["programme_id"]: row["kind"] for row in self.own("programmes")}
        kind = {row["round_id"]: programme[row["programme_id"]] for row in self.own("rounds")}
        self.seats = {}
        for seat in self.own("seats"):
            if seat["left_at"] is None:
                self.seats.setdefault(seat["pairing_id"], set()).add(seat["member_id"])
        for pairing in self.own("pairings"):
            if pairing["ended_at"] is None or not pairing["answered"]:
                continue
            leaf = "met" if pairing["met_at"] else "not_met"
            if kind[pairing["round_id"]] == "swap":
                leaf = "swap_" + leaf
            self.happened(leaf, instant(pairing["ended_at"]), self.seats.get(pairing["pairing_id"], set()))

    def newcomers(self):
        for row in self.own("newcomers"):
            counted = instant(row["created_at"]) + DAY
            buddy = instant(row["first_buddy_at"])
            self.happened("buddied" if buddy and buddy < counted else "unbuddied", counted, [row["member_id"]])

    def lessons(self):
        for row in self.own("lessons"):
            self.happened("lesson", instant(row["created_at"]), [row["author_id"]])

    def unmet(self, week):
        """Whom nobody had met for eight weeks at the end of a week."""
        there = [(monday_of, starts, ends) for monday_of, starts, ends, _ in self.weeks if monday_of <= week and monday_of not in self.away]
        if len(there) < 9:
            return set()
        starts, ends = [there[-8][1]], [there[-1][2]]
        # A span that holds both weeks.
        lonely = {member for member, since in self.eligible(week).items() if since <= there[-9][0]}
        for pairing in self.own("pairings"):
            if pairing["met_at"] and starts[0] <= instant(pairing["met_at"]) < ends[0]:
                lonely -= self.seats.get(pairing["pairing_id"], set())
        for row in self.helps:
            if starts[0] <= instant(row["happened_at"]) < ends[0]:
                lonely -= {row["helper_id"], row["learner_id"]}
        return lonely

    def faces_differ(self):
        """Blocks of faces that are not one after the other, or of fewer faces than five people give."""
        blocks = [tuple(weeks) for family, *weeks in self.blocks if family == "rated"]
        given = [(monday(row["first_week"]), monday(row["last_week"])) for row in self.own("faces")]
        if sorted(given) != blocks:
            yield f"faces are of {given}, and the blocks are {blocks}"
        for place, (first, last) in enumerate(blocks):
            follows = blocks[place - 1][1] + WEEK if place else self.weeks[0][0]
            if first != follows or last < first:
                yield f"the block of faces {first} to {last} does not follow the one before it"
            felt, number = self.felt.get((first, last), (None, 0))
            if 0 < number < 5:
                yield f"{number} faces of {first} to {last} are told"
            if number > 5 and felt not in ("happy", "mixed", "unhappy") or number <= 5 and felt is not None:
                yield f"{number} faces of {first} to {last} are said to be {felt}"

    def boundaries(self, moved):
        """Where closed weeks are not one after the other, each from local Monday to local Monday. What the clocks were before a server
        moved to another zone is in no export."""
        try:
            zone = None if moved else zoneinfo.ZoneInfo(self.about["zone"])
        except zoneinfo.ZoneInfoNotFoundError:
            zone = None  # This machine has no time zones.
        for place, (week, starts, ends, _) in enumerate(self.weeks):
            if place and (self.weeks[place - 1][0] + WEEK != week or self.weeks[place - 1][2] != starts):
                yield f"week {week} does not follow the one before it"
            for day, boundary in ((week, starts), (week + WEEK, ends)):
                midnight = zone and datetime.datetime.combine(day, datetime.time(), zone)
                utc = datetime.datetime.combine(day, datetime.time(), datetime.timezone.utc)
                if not -14 <= (boundary - utc) / datetime.timedelta(hours=1) <= 12:
                    yield f"week {week} has a boundary at {boundary}, when it is midnight nowhere"
                if midnight and midnight.astimezone(datetime.timezone.utc) != boundary:
                    yield f"week {week} has a boundary at {boundary}, and local midnight is {midnight}"
