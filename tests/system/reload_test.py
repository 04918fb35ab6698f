"""SIGHUP while news flows: new rules are taken, broken ones are not, nothing is lost, and the daemon ends in order.

reload_test.py SOURCE_DIR HEARSAY; exit status 77 where no broker can be had. Run with the thread sanitizer too: its
findings end the daemon with another status than 0.
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SECONDS_MAX = 240  # for anything that is waited for; seconds on a free machine, more under a sanitizer
RELOADS = 4
source, program = sys.argv[1:3]
feed = pathlib.Path(source, "deploy/feed/nvidia-openai.jsonl").read_bytes().splitlines()


def check(holds, text):
    if not holds:
        print(f"reload_test: {text}")
        sys.exit(1)


def wait_for(holds, what, daemon, log):
    end = time.monotonic() + SECONDS_MAX
    while not holds():
        check(daemon.poll() is None and time.monotonic() < end,
              f"{what}: not seen; the daemon {daemon.poll()}: {log.read_text()[-3000:]}")
        time.sleep(0.2)


def answered(address):
    out = subprocess.run(["kcat", "-C", "-q", "-e", "-b", address, "-t", "hearsay.items", "-o", "beginning",
                          "-X", "isolation.level=read_committed", "-f", "%k\n"], capture_output=True, check=True)
    return len(out.stdout.split())


def run_rounds(address, rules, daemon, log):
    pack = next((rules / "packs").glob("*.yaml"))
    sound = pack.read_bytes()
    producer = subprocess.Popen(["kcat", "-P", "-b", address, "-t", "news", "-X", "linger.ms=0"],
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
    wait_for(lambda: answered(address) >= len(feed), "answers to all items", daemon, log)
    daemon.send_signal(signal.SIGTERM)
    try:
        status = daemon.wait(SECONDS_MAX)
    except subprocess.TimeoutExpired:
        status = "no end"
    check(status == 0, f"SIGTERM gave {status}; expected 0: {log.read_text()[-6000:]}")
    dead = re.findall(r" dead=(\d+)", log.read_text())
    check(dead and set(dead) == {"0"}, f"dead letters: {dead}")
    check(answered(address) == len(feed), f"{answered(address)} answers to {len(feed)} items")


for tool in ("java", "kcat"):
    if shutil.which(tool) is None:
        print(f"left out, no broker: {tool} is not installed (deploy/setup installs it)")
        sys.exit(77)
script = f"{source}/deploy/kafka/broker"
with tempfile.TemporaryDirectory(prefix="hearsay-reload-") as name:
    folder = pathlib.Path(name)
    bootstrap = subprocess.run([script, "start", folder / "kafka", "--watch", str(os.getpid())], capture_output=True,
                               text=True, check=True).stdout.strip()
    try:
        shutil.copytree(f"{source}/rules", folder / "rules", ignore=shutil.ignore_patterns("*.cc", "*.h"))
        (folder / "hearsay.yaml").write_text(
            f"brokers: {bootstrap}\ninput:\n  - topic: news\n    format: ninjs\ninstance: one\n"
            f"commit: {{records: 3}}\nrules: {{dir: {folder}/rules}}\n")
        subprocess.run([program, "topics", "create", "--config", folder / "hearsay.yaml", "--inputs"], check=True,
                       capture_output=True)
        with open(folder / "log", "wb") as errors, \
                subprocess.Popen([program, "run", "--config", folder / "hearsay.yaml"], stderr=errors) as process:
            try:
                run_rounds(bootstrap, folder / "rules", process, folder / "log")
            finally:
                process.kill()
    finally:
        subprocess.run([script, "stop", folder / "kafka"], check=False)
