"""`patrolwire token`: tokens by which programs use the console's API: add one, list them, revoke one."""

import getpass
import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from gateway.clock import SystemClock
from gateway.desk import tokens
from gateway.desk.tokens import GRAVE, Kept, Scope, TokenRow, Wanted
from gateway.errors import ConfigError
from gateway.office import keys
from gateway.office.config import load
from gateway.store.store import Store
from web.demo.place import default_config
from web.pages.tokens import SAID

app = typer.Typer(add_completion=False, no_args_is_help=True)
At = Annotated[Path | None, typer.Option("--config", help="The office's configuration; else the demo's.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What the token is called in lists and on record.")],
    account: Annotated[str, typer.Option(help="The account it acts for, and whose rights it has.")],
    scope: Annotated[list[Scope], typer.Option(help="What it is for; repeatable.")],
    days: Annotated[int, typer.Option(help="How long it lasts, 366 at most.")] = 90,
    config: At = None,
) -> None:
    """Make a token and print it; it is kept nowhere, so this is the only time."""
    if not GRAVE.isdisjoint(scope):
        raise ConfigError(SAID[Kept.NOT_OWN])
    wanted = Wanted(name, account, [one.value for one in scope], days)
    with _store(config) as store:
        at, user = SystemClock().now(), getpass.getuser()
        made = store.write_now(lambda conn: tokens.make(conn, wanted, user, at))
    if made.kept is not Kept.MADE:
        raise ConfigError(SAID[made.kept])
    sys.stdout.write(f"{made.secret}\n")


@app.command("list")
def show(
    config: At = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List all tokens: for whom, for what, until when, when last used."""
    with _store(config) as store:
        for one in store.read_now(lambda conn: tokens.listed(conn, SystemClock().now())):
            row = _row(one)
            line = json.dumps(row) if as_json else "  ".join(f"{name} {value}" for name, value in row.items())
            sys.stdout.write(f"{line}\n")


@app.command()
def revoke(number: Annotated[int, typer.Argument(help="As `list` shows it.")], config: At = None) -> None:
    """End a token; whoever shows it from now on is refused."""
    with _store(config) as store:
        at, user = SystemClock().now(), getpass.getuser()
        kept = store.write_now(lambda conn: tokens.revoke(conn, number, user, at))
    if kept is not Kept.REVOKED:
        raise ConfigError(SAID[kept])
    sys.stdout.write(f"{SAID[kept]}\n")


@contextmanager
def _store(config: Path | None) -> Generator[Store]:
    found = load(config or default_config())
    store = Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)))
    try:
        yield store
    finally:
        store.close()


def _row(one: TokenRow) -> dict[str, object]:
    return {
        "token": one.id,
        "name": one.name,
        "account": one.account,
        "scopes": " ".join(one.scopes),
        "until": one.expires_at.isoformat(timespec="seconds"),
        "used": one.used_at.isoformat(timespec="seconds") if one.used_at else None,
        "state": "holds" if one.holds else "revoked" if one.revoked else "expired",
    }
