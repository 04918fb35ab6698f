"""check(): ends a system test with its finding; leave_out(): ends it as left out, which ctest shows as skipped."""
import pathlib
import sys


def check(holds, text):
    if not holds:
        print(f"{pathlib.Path(sys.argv[0]).name}: {text}")
        sys.exit(1)


def leave_out(why):
    print(f"left out: {why}")
    sys.exit(77)
