"""`make test`: every kind of test, fastest first, and how many of each passed.

    .venv/bin/python scripts/test.py [pytest arguments]

With arguments, pytest runs once with exactly those.
"""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

import system_packages

ROOT = Path(__file__).resolve().parent.parent
KINDS = {
    "unit": ["-n", "2"],
    "integration": ["-n", "2"],
    "faults": [],
    "browser": [],
    "gpu": [],
}
"""Folder below tests/ → how to run it. Two workers where tests wait for processes or the disk."""
NOTHING_COLLECTED = 5


@dataclass
class Outcome:
    kind: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    returncode: int

    def line(self) -> str:
        return (
            f"{self.kind:<12}{self.passed:>6} passed {self.failed:>4} failed "
            f"{self.skipped:>4} skipped {self.seconds:>7.0f} s"
        )


def run(kind: str, options: list[str]) -> Outcome:
    print(f"\n── {kind} " + "─" * (60 - len(kind)), flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *options]
        returncode = subprocess.run([*command, f"tests/{kind}"], cwd=ROOT).returncode
        counts = counted(report)
    return Outcome(kind, *counts, time.monotonic() - began, returncode)


def counted(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped, from pytest's JUnit file."""
    if not report.exists():
        return 0, 0, 0
    suites = ElementTree.parse(report).getroot().findall("testsuite")
    total, failed, skipped = (
        sum(int(suite.get(name, 0)) for suite in suites for name in names)
        for names in (("tests",), ("failures", "errors"), ("skipped",))
    )
    return total - failed - skipped, failed, skipped


def main() -> int:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    system_packages.install()
    if arguments := sys.argv[1:]:
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT).returncode
    outcomes = [
        run(kind, options) for kind, options in KINDS.items() if (ROOT / "tests" / kind).is_dir()
    ]
    print("\n" + "\n".join(outcome.line() for outcome in outcomes))
    is_red = any(outcome.returncode not in (0, NOTHING_COLLECTED) for outcome in outcomes)
    if absent := system_packages.missing():
        print(f"Tests were skipped. To run them, install: apt-get install {' '.join(absent)}")
    print("Some tests failed." if is_red else "All tests passed.")
    return int(is_red)


if __name__ == "__main__":
    sys.exit(main())
