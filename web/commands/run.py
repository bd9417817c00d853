"""`patrolwire run`: the station and its console, until SIGTERM or Ctrl-C."""

import asyncio
import gc
from pathlib import Path
from typing import Annotated

import typer

from codes.book import Book
from codes.ready import steps
from gateway.logs import set_up
from gateway.office import keys, mark
from gateway.office.config import Config, load
from gateway.role import Role
from gateway.station.outside import Outside
from gateway.station.station import Station
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
        store.read_now(lambda conn: mark.check(found, conn))
        asyncio.run(_serve(found, store, role))
        mark.put(found, store.read_now(mark.look))
    finally:
        store.close()


async def _serve(config: Config, store: Store, role: Role) -> None:
    station = Station(config, Outside(), store, role)
    laid_out = asyncio.create_task(_lay_out(station.kit.book))
    marking = asyncio.create_task(mark.Marking(config, store).run())
    await serve(station)
    laid_out.cancel()
    marking.cancel()


async def _lay_out(book: Book) -> None:
    """Lay the book out type by type beside the first messages, and keep the collector off what stays."""
    for _ in steps(book):
        await asyncio.sleep(0)
    gc.freeze()  # no collection has to walk the book and the libraries while a text waits
