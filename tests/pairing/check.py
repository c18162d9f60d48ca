#!/usr/bin/env python3
"""Holds `potluck pair` against the optimum of every instance, as scored by instance.py, and `potluck swap` against swaps.py.

  check.py POTLUCK INSTANCE_PY FOLDER

POTLUCK is the program, INSTANCE_PY the independent scorer, FOLDER the instances. Ends with 1 where an answer is no
seating, is worse than the table below, says something of itself that the scorer does not, or is another on a second run.
Swaps are found twice for each instance: as it is, and once what was found the first time has been done. Where few people are
in any swap, they must serve as many wishes as trying every set of swaps does.
Needs only the standard library.
"""
import json, pathlib, subprocess, sys, tempfile

import swaps

# The optimum: value and repeats, found by solving the whole graph exactly.
OPTIMUM = {
    "n2": (360, 1), "n3": (445, 1), "n4": (1040, 0), "n10": (1470, 0), "n11": (1435, 0), "n30": (7780, 0),
    "n31": (8245, 0), "n50": (13790, 0), "n100": (27110, 0), "n200": (61370, 0), "n500": (165680, 0),
    "n1000": (342650, 0),
}
# What must be none at all in an answer.
FAULTS = ["left_out", "unknown", "seated_twice", "wrong_size", "too_many_trios", "blocked"]


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def complaints(name, answer, scored):
    """What is wrong with an answer, in words."""
    for fault in FAULTS:
        if scored[fault]:
            yield f"{fault} is {scored[fault]}"
    for figure in ["repeats", "recency", "value"]:
        if answer[figure] != scored[figure]:
            yield f"it says of itself that {figure} is {answer[figure]}, and it is {scored[figure]}"
    if answer["upper_bound"] < answer["value"]:
        yield f"the bound {answer['upper_bound']} is below the value {answer['value']}"
    if name not in OPTIMUM:
        return
    value, repeats = OPTIMUM[name]
    if scored["repeats"] != repeats:
        yield f"repeats are {scored['repeats']}, and can be {repeats}"
    if scored["value"] != value:
        yield f"the value is {scored['value']}, and the greatest there is {value}"
    if not answer["exact"]:
        yield "it does not say that it is exact"


def tell(name, found):
    """Prints what is wrong, and says how much it is."""
    for complaint in found:
        print(f"{name}: {complaint}", file=sys.stderr)
    return len(found)


def same(one, other):
    """Whether two answers are the same but for the time they took."""
    return {**one, "seconds": 0} == {**other, "seconds": 0}


def check_round(potluck, scorer, file):
    text = run(potluck, "pair", file, "--seed", "1", "--json")
    answer = json.loads(text)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as kept:
        kept.write(text)
        kept.flush()
        scored = json.loads(run(sys.executable, scorer, "score", file, kept.name))
    again = json.loads(run(potluck, "pair", file, "--seed", "1", "--json"))
    optimum = OPTIMUM.get(file.stem, ("-", 0))[0]
    print(f"{file.stem:<10} {answer['value']:>8} {optimum:>8} {answer['repeats']:>7} {str(answer['exact']):>6} {answer['seconds']:>8.3f}")
    found = list(complaints(file.stem, answer, scored))
    if not same(again, answer):
        found.append("a second run gives another answer")
    return tell(file.stem, found)


def check_swaps(potluck, file):
    instance = json.loads(file.read_text())
    wrong = 0
    for done in ["nothing", "the first"]:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as kept:
            json.dump(instance, kept)
            kept.flush()
            answer, again = (json.loads(run(potluck, "swap", kept.name, "--seed", "1", "--json")) for _ in range(2))
        most = swaps.most_served(instance)
        print(
            f"{file.stem:<10} {done:<9} {answer['served']:>6} {'-' if most is None else most:>7} {answer['upper_bound']:>6}"
            f" {str(answer['exact']):>6} {answer['seconds']:>8.3f}"
        )
        found = list(swaps.complaints(instance, answer))
        if not same(again, answer):
            found.append("a second run gives another answer")
        wrong += tell(f"swaps in {file.stem}", found)
        instance["done"] = [leg for swap in answer["swaps"] for leg in swap]
    return wrong


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    potluck, scorer, folder = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    instances = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_size)
    missing = set(OPTIMUM) - {file.stem for file in instances}
    if missing:
        sys.exit(f"{folder} lacks {', '.join(sorted(missing))}")
    print(f"{'instance':<10} {'value':>8} {'optimum':>8} {'repeats':>7} {'exact':>6} {'seconds':>8}")
    wrong = sum(check_round(potluck, scorer, file) for file in instances)
    print(f"\n{'swaps in':<10} {'done':<9} {'served':>6} {'optimum':>7} {'bound':>6} {'exact':>6} {'seconds':>8}")
    wrong += sum(check_swaps(potluck, file) for file in instances)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
