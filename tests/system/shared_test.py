"""What the labelled news items beside the project must give; left out, visibly, where they are not.

shared_test.py SOURCE_DIR HEARSAY CASE. The items are in $HEARSAY_SHARED, else in ../shared beside the project's
folder. Exit status 77 where there are none, or no broker for the case that needs one.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from check import check, leave_out
from local_broker import LocalBroker

SECONDS_MAX = 120  # for anything that is waited for; each takes a few seconds on a free machine
source, program, case = sys.argv[1:4]
corpus = pathlib.Path(os.environ.get("HEARSAY_SHARED", pathlib.Path(source).parent / "shared")) / "corpus"


def tag(*files, bytes_in=None):
    return subprocess.run([program, "tag", *files], input=bytes_in, capture_output=True, check=False)


def told(data):
    claim = data["claim"]
    return claim["type"], claim["subject"], claim["object"], data["stance"]


def labelled():
    with open(corpus / "labels-seed.jsonl", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {(row["uri"], a["type"], a["subject"], a["object"], a["stance"])
            for row in rows for a in row["assertions"]}


def compare(found):
    wanted = labelled()
    check(wanted, "labels-seed.jsonl holds no assertion")
    check(found == wanted, f"missed {sorted(wanted - found)}, told besides {sorted(found - wanted)}")


def story():
    """The source article gives all its labelled assertions, and none more."""
    run = tag(corpus / "items-seed.jsonl")
    check(run.returncode == 0 and not run.stderr, f"ended with {run.returncode}: {run.stderr.decode()}")
    events = [json.loads(line) for line in run.stdout.splitlines()]
    compare({(e["data"]["item"]["uri"], *told(e["data"])) for e in events if e["type"] == "io.hearsay.assertion.v1"})


def broken():
    """All items are read; a broken line among them is named and counted, and changes nothing else."""
    lines = (corpus / "items-en.jsonl").read_bytes().splitlines(keepends=True)
    sound = tag(corpus / "items-en.jsonl")
    check(sound.returncode == 0 and not sound.stderr, f"ended with {sound.returncode}: {sound.stderr.decode()[:500]}")
    with tempfile.TemporaryDirectory(prefix="hearsay-shared-") as folder:
        file = pathlib.Path(folder, "items.jsonl")
        file.write_bytes(b"".join([*lines[:7], lines[7][: len(lines[7]) // 2] + b"\n", *lines[7:]]))
        run = tag(file)
        said = run.stderr.decode().splitlines()
        check(run.returncode == 1, f"ended with {run.returncode}; expected 1")
        check(run.stdout == sound.stdout, "a broken line changed the events of others")
        check(len(said) == 2 and said[0].startswith(f"{file}:8: ") and "expected" in said[0], f"said {said}")
        check(said[1] == f"hearsay tag: 1 of {len(lines) + 1} inputs could not be read", f"said {said}")


def twice():
    """The same items in two processes, as files and piped one by one, give the same bytes."""
    files = sorted(corpus.glob("items-*.jsonl"))
    first, second = tag(*files), tag(*files)
    check(first.stdout and first.stdout == second.stdout, "two processes gave different bytes")
    seed = (corpus / "items-seed.jsonl").read_bytes()
    doubled = tag(bytes_in=seed + seed).stdout
    check(doubled == tag(bytes_in=seed).stdout * 2, "an item gave other bytes the second time")


def broker():
    """The same through a real Kafka."""
    with tempfile.TemporaryDirectory(prefix="hearsay-shared-") as folder, \
            LocalBroker(source, f"{folder}/kafka") as node:
        config, log = pathlib.Path(folder, "hearsay.yaml"), pathlib.Path(folder, "log")
        config.write_text(f"brokers: {node.address}\ninput:\n  - topic: news\n    format: ninjs\ninstance: one\n")
        subprocess.run([program, "topics", "create", "--config", config, "--inputs"], check=True, capture_output=True)
        with open(log, "wb") as errors, subprocess.Popen([program, "run", "--config", config], stderr=errors) as daemon:
            try:
                node.send("news", corpus / "items-seed.jsonl")
                compare(read_story(node, daemon, log))
            finally:
                daemon.send_signal(signal.SIGTERM)


def read_story(node, daemon, log):
    items = len((corpus / "items-seed.jsonl").read_bytes().splitlines())
    end = time.monotonic() + SECONDS_MAX
    while len(set(node.read("hearsay.items", "%k"))) < items:
        check(daemon.poll() is None and time.monotonic() < end, f"no answer: {log.read_text()[-1500:]}")
        time.sleep(0.3)
    # An item and its assertions are of one transaction.
    assertions = [json.loads(line) for line in node.read("hearsay.assertions")]
    return {(data["item"]["uri"], *told(data)) for data in assertions}


if not (corpus / "items-seed.jsonl").is_file():
    leave_out(f"{corpus}/items-seed.jsonl is not there (HEARSAY_SHARED names the folder of corpus/)")
{"story": story, "broken": broken, "twice": twice, "broker": broker}[case]()
