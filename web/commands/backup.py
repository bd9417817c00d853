"""`patrolwire backup`: everything the office holds, sealed to the recovery keys, beside a running station."""

import contextlib
import getpass
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from gateway.backup import backup as backups
from gateway.clock import SystemClock
from gateway.desk.health import BACKUP, BACKUP_OF
from gateway.errors import StoreFullError
from gateway.office import keys, recovery
from gateway.office.config import load
from gateway.store import audit
from gateway.store.store import Store
from web.demo.place import default_config

app = typer.Typer(add_completion=False)


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(help="The file to write; with --new-key, the secret key's file.")],
    key: Annotated[
        list[Path] | None, typer.Option(help="Another recovery key's .pub file; repeatable.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="The office's configuration; else the demo's.")] = None,
    new_key: Annotated[bool, typer.Option(help="Make a recovery key: TO, to be kept away, TO.pub.")] = False,
) -> None:
    """Write a backup of this moment and read it again; a backup that has its name is whole."""
    if new_key:
        _make(to)
        return
    found = load(config or default_config())
    readers = recovery.readers(found, tuple(key or ()))
    store = Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)))
    try:
        taken = backups.take(store, to, readers, SystemClock().now())
        _record(store, taken.at)
    finally:
        store.close()
    rows = sum(taken.rows.values())
    head = f"{taken.audit_seq}:{taken.audit_hash.hex()}"
    sys.stdout.write(f"{to} holds {rows} rows and was read again. The audit head is {head}\n")


def _record(store: Store, at: datetime) -> None:
    """Put it on record: the health page says how old the last backup is. A full disk is no reason to fail."""
    with contextlib.suppress(StoreFullError):
        store.write_now(lambda conn: audit.append(conn, at, getpass.getuser(), BACKUP, BACKUP_OF))


def _make(to: Path) -> None:
    public = to.with_name(to.name + ".pub")
    recovery.make(to, public)
    sys.stdout.write(f"Keep {to} away from this machine: it reads every backup made to {public}\n")
