"""The house rules, each a check that reads the source tree; `tidy.py ROOT CHECK` runs one, `tidy.py --list` names them.

A finding is a line "FILE:LINE: what was found; what was expected" on standard output. Exit status: 0 no finding,
1 findings, 77 the check cannot run here and says why (ctest shows it as skipped). tidy_test.py breaks each rule in
a made-up tree and asks for the finding.
"""
import pathlib
import re
import shutil
import subprocess
import sys

LINES_MAX = 400  # a file that is longer has two purposes
TOP = {"CMakeLists.txt", "CMakePresets.json", "README.md", "ARCHITECTURE.md", "LICENSE", "parsers", "rules",
       "pipeline", "deploy", "tests"}

# A folder may include itself and what stands before it; kafka and gateway do not know each other.
LAYERS = {
    "parsers": ["parsers"],
    "rules": ["parsers", "rules"],
    "pipeline/core": ["parsers", "rules", "pipeline/core"],
    "pipeline/kafka": ["parsers", "rules", "pipeline/core", "pipeline/kafka"],
    "pipeline/gateway": ["parsers", "rules", "pipeline/core", "pipeline/gateway"],
    "pipeline/app": ["parsers", "rules", "pipeline/core", "pipeline/kafka", "pipeline/gateway", "pipeline/app"],
}
# Libraries that only some folders may see. tests/broker, tests/mock and tests/bench are Kafka clients of their own.
LIBRARIES = [
    (re.compile(r"librdkafka/"), ["pipeline/kafka", "tests/broker", "tests/mock", "tests/bench"]),
    (re.compile(r"boost/(asio|beast)"), ["pipeline/gateway", "tests/gateway", "tests/bench", "tests/broker"]),
    (re.compile(r"CLI/"), ["pipeline/app"]),
    (re.compile(r"re2/"), ["rules", "tests"]),
    (re.compile(r"oneapi/"), ["tests/bench"]),
    (re.compile(r"(pugixml|gumbo)"), ["parsers", "tests"]),
]
# What the pure folders and all of us leave alone: pattern, folders, reason.
PURE = ["parsers", "rules", "pipeline/core"]
FORBIDDEN = [
    (re.compile(r"#include <(thread|mutex|condition_variable|future)>"), PURE, "threads belong to the shells"),
    (re.compile(r"(system|steady|high_resolution)_clock::now|\btime\(nullptr\)|\bgettimeofday\("), PURE,
     "the pure folders are given the time"),
    (re.compile(r"#include <(sys/|netinet/|unistd\.h)"), PURE, "the pure folders ask the system nothing"),
    (re.compile(r"\bstd::regex\b|#include <regex>"), [""], "RE2, whose time is linear"),
    (re.compile(r"\bdetached\b\)"), ["pipeline"], "a coroutine is spawned with a handler that reports"),
    (re.compile(r"\b(strcpy|strcat|sprintf|gets|atoi|atof)\("), ["parsers", "rules", "pipeline"],
     "a call that knows its bounds and its errors"),
]
SCRIPT_STARTS = ("#!/usr/bin/env bash", "#!/usr/bin/env python3", "#!/bin/sh")


def is_in(path, folder):
    return folder == "" or path == folder or path.startswith(folder + "/")


class Tree:
    """The files of the project: all but what is hidden at the top, built or made by Python."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.paths = []
        for top in sorted(self.root.iterdir()):
            if top.name.startswith(".") or top.name == "build" or top.name not in TOP:
                continue
            for path in [top] if top.is_file() else sorted(top.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    self.paths.append(path.relative_to(self.root).as_posix())

    def lines(self, path):
        return (self.root / path).read_text(encoding="utf-8").splitlines()

    def cpp(self):
        return [p for p in self.paths if p.endswith((".cc", ".h"))]

    def code(self):
        """What we write by hand for machines to run: C++, Python, CMake and scripts."""
        return self.cpp() + [p for p in self.paths if p.endswith((".py", "CMakeLists.txt", ".cmake", ".js", ".css"))
                             or self.is_script(p)]

    def is_script(self, path):
        if "." in path.rsplit("/", 1)[-1]:
            return path.endswith(".sh")
        with open(self.root / path, "rb") as file:
            return file.read(2) == b"#!"


def check_includes(tree):
    """Includes point one way, and a library is seen only by the folder that wraps it."""
    include = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)')
    for path in tree.cpp():
        layer = next((name for name in LAYERS if is_in(path, name)), None)
        for number, line in enumerate(tree.lines(path), 1):
            found = include.match(line)
            if not found:
                continue
            quote, target = found.groups()
            for library, folders in LIBRARIES:
                if library.match(target) and not any(is_in(path, folder) for folder in folders):
                    yield f"{path}:{number}: includes {target}; expected only in {', '.join(folders)}"
            if quote != '"':
                continue
            if layer and "/" in target and not any(is_in(target, below) for below in LAYERS[layer]):
                yield f'{path}:{number}: includes "{target}"; {layer} may include only {", ".join(LAYERS[layer])}'
            elif not (tree.root / target).is_file():
                yield f'{path}:{number}: includes "{target}"; expected a path from the top of the tree'


def check_purpose(tree):
    """The first line of a file says its purpose."""
    for path in tree.code() + [p for p in tree.paths if p.endswith((".tsv", ".yaml", ".yml", "packages.txt"))]:
        lines = tree.lines(path)
        first = 1 if lines and lines[0].startswith(SCRIPT_STARTS) else 0
        text = lines[first] if len(lines) > first else ""
        marks = ("// ",) if path.endswith((".cc", ".h")) else ("# ", '"""', "// ", "/* ")
        mark = next((mark for mark in marks if text.startswith(mark)), None)
        if mark is None or len(text[len(mark):].split()) < 3:
            yield f'{path}:{first + 1}: begins with "{text[:60]}"; expected a comment that says what the file is for'


def check_length(tree):
    """A file has at most LINES_MAX lines."""
    for path in tree.code():
        count = len(tree.lines(path))
        if count > LINES_MAX:
            yield f"{path}:{count}: has {count} lines; expected at most {LINES_MAX}: part it by purpose"


def check_markers(tree):
    """No work is left behind in comments: it is an issue, or it is done."""
    marker = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
    for path in tree.code():
        for number, line in enumerate(tree.lines(path), 1):
            found = marker.search(line)
            if found:
                yield f"{path}:{number}: has a {found.group(1)}; expected the work done or told in ARCHITECTURE.md"


def check_forbidden(tree):
    """Calls that have a better one, and what the pure folders leave alone."""
    for path in tree.cpp():
        for number, line in enumerate(tree.lines(path), 1):
            for pattern, folders, instead in FORBIDDEN:
                found = pattern.search(line.split("//")[0])
                if found and any(is_in(path, folder) for folder in folders):
                    yield f"{path}:{number}: has {found.group(0).strip()}; expected none: {instead}"
        if path.endswith(".h"):
            if "#pragma once" not in tree.lines(path):
                yield f"{path}:1: has no #pragma once; expected one after the opening comment"
            for number, line in enumerate(tree.lines(path), 1):
                if line.startswith("using namespace "):
                    yield f"{path}:{number}: has using namespace; expected none in a header: it reaches all who include it"


def check_listed(tree):
    """Each source is listed in a CMakeLists.txt, each header included by somebody."""
    cmake = {p: "\n".join(tree.lines(p)) for p in tree.paths if p.endswith("CMakeLists.txt")}
    included = {target for p in tree.cpp() for target in re.findall(r'#include "([^"]+)"', "\n".join(tree.lines(p)))}
    for path in tree.cpp():
        if path.endswith(".h"):
            if path not in included:
                yield f"{path}:1: is included by nobody; expected a user or no file"
            continue
        above = [c for c in cmake if is_in(path, c.rpartition("/")[0])]
        names = [path[len(c.rpartition("/")[0]):].lstrip("/") for c in above]
        # tests/fuzz names its sources by the name of the target: hearsay_fuzz(html …) is html_fuzz.cc.
        fuzz = re.fullmatch(r"tests/fuzz/(\w+)_fuzz\.cc", path)
        # By its name from the folder of the CMakeLists.txt, or from the top of the tree.
        listed = any(f"${{CMAKE_SOURCE_DIR}}/{path}" in text for text in cmake.values()) or any(
            re.search(rf"(^|[\s(]){re.escape(n)}($|[\s)])", cmake[c]) for c, n in zip(above, names))
        if not listed and not (fuzz and any(f"hearsay_fuzz({fuzz.group(1)} " in text for text in cmake.values())):
            yield f"{path}:1: is in no CMakeLists.txt; expected each source listed by name"


def check_names(tree):
    """Files of code are snake_case; nothing new stands at the top."""
    for path in tree.code():
        name = path.rsplit("/", 1)[-1]
        if name != "CMakeLists.txt" and not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9]+)*", name):
            yield f"{path}:1: is called {name}; expected snake_case"
    for top in sorted(tree.root.iterdir()):
        if not top.name.startswith(".") and top.name != "build" and top.name not in TOP:
            yield f"{top.name}:1: stands at the top of the tree; expected only {', '.join(sorted(TOP))}"


def check_format(tree):
    """clang-format has nothing to change."""
    tool = shutil.which("clang-format-14") or shutil.which("clang-format")
    if tool is None:
        print("left out: clang-format is not installed (Debian: apt-get install clang-format-14)")
        sys.exit(77)
    run = subprocess.run([tool, "--dry-run", *tree.cpp()], cwd=tree.root, capture_output=True, text=True, check=False)
    first = {}
    for path, line in re.findall(r"^([^:\n]+):(\d+):\d+: (?:warning|error)", run.stderr, re.MULTILINE):
        first.setdefault(path, line)
    for path, line in first.items():
        yield f"{path}:{line}: is not formatted; expected what `{pathlib.Path(tool).name} -i {path}` writes"
    if run.returncode != 0 and "code should be clang-formatted" not in run.stderr:
        yield f".clang-format:1: {tool} ended with {run.returncode}: {run.stderr.strip()[:200]}"


CHECKS = {name[len("check_"):]: function for name, function in globals().items() if name.startswith("check_")}


def main():
    if sys.argv[1:] == ["--list"]:
        for name, check in CHECKS.items():
            print(f"{name:<10} {check.__doc__.splitlines()[0]}")
        return 0
    if len(sys.argv) != 3 or sys.argv[2] not in CHECKS:
        print(f"usage: tidy.py ROOT CHECK; CHECK is one of {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    tree = Tree(sys.argv[1])
    if not tree.cpp():
        print(f"{sys.argv[1]}: holds no source; expected the top of the tree")
        return 1
    findings = list(CHECKS[sys.argv[2]](tree))
    print("\n".join(findings) if findings else f"{sys.argv[2]}: {len(tree.paths)} files, no finding")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
