"""Runs the README's examples as a reader would, and compares what it shows with what they print (see readme.py).

readme_test.py SOURCE_DIR HEARSAY offline|broker; exit status 77 where no broker can be had.
"""
import contextlib
import pathlib
import subprocess
import sys
import tempfile

from check import check
from local_broker import LocalBroker
from readme import Readme

SECONDS_MAX = 120  # for one example; a few seconds each on a free machine
PRINTED_LINES_MAX = 40  # more than that is no example
source, program, kind = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]


def check_script(place, text):
    for command in (line.split("#")[0].split() for line in text.splitlines()):
        run = subprocess.run([*command, "--help"], cwd=source, capture_output=True, text=True, check=False)
        check(run.returncode == 0 and "Example: " in run.stdout,
              f"{place}: {command} --help ended with {run.returncode}; expected a help with an example")


def run_example(place, text, scratch):
    run = subprocess.run(["bash", "-eu", "-m"], input=text, cwd=scratch, capture_output=True, text=True,
                         encoding="utf-8", timeout=SECONDS_MAX, check=False)
    check(run.returncode == 0,
          f"{place}: ended with {run.returncode}; expected 0. It wrote: {run.stdout[-600:]}{run.stderr[-600:]}")
    count = len(run.stdout.splitlines())
    check(count <= PRINTED_LINES_MAX, f"{place}: prints {count} lines; expected at most {PRINTED_LINES_MAX}")
    return run.stdout


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
        check(block["language"] != "sh" or mark == "example",
              f"{place}: an example without <!-- example: offline|broker|script -->")
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
with tempfile.TemporaryDirectory(prefix="hearsay-readme-") as folder, contextlib.ExitStack() as stack:
    tree = pathlib.Path(folder, "tree")
    lay_scratch(tree)
    address = "127.0.0.1:9092"
    if kind == "broker":
        address = stack.enter_context(LocalBroker(source, f"{folder}/kafka")).address
    count = run_blocks(readme, tree, address)
readme.write()
check(count > 0, f"README.md: no example is marked {kind}; expected some")
print(f"{count} examples ran")
