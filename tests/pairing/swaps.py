"""Judges what `potluck swap` says, from the instance alone and in the plainest way. See check.py."""
from functools import lru_cache

# Among so many members, of whom so many are in some swap, every set of swaps is tried.
FEW = 50
EXHAUSTIVE = 20


class Meet:
    """Who could teach whom what."""

    def __init__(self, instance):
        members = instance["members"]
        self.ids = [member["id"] for member in members]
        self.teaches = {member["id"]: set(member["teaches"]) for member in members}
        self.wishes = {member["id"]: set(member["wishes"]) for member in members}
        self.done = {tuple(leg) for leg in instance.get("done", [])}
        self.blocked = {frozenset((member["id"], other)) for member in members for other in member["blocks"]}

    def skills(self, giver, taker):
        """What the one could teach the other."""
        if giver == taker or giver not in self.teaches or taker not in self.wishes or frozenset((giver, taker)) in self.blocked:
            return set()
        return {skill for skill in self.teaches[giver] & self.wishes[taker] if (giver, taker, skill) not in self.done}


def possible_swaps(instance):
    """Every swap there could be, as the set of who is in it."""
    meet = Meet(instance)
    after = {giver: {taker for taker in meet.ids if meet.skills(giver, taker)} for giver in meet.ids}
    swaps = set()
    for one in after:
        for two in after[one]:
            if one in after[two]:
                swaps.add(frozenset((one, two)))
            for three in after[two]:
                # One and three may not be blocked either: there is a leg between them.
                if three != one and one in after[three]:
                    swaps.add(frozenset((one, two, three)))
    return swaps


def most_served(instance):
    """The most wishes that swaps can serve, by trying every set of them; nothing where there are too many people for that."""
    if len(instance["members"]) > FEW:
        return None
    swaps = possible_swaps(instance)
    people = sorted(set().union(*swaps)) if swaps else []
    if len(people) > EXHAUSTIVE:
        return None
    of = {person: [swap for swap in swaps if min(swap) == person] for person in people}

    @lru_cache(maxsize=None)
    def most(left):
        if not left:
            return 0
        first = min(left)
        best = most(left - {first})
        # Whoever is lowest of those left is in no swap, or in one of which they are the lowest.
        for swap in of[first]:
            if swap <= left:
                best = max(best, len(swap) + most(left - swap))
        return best

    return most(frozenset(people))


def complaints(instance, answer):
    """What is wrong with an answer, in words."""
    meet = Meet(instance)
    seated = []
    for swap in answer["swaps"]:
        if len(swap) not in (2, 3):
            yield f"a swap of {len(swap)}: {swap}"
        for place, (giver, taker, skill) in enumerate(swap):
            if taker != swap[(place + 1) % len(swap)][0]:
                yield f"{taker} takes, and does not give next: {swap}"
            if skill not in meet.skills(giver, taker):
                yield f"{giver} cannot teach {taker} skill {skill}"
            if any(frozenset((giver, other[0])) in meet.blocked for other in swap):
                yield f"{giver} is in a swap with somebody they must not meet: {swap}"
            seated.append(giver)
    if len(seated) != len(set(seated)):
        yield "somebody is in two swaps"
    if answer["served"] != len(seated):
        yield f"it says that {answer['served']} wishes are served, and {len(seated)} are"
    if answer["upper_bound"] < len(seated):
        yield f"the bound {answer['upper_bound']} is below the {len(seated)} that are served"
    if answer["exact"] != (answer["upper_bound"] == len(seated)):
        yield "it is exact where the bound is met, and nowhere else"
    most = most_served(instance)
    if most is not None and most != len(seated):
        yield f"{len(seated)} wishes are served, and {most} can be"
    if most is not None and not answer["exact"]:
        yield "it does not say that it is exact"
