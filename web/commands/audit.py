"""`patrolwire audit verify`: whether the record is whole, and still the one that a partner saw."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gateway import keys
from gateway.config import load
from gateway.store import audit
from gateway.store.audit import AuditHead
from gateway.store.store import Store
from web.demo.place import default_config

app = typer.Typer(add_completion=False)


@app.callback()
def _audit() -> None:
    """Ask the audit log."""


@app.command()
def verify(
    config: Annotated[Path | None, typer.Option(help="The office's configuration; else the demo's.")] = None,
    head: Annotated[str, typer.Option(help="A head that a partner saw, SEQ:HASH in hexadecimal.")] = "",
) -> None:
    """Check every row; exit 1 when one is missing or changed, or when a partner saw another log."""
    witnessed = _head(head) if head else AuditHead(0, audit.START)
    found = load(config or default_config())
    store = Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)))
    try:
        bad = store.read_now(audit.verify)
        agrees = store.read_now(lambda conn: audit.agrees(conn, witnessed))
        last = store.read_now(audit.head)
    finally:
        store.close()
    if bad is not None:
        _bad(f"The record is broken at row {bad}: a row was changed or is missing.")
    if not agrees:
        _bad(f"Row {witnessed.seq} is not what the partner saw: rows are missing, or this is an old copy.")
    sys.stdout.write(f"The record is whole: {last.seq} rows. Its head is {last.seq}:{last.hash.hex()}\n")


def _head(text: str) -> AuditHead:
    seq, _, digest = text.partition(":")
    try:
        return AuditHead(int(seq), bytes.fromhex(digest))
    except ValueError:
        raise typer.BadParameter("write the head as SEQ:HASH, as `audit verify` prints it") from None


def _bad(sentence: str) -> None:
    sys.stderr.write(f"patrolwire: {sentence}\n")
    raise typer.Exit(1)
