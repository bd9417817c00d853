"""`patrolwire demo`: three offices, their consoles, and a phone to text from."""

import asyncio
import json
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from web.demo.place import point_at
from web.demo.play import LateError, Play
from web.demo.stage import RELIEF, USER, set_stage

app = typer.Typer(add_completion=False)


@app.command()
def demo(
    folder: Annotated[
        Path | None, typer.Option("--dir", help="Keep the data here; else it is forgotten.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line once all is ready.")] = False,
) -> None:
    """Start Mae Sai, Tachileik and TCCC Bangkok on this machine; Ctrl-C ends all of it."""
    kept = folder or Path(tempfile.mkdtemp(prefix="patrolwire-demo-"))
    kept.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(_demo(kept.resolve(), as_json=as_json))
    except LateError as error:
        sys.exit(f"patrolwire: {error}")
    finally:
        if folder is None:
            shutil.rmtree(kept, ignore_errors=True)


async def _demo(folder: Path, *, as_json: bool) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    point_at(folder)
    play = Play(folder, set_stage(folder))
    try:
        await play.start()
        ready = asyncio.create_task(play.ready())
        await asyncio.wait([ready, asyncio.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
        if not stop.is_set():
            await ready
            _tell(play, as_json=as_json)
            await stop.wait()
    finally:
        await play.end()


def _tell(play: Play, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(play.facts()) + "\n")
        sys.stdout.flush()
        return
    table = Table(title="Patrolwire demo", title_justify="left")
    for column in ("office", "console", "user", "password"):
        table.add_column(column)
    for one in play.sets:
        table.add_row(one.role.name, one.console, f"{USER}, {RELIEF}", one.password)
    console = Console()
    console.print(table)
    console.print(
        f"Text from the phone at [bold]{play.phone}[/bold], for instance: DRG MSI YAB 200000T SEIZED"
    )
    console.print("Ctrl-C ends it all.")
