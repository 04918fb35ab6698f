#!/usr/bin/env python3
"""Trains the tone model: train.py TONE_FEATURES RULES ITEMS.tsv… > rules/lexicons/tone.model

A logistic regression over words and pairs of words for negative, neutral and positive, fitted by
gradient descent with a penalty on large weights. TONE_FEATURES is the program built beside this
file. Nothing is drawn by chance and sums are taken in a fixed order: the same items and lexicons give
the same file, byte for byte. Plain Python, so that no library's version changes it.

With --folds N nothing is written: each N-th of the items is judged by a model of the others, and the
macro-F1 of that is printed. With --against MODEL nothing is written either: exit 1 if that model judges these
items worse than one that is trained on them now, by more than TOLERATED. What a company's claims are is a
feature, so that a word added to a pack makes slightly other weights; that alone is no reason to train again.
"""
import argparse
import math
import subprocess
import sys

CLASSES = ("negative", "neutral", "positive")
SHARE = 0.9  # of the verdict in a sentence's score; the rest is the words', which it has weighed too
BIAS = (0.0, 0.0, 0.0)  # each sentence has one feature for the sum of its tones: that is the bias
UNHEARD = ("40", "25")  # percent of the tones lost when read again: of sentences, of companies
PENALTY = 8  # the best of 1.5, 3.3 and 8 on the lists held back
STEPS = 24
TOLERATED = 0.005  # of macro-F1
LEAST_SEEN = 1  # a feature of fewer items is left out
LEAST_WEIGHT = 0.05  # a feature that weighs less in every class says nothing


def read_items(tool, rules, paths):
    text = "".join(open(path, encoding="utf-8").read() for path in paths)
    command = [tool, rules, *UNHEARD]
    run = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    items = []
    for line in run.stdout.splitlines():
        label, *features = line.split("\t")
        if label not in CLASSES:
            sys.exit(f"train.py: found label {label!r}, expected one of {', '.join(CLASSES)}")
        items.append((CLASSES.index(label), sorted(set(features))))
    return items


def probabilities(weights, bias, features):
    sums = list(bias)
    for feature in features:
        row = weights.get(feature)
        if row is not None:
            for c in range(3):
                sums[c] += row[c]
    top = max(sums)
    powers = [math.exp(value - top) for value in sums]
    total = powers[0] + powers[1] + powers[2]
    return [power / total for power in powers]


def fit(items):
    """AdaGrad over the items in their order; each feature's penalty is spread over its items."""
    seen = {}
    for _, features in items:
        for feature in features:
            seen[feature] = seen.get(feature, 0) + 1
    weights = {f: [0.0, 0.0, 0.0] for f, n in seen.items() if n >= LEAST_SEEN}
    squares = {f: [1e-2] * 3 for f in weights}
    bias = BIAS
    for _ in range(STEPS):
        for label, features in items:
            share = probabilities(weights, bias, features)
            error = [share[c] - (1.0 if c == label else 0.0) for c in range(3)]
            for feature in features:
                row = weights.get(feature)
                if row is None:
                    continue
                square = squares[feature]
                pull = PENALTY / seen[feature]
                for c in range(3):
                    slope = error[c] + pull * row[c]
                    square[c] += slope * slope
                    row[c] -= 0.1 * slope / math.sqrt(square[c])
    return weights, bias


def fit_all(items):
    """A company's features are its own (they begin with "@"), so that two fits are one model."""
    weights, bias = fit([item for item in items if not is_company(item)])
    weights.update(fit([item for item in items if is_company(item)])[0])
    return weights, bias


def is_company(item):
    return any(feature.startswith("@of") for feature in item[1])


def written(weights, bias):
    lines = [
        "# The tone model, made by tests/training/train.py from our own sentences; not to be edited.",
        "version\t1",
        f"share\t{SHARE}",
        "bias\t" + "\t".join(f"{b:.2f}" for b in bias),
    ]
    for feature in sorted(weights):
        row = weights[feature]
        if max(abs(w) for w in row) >= LEAST_WEIGHT:
            lines.append(feature + "\t" + "\t".join(f"{w:.2f}" for w in row))
    return "\n".join(lines) + "\n"


def macro_f1(pairs):
    total = 0.0
    for c in range(3):
        right = sum(1 for said, found in pairs if said == found == c)
        named = sum((said == c) + (found == c) for said, found in pairs)
        total += 2 * right / named / 3 if named else 0
    return total


def verdicts(items, weights, bias):
    """Pairs of the class that is said and the one that is found."""
    found = []
    for label, features in items:
        share = probabilities(weights, bias, features)
        found.append((label, share.index(max(share))))
    return found


def loaded(path):
    weights, bias = {}, BIAS
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            name, *numbers = line.rstrip("\n").split("\t")
            if name == "bias":
                bias = tuple(map(float, numbers))
            elif len(numbers) == 3:
                weights[name] = list(map(float, numbers))
    return weights, bias


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tool")
    parser.add_argument("rules")
    parser.add_argument("items", nargs="+")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--against", metavar="MODEL")
    args = parser.parse_args()
    items = read_items(args.tool, args.rules, args.items)
    if args.against:
        shipped, now = (macro_f1(verdicts(items, *model)) for model in (loaded(args.against), fit_all(items)))
        print(f"{args.against}: {shipped:.3f}, trained now: {now:.3f} of {len(items)} readings")
        if shipped < now - TOLERATED:
            sys.exit("train.py: train it again")
        return
    if not args.folds:
        sys.stdout.write(written(*fit_all(items)))
        return
    pairs = []
    whole = items[::2]  # as they are; those between are the same with tones unheard
    for fold in range(args.folds):
        weights, bias = fit([item for i, item in enumerate(items) if i // 2 % args.folds != fold])
        pairs += verdicts(whole[fold :: args.folds], weights, bias)
    print(f"{len(whole)} items, {args.folds} folds: macro-F1 {macro_f1(pairs):.3f}")


if __name__ == "__main__":
    main()
