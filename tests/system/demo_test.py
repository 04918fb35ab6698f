"""deploy/demo as a user meets it: it accounts for every item, and Ctrl-C stops what it started and nothing else.

demo_test.py SOURCE_DIR HEARSAY CASE; exit status 77 where no broker can be had.
"""
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

from check import check
from local_broker import LocalBroker
from readme import Readme

SECONDS_MAX = 120  # for anything that is waited for; each takes a few seconds on a free machine
source, program, case = sys.argv[1:4]
demo = f"{source}/deploy/demo"


class Terminal:
    """A command on a terminal of its own, as a person runs it."""

    def __init__(self, *command):
        try:
            self.pid, self.screen = pty.fork()
        except OSError as error:
            print(f"left out: no terminal can be made here ({error}); expected /dev/pts to be mounted")
            sys.exit(77)
        if self.pid == 0:
            os.execvp(command[0], command)
        self.text = ""

    def read(self, seconds):
        """Takes what the command writes within `seconds`; False at its end."""
        if not select.select([self.screen], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.screen, 65536)
        except OSError:  # the other side is closed
            return False
        self.text += data.decode(errors="replace")
        return bool(data)

    def wait_for(self, text):
        end = time.monotonic() + SECONDS_MAX
        while text not in self.text:
            check(self.read(0.2) and time.monotonic() < end, f'never wrote "{text}", but: {self.text[-600:]}')

    def press_ctrl_c(self):
        os.write(self.screen, b"\x03")

    def end(self):
        """The exit status."""
        end = time.monotonic() + SECONDS_MAX
        while self.read(0.2):
            check(time.monotonic() < end, f"did not end after Ctrl-C: {self.text[-600:]}")
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def processes_of(folder):
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if folder in line:
                found.append(f"{entry.name} {line[:120]}")
    return found


def nothing_left(pid):
    folder = f"{source}/build/demo.{pid}"
    end = time.monotonic() + SECONDS_MAX
    # The broker's watcher looks once a second.
    while processes_of(folder) and time.monotonic() < end:
        time.sleep(0.2)
    check(not processes_of(folder), f"left running: {processes_of(folder)}")
    check(not os.path.exists(folder), f"left behind: {folder}")


def once():
    """Ends by itself with status 0, a summary, and the events readable, Chinese too."""
    run = subprocess.run([demo, "--once", "--program", program], capture_output=True, text=True, encoding="utf-8",
                         stdin=subprocess.DEVNULL, check=False)
    check(run.returncode == 0, f"ended with {run.returncode}: {run.stdout[-1500:]} {run.stderr[-1500:]}")
    items = len(pathlib.Path(source, "deploy/feed/nvidia-openai.jsonl").read_text(encoding="utf-8").splitlines())
    check(items >= 40, f"the feed has {items} items")
    check(f"{items} items and 1 broken record sent: {items} answered, 1 dead letter" in run.stdout, run.stdout[-1500:])
    check(run.stdout.endswith("Everything is accounted for.\n"), run.stdout[-300:])
    for part in ("RUMOUR", "DENIAL", "CONFIRMATION", "DEAD LETTER", "said by jensen-huang", "⟦英伟达",
                 "rumored → denied"):
        check(part in run.stdout, f'showed no "{part}": {run.stdout[:3000]}')
    check("\033" not in run.stdout, "wrote colours to what is no terminal")
    readme = Readme(pathlib.Path(source, "README.md"))
    for block in readme.blocks:
        if block["mark"] == "shows" and block["name"] == "demo":
            heading = block["text"].split("\n")[1]
            shown = next((part for part in run.stdout.split("\n\n") if heading in part.split("\n")), "")
            # Changes of claims come when they come, so they belong to no item.
            lines = [line for line in shown.strip("\n").split("\n") if " → " not in line]
            check(readme.shows(block, "\n".join(lines) + "\n"), "the README shows another item")
    readme.write()


def interrupted():
    """Ctrl-C at three moments: nothing of the demo stays, a broker beside it does."""
    with tempfile.TemporaryDirectory(prefix="hearsay-demo-") as folder, \
            LocalBroker(source, f"{folder}/kafka") as beside:
        for moment in ("starting Kafka", "creating topics", "1/42"):
            terminal = Terminal(demo, "--program", program)
            terminal.wait_for(moment)
            terminal.press_ctrl_c()
            status = terminal.end()
            check(status == 130, f"after Ctrl-C at {moment}: status {status}; expected 130")
            nothing_left(terminal.pid)
            check("Traceback" not in terminal.text, f"Ctrl-C at {moment} gave {terminal.text[-900:]}")
        check(beside.call("wait").returncode == 0, "the broker beside was stopped")


def failed():
    """A daemon that ends early is no success, and its last words are shown."""
    with tempfile.TemporaryDirectory(prefix="hearsay-demo-") as folder:
        fake = pathlib.Path(folder, "hearsay")
        fake.write_text(f'#!/bin/sh\n[ "$1" != run ] || {{ echo "my last words" >&2; exit 3; }}\nexec {program} "$@"\n')
        fake.chmod(0o755)
        run = subprocess.run([demo, "--once", "--program", fake], capture_output=True, text=True, check=False)
        check(run.returncode == 1, f"ended with {run.returncode}: {run.stdout[-600:]}")
        check("my last words" in run.stderr and "the daemon ended with 3" in run.stderr, run.stderr[-600:])


def account():
    """What would be missing is named: an answer, an assertion, a count of a claim, a dead letter."""
    sys.path.insert(0, f"{source}/deploy/feed")
    import play
    whole = play.Account([{"uri": "a"}])
    whole.answers = {"a": {"claims": [{"assertion": "1"}]}}
    whole.assertions = {"1": {}}
    whole.claims = {"k": {"counts": {"rumor": 1, "denial": 0}}}
    whole.dead = 1
    check(whole.missing(1) == [], f"a whole account lacks {whole.missing(1)}")
    for lack, text in (({"answers": {}}, "no answer to a"), ({"assertions": {}}, "no assertion 1"),
                       ({"claims": {}}, "the claims have counted 0 of 1"), ({"dead": 0}, "0 dead letters")):
        kept = dict(vars(whole))
        vars(whole).update(lack)
        check(any(text in found for found in whole.missing(1)), f"{lack} gave {whole.missing(1)}; expected {text}")
        vars(whole).update(kept)


def without():
    """Without root or packages it says what is missing and how to get it; wrong options are named."""
    with tempfile.TemporaryDirectory(prefix="hearsay-demo-") as folder:
        for name in ("bash", "dirname", "grep", "cat"):
            os.symlink(shutil.which(name), f"{folder}/{name}")
        for name, text in (("id", "echo 1000"), ("dpkg-query", "exit 1")):
            pathlib.Path(folder, name).write_text(f"#!{shutil.which('bash')}\n{text}\n")
            os.chmod(f"{folder}/{name}", 0o755)
        run = subprocess.run([f"{folder}/bash", f"{source}/deploy/setup"], env={"PATH": folder}, capture_output=True,
                             text=True, check=False)
        check(run.returncode == 1 and "missing packages: g++ cmake" in run.stderr
              and "sudo apt-get install --no-install-recommends g++ cmake" in run.stderr, f"{run}")
        os.unlink(f"{folder}/dpkg-query")
        run = subprocess.run([f"{folder}/bash", f"{source}/deploy/setup"], env={"PATH": folder}, capture_output=True,
                             text=True, check=False)
        check(run.returncode == 1 and "this is no Debian" in run.stderr, f"{run}")
    for script in ("deploy/demo", "deploy/setup"):
        run = subprocess.run([f"{source}/{script}", "--sideways"], capture_output=True, text=True, check=False)
        check(run.returncode == 2 and "--sideways" in run.stderr, f"{script} --sideways: {run}")
        run = subprocess.run([f"{source}/{script}", "--help"], capture_output=True, text=True, check=False)
        check(run.returncode == 0 and re.search(r"^Example: ", run.stdout, re.MULTILINE), f"{script} --help: {run}")


CASES = {"once": once, "interrupted": interrupted, "failed": failed, "account": account, "without": without}
if case in ("once", "interrupted", "failed"):
    LocalBroker(source, "")  # asks only whether there can be one
CASES[case]()
