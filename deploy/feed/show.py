"""Items and events as lines for people: stance, claim, speaker, sums, and the evidence marked in the text."""
import os
import sys
import unicodedata

STANCES = {  # stance: the word shown, the terminal's colour
    "rumor": ("RUMOUR", "33"),
    "denial": ("DENIAL", "31"),
    "confirmation": ("CONFIRMATION", "32"),
    "no-comment": ("NO COMMENT", "36"),
}
INDENT = " " * 16
GAP_CODE_POINTS_MAX = 60  # between two pieces of evidence; more of it says nothing new
WIDTH_MAX = 110  # longer lines are tiring to read
SENTENCE_ENDS = ("。", "！", "？", "\n", ". ", "! ", "? ", "。”", "」")


class Screen:
    """Where lines go: how wide it is and whether it has colours. Its width counts Chinese as two columns."""

    def __init__(self, out=sys.stdout):
        self.out = out
        self.colours = out.isatty() and "NO_COLOR" not in os.environ
        try:
            self.width = min(os.get_terminal_size(out.fileno()).columns, WIDTH_MAX)
        except OSError:
            self.width = 100

    def say(self, text=""):
        print(text, file=self.out, flush=True)

    def paint(self, text, code):
        return f"\033[{code}m{text}\033[0m" if self.colours else text


def columns(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def padded(text, width):
    return text + " " * max(0, width - columns(text))


def excerpt(text, spans):
    """The sentences of `text` that hold `spans` as (piece, marked) pairs; long gaps become "…"."""
    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    first = max((text.rfind(end, 0, merged[0][0]) + len(end) for end in SENTENCE_ENDS if end in text[:merged[0][0]]),
                default=0)
    after = [at for end in SENTENCE_ENDS if (at := text.find(end, merged[-1][1])) >= 0]
    last = min(after) + 1 if after else len(text)
    pieces, at = [], first
    for start, end in merged + [[last, last]]:
        gap = text[at:start]
        if len(gap) > GAP_CODE_POINTS_MAX:
            half = GAP_CODE_POINTS_MAX // 3
            gap = (gap[:half] if at > first else "") + " … " + gap[-half:]
        pieces += [(gap, False), (text[start:end], True)]
        at = end
    return [(piece.replace("\n", " "), marked) for piece, marked in pieces if piece.strip("\n")]


def wrapped(pieces, width):
    """Lines of at most `width` columns, each a list of (piece, marked); breaks at blanks and beside Chinese."""
    words = []  # what may stand alone on a line
    for piece, marked in pieces:
        for c in piece:
            wide = unicodedata.east_asian_width(c) in "WF"
            if words and not wide and c != " " and words[-1][-1][2]:
                words[-1].append((c, marked, True))
            else:
                words.append([(c, marked, not wide and c != " ")])
    lines, room = [[]], width
    for word in words:
        size = columns("".join(c for c, _, _ in word))
        if size > room and room < width:
            lines.append([])
            room = width
            if word[0][0] == " ":
                continue
        lines[-1] += [(c, marked) for c, marked, _ in word]
        room -= size
    return [line for line in lines if line]


def quote(screen, text, spans, colour):
    lines = wrapped([("“", False), *excerpt(text, spans), ("”", False)], screen.width - len(INDENT) - 3)
    for number, line in enumerate(lines):
        shown, marked_now = "", False
        for c, marked in line + [("", False)]:
            if marked != marked_now:
                if screen.colours:
                    shown += f"\033[1;{colour}m" if marked else "\033[0m"
                else:
                    shown += "⟦" if marked else "⟧"
                marked_now = marked
            shown += c
        screen.say(f"{INDENT}{' ' if number else ''}{shown.strip()}")


def show_item(screen, number, total, item):
    when = item["versioncreated"][:16].replace("T", " ")
    screen.say()
    screen.say(screen.paint(f"{number:>3}/{total}  {when}  {item['provider']} ({item['language']})", "2"))
    screen.say(f"        {screen.paint(item['headline'], '1')}")


def show_assertion(screen, item, data):
    word, colour = STANCES[data["stance"]]
    said = [f"said by {data['speaker'] or 'nobody named'}", *(amount["text"] for amount in data["amounts"])]
    screen.say(f"  {screen.paint(f'{word:<12}', '1;' + colour)}  {data['claim']['key']}")
    screen.say(f"{INDENT}{' · '.join(said)}")
    for field, text in (("headline", item["headline"]), ("body", item["body_text"])):
        spans = [(e["start"], e["end"]) for e in data["evidence"] if e["field"] == field]
        if spans:
            quote(screen, text, spans, colour)


def show_nothing(screen):
    screen.say(screen.paint(f"  {'·':<12}  nothing is claimed here", "2"))


def show_transition(screen, data):
    if data["from"] is None:
        return  # a claim begins with the assertion that has just been shown
    change = f"{data['from']} → {data['to']}"
    screen.say(f"  {screen.paint(f'{change:<12}', '1;35')}  {data['claim']['key']}")


def show_dead_letter(screen, reason):
    screen.say()
    screen.say(f"  {screen.paint('DEAD LETTER', '1;31')}   {reason}")


def show_claims(screen, claims):
    """The claims as they stand, the most talked about first."""
    total = lambda claim: sum(claim["counts"].values())
    for claim in sorted(claims, key=lambda c: (-total(c), c["claim"]["key"])):
        counts = ", ".join(f"{n} {STANCES[s][0].lower()}{'' if n == 1 or s == 'no-comment' else 's'}"
                           for s, n in claim["counts"].items() if n)
        screen.say(f"  {claim['status']:<10} {padded(claim['claim']['key'], 44)} {counts}")
