"""`patrolwire init`: a new office in a folder, and what to do next."""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich import print as show

from codes.load import shipped
from gateway.clock import SystemClock
from gateway.founding import DSN, Said, first_account, found, of_the_book
from gateway.office import keys, recovery
from gateway.office.config import load
from gateway.store.store import Store
from web.commands.decode import DEFAULT_OFFICE

app = typer.Typer(add_completion=False)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where the office will live; made if it is not there.")],
    code: Annotated[
        str, typer.Option(help="The office's code in the codebook, from which the rest is known.")
    ] = DEFAULT_OFFICE,
    name: Annotated[str | None, typer.Option(help="Its name, as partners know it.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166, two letters.")] = None,
    zone: Annotated[str | None, typer.Option(help="Its time zone.")] = None,
    kind: Annotated[str | None, typer.Option(help="blo, or tccc for a national hub.")] = None,
    dsn: Annotated[str, typer.Option(help="Where its store will be, such as a PostgreSQL.")] = DSN,
) -> None:
    """Make a new office: config, keys, database, first account."""
    office = replace(of_the_book(shipped(), code.upper(), Said(name, country, zone, kind)), dsn=dsn)
    config = found(folder, office)
    settings = load(config)
    store = Store.make(settings.dsn(), keys.store_key(settings.path(settings.store.key_file)))
    password = secrets.token_urlsafe(12)
    first_account(store, "admin", password, "administrator", SystemClock().now())
    store.close()
    what = f"{office.name} ({office.code}, {office.country})"
    show(f"[bold]{what}[/bold] is founded in {folder}. The first account is admin, password {password}\n")
    card = config.with_name(f"{office.code}.card.toml")
    steps = (
        recovery.ADVICE.format(file=folder / f"{office.code}.recovery-key"),
        f"keep a copy of {folder}/keys somewhere safe: without it the database cannot be read",
        f"name your modem, officers and partners in {config}",
        f"hand {card} to your partners in person, and put theirs into {folder}/partners",
        f"patrolwire run --config {config}",
        f"open {settings.console.address} in a browser, sign in as admin, who releases nothing himself",
        "let your people in, under People, Staff",
    )
    for number, step in enumerate(steps, 1):
        show(f"  {number}. {step}")
