"""Plays a feed into Kafka at a readable pace and shows hearsay's answers as they come.

play.py HEARSAY CONFIG FEED [--once]: starts HEARSAY as the daemon of CONFIG, which names one broker and the input
topic "news". With --once it ends when all is answered; exit status 0 only if every item was answered or buried as
a dead letter, every assertion that an item lists was seen, and the claims have counted each of them.
"""
import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)  # until main() can stop things in order, Ctrl-C just ends this

import json
import queue
import re
import shutil
import subprocess
import sys
import threading
import time

import show

PACE_SECONDS = 0.4  # between items: slow enough to follow, quick enough for 42 of them
START_SECONDS_MAX = 60  # from the daemon's start to its lanes; some two of a free machine
ANSWER_SECONDS_MAX = 60  # from the last item to the last answer; mostly under one
STOP_SECONDS_MAX = 20  # the daemon finishes its open work in well under one
TOPICS = ("assertions", "items", "transitions", "claims", "dead-letters")
CUT = b'{"uri": "urn:hearsay:demo:cut", "headline": "This line was cut off on its w'


def child(command, **pipes):
    """A process that ends with this one, however this one ends; Ctrl-C leaves it to us to stop it in order."""
    tied = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    return subprocess.Popen([*tied, *command], start_new_session=True, **pipes)


class Account:
    """What was sent and what came back. The main thread's alone; the readers only fill its queue."""

    def __init__(self, items):
        self.items = {item["uri"]: item for item in items}
        self.answers = {}  # uri: what hearsay.items says of it
        self.assertions = {}  # ce_id: assertion
        self.claims = {}  # key: state
        self.dead = 0
        self.shown = 0  # so many items, in the order of the feed

    def listed(self):
        return [claim["assertion"] for answer in self.answers.values() for claim in answer["claims"]]

    def missing(self, dead_wanted):
        """What has not come yet, as text; nothing if all is accounted for."""
        found = [f"no answer to {uri}" for uri in self.items if uri not in self.answers]
        found += [f"no assertion {one}, which its item lists" for one in self.listed() if one not in self.assertions]
        if self.dead != dead_wanted:
            found.append(f"{self.dead} dead letters for {dead_wanted} broken record")
        counted = sum(sum(claim["counts"].values()) for claim in self.claims.values())
        if counted != len(self.assertions):
            found.append(f"the claims have counted {counted} of {len(self.assertions)} assertions")
        return found


def listen(brokers, topic, events):
    """Puts each committed record of hearsay.TOPIC, from its beginning, into `events` as (topic, headers, value)."""
    kcat = child(["kcat", "-C", "-q", "-u", "-J", "-b", brokers, "-t", f"hearsay.{topic}", "-o", "beginning",
                  "-X", "isolation.level=read_committed"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def read():
        for line in kcat.stdout:
            record = json.loads(line)
            flat = record.get("headers") or []
            events.put((topic, dict(zip(flat[::2], flat[1::2])), record["payload"]))

    threading.Thread(target=read, daemon=True).start()
    return kcat


def take(screen, account, event):
    """Books one record and shows what can be shown of it."""
    topic, headers, value = event
    if topic == "dead-letters":
        account.dead += 1
        show.show_dead_letter(screen, headers.get("__connect.errors.exception.message", "without a reason"))
        return
    data = json.loads(value)
    if topic == "assertions":
        account.assertions[headers["ce_id"]] = data
    elif topic == "items":
        account.answers[data["uri"]] = data
    elif topic == "transitions":
        show.show_transition(screen, data)
    elif topic == "claims":
        account.claims[data["claim"]["key"]] = data
    show_answered(screen, account)


def show_answered(screen, account):
    """Shows the items whose answers are complete, in the order of the feed."""
    for item in list(account.items.values())[account.shown:]:
        answer = account.answers.get(item["uri"])
        if answer is None or any(claim["assertion"] not in account.assertions for claim in answer["claims"]):
            return
        account.shown += 1
        show.show_item(screen, account.shown, len(account.items), item)
        for claim in answer["claims"]:
            show.show_assertion(screen, item, account.assertions[claim["assertion"]])
        if not answer["claims"]:
            show.show_nothing(screen)


def wait_ready(daemon, log):
    """Until both lanes have their partitions."""
    end = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < end:
        with open(log, encoding="utf-8") as text:
            if len(set(re.findall(r"code=lane\.assigned lane=(\S+)", text.read()))) == 2:
                return
        if daemon.poll() is not None:
            raise RuntimeError(f"the daemon ended with {daemon.returncode}")
        time.sleep(0.1)
    raise RuntimeError(f"the daemon's lanes were not ready after {START_SECONDS_MAX} s")


def play(screen, account, daemon, producer, events):
    """Sends the items and one broken record, showing what comes; then waits for the rest. True: all is there."""

    def drain(seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                take(screen, account, events.get(timeout=left))
            except queue.Empty:
                return

    lines = [json.dumps(item, ensure_ascii=False).encode() for item in account.items.values()]
    for line in lines[:-1] + [CUT] + lines[-1:]:
        producer.stdin.write(line + b"\n")
        producer.stdin.flush()
        drain(PACE_SECONDS)
        if daemon.poll() is not None:
            raise RuntimeError(f"the daemon ended with {daemon.returncode}")
    producer.stdin.close()
    if producer.wait() != 0:
        raise RuntimeError(f"kcat, which sends the items, ended with {producer.returncode}")
    end = time.monotonic() + ANSWER_SECONDS_MAX
    while (missing := account.missing(1)) and time.monotonic() < end and daemon.poll() is None:
        drain(0.1)
    screen.say()
    screen.say(f"{len(lines)} items and 1 broken record sent: {len(account.answers)} answered, {account.dead} dead "
               f"letter, {len(account.assertions)} assertions of {len(account.claims)} claims, which now stand so:")
    show.show_claims(screen, account.claims.values())
    screen.say()
    for text in missing:
        screen.say(f"not accounted for: {text}")
    if not missing:
        screen.say("Everything is accounted for.")
    return not missing


def stop(children):
    for one in children:
        if one.stdin:
            one.stdin.close()  # kcat hears no signal while it waits for a line
        if one.poll() is None:
            one.terminate()
    for one in children:
        try:
            one.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            one.kill()


def main(hearsay, config, feed, once):
    with open(feed, encoding="utf-8") as lines:
        account = Account([json.loads(line) for line in lines])
    with open(config, encoding="utf-8") as text:
        brokers = re.search(r"^brokers: *(\S+)$", text.read(), re.MULTILINE).group(1)
    screen, events, children, log = show.Screen(), queue.Queue(), [], config + ".log"
    try:
        with open(log, "ab") as errors:
            daemon = child([hearsay, "run", "--config", config], stderr=errors)
            children.append(daemon)
            wait_ready(daemon, log)
            children += [listen(brokers, topic, events) for topic in TOPICS]
            producer = child(["kcat", "-P", "-u", "-b", brokers, "-t", "news", "-X", "linger.ms=0"],
                             stdin=subprocess.PIPE, stderr=errors)
            children.append(producer)
        done = play(screen, account, daemon, producer, events)
        while not once:
            screen.say("Ctrl-C ends the demo.")
            signal.pause()
        return 0 if done else 1
    except RuntimeError as error:
        with open(log, encoding="utf-8") as text:
            print("".join(text.readlines()[-10:]), file=sys.stderr, end="")
        print(f"demo: {error}", file=sys.stderr)
        return 1
    finally:
        stop(children)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        sys.exit(main(*sys.argv[1:4], "--once" in sys.argv[4:]))
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
