#!/usr/bin/env python3
"""Trains the role model: train_roles.py ROLE_SIGNS RULES NEWS > rules/packs/roles.model

A log-linear model over pairs of mentions: of all pairs around a trigger (either role may stay open) it
learns to prefer those whose companies the labels name as subject and object of a deal of that kind.
NEWS is a folder of items-X.jsonl with their labels-X.jsonl and of the entities.tsv that they need;
ROLE_SIGNS is the program built beside this file. Steps are scaled by the squares of earlier ones (AdaGrad: Duchi, Hazan, Singer 2011), weights
shrink a little each time that they are used.

What was told earlier in an item is itself a sign, so there are two rounds: the first reads items by the
places of the triggers alone, the second with the first round's model. The order is shuffled with a fixed
seed and sums are taken in a fixed order: the same items and packs give the same file. Plain Python, so that no
library's version changes it.

With --judge ITEMS.jsonl nothing is written: the share of triggers whose roles the model fills as labelled is
printed for those items. With --against MODEL nothing is written either: exit 1 if that model fills the
roles of these items worse than one that is trained on them now, by more than TOLERATED.
"""
import argparse
import glob
import json
import math
import random
import subprocess
import sys
import tempfile

ROUNDS = 2
PASSES = 8
AVERAGED = 4  # passes at the end whose weights are averaged: what one order of the items did matters less
STEP = 0.15
SHRINK = 0.001
LEAST_SEEN = 4  # a sign of fewer triggers is left out
LEAST_WEIGHT = 0.02
SEED = 1
TOLERATED = 0.01  # a word added to a pack makes slightly other weights; that alone is no reason to train again


def kind_of(claim):
    """Deals change into each other within a sentence (a stake, then all of it); a feeling does not."""
    return "feeling" if claim == "discontent" else "deal"


def labels_of(items):
    folder, _, name = items.rpartition("/")
    with open(f"{folder or '.'}/{name.replace('items-', 'labels-', 1)}", encoding="utf-8") as lines:
        labels = map(json.loads, lines)
        return {one["uri"]: one["assertions"] for one in labels}


def wanted(trigger, gold):
    """The pairs of mentions that the labels bear out; none: the sentence does not show what is right."""
    companies = [set(mention[0]) for mention in trigger["mentions"]]
    named = set().union(*companies)
    full = [pair for pair in gold if pair[0] in named and pair[1] in named]
    subjects, objects = {s for s, _ in gold}, {o for _, o in gold}
    right = set()
    for s, o, _ in trigger["pairs"]:
        if full:
            if s >= 0 and o >= 0:  # of several that stand in one mention all must do it
                good = all((a, b) in full for a in companies[s] for b in companies[o])
            else:  # both stand in one mention: "the A-B deal"
                one = max(s, o)
                good = one >= 0 and any({a, b} <= companies[one] for a, b in full)
        elif s >= 0 and o >= 0:
            good = False
        elif s >= 0:
            good = companies[s] <= subjects and not companies[s] & objects
        elif o >= 0:
            good = companies[o] <= objects and not companies[o] & subjects
        else:
            good = not named & (subjects | objects)
        if good:
            right.add((s, o))
    return right


def unclaimed(trigger):
    """An item that claims no deal: a plain sentence of it puts no two companies into the roles. Of one that
    supposes, asks or denies it is not known."""
    if not trigger["real"]:
        return set()
    return {(s, o) for s, o, _ in trigger["pairs"] if s < 0 or o < 0}


def read(tool, rules, entities, model, paths):
    triggers = []
    for path in paths:
        labels = labels_of(path)
        command = [tool, rules, entities] + ([model] if model else [])
        with open(path, encoding="utf-8") as items:
            run = subprocess.run(command, stdin=items, capture_output=True, text=True, check=False)
        if run.returncode:
            sys.exit(f"train_roles.py: {path}: {run.stderr.strip()}")
        for line in run.stdout.splitlines():
            trigger = json.loads(line)
            kind = kind_of(trigger["claim"])
            gold = {(one["subject"], one["object"]) for one in labels.get(trigger["uri"], ()) if kind_of(one["type"]) == kind}
            right = wanted(trigger, gold) if gold else unclaimed(trigger)
            if right:
                triggers.append((trigger["mentions"], trigger["pairs"], right))
    return triggers


def scores_of(weights, mentions, pairs):
    def total(signs):
        return sum(weights.get(sign, 0.0) for sign in signs)

    subjects = [total(mention[1]) for mention in mentions]
    objects = [total(mention[2]) for mention in mentions]
    return [total(signs) + (subjects[s] if s >= 0 else 0.0) + (objects[o] if o >= 0 else 0.0) for s, o, signs in pairs]


def train(triggers):
    seen = {}
    for mentions, pairs, _ in triggers:
        signs = {sign for mention in mentions for sign in mention[1] + mention[2]}
        signs.update(sign for pair in pairs for sign in pair[2])
        for sign in signs:
            seen[sign] = seen.get(sign, 0) + 1
    weights = {sign: 0.0 for sign in sorted(seen) if seen[sign] >= LEAST_SEEN}
    squares = dict.fromkeys(weights, 0.01)
    order = list(range(len(triggers)))
    shuffle = random.Random(SEED)
    average = dict.fromkeys(weights, 0.0)
    for number in range(PASSES):
        shuffle.shuffle(order)
        for index in order:
            mentions, pairs, right = triggers[index]
            scores = scores_of(weights, mentions, pairs)
            top = max(scores)
            chances = [math.exp(score - top) for score in scores]
            whole = sum(chances)
            good = sum(chance for chance, (s, o, _) in zip(chances, pairs) if (s, o) in right)
            subjects, objects = [0.0] * len(mentions), [0.0] * len(mentions)
            steps = {}
            for chance, (s, o, signs) in zip(chances, pairs):
                pull = (chance / good if (s, o) in right else 0.0) - chance / whole
                if s >= 0:
                    subjects[s] += pull
                if o >= 0:
                    objects[o] += pull
                for sign in signs:
                    steps[sign] = steps.get(sign, 0.0) + pull
            for mention, s, o in zip(mentions, subjects, objects):
                for sign in mention[1]:
                    steps[sign] = steps.get(sign, 0.0) + s
                for sign in mention[2]:
                    steps[sign] = steps.get(sign, 0.0) + o
            for sign, pull in steps.items():
                if sign not in weights:
                    continue
                squares[sign] += pull * pull
                weights[sign] = (weights[sign] + STEP * pull / math.sqrt(squares[sign])) * (1 - SHRINK)
        if number >= PASSES - AVERAGED:
            for sign, weight in weights.items():
                average[sign] += weight / AVERAGED
    return average


def written(weights, families):
    lines = ["# The role model, made by tests/training/train_roles.py from our own labelled news; not to be edited."]
    lines += [f"of\t{family}" for family in sorted(families)]
    for sign, weight in sorted(weights.items()):
        if abs(weight) >= LEAST_WEIGHT:
            lines.append(f"{sign}\t{weight:.2f}")
    return "\n".join(lines) + "\n"


def judged(triggers, weights):
    right = 0
    for mentions, pairs, wanted_pairs in triggers:
        scores = scores_of(weights, mentions, pairs)
        s, o, _ = pairs[scores.index(max(scores))]
        right += (s, o) in wanted_pairs
    return right / max(1, len(triggers))


def loaded(path):
    with open(path, encoding="utf-8") as lines:
        pairs = (line.rstrip("\n").rpartition("\t") for line in lines)
        return {sign: float(weight) for sign, _, weight in pairs if sign and sign != "of"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool")
    parser.add_argument("rules")
    parser.add_argument("news")
    parser.add_argument("--judge", action="append", default=[])
    parser.add_argument("--against")
    args = parser.parse_args()
    entities = f"{args.news}/entities.tsv"
    items = sorted(glob.glob(f"{args.news}/items-*.jsonl"))
    families = {one["type"].partition(".")[0] for path in items for labels in labels_of(path).values() for one in labels}
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".model") as model:
        weights, triggers, path = {}, [], None
        for _ in range(ROUNDS):
            triggers = read(args.tool, args.rules, entities, path, items)
            weights = train(triggers)
            path = model.name
            model.seek(0)
            model.truncate()
            model.write(written(weights, families))
            model.flush()
        for judge in args.judge:
            others = read(args.tool, args.rules, entities, path, [judge])
            print(f"{judge}: {judged(others, weights):.3f} of {len(others)} triggers")
    if args.judge:
        return
    if args.against:
        shipped, now = judged(triggers, loaded(args.against)), judged(triggers, weights)
        print(f"{args.against}: {shipped:.3f}, trained now: {now:.3f} of {len(triggers)} triggers")
        if shipped < now - TOLERATED:
            sys.exit("train_roles.py: train it again")
        return
    print(written(weights, families), end="")


main()
