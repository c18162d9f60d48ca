"""The text of a digest's message, as docs/digest.md says it."""
import datetime

from history import WEEK, numbered
from picture import many, title

DAY = datetime.timedelta(days=1)
NAME, THANKS = 100, 200
# Each line of figures: its title, what there was none of, its head, its figures in order, and the whole they are part of.
LINES = [
    ("Taking part", "people taking part", "active", ["active"], "eligible"),
    ("Asks", "asks", "asks_made", ["asks_made", "asks_answered", "first_helper"], "asks_made"),
    ("Help", "helps", "helps", ["helps", "helps_across", "helps_upwards"], None),
    ("Coffee chats", "answers from coffee chats", "checked", ["met"], "checked"),
    ("Skill swaps", "answers from skill swaps", "swaps_checked", ["swaps_met"], "swaps_checked"),
    ("Newcomers", "newcomers", "newcomers", ["buddied"], "newcomers"),
    ("How it was", "ratings", "rated", ["rated", "satisfaction"], None),
    ("Lessons", "lessons", "lessons", ["lessons"], None),
]
PARTS = {"eligible": "active", "asks_made": "asks_answered", "checked": "met", "swaps_checked": "swaps_met", "newcomers": "buddied"}
# Figures that are said beside the whole they are part of, or with it.
HAVE_WHOLES = ("active", "asks_answered", "asks_stuck", "helps_across", "helps_upwards", "met", "swaps_met", "buddied")
WORDS = {"happy": "at least four in five", "mixed": "at least half", "unhappy": "fewer than half"}
LONGER = "to people here far longer"
NUMBERS = [None, None, "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def name(text, most=NAME):
    """A name on one line, and cut where it is long."""
    text = text if len(text) <= most else text[:most - 1].rstrip() + "…"
    return " ".join(text.split())


def weeks_of(span):
    return numbered(span["first"]), numbered(span["last"])


def how_many(weeks):
    return (weeks[1] - weeks[0]) // WEEK + 1


def days(weeks, year):
    first, last = weeks[0], weeks[1] + 6 * DAY
    end = f" {last.year}" if (first.year, last.year) != (year, year) else ""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%B}{end}"
    begin = f"{first.day} {first:%B}" + (f" {first.year}" if first.year != last.year else "")
    return f"{begin} – {last.day} {last:%B}{end}"


def changed(change):
    """A change in brackets; nothing where there is none."""
    if change is None or change == {"percent": 0}:
        return ""
    if change == "new":
        return " (up from none)"
    if "was" in change:
        return f" (before: {WORDS[change['was']]})"
    percent = change["percent"]
    return f" (+{percent} %)" if percent > 0 else f" (−{-percent} %)"


def time(minutes):
    if minutes == 0:
        return "a minute"
    if minutes <= 90:
        return many(minutes, "minute", "minutes")
    if minutes <= 2880:
        return many((minutes + 30) // 60, "hour", "hours")
    return many((minutes + 720) // 1440, "day", "days")


def of_them(part, of):
    return "none" if part == 0 else "all" if part == of else str(part)


def share(active, of):
    """What a mean a week of fewer than five is said as."""
    return f"{(200 * active + of) // (2 * of)} % active a week"


class Message:
    def __init__(self, digest):
        self.digest = digest
        self.range = weeks_of(digest["range"])
        self.told = {told["figure"]: told for told in digest["figures"]}
        self.compares = False

    def value(self, figure):
        return next(iter((self.told[figure]["value"] or {"": None}).values()))

    def weeks(self, figure):
        span = self.told[figure]["weeks"]
        return weeks_of(span) if span else self.range

    def is_none(self, figure):
        """Whether it says that nothing happened in just these weeks."""
        told = self.told[figure]
        return self.value(figure) == 0 and not told["of"] and self.weeks(figure) == self.range

    def over(self, figure):
        """In how many of its weeks Potluck was there."""
        first, last = self.weeks(figure)
        return how_many((first, last)) - sum(first <= numbered(week) <= last for week in self.digest["away"])

    def a_week(self, figure, *numbers):
        """Numbers of several weeks as their mean, and how to say so."""
        over = self.over(figure)
        return [None if number is None else (number + over // 2) // over for number in numbers] + ["" if over == 1 else " a week"]

    def phrase(self, figure):
        """What a figure says, without its change; None where it says nothing."""
        told, value = self.told[figure], self.value(figure)
        of = told["of"]
        if value is None or (value == 0 and figure in HAVE_WHOLES and not of):
            return None
        if figure == "active":
            x, y, week = self.a_week(figure, value, of)
            if of is None:
                return f"active {value} times in {self.over(figure)} weeks" if week and x < 5 else f"{x} active{week}"
            if week and (y < 5 or (x < 5 and 0 < value < of)):
                return share(value, of)
            return f"{'none of' if value == 0 else 'all' if value == of else f'{x} of'} {y} active{week}"
        if figure in ("met", "swaps_met", "buddied"):
            did, those = (" had a buddy within a day", "") if figure == "buddied" else (" met", " that answered")
            if of is None:
                return f"{value}{did}"
            return (f"all {of}" if value == of else f"none of the {of}" if value == 0 else f"{value} of the {of}") + those + did
        if figure == "asks_answered":
            return f"{of_them(value, of)} answered within two days"
        if figure == "helps_upwards":
            if self.told[figure]["weeks"] == self.told["helps"]["weeks"]:
                return f"{of_them(value, of)} {LONGER}"
            if of is None:
                return f"{value} helps {LONGER}"
            return f"{'all' if value == of else 'none of' if value == 0 else f'{value} of'} {of} helps {LONGER}"
        return {
            "asks_made": lambda: f"{value} made",
            "first_helper": lambda: f"half within {time(value)}",
            "helps": lambda: "no helps" if value == 0 else many(value, "help", "helps"),
            "helps_across": lambda: f"{of_them(value, of)} across teams",
            "rated": lambda: f"{value} ratings" if value else None,
            "satisfaction": lambda: ("" if self.over(figure) == 1 else "usually ")
            + f"{WORDS[value]} happy" + (" 🙂" if value == "happy" else ""),
            "lessons": lambda: f"{value} written",
        }[figure]()

    def whole(self, figure):
        """What a whole says with its part, where these are of other weeks than the part says."""
        told, value = self.told[figure], self.value(figure)
        if not value:
            return None
        part, did = told["part"], PARTS[figure]
        x, y, week = self.a_week(figure, value, part) if figure == "eligible" else (value, part, "")
        if figure == "eligible" and week and x < 5:
            return None if part is None else share(part, value)
        all_of, becomes = {
            "eligible": (f"{x} could take part{week}", "active"),
            "asks_made": (f"{x} made", "answered within two days"),
            "newcomers": (f"{x} came", "had a buddy within a day"),
        }.get(figure, (f"{x} answered", "met"))
        words = all_of + changed(told["change"])
        if part is None:
            return words
        if figure == "eligible" and week and y < 5 and 0 < part < value:
            return f"{words}, {share(part, value)}"
        return f"{words}, {'all' if part == value else 'none' if part == 0 else y} {becomes}"

    def phrases(self, figures, whole):
        """What the line says: the figure, its words, its change."""
        apart = whole and self.told[PARTS[whole]]["of"] is None
        for figure in figures:
            words = None if apart and figure == whole else self.phrase(figure)
            if words is not None:
                yield figure, words + changed(self.told[figure]["change"])
        words = self.whole(whole) if apart else None
        if words is not None:
            yield whole, words

    def figures(self):
        """The lines of figures, and those that say what there was none of, or too few people are behind."""
        year, none, waiting, lines = self.range[1].year, [], [], []
        for heading, nouns, head, figures, whole in LINES:
            said = list(self.phrases(figures, whole))
            if self.is_none(head) and all(self.is_none(figure) for figure in figures if self.value(figure) is not None):
                none.append(nouns)
            elif not said:
                waiting.append(nouns)
            else:
                line, last = f"**{heading}**", self.range
                for place, (figure, words) in enumerate(said):
                    weeks = self.weeks(figure)
                    over = days(weeks, year) if weeks != last else ""
                    if place == 0:
                        line += (f" ({over})" if over else "") + " · " + words
                    else:
                        line += (f". {over}: " if over else ", ") + words
                    last = weeks
                    change = changed(self.told[figure]["change"])
                    self.compares |= bool(change) and change.strip(" ()") in words
                lines.append(line)
        if not lines and not self.digest["needs"]:
            lines.append("There is little to show yet. What helps most now: ask something yourself with `/askfor`, where all can see it, and say "
                         "that there is time for this.")
        if none:
            lines.append(f"-# None this time: {', '.join(none)}.")
        if waiting:
            lines.append(f"-# Too few people yet to show: {', '.join(waiting)}. They wait, and are shown with later weeks.")
        weeks = how_many(self.range)
        if away := sum(self.range[0] <= numbered(week) <= self.range[1] for week in self.digest["away"]):
            lines.append(f"-# Nothing is counted of {away} of these {weeks} weeks: Potluck was away, or the whole team was.")
        return lines

    def lines(self, guild):
        """Everything above the thanks."""
        yield f"### {title(self.digest['range'])} in {name(guild)}"
        if self.digest["needs"]:
            yield "**What needs you**"
            yield from (f"{place}. {sentence(need)}" for place, need in enumerate(self.digest["needs"], 1))
            yield ""
        yield from self.figures()


def want(wishers):
    if wishers == 1:
        return "one person wants"
    return f"{NUMBERS[wishers] if wishers < len(NUMBERS) else wishers} want"


def sentence(need):
    """What needs a manager, and what one could do."""
    def over(words):
        return words[0].upper() + words[1:] if need["weeks"] < 2 else f"In {need['weeks']} weeks, {words}"

    kind = need["need"]
    if kind == "rests_on_one":
        could = "An hour together would make it two." if need["wishers"] == 1 else "An hour with two of them would make it three."
        return f"**{name(need['skill'])} rests on one person**; {want(need['wishers'])} to learn it. {could}"
    if kind == "nobody_teaches":
        return (f"**Nobody teaches {name(need['skill'])}**; {want(need['wishers'])} to learn it. "
                "Ask around who has touched it, or bring somebody in for an hour.")
    if kind == "asks_stuck":
        asks = f"{'all' if need['asks'] == need['of'] else '{} of'.format(need['asks'])} {need['of']} asks"
        return (f"**{over(asks)} waited two days in vain.** Those that are still open are in the help channel: "
                "a word from you may bring somebody.")
    if kind == "no_buddy":
        newcomers = many(need["newcomers"], "newcomer", "newcomers")
        return f"**{over(newcomers)} had no buddy within a day.** Ask who would welcome somebody: hosting is a switch in `/me`."
    return {
        "rests_on_few": lambda: f"**About {need['tenths']} in 10 helps come from the busiest one in twenty members.** "
                                "Ask them what they could hand on, and to whom.",
        "nobody_met": lambda: f"**{many(need['members'], 'member', 'members')} met nobody in eight weeks.** "
                              "Mention coffee chats, and give them the half hour.",
        "fewer_active": lambda: f"**{need['percent']} % fewer members are active than in the four weeks before.** "
                                "Ask what is in the way; mostly it is time, and that is yours to give.",
        "fewer_meet": lambda: f"**{need['percent']} % fewer coffee chats met than in the four weeks before.** "
                              "Try another weekday, or every two weeks: both are in `/settings`.",
        "unhappy": lambda: "**Too few of those who rated were happy.** "
                           "Ask openly, in a meeting, what would make it worth their time.",
    }[kind]()


def thanked(thanks, names):
    def called(member):
        return name(names[member], 10_000) if member in names else "somebody who left"

    for one in thanks:
        skill = f", for {name(one['skill'])}" if one["skill"] else ""
        yield f"> “{name(one['words'], THANKS)}” {called(one['by'])} to {called(one['to'])}{skill}"


def spelled(digest, line, texts):
    """Where the line of names that the picture shows otherwise names one that is not there, or is shown as it is."""
    known = [name(team["name"]) for team in digest["map"]["teams"]] + [name(skill["skill"]) for skill in digest["coverage"]]
    for pair in line.removeprefix("-# In the picture ").removesuffix(".").split("; “"):
        shown, _, whole = pair.removeprefix("“").partition("” is ")
        if whole not in known:
            yield f"message: {whole} is no team and no skill of the digest, in: {line}"
        if shown == whole or " ".join(shown.split()) not in " ".join(" ".join(texts).split()):
            yield f"message: the picture does not show {whole} as {shown}"


def differs(digest, guild, names, thanks, text, texts):
    """Where the message says something else. `texts` is what is written in its picture; None: it goes without."""
    message = Message(digest)
    expected = list(message.lines(guild)) + [""]
    if thanks:
        expected += ["**Thank you**", *thanked(thanks, names), ""]
    small = "-# Nothing here counts one to four people, except what `/skills` shows anybody."
    expected.append(small + (" Changes are against the four weeks before." if message.compares else ""))
    # A backslash keeps Discord from reading something into a name.
    found = text.replace("\\", "").rstrip("\n").split("\n")
    if len(found) > 1 and found[-2].startswith("-# In the picture "):
        yield from spelled(digest, found.pop(-2), texts or [])
    for one, other in zip(expected, found):
        if one != other:
            yield f"message: expected “{one}”, found “{other}”"
    if len(expected) != len(found):
        yield f"message: expected {len(expected)} lines, found {len(found)}: {found}"
