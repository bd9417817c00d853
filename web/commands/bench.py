"""`patrolwire bench`: the figures in the README, on this machine, other programs beside ours."""

import importlib
import json
import logging
import sys
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Self

import structlog
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from web.bench.figure import Figure, Group

GROUPS = {
    "gsm": "web.bench.gsm",
    "store": "web.bench.store",
    "hub": "web.bench.hub",
    "decode": "web.bench.decode",
    "pack": "web.bench.pack",
    "year": "web.bench.year",
    "answer": "web.bench.answer",
    "consoles": "web.bench.consoles",
}
SIZED = ("decode",)  # groups that can be asked for fewer samples than their limits are meant for

app = typer.Typer(name="bench", add_completion=False)


@app.command()
def bench(
    group: Annotated[str | None, typer.Argument(help=f"One of {', '.join(GROUPS)}; else all.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a figure.")] = False,
    count: Annotated[int | None, typer.Option(help="Messages a profile, for the group decode.")] = None,
) -> None:
    """Measure, and print each figure with its limit and what other programs reach in the same run."""
    if group is not None and group not in GROUPS:
        raise typer.BadParameter(f"there is no group {group}; there are {', '.join(GROUPS)}")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with Bar() as bar:
        found = _json(bar, group, count) if as_json else list(_measured(bar, group, count))
    if not as_json:
        Console().print(_table(found))


def _measured(bar: "Bar", group: str | None, count: int | None) -> Iterator[Figure]:
    for name in [group] if group else GROUPS:
        module = importlib.import_module(GROUPS[name])
        figures: Group = partial(module.figures, count=count) if count and name in SIZED else module.figures
        yield from figures(bar)


def _json(bar: "Bar", group: str | None, count: int | None) -> list[Figure]:
    """Print each figure as soon as it is known."""
    found: list[Figure] = []
    for one in _measured(bar, group, count):
        sys.stdout.write(json.dumps(one.to_json(), ensure_ascii=False) + "\n")
        sys.stdout.flush()
        found.append(one)
    return found


def _table(found: list[Figure]) -> Table:
    table = Table(title="Patrolwire, measured on this machine", title_justify="left")
    for column in ("figure", "value", "unit", "n", "limit", "beside", "note"):
        table.add_column(column, justify="right" if column in {"value", "n"} else "left")
    for one in found:
        beside = ", ".join(f"{name} {_plain(value)}" for name, value in one.beside.items())
        table.add_row(one.figure, _coloured(one), one.unit, str(one.n), _limit(one), beside, one.note)
    return table


def _plain(value: float | None) -> str:
    return "not in time" if value is None else f"{value:g}"


def _coloured(one: Figure) -> str:
    colour = {True: "green", False: "red", None: "default"}[one.holds]
    return f"[{colour}]{one.value:g}[/]"


def _limit(one: Figure) -> str:
    if one.limit is None:
        return ""
    return f"{'at least' if one.at_least else 'at most'} {one.limit:g}"


class Bar:
    """A progress bar on standard error, so that figures on standard output stay clean."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def begin(self, what: str, steps: int) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(what, total=steps)

    def step(self) -> None:
        if self._task is not None:
            self._progress.advance(self._task)

    def say(self, sentence: str) -> None:
        self._progress.console.print(sentence)
