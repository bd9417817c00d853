"""Run the full campaigns of faults, `python -m tests.soak`, and print one table of them, anew after each.

A test says with `record_property` (`Note`) what it `tried`, what was `lost`, `twice` or `corrupt`, and
whether it is a `control`, which passes when what it leaves out was found out.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

Note = Callable[[str, object], None]
_STORE, _ROAD = "tests/gateway/store/", "tests/road/"
_CAMPAIGNS: Final = (
    ("crash states of each commit path", (f"{_STORE}test_crash_states.py",)),
    ("power cuts", (f"{_STORE}test_power.py",)),
    ("kills at named failpoints", (f"{_ROAD}test_failpoints.py", "tests/gateway/backup/test_killed.py")),
    ("kills at any moment", (f"{_ROAD}test_road.py", "tests/gateway/alarms/test_kill.py")),
    ("disk full at each write", (f"{_STORE}test_full_disk.py", f"{_ROAD}test_full_disk.py")),
    ("disk full, and kill -9 in a stream", (f"{_STORE}test_faults.py",)),
    ("PostgreSQL and workers killed", (f"{_ROAD}test_workers.py",)),
    ("readers during checkpoints", (f"{_STORE}test_checkpoints.py",)),
    ("a new key for the store, killed", ("tests/gateway/office/test_storekey.py",)),
    ("modems, kills, clocks of 1970 and 2038", (f"{_ROAD}test_gsm_campaign.py",)),
)
_FAMILY: Final = ("-o", "junit_family=xunit1")  # the newer one bears no properties
_REST: Final = "every other full campaign"
_FOUND: Final = ("lost", "twice", "corrupt")
# How the simulation's sentences tell what they found; whatever else it says is something lost.
_WORDS: Final = (
    (
        "twice",
        re.compile(r"given again|went out \d+ times|swallowed|are the messages|is the messages \['\d+', "),
    ),
    ("corrupt", re.compile("broken|does not come up|says something else|other words")),
)


@dataclass
class Row:
    """What one campaign came to; `controls` are those that failed as they must, of how many."""

    what: str
    counts: Counter[str] = field(default_factory=Counter[str])
    controls: int = 0
    of: int = 0
    notes: list[str] = field(default_factory=list[str])
    good: bool = True
    seconds: float = 0.0

    def cells(self) -> Iterator[str]:
        """Yield the cells of the table."""
        yield self.what
        yield f"{self.counts['tried']:,}"
        yield from (str(self.counts[name]) for name in _FOUND)
        yield f"{self.controls} of {self.of}" if self.of else ""
        yield "; ".join([*self.notes, *([] if self.good else ["BREACH"])])
        yield f"{self.seconds:.0f} s"


def main() -> int:
    """Return 1 when anything was lost, twice, corrupt or failed, or a control found nothing."""
    asked, rows, begun = _arguments(), list[Row](), time.monotonic()
    console, env = Console(), dict(os.environ)
    if not asked.tenth:
        env["PATROLWIRE_SOAK"] = "1"
    rest = [
        "tests",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        *(f"--ignore={f}" for _, files in _CAMPAIGNS for f in files),
    ]
    steps = [(what, list(files)) for what, files in _CAMPAIGNS] + ([] if asked.tenth else [(_REST, rest)])
    for number, (what, files) in enumerate([("weeks of the network", list[str]()), *steps], 1):
        console.rule(f"{number} of {len(steps) + 1}: {what}, after {(time.monotonic() - begun) / 60:.0f} min")
        at = time.monotonic()
        row = _pytest(what, files, env) if files else _simulation(what, asked)
        row.seconds = time.monotonic() - at
        rows.append(row)
        console.print(_table(rows))  # after each: who stops it early has seen what ran
    return int(not all(row.good and row.controls == row.of for row in rows))


def _table(rows: list[Row]) -> Table:
    table = Table("what", "tried", *_FOUND, "controls that failed, as they must", "", "took")
    for row in rows:
        table.add_row(*row.cells())
    return table


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--offices", type=int, default=12)
    parser.add_argument("--days", type=float, default=7.0)
    parser.add_argument("--tenth", action="store_true", help="the small counts of `make test`, and no others")
    return parser.parse_args()


def _simulation(what: str, asked: argparse.Namespace) -> Row:
    sizes = [f"--{name}={getattr(asked, name)}" for name in ("seeds", "offices", "days")]
    command, row = [sys.executable, "-m", "tests.simulation", *sizes], Row(what)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            _hear(row, line)
    row.good = child.returncode == 0
    return row


def _hear(row: Row, line: str) -> None:
    if re.match(r"\[\d+/\d+\] seed ", line):
        row.counts["tried"] += 1
    elif line.startswith("[control] "):
        row.of += 1
        row.controls += "failed, as it must" in line
    elif re.match(r"    [\d.]+ d: ", line):
        row.counts[next((name for name, words in _WORDS if words.search(line)), "lost")] += 1


def _pytest(what: str, arguments: list[str], env: dict[str, str]) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "--timeout=7200",
            *_FAMILY,
            f"--junitxml={report}",
            *arguments,
        ]
        code = subprocess.run(command, env=env, check=False).returncode
        cases = list(ET.parse(report).iter("testcase")) if report.exists() else []  # noqa: S314  # pytest's own
    row = Row(what, good=code == 0 and bool(cases))
    for case in cases:
        _count(row, case)
    return row


def _count(row: Row, case: ET.Element) -> None:
    said = [(one.get("name", ""), one.get("value", "")) for one in case.iter("property")]
    passed = not any(case.find(word) is not None for word in ("failure", "error", "skipped"))
    row.good &= case.find("skipped") is None  # a campaign that was not tried has shown nothing
    if ("control", "1") in said:
        row.of += 1
        row.controls += passed
        return
    row.notes += [f"{name} {value}" for name, value in said if name not in ("tried", "control", *_FOUND)]
    for name, value in said:
        if name in ("tried", *_FOUND):
            row.counts[name] += int(value)
    if not any(name == "tried" for name, _ in said):
        row.counts["tried"] += 1


if __name__ == "__main__":
    sys.exit(main())
