"""`patrolwire sheet`: an officer's one-time codes on paper: make a sheet, print it, list them, revoke one."""

import getpass
import json
import secrets
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from codes.load import cards
from codes.onetime import LONGEST_SHEET
from gateway.clock import SystemClock
from gateway.errors import ConfigError
from gateway.office import keys
from gateway.office.config import Config, Officer, load
from gateway.senders import enrolment, handing
from gateway.senders.handing import Printed
from gateway.store import sheets
from gateway.store.store import Store
from gateway.store.tables import Sheet
from web.cards.sheet import Codes, plain, write
from web.demo.place import default_config

app = typer.Typer(add_completion=False, no_args_is_help=True)
SECRET_BYTES = 20  # as long as the hash (RFC 4226, 4)
_DURESS = "Under duress he types the second group first. Tell him so face to face; it stands on no sheet.\n"
At = Annotated[Path | None, typer.Option("--config", help="The office's configuration; else the demo's.")]
Out = Annotated[Path | None, typer.Option(help="FILE.html or FILE.pdf; else plain text to the terminal.")]


@app.command()
def new(
    officer: Annotated[str, typer.Argument(help="His name, number or call sign in the config.")],
    config: At = None,
    rows: Annotated[int, typer.Option(min=1, max=LONGEST_SHEET, help="How many reports it lasts for.")] = 50,
    out: Out = None,
) -> None:
    """Make a sheet for an officer and print it."""
    _check(out)
    with _office(config) as (found, store):
        owner, at, user = (
            handing.officer_called(officer, _officers(found, store)),
            SystemClock().now(),
            getpass.getuser(),
        )
        secret = secrets.token_bytes(SECRET_BYTES)
        older = store.read_now(lambda conn: handing.open_sheets(conn, owner))
        number = store.write_now(lambda conn: handing.make(conn, owner, secret, rows, at, user))
        printed = store.write_now(lambda conn: handing.to_print(conn, number, at, user))
        _print(_codes(found, owner, printed), out)
    sys.stderr.write(f"Sheet {number} is {owner.name}'s. Hand it over in person.\n{_DURESS}")
    for old in older:
        sys.stderr.write(f"Sheet {old} counts too: `patrolwire sheet revoke {old}` ends it.\n")


@app.command("print")
def reprint(number: Annotated[int, typer.Argument()], config: At = None, out: Out = None) -> None:
    """Print once more the rows of a sheet that are not spent yet."""
    _check(out)
    with _office(config) as (found, store):
        at, user = SystemClock().now(), getpass.getuser()
        printed = store.write_now(lambda conn: handing.to_print(conn, number, at, user))
        _print(_codes(found, handing.officer_called(printed.officer, _officers(found, store)), printed), out)


@app.command("list")
def show(
    config: At = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List all sheets: whose, how many rows are left, how many wrong codes came from the owner's number."""
    with _office(config) as (_, store):
        for sheet in store.read_now(sheets.everyone):
            row = _row(sheet)
            line = json.dumps(row) if as_json else "  ".join(f"{name} {value}" for name, value in row.items())
            sys.stdout.write(f"{line}\n")


@app.command()
def revoke(number: Annotated[int, typer.Argument()], config: At = None) -> None:
    """End a sheet that is lost, seen or used up; whoever uses it from now on is graded X."""
    with _office(config) as (_, store):
        at, user = SystemClock().now(), getpass.getuser()
        store.write_now(lambda conn: handing.revoke(conn, number, at, user))
    sys.stdout.write(f"Sheet {number} is revoked.\n")


@contextmanager
def _office(config: Path | None) -> Generator[tuple[Config, Store]]:
    found = load(config or default_config())
    store = Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)))
    try:
        yield found, store
    finally:
        store.close()


def _officers(config: Config, store: Store) -> tuple[Officer, ...]:
    """Return everybody on the roster, and whom the config lists beside it."""
    held = keys.load(config.path(config.keys))
    found = store.read_now(lambda conn: enrolment.known(conn, config.officer, held))
    return tuple(one.officer for one in found)


def _row(sheet: Sheet) -> dict[str, object]:
    """Return what staff may see of a sheet: never its secret."""
    return {
        "sheet": sheet.id,
        "officer": sheet.officer,
        "left": sheet.size + 1 - sheet.next_row,
        "wrong": sheet.wrong,
        "made": sheet.made_at.isoformat(timespec="seconds"),
        "revoked": sheet.revoked_at.isoformat(timespec="seconds") if sheet.revoked_at else None,
    }


def _check(out: Path | None) -> None:
    """Refuse a file of another sort before anything is made."""
    if out is not None and out.suffix not in (".html", ".pdf"):
        raise ConfigError(f"{out} is neither .html nor .pdf; nothing was made")


def _codes(config: Config, owner: Officer, printed: Printed) -> Codes:
    _, words = cards()
    said = {name: texts[owner.language] for name, texts in words.items()}
    made = printed.made_at.astimezone(ZoneInfo(config.office.zone)).strftime("%Y-%m-%d")
    title = f"{said['sheet']} {printed.number}  {config.office.name}"
    return Codes(title, made, printed.rows, owner.language, said)


def _print(codes: Codes, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(plain(codes))
    else:
        write(codes, out)
