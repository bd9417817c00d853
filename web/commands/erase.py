"""`patrolwire erase`: the content of a report, or all of a sender, is overwritten for good, on record."""

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from gateway.audit import erasure
from gateway.audit.erasure import Order
from gateway.clock import SystemClock
from gateway.office import keys
from gateway.office.config import load
from gateway.store import erase as erasing
from gateway.store.erase import What
from gateway.store.keys import ReportKey
from gateway.store.store import Store

app = typer.Typer(add_completion=False)


@app.command()
def erase(
    config: Annotated[Path, typer.Option(help="The office's configuration.")],
    why: Annotated[str, typer.Option(help="The reason; its digest goes on record.")],
    report: Annotated[list[str] | None, typer.Option(help="A report's id, ORIGIN-EPOCH-SEQ.")] = None,
    sender: Annotated[list[str] | None, typer.Option(help="A number or call sign: all it sent.")] = None,
) -> None:
    """Overwrite what a report says or a sender sent for good, so that no restore brings it back."""
    found = load(config)
    order = Order(getpass.getuser(), SystemClock().now(), why)
    names = [_key(name) for name in report or []]
    if not (names or sender) or not why.strip():
        raise typer.BadParameter("say what with --report or --sender, and why with --why")
    store = Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)))
    rows = count = 0
    try:
        wanted = [store.read_now(lambda conn, key=key: erasing.of_report(conn, key)) for key in names]
        wanted += [store.read_now(lambda conn, one=one: erasing.of_sender(conn, one)) for one in sender or []]
        for what in wanted:
            if what == What():
                continue
            count += 1
            erasure.put_on(erasure.listed(found), what, order)
            for part in erasing.parts(what):
                rows += store.write_now(lambda conn, part=part: erasure.obey(conn, part, order))
        store.scrub()
    finally:
        store.close()
    if not count:
        sys.stderr.write("patrolwire: Nothing here goes by that name; nothing was erased.\n")
        raise typer.Exit(1)
    sys.stdout.write(
        f"Erased: {rows} rows were overwritten. Backups from before hold it still: take a new one, "
        "and see docs/encryption.md on making the old ones unreadable.\n"
    )


def _key(name: str) -> ReportKey:
    key = ReportKey.parse(name)
    if key is None:
        raise typer.BadParameter(f"{name} is no report's id; `patrolwire export` prints them, as MSI-1-42")
    return key
