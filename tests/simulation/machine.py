"""The machine of an office, which may be lost with its disk: its last backup, and what that had not yet."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gateway.backup import restore as restoring
from gateway.backup.backup import take
from gateway.store.database import Database
from gateway.store.keys import ReportKey
from gateway.store.store import Store
from tests.simulation.held import Held, Row

_SECRET = X25519PrivateKey.generate()
Name = tuple[str, int, int]
Envelope = tuple[Any, ...]


@dataclass
class Gone:
    """What an office had when it lost its machine, and its backup had not; over all its losses."""

    raws: set[bytes] = field(default_factory=set[bytes])
    reports: dict[ReportKey, Row] = field(default_factory=dict[ReportKey, Row])  # its own
    sent: dict[Name, Envelope] = field(default_factory=dict[Name, Envelope])
    received: set[Name] = field(default_factory=set[Name])
    texts: set[str] = field(default_factory=set[str])


@dataclass
class Machine:
    """One office's machine, and what is put aside for the day it is lost."""

    code: str
    file: Path
    gone: Gone = field(default_factory=Gone)
    restores: int = 0
    _before: Held | None = None

    @property
    def lost(self) -> bool:
        return self._before is not None

    def back_up(self, store: Store, now: datetime) -> None:
        take(store, self.file, [_SECRET.public_key()], now)

    def lose(self, store: Store) -> None:
        """Note what there is: from here on it is only in this note."""
        self._before = store.read_now(Held)

    def put_back(self, database: Database, now: datetime, *, same_epoch: bool) -> None:
        """Restore the last backup on another machine; `same_epoch` is the control's carelessness."""
        self.restores += 1
        with ExitStack() as stack:
            stack.enter_context(patch.object(restoring.secrets, "randbelow", lambda _: self.restores))
            if same_epoch:
                stack.enter_context(patch.object(restoring.counters, "begin_epoch", lambda *_: None))
            restoring.restore(self.file, _SECRET, database, now)

    def compare(self, store: Store) -> Held | None:
        """See what has gone, once after each restore; return what is there then."""
        before, self._before = self._before, None
        if before is None:
            return None
        after, gone = store.read_now(Held), self.gone
        gone.raws |= before.heard.keys() - after.heard.keys()
        gone.texts = before.deliveries.keys() - after.deliveries.keys()
        mine = {key: row for key, row in before.reports.items() if key.origin == self.code}
        gone.reports |= {key: row for key, row in mine.items() if key not in after.reports}
        for name, row in before.envelopes.items():
            if name in after.envelopes:
                continue
            if name[0] == self.code:
                gone.sent[name] = meaning(row)
            else:
                gone.received.add(name)
        return after


def meaning(row: Row) -> Envelope:
    """Return what the number of an envelope stands for."""
    return tuple(row[name] for name in ("kind", "partner", "report_origin", "report_epoch", "report_seq"))


def numbers(gone: Gone, held: Held, code: str) -> Iterator[str]:
    """Say which number or reference of the time before a restore was given again."""
    refs = {row["ref"]: key for key, row in held.reports.items() if key.origin == code}
    for key, row in gone.reports.items():
        now = held.reports.get(key)
        if now is not None and (now["ref"], now["type"]) != (row["ref"], row["type"]):
            yield f"the number of the report {key} was given again"
        if refs.get(row["ref"], key) != key:
            yield f"the reference {row['ref']} was given again"
    for name, was in gone.sent.items():
        there = held.envelopes.get(name)
        if there is not None and meaning(there) != was:
            yield f"the number of the envelope {name} was given again"


def told(restores: int, held: Held) -> Iterator[str]:
    """Say what a restored office was not told: whom it asked, what came back, and that more is missing."""
    if not restores:
        return
    said = held.told.get("came back", "")
    if "is missing: ask the officers" not in said or "restored" not in held.told:
        yield f"what cannot come back was not told: {said!r}"
    for part in ("not answered yet", "parts so far", "were not signed", "cannot open"):
        if part in said:
            yield f"the asking after a restore never ended well: {said!r}"
