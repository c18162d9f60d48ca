"""What is decided when weeks are closed: which of them may be told, as docs/digest.md says it."""
from history import WEEK

FEWEST = 5
HELPS = ["across_upwards", "across_level", "within_upwards", "within_level"]
# Families in the order in which they are decided: the parent, and the parts that are told apart.
FAMILIES = {
    "active": (None, [["active"]]),
    "inactive": ("active", [["inactive"]]),
    "asks_answered": (None, [["answered"]]),
    "asks_unanswered": ("asks_answered", [["unanswered"]]),
    "helps": (None, [HELPS[:2], HELPS[2:]]),
    "helps_upwards": ("helps", [[leaf] for leaf in HELPS]),
    "met": (None, [["met"]]),
    "not_met": ("met", [["not_met"]]),
    "swaps_met": (None, [["swap_met"]]),
    "swaps_not_met": ("swaps_met", [["swap_not_met"]]),
    "buddied": (None, [["buddied"]]),
    "unbuddied": ("buddied", [["unbuddied"]]),
    "rated": (None, [["rated"]]),
    "lessons": (None, [["lesson"]]),
}


class Told:
    """What was decided when the weeks of a server were closed, decided once more."""

    def __init__(self, server):
        self.server = server
        self.crowds = {}
        for leaf, week, people in server.facts:
            number, known = self.crowds.setdefault((week, leaf), (0, set()))
            self.crowds[week, leaf] = number + 1, known | people
        self.blocks = []
        self.unmet = {}
        for week, *_ in server.weeks:
            self.close(week)

    def crowd(self, leaves, first, last):
        """How many facts the leaves have in these weeks, and who is in them."""
        number, people = 0, set()
        for (week, leaf), (some, known) in self.crowds.items():
            if leaf in leaves and first <= week <= last:
                number, people = number + some, people | known
        return number, people

    def close(self, week):
        ended = {}
        for family, (parent, parts) in FAMILIES.items():
            ends = [last for name, _, last in self.blocks if name == family]
            first = max(ends) + WEEK if ends else self.server.weeks[0][0]
            if parent and parent not in ended:
                continue
            if not all(enough(*self.crowd(part, first, week)) for part in parts):
                continue
            if family == "rated":
                # Whose a face is, is in no export: what was decided is taken as it stands.
                self.blocks += [block for block in self.server.blocks if block[0] == family and block[2] == week]
                continue
            if family == "helps_upwards" and not self.splits_are_harmless(first, week, ended):
                continue
            ended[family] = first
            self.blocks.append((family, first, week))
        self.unmet[week] = None if week in self.server.away else self.lonely(week, ended)

    def splits_are_harmless(self, first, last, ended):
        within = [block for block in self.blocks if block[0] == "helps" and first <= block[1] and block[2] <= last]
        return all(
            harmless([[self.crowd([leaf], *weeks) for leaf in part] for _, *weeks in within])
            for part in FAMILIES["helps"][1])

    def lonely(self, week, ended):
        """How many nobody has met, or None where that is not to be told."""
        if "active" not in ended or "inactive" not in ended:
            return None
        lonely = self.server.unmet(week)
        atoms = []
        for leaf in ("active", "inactive"):
            number, people = self.crowd([leaf], ended[leaf], week - WEEK)
            some, known = self.crowds.get((week, leaf), (0, set()))
            theirs = known & lonely
            atoms.append([(len(theirs), theirs), (number + some - len(theirs), people | (known - lonely))])
        return sum(sides[0][0] for sides in atoms) if harmless(atoms) else None


def enough(number, people):
    return number == 0 or len(people) >= FEWEST


def harmless(atoms):
    """Whether the two sides of a split may be told: over the atoms that are cut, each side must be enough."""
    cut = [sides for sides in atoms if sides[0][0] and sides[1][0]]
    return all(
        enough(sum(sides[side][0] for sides in cut), set().union(*(sides[side][1] for sides in cut)))
        for side in (0, 1))
