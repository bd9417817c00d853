"""The table of failpoints and the code say the same, and an armed point ends the process."""

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hardware.failpoint import POINTS, VARIABLE

ROOT = Path(__file__).parents[2]
PROGRAM = "from hardware.failpoint import reach\nfor n in range(5): reach('heard'); print(n, flush=True)"


def reached() -> list[str]:
    """Return the name in each call of `reach` in the product; what is no literal shows as it stands."""
    found: list[str] = []
    for room in ("codes", "hardware", "gateway", "web"):
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "reach":
                    name = node.args[0]
                    found.append(str(name.value) if isinstance(name, ast.Constant) else ast.unparse(name))
    return sorted(found)


def run(said: str | None) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != VARIABLE}
    env |= {} if said is None else {VARIABLE: said}
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_each_point_of_the_table_is_reached_at_one_place_and_no_other_is() -> None:
    assert reached() == sorted(POINTS)


def test_off_nothing_happens() -> None:
    assert run(None).stdout.split() == ["0", "1", "2", "3", "4"]


def test_at_the_third_time_the_process_is_killed() -> None:
    done = run("heard:3")
    assert (done.returncode, done.stdout.split()) == (-signal.SIGKILL, ["0", "1"])


def test_another_point_is_passed() -> None:
    assert run("checkpoint:1").returncode == 0


@pytest.mark.parametrize("said", ["nowhere:1", "heard", "heard:", "heard:-1", ""])
def test_a_point_that_is_none_is_said_at_once(said: str) -> None:
    done = run(said)
    assert done.returncode == 1
    assert VARIABLE in done.stderr
