"""Breaks each house rule in a made-up tree and asks tidy.py for the finding; a sound tree gives none."""
import pathlib
import subprocess
import sys
import tempfile


TIDY = pathlib.Path(__file__).with_name("tidy.py")
SOUND = {
    "CMakeLists.txt": "# The index of the build.\nadd_subdirectory(parsers)\n",
    "parsers/CMakeLists.txt": "# What reads bytes.\nadd_library(p item.cc)\n",
    "parsers/item.h": "// Item: what was read, as values.\n#pragma once\n",
    "parsers/item.cc": '// Items from their bytes.\n#include "parsers/item.h"\n',
    "tests/run": "#!/usr/bin/env bash\n# Runs every test there is.\n",
}
# check, file, its text, a part of the finding
BREACHES = [
    ("includes", "parsers/item.cc", '// Items from their bytes.\n#include "item.h"\n', "expected a path from the top"),
    ("includes", "pipeline/core/a.cc", '// A step of the core.\n#include "pipeline/kafka/lane.h"\n',
     "pipeline/core may include only"),
    ("includes", "pipeline/gateway/a.cc", '// A part of the gateway.\n#include "pipeline/kafka/lane.h"\n',
     "pipeline/gateway may include only"),
    ("includes", "parsers/item.cc", '// Items from their bytes.\n#include "tests/a.h"\n', "parsers may include only"),
    ("includes", "pipeline/app/a.cc", "// A command of ours.\n#include <librdkafka/rdkafka.h>\n",
     "expected only in pipeline/kafka"),
    ("includes", "pipeline/app/a.cc", "// A command of ours.\n#include <boost/asio/post.hpp>\n",
     "expected only in pipeline/gateway"),
    ("purpose", "parsers/item.cc", '#include "parsers/item.h"\n', "expected a comment that says what the file is for"),
    ("purpose", "tests/run", "#!/usr/bin/env bash\nset -e\n", "tests/run:2: begins with"),
    ("length", "parsers/item.cc", "// Items from their bytes.\n" * 401, "has 401 lines; expected at most 400"),
    ("markers", "parsers/item.cc", "// Items from their bytes.\n// TO" "DO: more\n", "item.cc:2: has a TO" "DO"),
    ("forbidden", "parsers/item.cc", "// Items from their bytes.\n#include <thread>\n", "threads belong to the shells"),
    ("forbidden", "parsers/item.cc", "// Items from their bytes.\nstd::regex r;\n", "has std::regex"),
    ("forbidden", "parsers/item.h", "// Item: what was read.\n", "has no #pragma once"),
    ("forbidden", "parsers/item.h", "// Item: what was read.\n#pragma once\nusing namespace std;\n", "item.h:3: has using"),
    ("listed", "parsers/page.cc", "// Pages from their bytes.\n", "is in no CMakeLists.txt"),
    ("listed", "parsers/my_item.cc", "// Pages from their bytes.\n", "is in no CMakeLists.txt"),
    ("listed", "parsers/page.h", "// Page: what a page holds.\n#pragma once\n", "is included by nobody"),
    ("names", "parsers/ItemReader.cc", "// Items from their bytes.\n", "expected snake_case"),
    ("names", "scripts/a.sh", "#!/bin/sh\n", "stands at the top of the tree"),
    ("format", "parsers/item.cc", "// Items from their bytes.\nint  a ;\n", "item.cc:2: is not formatted"),
]


def lay(root, files):
    for path, text in files.items():
        file = pathlib.Path(root, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def run(root, check):
    done = subprocess.run([sys.executable, TIDY, root, check], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def main():
    faults = 0
    for check in dict.fromkeys(breach[0] for breach in BREACHES):
        with tempfile.TemporaryDirectory() as root:
            lay(root, SOUND)
            status, said = run(root, check)
            if status not in (0, 77):
                faults += 1
                print(f"{check}: a sound tree gave {status}: {said}")
    for check, path, text, part in BREACHES:
        with tempfile.TemporaryDirectory() as root:
            lay(root, SOUND | {path: text})
            status, said = run(root, check)
            if status != 77 and (status != 1 or part not in said):
                faults += 1
                print(f'{check}: {path} gave {status}, "{said.strip()}"; expected 1 and "{part}"')
    known = subprocess.run([sys.executable, TIDY, "--list"], capture_output=True, text=True, check=True).stdout
    run_by_ctest = TIDY.with_name("CMakeLists.txt").read_text(encoding="utf-8").split()
    for name in (line.split()[0] for line in known.splitlines()):
        if name not in {breach[0] for breach in BREACHES} or name not in [word.strip(")") for word in run_by_ctest]:
            faults += 1
            print(f"{name}: is not broken here or not run by ctest; expected both for each check")
    print(f"{len(BREACHES)} breaches, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
