"""`patrolwire run`: the station and its console, until SIGTERM or Ctrl-C."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from gateway import keys
from gateway.clock import SystemClock
from gateway.config import load
from gateway.logs import set_up
from gateway.station import Station, kit_from
from gateway.store.store import Store
from web.serve import serve

app = typer.Typer(add_completion=False)


@app.command()
def run(config: Annotated[Path, typer.Option(help="The office's configuration file.")]) -> None:
    """Run the station of one office, with its console and its door to partners."""
    set_up()
    found = load(config)
    kit = kit_from(found, SystemClock())
    store = Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)))
    try:
        asyncio.run(serve(Station(kit, store)))
    finally:
        store.close()
