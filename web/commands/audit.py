"""`patrolwire audit`: whether the record is whole, and still the one that partners saw."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gateway.audit import witness
from gateway.audit.signed import SignedHead
from gateway.clock import SystemClock
from gateway.errors import ConfigError
from gateway.office import keys
from gateway.office.config import Config, load
from gateway.store import audit, heads
from gateway.store.store import Store
from web.demo.place import default_config

app = typer.Typer(add_completion=False)
_CONFIG = typer.Option(help="The office's configuration; else the demo's.")


@app.callback()
def _audit() -> None:
    """Ask the record."""


@app.command()
def verify(
    config: Annotated[Path | None, _CONFIG] = None,
    head: Annotated[str, typer.Option(help="A head that was seen of this record, SIZE:ROOT.")] = "",
    witness_file: Annotated[
        Path | None, typer.Option("--witness", help="A partner's `audit heads`: what it saw of this record.")
    ] = None,
    partner_heads: Annotated[
        bool, typer.Option(help="Check the heads of partners' records that are kept here, too.")
    ] = False,
) -> None:
    """Check every row; exit 1 when one is missing or changed, or when somebody saw another record."""
    found, store = _open(config)
    seen = {_head(head)} if head else set[tuple[int, bytes]]()
    try:
        if witness_file is not None:
            own = keys.load(found.path(found.keys)).signs
            seen |= witness.read(witness_file, found.office.code, *own)
        broken = store.read_now(lambda conn: audit.verify(conn, seen))
        last = store.read_now(audit.head)
        doubts = store.read_now(lambda conn: witness.doubts(conn, found)) if partner_heads else []
    finally:
        store.close()
    for doubt in doubts:
        sys.stderr.write(f"patrolwire: {doubt}\n")
    if broken is not None:
        sys.stderr.write(f"patrolwire: The record is broken: {broken.sentence}\n")
    if doubts or broken is not None:
        raise typer.Exit(1)
    against = f" It agrees with {len(seen)} heads that were seen of it." if seen else ""
    sys.stdout.write(
        f"The record is whole: {last.seq} rows.{against} Its head is {last.seq}:{last.hash.hex()}\n"
    )


@app.command("heads")
def heads_(
    office: Annotated[str, typer.Argument(help="A partner's code; without one, this office itself.")] = "",
    config: Annotated[Path | None, _CONFIG] = None,
) -> None:
    """Print the heads of a partner's record as it signed them, or this record's, for `verify --witness`."""
    found, store = _open(config)
    try:
        if office:
            kept = store.read_now(lambda conn: heads.seen(conn, office))
            if not kept:
                raise ConfigError(f"no head of {office}'s record is kept here; look at the partner's code")
            rows = [SignedHead(one.office, one.size, one.root, one.at, one.signature) for one in kept]
        else:
            size, root = store.read_now(audit.head)
            at = int(SystemClock().now().timestamp())
            held = keys.load(found.path(found.keys)).sign
            rows = [SignedHead(found.office.code, size, root, at).sign(held)]
    finally:
        store.close()
    for row in rows:
        sys.stdout.write(row.line() + "\n")


def _open(config: Path | None) -> tuple[Config, Store]:
    found = load(config or default_config())
    return found, Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)))


def _head(text: str) -> tuple[int, bytes]:
    size, _, root = text.partition(":")
    try:
        return int(size), bytes.fromhex(root)
    except ValueError:
        raise typer.BadParameter("write the head as SIZE:ROOT, as `audit verify` prints it") from None
