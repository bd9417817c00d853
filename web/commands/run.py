"""`patrolwire run`: the station and its console, until SIGTERM or Ctrl-C."""

import asyncio
import gc
from pathlib import Path
from typing import Annotated

import typer

from gateway import keys
from gateway.config import Config, load
from gateway.logs import set_up
from gateway.outside import Outside
from gateway.role import Role
from gateway.station import Station
from gateway.store.store import Store
from web.serve import serve

app = typer.Typer(add_completion=False)


@app.command()
def run(
    config: Annotated[Path, typer.Option(help="The office's configuration file.")],
    role: Annotated[
        Role, typer.Option(help="A share of the work, when several share a PostgreSQL.")
    ] = Role.ALL,
) -> None:
    """Run the station of one office, with its console and its door to partners.

    Where the store is a PostgreSQL, any number of workers may share the work, each with a role.
    """
    set_up()
    found = load(config)
    store = Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)))
    try:
        asyncio.run(_serve(found, store, role))
    finally:
        store.close()


async def _serve(config: Config, store: Store, role: Role) -> None:
    station = Station(config, Outside(), store, role)
    gc.freeze()  # the book and the libraries stay for ever: no collection has to walk them while a text waits
    await serve(station)
