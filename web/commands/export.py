"""`patrolwire export`: every report the office holds, one JSON object a line, beside a running station."""

import getpass
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from gateway import exports
from gateway.clock import SystemClock
from gateway.office import keys
from gateway.office.config import load
from gateway.store.store import Store
from web.demo.place import default_config

app = typer.Typer(add_completion=False)


@app.command()
def export(
    config: Annotated[Path | None, typer.Option(help="The office's configuration; else the demo's.")] = None,
    since: Annotated[int, typer.Option(help="Only what changed after this feed seq.")] = 0,
    with_source: Annotated[bool, typer.Option(help="Also who sent it; each use is recorded.")] = False,
) -> None:
    """Print every report the office holds: latest state, the same id in every office."""
    found = load(config or default_config())
    store = Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)))
    try:
        if with_source:
            at, user = SystemClock().now(), getpass.getuser()
            store.write_now(lambda conn: exports.record_sources(conn, at, user))
        for row in store.read_now(lambda conn: list(exports.rows(conn, since, with_source=with_source))):
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    finally:
        store.close()
