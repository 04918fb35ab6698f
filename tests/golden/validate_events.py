#!/usr/bin/env python3
"""Checks events in structured mode, one a line, against the JSON Schemas of their types.

usage: validate_events.py SCHEMA_DIR EVENTS.ndjson

Prints the number of events of each type. Exit status: 0 all valid, 1 findings (on standard error),
77 when the Debian package python3-jsonschema is not installed.
"""
import collections
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    sys.exit(77)


def load(folder):
    validators = {}
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[path.stem] = jsonschema.Draft202012Validator(schema)
    return validators


def main(folder, events):
    validators = load(folder)
    counts = collections.Counter()
    findings = 0
    with open(events, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            event = json.loads(line)
            kind = event["type"]
            counts[kind] += 1
            if kind not in validators:
                print(f"{events}:{number}: found type {kind}, expected one with a schema", file=sys.stderr)
                findings += 1
                continue
            for error in validators[kind].iter_errors(event["data"]):
                print(f"{events}:{number}: {kind} {error.json_path}: {error.message}", file=sys.stderr)
                findings += 1
    for kind, count in sorted(counts.items()):
        print(kind, count)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
