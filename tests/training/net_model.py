"""The net that train_net.py trains, and its file.

Its architecture is described in rules/net_reader.h and rules/encoder.h, the file's form in rules/net_file.h.
"""
import hashlib
import json
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

TYPES = ["investment.goes-ahead", "investment.stalls", "investment.shrinks",
         "acquisition.goes-ahead", "acquisition.stalls", "discontent"]
STANCES = ["rumor", "denial", "confirmation", "no-comment"]
CLASSES = [f"{t} {s}" for t in TYPES for s in STANCES]
CLASS_OF = {tuple(c.split(" ")): i for i, c in enumerate(CLASSES)}
COMPANIES, SPEAKERS, TOKEN_SENSES = 16, 12, 5  # kLettersMax, kSpeakersMax, kTokenSenses of rules/net_input.h
LETTERS = [f"{k}{i}" for k in "cp" for i in range(COMPANIES + 1)] + ["sum-most", "sum-less", "provider", "outlet",
                                                                     "authority"]
# As pack.cc names them: a row is found by its name, one that no pack gives is never used.
CUES = ["preposition", "by", "be", "have", "not", "wont", "break", "say", "per", "official", "settle", "asked",
        "confirm", "deny", "false", "not-deny", "silent", "insider", "rumor", "report", "unreal", "ask", "teller",
        "view", "maybe", "act", "decide", "approve", "fiction", "own-voice", "goods", "majority", "former", "apart",
        "link", "each", "retract", "detail", "plain"]
SENSES = (CUES + [k + t for t in TYPES + [".goes-ahead", ".stalls", ".shrinks"] for k in "!~"] +
          ["/noun", "/pair", "/mutual", "/fact", "/negated", "/keep", "/alone", "quoted", "reference"])
FACTS = 4 * len(TYPES) + 2 * len(CLASSES)
HIDDEN, ASKING = 256, 128
DROPPED = 0.15  # of states while it trains; behind the encoder twice that
TONES = ["negative", "neutral", "positive"]
NOBODY, UNNAMED, PUBLISHER = 0, 1, 2
SEED = 1
# A word near to what a letter stands for: its vector is where that letter's training starts.
STARTS = {"en": {"c": "company", "p": "executive", "sum-most": "billion", "sum-less": "million", "provider": "newspaper",
                 "outlet": "newspaper", "authority": "regulator"},
          "zh": {"c": "公司", "p": "总裁", "sum-most": "亿", "sum-less": "万", "provider": "报", "outlet": "报",
                 "authority": "监管"}}


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
        self.seek, self.weigh = nn.Linear(hidden, ASKING), nn.Linear(hidden, ASKING)
        self.evidence = nn.Linear(width, 2 * ASKING)
        self.seek_classes = nn.Parameter(torch.randn(len(CLASSES), ASKING) * 0.1)
        self.weigh_classes = nn.Parameter(torch.randn(len(CLASSES), ASKING) * 0.1)
        self.verdicts = nn.Parameter(torch.randn(len(CLASSES), ASKING) * 0.05)
        nn.init.constant_(self.claim.bias, -3.0)
        self.ask, self.answer = nn.Linear(hidden, ASKING), nn.Linear(width, ASKING)
        self.ask_classes = nn.Parameter(torch.randn(len(CLASSES), ASKING) * 0.1)
        self.nobody = nn.Parameter(torch.randn(3, ASKING) * 0.1)
        self.ask_sum, self.answer_sum = nn.Linear(hidden, ASKING), nn.Linear(width, ASKING)
        self.ask_sum_classes = nn.Parameter(torch.randn(len(CLASSES), ASKING) * 0.1)
        self.sum_bias = nn.Parameter(torch.full((1,), -1.0))
        self.tone_in, self.tone = nn.Linear(2 * width, hidden), nn.Linear(hidden, 3)

    def forward(self, b, drop=DROPPED):
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
        answers, says = self.evidence(x).chunk(2, 2)
        question = self.seek(joint)[:, None] + self.seek_classes
        found = torch.bmm(question, answers[row].transpose(1, 2)) / math.sqrt(ASKING) + mask[row, 0]
        evidence = torch.softmax(found.float(), 2)
        said = torch.bmm(evidence.to(x.dtype), says[row]) + self.weigh(joint)[:, None] + self.weigh_classes
        claims = claims + (F.dropout(F.gelu(said), 2 * drop, self.training) * self.verdicts).sum(2)
        tone = self.tone(F.dropout(torch.tanh(self.tone_in(torch.cat(
            [state, x[:, :1].expand(-1, state.shape[1], -1)], 2))), 2 * drop, self.training))
        voices = self.answer(torch.bmm(b["speaker"] / b["speaker"].sum(2, keepdim=True).clamp(min=1), x))
        return {"claims": claims.float(), "evidence": evidence, "joint": joint.float(), "voices": voices.float(),
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
                       ("seek", net.seek), ("weigh", net.weigh),
                       ("ask", net.ask), ("answer", net.answer), ("tone.in", net.tone_in), ("tone", net.tone),
                       ("ask.sum", net.ask_sum), ("answer.sum", net.answer_sum)):
        floats(name, part.weight)
        floats(f"{name}.b", part.bias)
    bytes_of("evidence", net.evidence.weight)
    floats("evidence.b", net.evidence.bias)
    floats("seek.classes", net.seek_classes)
    floats("weigh.classes", net.weigh_classes)
    floats("verdicts", net.verdicts)
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
             "norm.g": net.norm.weight, "norm.b": net.norm.bias, "ask.classes": net.ask_classes,
             "seek.classes": net.seek_classes, "weigh.classes": net.weigh_classes, "verdicts": net.verdicts, "nobody": net.nobody,
             "ask.sum.classes": net.ask_sum_classes, "sum.bias": net.sum_bias}
    parts = {"subject": net.subject, "object": net.object, "joint": net.joint, "claim": net.claim, "seek": net.seek, "weigh": net.weigh,
             "evidence": net.evidence, "ask": net.ask,
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
