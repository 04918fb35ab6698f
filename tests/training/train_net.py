#!/usr/bin/env python3
"""Makes the nets of rules/nets, the transformers that read an item beside the rules.

  train_net.py base LANGUAGE MODEL.onnx TOKENIZER.json > BASE.net
  net_rows RULES ENTITIES.tsv BASE.net < items.jsonl > ROWS.jsonl        (built beside this file)
  train_net.py train BASE.net ROWS.jsonl:LABELS.jsonl... [--epochs N] [--judge ROWS:LABELS...] > OUT.net
  train_net.py judge SAVED.pt ROWS.jsonl:LABELS.jsonl...
  train_net.py export SAVED.pt > OUT.net

`base` turns a published encoder into our form: all-MiniLM-L6-v2 for English, bge-small-zh-v1.5 for Chinese
(rules/nets/README.md says where from and under which licence). Of its vocabulary stay the pieces that folded
text can hold; letters stand for companies, heads, outlets and sums, and senses are what the pack says of a word.
`train` fine-tunes it on labelled items as net_rows prints them: so training and reading see an item with the
same code. Weights of the encoder are kept as int8 with a scale for each row, within 63 (net_file.h says why).

The architecture is described in rules/net_reader.h. Trained with torch 2.15 on one thread, onnx 1.23, numpy 2.4;
the seed is fixed, so the same versions on the same CPU give the same file.
"""
import argparse
import collections
import hashlib
import json
import math
import random
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

TYPES = ["investment.goes-ahead", "investment.stalls", "investment.shrinks",
         "acquisition.goes-ahead", "acquisition.stalls", "discontent"]
STANCES = ["rumor", "denial", "confirmation", "no-comment"]
CLASSES = [f"{t} {s}" for t in TYPES for s in STANCES]
CLASS_OF = {tuple(c.split(" ")): i for i, c in enumerate(CLASSES)}
COMPANIES = 16  # kLettersMax of rules/net_input.h
LETTERS = [f"{k}{i}" for k in "cp" for i in range(COMPANIES + 1)] + ["sum-most", "sum-less", "provider", "outlet",
                                                                     "authority"]
CUES = ["preposition", "by", "be", "have", "not", "wont", "break", "say", "per", "official", "settle", "asked",
        "confirm", "deny", "false", "not-deny", "silent", "insider", "rumor", "report", "unreal", "ask", "teller",
        "view", "maybe", "act", "decide", "approve", "fiction", "own-voice", "goods", "majority", "former", "apart",
        "link", "each", "retract", "detail", "plain"]
SENSES = (CUES + [k + t for t in TYPES + [".goes-ahead", ".stalls", ".shrinks"] for k in "!~"] +
          ["/noun", "/pair", "/mutual", "/fact", "/negated", "/keep", "/alone", "quoted", "reference"])
FACTS = 4 * len(TYPES) + 2 * len(CLASSES)
HIDDEN, ASKING = 256, 128
TONES = ["negative", "neutral", "positive"]
NOBODY, UNNAMED, PUBLISHER = 0, 1, 2
SEED = 1
# A word near to what a letter stands for: its vector is where that letter's training starts.
STARTS = {"en": {"c": "company", "p": "executive", "sum-most": "billion", "sum-less": "million", "provider": "newspaper",
                 "outlet": "newspaper", "authority": "regulator"},
          "zh": {"c": "公司", "p": "总裁", "sum-most": "亿", "sum-less": "万", "provider": "报", "outlet": "报",
                 "authority": "监管"}}


# ---- the net -------------------------------------------------------------------------------------------------

class Layer(nn.Module):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.heads = heads
        self.qkv, self.o = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, mask, drop):
        batch, length, width = x.shape
        each = width // self.heads
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, each).permute(2, 0, 3, 1, 4)
        attention = torch.softmax((q @ k.transpose(-1, -2)).float() / math.sqrt(each) + mask, -1).to(v.dtype)
        y = (F.dropout(attention, drop, self.training) @ v).transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + F.dropout(self.o(y), drop, self.training))
        x = self.norm2(x + F.dropout(self.outer(F.gelu(self.inner(x))), drop, self.training))
        return x, attention


class Net(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        width, hidden = shape["width"], HIDDEN
        self.words = nn.Embedding(len(shape["pieces"]) + len(LETTERS), width)
        self.positions = nn.Parameter(torch.zeros(shape["positions"], width))
        self.senses = nn.Embedding(len(SENSES) + 1, width, padding_idx=0)
        nn.init.normal_(self.senses.weight, 0, 0.01)
        self.senses.weight.data[0] = 0
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, shape["heads"], shape["inner"]) for _ in range(shape["layers"]))
        self.subject, self.object = nn.Linear(2 * width, hidden), nn.Linear(2 * width, hidden)
        self.joint, self.claim = nn.Linear(4 * hidden + FACTS, hidden), nn.Linear(hidden, len(CLASSES))
        nn.init.constant_(self.claim.bias, -3.0)
        self.ask, self.answer = nn.Linear(hidden, ASKING), nn.Linear(width, ASKING)
        self.ask_classes = nn.Parameter(torch.randn(len(CLASSES), ASKING) * 0.1)
        self.nobody = nn.Parameter(torch.randn(3, ASKING) * 0.1)
        self.ask_sum, self.answer_sum = nn.Linear(hidden, ASKING), nn.Linear(width, ASKING)
        self.ask_sum_classes = nn.Parameter(torch.randn(len(CLASSES), ASKING) * 0.1)
        self.sum_bias = nn.Parameter(torch.full((1,), -1.0))
        self.tone_in, self.tone = nn.Linear(2 * width, hidden), nn.Linear(hidden, 3)

    def forward(self, b, drop=0.1):
        mask = torch.where(b["live"], 0.0, -1e4)[:, None, None]
        x = self.words(b["rows"]) + self.senses(b["senses"]).sum(2) + self.positions[:b["rows"].shape[1]]
        x = F.dropout(self.norm(x), drop, self.training)
        attention = None
        for layer in self.layers:
            x, attention = layer(x, mask, drop)
        x, attention = x.float(), attention.float().mean(1)
        mean = b["company"] / b["company"].sum(2, keepdim=True).clamp(min=1)
        state, seen = torch.bmm(mean, x), torch.bmm(mean, attention)
        row, one, other = b["pairs"].unbind(1)
        shared = seen[row, one] * seen[row, other]
        shared = shared / (shared.sum(1, keepdim=True) + 1e-6)
        context = torch.bmm(shared.unsqueeze(1), x[row]).squeeze(1)
        subject = torch.tanh(self.subject(torch.cat([state[row, one], context], 1)))
        object_ = torch.tanh(self.object(torch.cat([state[row, other], context], 1)))
        joint = torch.cat([subject, object_, subject * object_, subject - object_, b["facts"]], 1)
        joint = F.gelu(self.joint(F.dropout(joint, 2 * drop, self.training)))
        claims = self.claim(F.dropout(joint, 2 * drop, self.training))
        tone = self.tone(F.dropout(torch.tanh(self.tone_in(torch.cat(
            [state, x[:, :1].expand(-1, state.shape[1], -1)], 2))), 2 * drop, self.training))
        voices = self.answer(torch.bmm(b["speaker"] / b["speaker"].sum(2, keepdim=True).clamp(min=1), x))
        return {"claims": claims.float(), "shared": shared.float(), "joint": joint.float(), "voices": voices.float(),
                "tone": tone.float(), "states": x}

    def speakers(self, out, b, pair, kind):
        """Logits over nobody, the unnamed, the publisher and the item's speakers, for claims (pair, kind)."""
        question = self.ask(out["joint"][pair]) + self.ask_classes[kind]
        row = b["pairs"][pair, 0]
        named = torch.bmm(out["voices"][row], question.unsqueeze(2)).squeeze(2)
        there = b["speaker"][row].sum(2) > 0
        return torch.cat([question @ self.nobody.T.float(), torch.where(there, named, torch.full_like(named, -1e4))], 1)


    def sums(self, out, b, pair, kind, token):
        """Logits of its being a sum of the claim, for claims (pair, kind) and a token of each."""
        question = self.ask_sum(out["joint"][pair]) + self.ask_sum_classes[kind]
        answer = self.answer_sum(out["states"][b["pairs"][pair, 0], token])
        return (question * answer).sum(1) + self.sum_bias


# ---- the file (rules/net_file.h) -------------------------------------------------------------------------------

def quantised(matrix):
    scale = np.maximum(np.abs(matrix).max(1), 1e-8) / 63
    return np.rint(matrix / scale[:, None]).astype(np.int8), scale.astype("<f4")


def write(net, out):
    shape, tensors = net.shape, []

    def floats(name, value):
        value = np.atleast_2d(value.detach().float().numpy()).astype("<f4")
        tensors.append((name, "f32", value.shape, value.tobytes()))

    def bytes_of(name, value):
        whole, scale = quantised(value.detach().float().numpy())
        tensors.append((name, "i8", whole.shape, whole.tobytes() + scale.tobytes()))

    def text(name, lines):
        encoded = ("\n".join(lines) + "\n").encode()
        tensors.append((name, "text", (len(encoded), 1), encoded))

    text("vocabulary", shape["pieces"])
    text("letters", LETTERS)
    text("sense.names", SENSES)
    text("classes", CLASSES)
    bytes_of("words", net.words.weight)
    floats("positions", net.positions)
    floats("senses", net.senses.weight)
    floats("norm.g", net.norm.weight)
    floats("norm.b", net.norm.bias)
    for k, layer in enumerate(net.layers):
        for name, part in (("qkv", layer.qkv), ("o", layer.o), ("inner", layer.inner), ("outer", layer.outer)):
            bytes_of(f"{k}.{name}", part.weight)
            floats(f"{k}.{name}.b", part.bias)
        for name, part in (("norm1", layer.norm1), ("norm2", layer.norm2)):
            floats(f"{k}.{name}.g", part.weight)
            floats(f"{k}.{name}.b", part.bias)
    for name, part in (("subject", net.subject), ("object", net.object), ("joint", net.joint), ("claim", net.claim),
                       ("ask", net.ask), ("answer", net.answer), ("tone.in", net.tone_in), ("tone", net.tone),
                       ("ask.sum", net.ask_sum), ("answer.sum", net.answer_sum)):
        floats(name, part.weight)
        floats(f"{name}.b", part.bias)
    floats("ask.classes", net.ask_classes)
    floats("nobody", net.nobody)
    floats("ask.sum.classes", net.ask_sum_classes)
    floats("sum.bias", net.sum_bias)
    head = "hearsay net 1\n"
    head += "".join(f"{key} {shape[key]}\n" for key in ("language", "width", "heads", "layers", "inner", "positions"))
    head += f"accents {'strip' if shape['language'] == 'en' else 'keep'}\n"
    head += f"digest {hashlib.sha256(b''.join(data for *_, data in tensors)).hexdigest()[:16]}\n"
    head += f"senses {len(SENSES) + 1}\nhidden {HIDDEN}\nasking {ASKING}\n"
    head += "".join(f"tensor {name} {kind} {rows} {cols}\n" for name, kind, (rows, cols), _ in tensors) + "\n"
    out.write(head.encode())
    at = len(head)
    for _, _, _, data in tensors:
        pad = -at % 64
        out.write(b"\0" * pad + data)
        at += pad + len(data)


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    end = data.index(b"\n\n") + 2
    lines = data[:end].decode().splitlines()
    shape, tensors, at = {}, {}, end
    for line in lines[1:]:
        if not line.startswith("tensor "):
            key, _, value = line.partition(" ")
            if key:
                shape[key] = int(value) if value.isdigit() else value
            continue
        _, name, kind, rows, cols = line.split(" ")
        rows, cols = int(rows), int(cols)
        at += -at % 64
        if kind == "text":
            tensors[name] = data[at:at + rows].decode().splitlines()
            at += rows
        elif kind == "f32":
            tensors[name] = torch.from_numpy(np.frombuffer(data, "<f4", rows * cols, at).reshape(rows, cols).copy())
            at += 4 * rows * cols
        else:
            whole = np.frombuffer(data, np.int8, rows * cols, at).reshape(rows, cols).astype(np.float32)
            scale = np.frombuffer(data, "<f4", rows, at + rows * cols)
            tensors[name] = torch.from_numpy(whole * scale[:, None])
            at += rows * cols + 4 * rows
    shape["pieces"] = tensors.pop("vocabulary")
    net = Net(shape)
    named = {"words": net.words.weight, "positions": net.positions, "senses": net.senses.weight,
             "norm.g": net.norm.weight, "norm.b": net.norm.bias, "ask.classes": net.ask_classes, "nobody": net.nobody,
             "ask.sum.classes": net.ask_sum_classes, "sum.bias": net.sum_bias}
    parts = {"subject": net.subject, "object": net.object, "joint": net.joint, "claim": net.claim, "ask": net.ask,
             "answer": net.answer, "tone.in": net.tone_in, "tone": net.tone, "ask.sum": net.ask_sum,
             "answer.sum": net.answer_sum}
    for k, layer in enumerate(net.layers):
        parts |= {f"{k}.qkv": layer.qkv, f"{k}.o": layer.o, f"{k}.inner": layer.inner, f"{k}.outer": layer.outer}
        for norm in ("norm1", "norm2"):
            named |= {f"{k}.{norm}.g": getattr(layer, norm).weight, f"{k}.{norm}.b": getattr(layer, norm).bias}
    for name, part in parts.items():
        named |= {name: part.weight, f"{name}.b": part.bias}
    for name, parameter in named.items():
        parameter.data = tensors[name].view(parameter.shape).clone()
    return net


# ---- base ------------------------------------------------------------------------------------------------------

def is_han(character):
    return "\u3400" <= character <= "\u9fff"


def keeps(piece, language):
    """Folded text is lower case, without accents, and Chinese characters are pieces alone."""
    if piece in ("[CLS]", "[SEP]", "[UNK]", "[MASK]"):
        return True
    if piece.startswith("[") and piece.endswith("]") and len(piece) > 2:
        return False
    bare = piece.removeprefix("##")
    if all(" " < c <= "~" or c in "£¥€–—‘’“”…·•" for c in bare):
        return True
    return language == "zh" and len(piece) == 1 and (is_han(piece) or piece in "、。《》「」『』【】，！？：；（）")


def base(language, model, tokenizer):
    import onnx
    from onnx import numpy_helper
    graph = onnx.load(model).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant":
            arrays[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    products = [arrays[n.input[1]] for n in graph.node if n.op_type == "MatMul" and n.input[1] in arrays]
    with open(tokenizer, encoding="utf-8") as file:
        vocabulary = json.load(file)["model"]["vocab"]
    pieces = [p for p, _ in sorted(vocabulary.items(), key=lambda one: one[1]) if keeps(p, language)]
    words = arrays["embeddings.word_embeddings.weight"]
    layers = len(products) // 6
    width, inner = words.shape[1], products[4].shape[1]
    assert len(products) == 6 * layers
    torch.manual_seed(SEED)
    net = Net({"language": language, "width": width, "heads": width // (32 if language == "en" else 64),
               "layers": layers, "inner": inner, "positions": 512, "pieces": pieces})
    tensor = lambda name: torch.from_numpy(np.array(arrays[name]))
    rows = [words[vocabulary[p]] for p in pieces]
    spread = float(words.std())
    noise = np.random.default_rng(SEED)
    for letter in LETTERS:
        word = STARTS[language].get(letter) or STARTS[language][letter[0]]
        known = [word] if word in vocabulary else list(word)
        rows.append(np.mean([words[vocabulary[w]] for w in known], 0) + noise.normal(0, spread / 2, width))
    net.words.weight.data = torch.from_numpy(np.stack(rows).astype(np.float32))
    net.positions.data = tensor("embeddings.position_embeddings.weight") + tensor(
        "embeddings.token_type_embeddings.weight")[0]
    net.norm.weight.data, net.norm.bias.data = tensor("embeddings.LayerNorm.weight"), tensor("embeddings.LayerNorm.bias")
    for k, layer in enumerate(net.layers):
        at = f"encoder.layer.{k}."
        q, key, v, o, up, down = (torch.from_numpy(np.array(p).T.copy()) for p in products[6 * k:6 * k + 6])
        layer.qkv.weight.data = torch.cat([q, key, v])
        layer.qkv.bias.data = torch.cat([tensor(at + f"attention.self.{n}.bias") for n in ("query", "key", "value")])
        for part, weight, name in ((layer.o, o, "attention.output.dense"), (layer.inner, up, "intermediate.dense"),
                                   (layer.outer, down, "output.dense")):
            part.weight.data, part.bias.data = weight, tensor(at + name + ".bias")
        for part, name in ((layer.norm1, "attention.output.LayerNorm"), (layer.norm2, "output.LayerNorm")):
            part.weight.data, part.bias.data = tensor(at + name + ".weight"), tensor(at + name + ".bias")
    return net


# ---- items -----------------------------------------------------------------------------------------------------

def squeezed(text):
    return "".join(text.split())


def load(pair):
    """ROWS:LABELS, with what a window needs to be learned from. ROWS:LABELS:bare hides what the rules found."""
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
            for a in label["assertions"]:
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
            items.append({"uri": item["uri"], "dollars": item["dollars"], "windows": item["windows"], "letters": letters, "facts": facts,
                          "found": found, "wanted": wanted, "bare": bool(rest), "triggered": item["triggered"],
                          "tone": {letters[c]: TONES.index(t) for c, t in label.get("sentiment", {}).items()
                                   if c in letters}})
    return items


def batch_of(chosen, pieces, rng=None, mask=None):
    """`chosen`: (item, window). With `rng` letters are dealt anew, some words hidden, some senses and facts withheld."""
    length, count = max(len(w["rows"]) for _, w in chosen), len(chosen)
    b = {"rows": np.zeros((count, length), np.int64), "senses": np.zeros((count, length, 5), np.int64),
         "live": np.zeros((count, length), bool), "company": np.zeros((count, COMPANIES, length), np.float32),
         "speaker": np.zeros((count, 12, length), np.float32)}
    pairs, facts, keys, targets = [], [], [], []
    kinds, speakers, where, sums = [], [], [], []
    tones = np.full((count, COMPANIES), -1)
    for r, (item, window) in enumerate(chosen):
        deal = list(range(COMPANIES))
        if rng:
            rng.shuffle(deal)
        n = len(window["rows"])
        withheld = rng and (item["bare"] or rng.random() < 0.3)
        for t in range(n):
            row = window["rows"][t]
            letter = row - pieces
            if 0 <= letter < 2 * (COMPANIES + 1) and letter % (COMPANIES + 1) < COMPANIES:
                row = pieces + letter // (COMPANIES + 1) * (COMPANIES + 1) + deal[letter % (COMPANIES + 1)]
            elif rng and letter < 0 and rng.random() < 0.06:
                row = mask
            b["rows"][r, t] = row
            if not rng or rng.random() >= 0.1:
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
                            where.append((len(pairs), held + [0.0] * (length - n)))
                pairs.append((r, i, j))
                keys.append((item["uri"], one, other))
                targets.append(target)
                facts.append(np.zeros(FACTS, np.float32) if withheld else item["facts"][i, j])
    b = {name: torch.from_numpy(value) for name, value in b.items()}
    if pairs:
        b |= {"pairs": torch.tensor(pairs), "facts": torch.from_numpy(np.stack(facts)),
              "targets": torch.from_numpy(np.stack(targets))}
    return b | {"keys": keys, "kinds": kinds, "speakers": speakers, "where": where, "sums": sums, "tones": torch.from_numpy(tones)}


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


# ---- training --------------------------------------------------------------------------------------------------

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
    rng.shuffle(made + [current])
    return made + ([current] if current else [])


def train(net, items, epochs, rate, tokens, judged, save):
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
            with torch.autocast("cpu", torch.bfloat16):
                out = net(b)
            parts = [F.binary_cross_entropy_with_logits(out["claims"].float(), b["targets"], reduction="none").sum(1).mean()]
            zero = torch.zeros(())
            if b["kinds"]:
                pair, kind = torch.tensor(b["kinds"]).T
                parts.append(0.15 * F.cross_entropy(net.speakers(out, b, pair, kind).float(), torch.tensor(b["speakers"])))
            else:
                parts.append(zero)
            known = b["tones"] >= 0
            parts.append(0.3 * F.cross_entropy(out["tone"].float()[known], b["tones"][known]) if known.any() else zero)
            if b["where"]:
                pair = torch.tensor([p for p, _ in b["where"]])
                held = torch.tensor([h for _, h in b["where"]])
                parts.append(-0.1 * torch.log((out["shared"][pair] * held).sum(1) + 1e-4).mean())
            else:
                parts.append(zero)
            if b["sums"]:
                pair, kind, token, right = torch.tensor(b["sums"]).T
                parts.append(0.3 * F.binary_cross_entropy_with_logits(net.sums(out, b, pair, kind, token), right.float()))
            else:
                parts.append(zero)
            optimizer.zero_grad()
            sum(parts).backward()
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
    one.add_argument("--start", help="go on from what --save wrote")
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
        train(net, items, args.epochs, args.rate, args.tokens, named(args.judge), args.save)
        write(net, sys.stdout.buffer)
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
