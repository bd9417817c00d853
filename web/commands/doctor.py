"""`patrolwire doctor`: what is wrong with this office's station, and what to do, a sentence each."""

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gateway.clock import SystemClock
from gateway.doctor.doctor import examine
from hardware.finding import Finding, Grade
from hardware.gsm import modem_manager
from web.demo.place import default_config

app = typer.Typer(add_completion=False)
MARKS: Final = {Grade.GOOD: ("ok", "green"), Grade.NOTE: ("note", "cyan"), Grade.WRONG: ("WRONG", "bold red")}


@app.command()
def doctor(
    config: Annotated[Path | None, typer.Option(help="The office's configuration; else the demo's.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    send: Annotated[
        bool, typer.Option("--send", help="Each modem texts itself: costs one text each.")
    ] = False,
    udev: Annotated[
        bool, typer.Option("--udev", help="Print the rule for ModemManager, and no more.")
    ] = False,
) -> None:
    """Examine ports, modem, SIM, signal, clock, disk, database, partners; exit 1 when something is wrong."""
    if udev:
        sys.stdout.write(modem_manager.rule())
        return
    found = asyncio.run(_examine(config or default_config(), send, _as_json if as_json else _as_text))
    wrong = sum(one.grade is Grade.WRONG for one in found)
    if not as_json:
        Console().print(f"\n{wrong} of {len(found)} need somebody." if wrong else "\nAll is well.")
    raise typer.Exit(1 if wrong else 0)


async def _examine(config: Path, send: bool, tell: Callable[[Finding], None]) -> list[Finding]:
    """Tell each finding as soon as it is there: a modem may take half a minute."""
    found: list[Finding] = []
    async with aclosing(examine(config, SystemClock(), send=send)) as findings:
        async for finding in findings:
            tell(finding)
            found.append(finding)
    return found


def _as_json(finding: Finding) -> None:
    row = {"check": finding.check, "ok": finding.grade is not Grade.WRONG, "grade": finding.grade.value}
    sys.stdout.write(json.dumps({**row, "sentence": finding.sentence, "facts": finding.facts}) + "\n")
    sys.stdout.flush()


def _as_text(finding: Finding) -> None:
    word, style = MARKS[finding.grade]
    row = Table.grid(padding=(0, 2))
    row.add_column(width=5)
    row.add_column(width=22)
    row.add_column()
    row.add_row(Text(word, style), Text(finding.check), Text(finding.sentence))
    Console().print(row)
