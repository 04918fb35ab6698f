#!/usr/bin/env python3
"""Makes the nets of rules/nets, the transformers that read an item beside the rules.

  train_net.py base LANGUAGE MODEL.onnx TOKENIZER.json > BASE.net
  net_rows RULES ENTITIES.tsv BASE.net < items.jsonl > ROWS.jsonl        (built beside this file)
  train_net.py train BASE.net ROWS.jsonl:LABELS.jsonl... [--epochs N] [--judge ROWS:LABELS...] > OUT.net
  train_net.py judge SAVED.pt ROWS.jsonl:LABELS.jsonl...
  train_net.py mean OUT.pt SAVED.pt...      (their weights' means: of stages of one training, better than the last)
  train_net.py export SAVED.pt > OUT.net

`base` turns a published encoder into our form: bge-small-en-v1.5 for English, bge-small-zh-v1.5 for Chinese
(rules/nets/README.md says where from and under which licence). Of its vocabulary stay the pieces that folded
text can hold; letters stand for companies, heads, outlets and sums, and senses are what the pack says of a word.
`train` fine-tunes it on labelled items as net_rows prints them: so training and reading see an item with the
same code. Weights of the encoder are kept as int8 with a scale for each row, within 63 (net_file.h says why).

The architecture is described in rules/net_reader.h. Trained with torch 2.15 on one thread, onnx 1.23, numpy 2.4;
the seed is fixed, so the same versions on the same CPU give the same file.
"""
import argparse
import collections
import random
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from net_items import batch_of, load
from net_model import CLASSES, LETTERS, SEED, STANCES, Net, base, read, write

PUSH = 0.1  # of the mean length of a word's vector


@torch.no_grad()
def predict(net, items):
    net.eval()
    pieces, logits = len(net.shape["pieces"]), collections.defaultdict(dict)
    tone, speaker, sums = [0, 0], [0, 0], [0, 0]
    chosen = sorted(((i, w) for i in items if i["triggered"] for w in i["windows"] if len(i["letters"]) > 1),
                    key=lambda one: len(one[1]["rows"]))
    for k in range(0, len(chosen), 16):
        b = batch_of(chosen[k:k + 16], pieces)
        if "pairs" not in b:
            continue
        with torch.autocast("cpu", torch.bfloat16):
            out = net(b)
        for key, value in zip(b["keys"], out["claims"].float().numpy()):
            old = logits[key[0]].get(key[1:])
            logits[key[0]][key[1:]] = value if old is None else np.maximum(old, value)
        known = b["tones"] >= 0
        tone[0] += int((out["tone"].argmax(2)[known] == b["tones"][known]).sum())
        tone[1] += int(known.sum())
        if b["kinds"]:
            pair, kind = torch.tensor(b["kinds"]).T
            best = net.speakers(out, b, pair, kind).argmax(1)
            speaker[0] += int((best == torch.tensor(b["speakers"])).sum())
            speaker[1] += len(b["kinds"])
        if b["sums"]:
            pair, kind, token, right = torch.tensor(b["sums"]).T
            sums[0] += int(((net.sums(out, b, pair, kind, token) > 0) == (right > 0)).sum())
            sums[1] += len(b["sums"])
    return logits, {"tone": tone, "speaker": speaker, "sums": sums}


def score(items, logits, least, rules=False):
    right = wrong = missed = quiet = noisy = 0
    silent = [0, 0, 0]
    for item in items:
        found = set(item["found"]) if rules else {
            (k, *pair) for pair, value in logits.get(item["uri"], {}).items() for k in range(len(CLASSES)) if value[k] > least}
        wanted = set(item["wanted"])
        both, extra, lost = found & wanted, found - wanted, wanted - found
        told = lambda claims: sum(STANCES[k % 4] != "no-comment" for k, _, _ in claims)
        right, wrong, missed = right + told(both), wrong + told(extra), missed + told(lost)
        for i, claims in enumerate((both, extra, lost)):
            silent[i] += len(claims) - told(claims)
        quiet += not wanted
        noisy += not wanted and bool(found)
    p, r = right / max(1, right + wrong), right / max(1, right + missed)
    return (f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f} no-comment "
            f"{2 * silent[0] / max(1, 2 * silent[0] + silent[1] + silent[2]):.2f} false alarms {noisy}/{quiet}")


def judge(net, sets, out=sys.stderr):
    for name, items in sets.items():
        logits, others = predict(net, items)
        print("  ", name, *(f"[{least:+.1f}] {score(items, logits, least)}" for least in (-0.8, 0.0)),
              *(f"{what} {right / max(1, count):.3f}" for what, (right, count) in others.items()), file=out, flush=True)


def batches(chosen, rng, tokens):
    """Windows of like length together, in random order."""
    order = chosen[:]
    rng.shuffle(order)
    order = [one for k in range(0, len(order), 400) for one in sorted(order[k:k + 400], key=lambda o: len(o[1]["rows"]))]
    made, current, longest = [], [], 0
    for one in order:
        longest_now = max(longest, len(one[1]["rows"]))
        if current and longest_now * (len(current) + 1) > tokens:
            made.append(current)
            current, longest_now = [], len(one[1]["rows"])
        current.append(one)
        longest = longest_now
    made += [current] if current else []
    rng.shuffle(made)
    return made


def losses_of(net, b):
    """Of claims, speakers, tones, evidence and sums; zero where a batch has none."""
    with torch.autocast("cpu", torch.bfloat16):
        out = net(b)
    claims = F.binary_cross_entropy_with_logits(out["claims"].float(), b["targets"], reduction="none").sum(1)
    parts = [(claims * b["taught"]).mean()]
    zero = torch.zeros(())
    if b["kinds"]:
        pair, kind = torch.tensor(b["kinds"]).T
        parts.append(0.15 * F.cross_entropy(net.speakers(out, b, pair, kind).float(), torch.tensor(b["speakers"])))
    else:
        parts.append(zero)
    known = b["tones"] >= 0
    parts.append(0.3 * F.cross_entropy(out["tone"].float()[known], b["tones"][known]) if known.any() else zero)
    if b["where"]:
        pair, kind = torch.tensor([(p, k) for p, k, _ in b["where"]]).T
        held = torch.tensor([h for _, _, h in b["where"]])
        parts.append(-0.1 * torch.log((out["evidence"][pair, kind] * held).sum(1) + 1e-4).mean())
    else:
        parts.append(zero)
    if b["sums"]:
        pair, kind, token, right = torch.tensor(b["sums"]).T
        parts.append(0.3 * F.binary_cross_entropy_with_logits(net.sums(out, b, pair, kind, token), right.float()))
    else:
        parts.append(zero)
    return parts


def push(net, b):
    """Adds the gradients of the worst small push of the words' vectors: Miyato et al. 2017, "Adversarial Training
    Methods for Semi-Supervised Text Classification"."""
    words = net.words.weight
    gradient = words.grad
    touched = (gradient.norm(dim=1) > 0).sum()
    step = PUSH * words.data.norm(dim=1).mean() * touched.sqrt() / (gradient.norm() + 1e-12) * gradient
    words.data += step
    sum(losses_of(net, b)).backward()
    words.data -= step


def train(net, items, epochs, rate, tokens, judged, save, pushed):
    rng, pieces, mask = random.Random(SEED), len(net.shape["pieces"]), net.shape["pieces"].index("[MASK]")
    # Of an item whose parties were not all found, the pairs that were would be taught wrongly.
    chosen = [(i, i["windows"][0]) for i in items if len(i["letters"]) > 1 and i["windows"] and
              all(s in i["letters"] and o in i["letters"] for _, s, o in i["wanted"])]
    body, head = [], []
    for name, parameter in net.named_parameters():
        own = name.split(".")[0] in ("words", "positions", "norm", "layers")
        (body if own else head).append(parameter)
    optimizer = torch.optim.AdamW([{"params": body, "weight_decay": 0.01, "times": 1},
                                   {"params": head, "weight_decay": 0.01, "times": 10}], lr=rate, betas=(0.9, 0.98))
    steps, step, begun = epochs * len(batches(chosen, random.Random(0), tokens)), 0, time.time()
    averaged = {name: p.detach().clone() for name, p in net.state_dict().items()}
    print(f"{len(chosen)} windows, {steps} steps", file=sys.stderr, flush=True)
    for epoch in range(epochs):
        net.train()
        losses = np.zeros(5)
        for chosen_now in batches(chosen, rng, tokens):
            warm = min(1, (step + 1) / (0.06 * steps)) * max(0.02, 1 - step / steps)
            for group in optimizer.param_groups:
                group["lr"] = rate * group["times"] * warm
            step += 1
            b = batch_of(chosen_now, pieces, rng, mask)
            if "pairs" not in b:
                continue
            parts = losses_of(net, b)
            optimizer.zero_grad()
            sum(parts).backward()
            if rng.random() < pushed:
                push(net, b)
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            losses += [float(p.detach()) for p in parts]
            with torch.no_grad():
                keep = min(0.998, (step + 1) / (step + 10))
                for name, p in net.state_dict().items():
                    averaged[name].lerp_(p, 1 - keep)
        print(f"epoch {epoch} losses {losses / steps * epochs} {time.time() - begun:.0f} s", file=sys.stderr, flush=True)
        mine = {name: p.detach().clone() for name, p in net.state_dict().items()}
        net.load_state_dict(averaged)
        judge(net, judged)
        if save:
            torch.save({"shape": net.shape, "letters": LETTERS, "state": net.state_dict()}, save)
        if epoch + 1 < epochs:
            net.load_state_dict(mine)


def go_on(net, saved):
    """Takes the state that --save wrote; letters of which it has none start as the first of their kind."""
    state, pieces = saved["state"], len(net.shape["pieces"])
    old = saved["letters"]
    rows = [state["words.weight"][:pieces]]
    for letter in LETTERS:
        from_ = letter if letter in old else letter[0] + "0"
        rows.append(state["words.weight"][pieces + old.index(from_)][None])
    state["words.weight"] = torch.cat(rows)
    net.load_state_dict(state, strict=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("base")
    one.add_argument("language", choices=["en", "zh"])
    one.add_argument("model")
    one.add_argument("tokenizer")
    one = commands.add_parser("train")
    one.add_argument("net")
    one.add_argument("items", nargs="+")
    one.add_argument("--epochs", type=int, default=10)
    one.add_argument("--rate", type=float, default=2e-4)
    one.add_argument("--tokens", type=int, default=1600, help="of a batch")
    one.add_argument("--judge", nargs="*", default=[])
    one.add_argument("--save", help="torch's form of the same, after each epoch")
    one.add_argument("--pushed", type=float, default=0, help="share of batches whose words are pushed; 1: twice the time")
    one.add_argument("--start", help="go on from what --save wrote")
    one = commands.add_parser("mean")
    one.add_argument("saved")
    one.add_argument("stages", nargs="+")
    one = commands.add_parser("export")
    one.add_argument("saved")
    one = commands.add_parser("judge")
    one.add_argument("saved")
    one.add_argument("items", nargs="+")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    named = lambda pairs: {p.split(":")[0].rsplit("/", 1)[-1].removesuffix(".jsonl"): load(p) for p in pairs}
    if args.command == "base":
        write(base(args.language, args.model, args.tokenizer), sys.stdout.buffer)
    elif args.command == "train":
        net = read(args.net)
        if args.start:
            go_on(net, torch.load(args.start))
        items = [item for pair in args.items for item in load(pair)]
        train(net, items, args.epochs, args.rate, args.tokens, named(args.judge), args.save, args.pushed)
        write(net, sys.stdout.buffer)
    elif args.command == "mean":
        stages = [torch.load(one) for one in args.stages]
        for name, value in stages[0]["state"].items():
            if value.is_floating_point():
                stages[0]["state"][name] = sum(one["state"][name] for one in stages) / len(stages)
        torch.save(stages[0], args.saved)
    else:
        saved = torch.load(args.saved)
        net = Net(saved["shape"])
        net.load_state_dict(saved["state"])
        if args.command == "export":
            write(net, sys.stdout.buffer)
            return
        judge(net, named(args.items), sys.stdout)


if __name__ == "__main__":
    main()
