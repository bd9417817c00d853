"""`patrolwire init`: a new office in a folder, and what to do next."""

import secrets
from pathlib import Path
from typing import Annotated

import typer
from rich import print as show

from gateway.clock import SystemClock
from gateway.founding import Founded, first_account, found
from gateway.office import keys, recovery
from gateway.office.config import load
from gateway.store.store import Store

app = typer.Typer(add_completion=False)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where the office will live; made if it is not there.")],
    code: Annotated[str, typer.Option(help="The office's code in the codebook.")] = "MSI",
    name: Annotated[str, typer.Option(help="Its name, as partners know it.")] = "Mae Sai",
    country: Annotated[str, typer.Option(help="ISO 3166, two letters.")] = "TH",
    zone: Annotated[str, typer.Option(help="Its time zone.")] = "Asia/Bangkok",
    kind: Annotated[str, typer.Option(help="blo, or tccc for a national hub.")] = "blo",
) -> None:
    """Make a new office: config, keys, database, first account."""
    config = found(folder, Founded(code, name, country, zone, kind))
    settings = load(config)
    store = Store.open(settings.dsn(), keys.store_key(settings.path(settings.store.key_file)))
    password = secrets.token_urlsafe(12)
    first_account(store, "admin", password, "administrator", SystemClock().now())
    store.close()
    show(f"[bold]{name}[/bold] is founded in {folder}. The first account is admin, password {password}\n")
    steps = (
        recovery.ADVICE.format(file=folder / f"{code}.recovery-key"),
        f"keep a copy of {folder}/keys somewhere safe: without it the database cannot be read",
        f"name your modem, officers and partners in {config}",
        f"hand {folder}/{code}.card.toml to your partners in person, and put theirs into {folder}/partners",
        f"patrolwire run --config {config}",
        "sign in as admin and let your people in, under People, Staff: admin himself releases nothing",
    )
    for number, step in enumerate(steps, 1):
        show(f"  {number}. {step}")
