"""SIGHUP while news flows: new rules are taken, broken ones are not, nothing is lost, and the daemon ends in order.

reload_test.py SOURCE_DIR HEARSAY; exit status 77 where no broker can be had. Run with the thread sanitizer too: its
findings end the daemon with another status than 0.
"""
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from check import check
from local_broker import LocalBroker

SECONDS_MAX = 240  # for anything that is waited for; seconds on a free machine, more under a sanitizer
RELOADS = 4
source, program = sys.argv[1:3]
feed = pathlib.Path(source, "deploy/feed/nvidia-openai.jsonl").read_bytes().splitlines()


def wait_for(holds, what, daemon, log):
    end = time.monotonic() + SECONDS_MAX
    while not holds():
        check(daemon.poll() is None and time.monotonic() < end,
              f"{what}: not seen; the daemon {daemon.poll()}: {log.read_text()[-3000:]}")
        time.sleep(0.2)


def run_rounds(node, rules, daemon, log):
    def answers():
        return len(node.read("hearsay.items", "%k"))

    pack = next((rules / "packs").glob("*.yaml"))
    sound = pack.read_bytes()
    producer = subprocess.Popen(["kcat", "-P", "-b", node.address, "-t", "news", "-X", "linger.ms=0"],
                                stdin=subprocess.PIPE)
    wait_for(lambda: log.read_text().count("code=lane.assigned") >= 2, "lanes", daemon, log)
    for number in range(RELOADS):
        broken = number % 2 == 1
        pack.write_bytes(sound + (b"\nno such key: 1\n" if broken else b"\n# round %d\n" % number))
        word = "rules.kept" if broken else "rules.loaded"
        before = log.read_text().count(f"code={word}")
        for line in feed[number::RELOADS]:
            producer.stdin.write(line + b"\n")
        producer.stdin.flush()
        daemon.send_signal(signal.SIGHUP)
        wait_for(lambda: log.read_text().count(f"code={word}") > before, word, daemon, log)
    pack.write_bytes(sound)
    producer.stdin.close()
    check(producer.wait() == 0, "kcat could not send the items")
    wait_for(lambda: answers() >= len(feed), "answers to all items", daemon, log)
    daemon.send_signal(signal.SIGTERM)
    try:
        status = daemon.wait(SECONDS_MAX)
    except subprocess.TimeoutExpired:
        status = "no end"
    check(status == 0, f"SIGTERM gave {status}; expected 0: {log.read_text()[-6000:]}")
    dead = re.findall(r" dead=(\d+)", log.read_text())
    check(dead and set(dead) == {"0"}, f"dead letters: {dead}")
    check(answers() == len(feed), f"{answers()} answers to {len(feed)} items")


with tempfile.TemporaryDirectory(prefix="hearsay-reload-") as name, LocalBroker(source, f"{name}/kafka") as broker:
    folder = pathlib.Path(name)
    shutil.copytree(f"{source}/rules", folder / "rules", ignore=shutil.ignore_patterns("*.cc", "*.h"))
    (folder / "hearsay.yaml").write_text(
        f"brokers: {broker.address}\ninput:\n  - topic: news\n    format: ninjs\ninstance: one\n"
        f"commit: {{records: 3}}\nrules: {{dir: {folder}/rules}}\n")
    subprocess.run([program, "topics", "create", "--config", folder / "hearsay.yaml", "--inputs"], check=True,
                   capture_output=True)
    with open(folder / "log", "wb") as errors, \
            subprocess.Popen([program, "run", "--config", folder / "hearsay.yaml"], stderr=errors) as process:
        try:
            run_rounds(broker, folder / "rules", process, folder / "log")
        finally:
            process.kill()
