"""Labelled items as train_net.py gives them to the net: what net_rows printed, beside the labels."""
import collections
import json

import numpy as np
import torch

from net_model import (CLASS_OF, CLASSES, COMPANIES, FACTS, NOBODY, PUBLISHER, SPEAKERS, TOKEN_SENSES, TONES, TYPES,
                       UNNAMED)

# Shares of what a net does not get to see while it trains, so that it does not lean on any one thing.
HIDDEN_WORDS, HIDDEN_SENSES = 0.1, 0.1
WITHHELD = 0.3  # of items: what the rules told and found


def squeezed(text):
    return "".join(text.split())


def load(pair):
    """ROWS:LABELS, with what a window needs to be learned from. ROWS:LABELS:bare hides what the rules found.

    Labels without "assertions" tell tones alone: of claims the net learns nothing there."""
    rows, labels, *rest = pair.split(":")
    with open(labels, encoding="utf-8") as file:
        gold = {one["uri"]: one for one in map(json.loads, file)}
    items = []
    with open(rows, encoding="utf-8") as file:
        for item in map(json.loads, file):
            label = gold.get(item["uri"], {"assertions": []})
            letters = {c: i for i, c in enumerate(item["companies"])}
            facts = collections.defaultdict(lambda: np.zeros(FACTS, np.float32))
            for kind, subject, object_, negated, bare in item["told"]:
                if kind in TYPES and subject in letters and object_ in letters:
                    k, n = TYPES.index(kind), len(TYPES)
                    there = facts[letters[subject], letters[object_]]
                    there[k] = 1
                    there[n + k] = max(there[n + k], negated)
                    there[2 * n + k] = max(there[2 * n + k], bare)
                    facts[letters[object_], letters[subject]][3 * n + k] = 1
            found = set()
            for kind, subject, object_, stance in item["found"]:
                if (kind, stance) in CLASS_OF:
                    k = CLASS_OF[kind, stance]
                    found.add((k, subject, object_))
                    if subject in letters and object_ in letters:
                        facts[letters[subject], letters[object_]][4 * len(TYPES) + k] = 1
                        facts[letters[object_], letters[subject]][4 * len(TYPES) + len(CLASSES) + k] = 1
            wanted = {}
            for a in label.get("assertions", []):
                if (a["type"], a["stance"]) not in CLASS_OF:
                    continue
                who = a.get("speaker")
                speaker = (NOBODY if not who else UNNAMED if who == "unnamed-sources" else
                           3 + item["speakers"].index(who) if who in item["speakers"] else
                           PUBLISHER if who == item["provider"] else None)
                quote = squeezed(a["ev"]) if a.get("ev") else None
                at = [i for i, s in enumerate(item["sentences"]) if quote and quote in squeezed(s)]
                wanted[CLASS_OF[a["type"], a["stance"]], a["subject"], a["object"]] = (
                    speaker, at, set(a.get("amounts_usd", [])))
            items.append({"uri": item["uri"], "dollars": item["dollars"], "windows": item["windows"],
                          "letters": letters, "facts": facts, "found": found, "wanted": wanted, "bare": bool(rest),
                          "claims_labelled": "assertions" in label, "triggered": item["triggered"],
                          "tone": {letters[c]: TONES.index(t) for c, t in label.get("sentiment", {}).items()
                                   if c in letters}})
    return items


def batch_of(chosen, pieces, rng=None, mask=None):
    """`chosen`: (item, window). With `rng` letters are dealt anew, some words hidden, some senses and facts withheld."""
    length, count = max(len(w["rows"]) for _, w in chosen), len(chosen)
    b = {"rows": np.zeros((count, length), np.int64), "senses": np.zeros((count, length, TOKEN_SENSES), np.int64),
         "live": np.zeros((count, length), bool), "company": np.zeros((count, COMPANIES, length), np.float32),
         "speaker": np.zeros((count, SPEAKERS, length), np.float32)}
    pairs, facts, keys, targets, taught = [], [], [], [], []
    kinds, speakers, where, sums = [], [], [], []
    tones = np.full((count, COMPANIES), -1)
    for r, (item, window) in enumerate(chosen):
        deal = list(range(COMPANIES))
        if rng:
            rng.shuffle(deal)
        n = len(window["rows"])
        withheld = rng and (item["bare"] or rng.random() < WITHHELD)
        for t in range(n):
            row = window["rows"][t]
            letter = row - pieces
            if 0 <= letter < 2 * (COMPANIES + 1) and letter % (COMPANIES + 1) < COMPANIES:
                row = pieces + letter // (COMPANIES + 1) * (COMPANIES + 1) + deal[letter % (COMPANIES + 1)]
            elif rng and letter < 0 and rng.random() < HIDDEN_WORDS:
                row = mask
            b["rows"][r, t] = row
            if not rng or rng.random() >= HIDDEN_SENSES:
                senses = window["senses"][t]
                b["senses"][r, t, :len(senses)] = senses
            if window["company"][t] >= 0:
                b["company"][r, window["company"][t], t] = 1
            if window["speaker"][t] >= 0:
                b["speaker"][r, window["speaker"][t], t] = 1
        b["live"][r, :n] = True
        there = b["company"][r].any(1)
        names = list(item["letters"])
        for i, one in enumerate(names):
            if there[i] and i in item["tone"]:
                tones[r, i] = item["tone"][i]
            for j, other in enumerate(names):
                if i == j or not there[i] or not there[j]:
                    continue
                target = np.zeros(len(CLASSES), np.float32)
                for (kind, s, o), (speaker, at, amounts) in item["wanted"].items():
                    if (s, o) == (one, other):
                        target[kind] = 1
                        for t, index in enumerate(window["sum"]):
                            if index >= 0 and item["dollars"][index]:
                                sums.append((len(pairs), kind, t, item["dollars"][index] in amounts))
                        if speaker is not None and (speaker < 3 or b["speaker"][r, speaker - 3].any()):
                            kinds.append((len(pairs), kind))
                            speakers.append(speaker)
                        held = [float(s in at) for s in window["sentence"]]
                        if at and any(held):
                            where.append((len(pairs), kind, held + [0.0] * (length - n)))
                pairs.append((r, i, j))
                keys.append((item["uri"], one, other))
                targets.append(target)
                taught.append(float(item["claims_labelled"]))
                facts.append(np.zeros(FACTS, np.float32) if withheld else item["facts"][i, j])
    b = {name: torch.from_numpy(value) for name, value in b.items()}
    if pairs:
        b |= {"pairs": torch.tensor(pairs), "facts": torch.from_numpy(np.stack(facts)),
              "targets": torch.from_numpy(np.stack(targets)), "taught": torch.tensor(taught)}
    return b | {"keys": keys, "kinds": kinds, "speakers": speakers, "where": where, "sums": sums, "tones": torch.from_numpy(tones)}
