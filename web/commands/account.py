"""`patrolwire account`: at the machine itself, who has an account, and a new password for one."""

import getpass
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from gateway.clock import SystemClock
from gateway.desk import regaining
from gateway.desk.passwords import hash_password
from gateway.errors import ConfigError
from gateway.office import keys
from gateway.office.config import load
from gateway.store import accounts
from gateway.store.store import Store
from web.demo.place import default_config

app = typer.Typer(add_completion=False, no_args_is_help=True)
At = Annotated[Path | None, typer.Option("--config", help="The office's configuration; else the demo's.")]
_FACTOR = typer.Option("--end-factor", help="Take the second factor away too: his phone and codes are lost.")


@app.command("list")
def show(config: At = None) -> None:
    """List the accounts: name, role, whether shut out."""
    with _store(config) as store:
        for one in store.read_now(accounts.everyone):
            sys.stdout.write(f"{one.name}  {one.role}{'  shut out' if one.disabled else ''}\n")


@app.command()
def reset(
    name: Annotated[str, typer.Argument(help="The account's name, as `list` shows it.")],
    config: At = None,
    end_factor: Annotated[bool, _FACTOR] = False,
) -> None:
    """Give an account a new password and end its sign-ins; it is on record, and all staff see a notice."""
    with _store(config) as store:
        if store.read_now(lambda conn: accounts.by_name(conn, name)) is None:
            raise ConfigError(f"there is no account {name}; nothing was changed")
        password = _typed()
        regaining.check(name, password)
        hashed, at, by = hash_password(password), SystemClock().now(), getpass.getuser()
        ended = store.write_now(
            lambda conn: regaining.regain(conn, name, hashed, by, at, keep_factor=not end_factor)
        )
    sys.stdout.write(
        f"{name} has a new password; {ended} sign-ins were ended. It is on record, and staff see a notice.\n"
    )


@contextmanager
def _store(config: Path | None) -> Generator[Store]:
    found = load(config or default_config())
    store = Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)))
    try:
        yield store
    finally:
        store.close()


def _typed() -> str:
    """Return a password that was typed twice alike; from a pipe, its first two lines."""
    if sys.stdin.isatty():
        first, again = getpass.getpass("New password: "), getpass.getpass("The same again: ")
    else:
        first, again = (sys.stdin.readline().rstrip("\n") for _ in range(2))
    if first != again:
        raise ConfigError("the two are not the same; nothing was changed")
    return first
