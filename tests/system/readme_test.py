"""Runs the README's examples as a reader would, and compares what it shows with what they print (see readme.py).

readme_test.py SOURCE_DIR HEARSAY offline|broker; exit status 77 where no broker can be had.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from readme import Readme

SECONDS_MAX = 120  # for one example; a few seconds each on a free machine
PRINTED_LINES_MAX = 40  # more than that is no example
source, program, kind = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]


def fail(place, text):
    print(f"{place}: {text}")
    sys.exit(1)


def check_script(place, text):
    for command in (line.split("#")[0].split() for line in text.splitlines()):
        run = subprocess.run([*command, "--help"], cwd=source, capture_output=True, text=True, check=False)
        if run.returncode != 0 or "Example: " not in run.stdout:
            fail(place, f"{command} --help ended with {run.returncode}; expected a help with an example")


def run_example(place, text, scratch):
    run = subprocess.run(["bash", "-eu", "-m"], input=text, cwd=scratch, capture_output=True, text=True,
                         encoding="utf-8", timeout=SECONDS_MAX, check=False)
    if run.returncode != 0:
        fail(place, f"ended with {run.returncode}; expected 0. It wrote: {run.stdout[-600:]}{run.stderr[-600:]}")
    if len(run.stdout.splitlines()) > PRINTED_LINES_MAX:
        fail(place, f"prints {len(run.stdout.splitlines())} lines; expected at most {PRINTED_LINES_MAX}")
    return run.stdout


def start_broker(folder):
    for tool in ("java", "kcat"):
        if shutil.which(tool) is None:
            print(f"left out, no broker: {tool} is not installed (deploy/setup installs it)")
            sys.exit(77)
    run = subprocess.run([source / "deploy/kafka/broker", "start", folder, "--watch", str(os.getpid())],
                         capture_output=True, text=True, check=False)
    if run.returncode != 0:
        fail("deploy/kafka/broker", f"ended with {run.returncode}: {run.stderr}")
    return run.stdout.strip()


def lay_scratch(scratch):
    """The tree as the README sees it: the program where it is built, the rest where it is."""
    (scratch / "build/release").mkdir(parents=True)
    (scratch / "build/release/hearsay").symlink_to(program)
    for folder in ("deploy", "rules", "tests"):
        (scratch / folder).symlink_to(source / folder)


def run_blocks(readme, scratch, brokers):
    """How many examples ran."""
    runs, printed = 0, None
    for block in readme.blocks:
        place, mark, text = readme.place(block), block["mark"], block["text"].replace("127.0.0.1:9092", brokers)
        if block["language"] == "sh" and mark != "example":
            fail(place, "an example without <!-- example: offline|broker|script -->")
        if mark == "file":
            (scratch / block["name"]).write_text(text, encoding="utf-8")
        elif mark == "example":
            printed = None
            if block["name"] == "script":
                check_script(place, text)
            elif block["name"] == kind:
                printed = run_example(place, text, scratch)
                runs += 1
        elif mark == "prints" and printed is not None and not readme.shows(block, printed):
            sys.exit(1)
    return runs


readme = Readme(source / "README.md")
with tempfile.TemporaryDirectory(prefix="hearsay-readme-") as folder:
    tree = pathlib.Path(folder, "tree")
    lay_scratch(tree)
    address = start_broker(f"{folder}/kafka") if kind == "broker" else "127.0.0.1:9092"
    try:
        count = run_blocks(readme, tree, address)
    finally:
        if kind == "broker":
            subprocess.run([source / "deploy/kafka/broker", "stop", f"{folder}/kafka"], check=False)
readme.write()
if count == 0:
    fail("README.md", f"no example is marked {kind}; expected some")
print(f"{count} examples ran")
