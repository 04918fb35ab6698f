"""Plays a feed into the topic "news" at a readable pace and prints hearsay's answers for people."""
import json
import subprocess
import sys
import threading
import time

PACE_SECONDS = 0.4  # between items: slow enough to read, quick enough for 42 of them
ANSWER_SECONDS_MAX = 60  # from the last item to the last answer; the first join takes some seconds
COLOURS = {"rumor": "33", "denial": "31", "confirmation": "32", "no-comment": "36"}


class Account:
    """What was sent and what came back, by item uri. One lock guards it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.answered, self.claims, self.dead = set(), 0, 0


def show(data):
    claim, stance = data["claim"], data["stance"]
    word = f"{stance:<12}"
    if sys.stdout.isatty():
        word = f"\033[{COLOURS[stance]}m{word}\033[0m"
    cue = [e["text"] for e in data["evidence"] if e["role"] in ("stance", "trigger")]
    speaker = data.get("speaker") or "nobody named"
    print(f"  {word} {claim['key']}\n               said by {speaker}; “{' … '.join(cue)}”", flush=True)


def listen(brokers, topic, take):
    """Starts kcat on a topic from its beginning; calls take() with each committed value."""
    kcat = subprocess.Popen(
        ["kcat", "-C", "-q", "-u", "-b", brokers, "-t", topic, "-o", "beginning",
         "-X", "isolation.level=read_committed"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8")

    def read():
        for line in kcat.stdout:
            take(line)

    threading.Thread(target=read, daemon=True).start()
    return kcat


def play(brokers, feed, once):
    with open(feed, encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    account = Account()

    def assertion(line):
        with account.lock:
            account.claims += 1
            show(json.loads(line))

    def item(line):
        with account.lock:
            account.answered.add(json.loads(line)["uri"])

    def dead(line):
        with account.lock:
            account.dead += 1
            print(f"  dead letter: {line.strip()[:160]}", flush=True)

    children = [listen(brokers, "hearsay.assertions", assertion),
                listen(brokers, "hearsay.items", item),
                listen(brokers, "hearsay.dead-letters", dead)]
    try:
        for number, one in enumerate(items, 1):
            with account.lock:
                print(f"{number:>3}/{len(items)} {one['provider']}: {one['headline']}", flush=True)
            subprocess.run(["kcat", "-P", "-q", "-b", brokers, "-t", "news"],
                           input=json.dumps(one, ensure_ascii=False) + "\n",
                           text=True, encoding="utf-8", check=True)
            time.sleep(PACE_SECONDS)
        wanted = {one["uri"] for one in items}
        end = time.monotonic() + ANSWER_SECONDS_MAX
        while time.monotonic() < end:
            with account.lock:
                if wanted <= account.answered:
                    break
            time.sleep(0.1)
        with account.lock:
            missing = sorted(wanted - account.answered)
            print(f"\n{len(items)} items sent, {len(wanted) - len(missing)} answered, "
                  f"{account.claims} claims, {account.dead} dead letters", flush=True)
            for uri in missing:
                print(f"not answered: {uri}", file=sys.stderr)
        if not once:
            print("Everything is played; Ctrl-C ends the demo.", flush=True)
            while True:
                time.sleep(1)
        return 1 if missing else 0
    finally:
        for child in children:
            child.terminate()


if __name__ == "__main__":
    try:
        sys.exit(play(sys.argv[1], sys.argv[2], "--once" in sys.argv[3:]))
    except KeyboardInterrupt:
        sys.exit(130)
