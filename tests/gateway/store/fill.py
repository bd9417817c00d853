"""Something in every table; run as a module, it writes the newest schema, filled, to tests/data/store."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from sqlite3 import dump as sqlite3_dump

from sqlalchemy import Connection, insert
from sqlcipher3 import dbapi2

from gateway.store import (
    accounts,
    alarms,
    asked,
    attachments,
    audit,
    counters,
    dialogues,
    duty,
    envelopes,
    factors,
    feed,
    heads,
    history,
    messages,
    notices,
    officers,
    outbox,
    passages,
    patrols,
    references,
    reports,
    resting,
    segments,
    sheets,
    shift,
    spending,
    tokens,
)
from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.migrate import newest
from gateway.store.sought import own
from gateway.store.store import Store
from gateway.store.tables import View
from hardware.sentence import Sentence
from tests.gateway.store import rows
from tests.gateway.store.rows import NOON, key, later


def fill(conn: Connection) -> None:
    """Put a row or more into every table."""
    name, message = _report(conn)
    _people(conn, name, message)


def _report(conn: Connection) -> tuple[ReportKey, int]:
    """Two messages, one of them a report that a partner has stored, and all that hangs on it."""
    first, second = segments.keep(conn, [rows.segment(b"one"), rows.segment(b"two", text="¿?")])
    message = messages.add(conn, **rows.message())
    unread = messages.add(conn, **rows.message(text="¿?", outcome="unreadable"))
    segments.attach(conn, [first or 0], message)
    segments.attach(conn, [second or 0], unread)
    name = key(counters.take(conn, "report"))
    reports.file(conn, rows.report(name), rows.source(message_id=message))
    messages.change(conn, message, **name.values())
    history.note(conn, name, NOON, "officer", "filed")
    photo = {"name": "parcels.jpg", "kind": "image/jpeg", "digest": bytes(32), "located": True}
    attachments.add(conn, name, b"\xff\xd8\xff", by="som", at=NOON, note="the parcels", **photo)
    reply = outbox.queue(conn, **rows.delivery("reply-1", message_id=message, **name.values()))
    spending.spend(conn, "gsm", reply, 1, flash=False, at=later(2))
    outbox.references(conn, reply, "gsm", ["17"], later(3))
    whose = {"bearer": "gsm", "to_kind": "number", "to": "+66810000001"}
    references.stray(conn, **whose, reference="18", fate="delivered", at=later(4))
    about = {"report_origin": name.origin, "report_epoch": name.epoch, "report_seq": name.seq}
    envelopes.put(conn, rows.envelope(key(counters.take(conn, "envelope")), **about))
    passages.begin(conn, "TCL", name, 1, at=NOON, why="rule drug-seizures")
    passages.advance(conn, "TCL", name, 1, "stored", at=later(9))
    feed.add(conn, "report", NOON, name)
    feed.add(conn, "message", NOON, message_id=unread)
    audit.append(conn, NOON, "station", "filed", str(name), bytes(32))
    heads.told(conn, {"partner": "TCL", "size": 1, "proved_at": NOON, "at": NOON}, audit.frontier(conn))
    heads.saw(conn, rows.witness("TCL", 7))
    asked.begin(conn, "TCL", 1, NOON)
    question = {"open": {"slot": "unit"}, "message_id": unread, "asked_at": NOON, "expires_at": later(600)}
    dialogues.put(conn, {"sender_kind": "number", "sender": "+66810000001", **question})
    sheet = sheets.make(conn, "Sgt Anan", bytes(20), 50, NOON)
    sheets.note(
        conn,
        message_id=message,
        sheet_id=sheet,
        row=1,
        standing="open",
        officer="Sgt Anan",
        duress=False,
        at=NOON,
    )
    return name, message


def _people(conn: Connection, name: ReportKey, message: int) -> None:
    """Enrol an officer, let a person in, and keep what is his."""
    officer = officers.add(conn, name="Sgt Anan", made_at=NOON)
    officers.reach(conn, officer_id=officer, kind="number", value="+66810000001", confirmed_at=NOON)
    officers.list_(conn, bytes(32), NOON)
    accounts.create(conn, **rows.account("som"))
    factors.begin(conn, "som", bytes(20), NOON)
    factors.switch_on(conn, "som", NOON, [bytes(32)])
    factors.wait(conn, bytes(32), "som", NOON, later(300))
    accounts.sign_in(conn, **rows.session(bytes(32), "som"))
    phone = duty.add(conn, "som", "+66810000009", NOON)
    alarms.keep(conn, {**name.values(), "waited_s": 30, "told": [[phone, f"alarm-{name}-1-{phone}"]]})
    patrols.watch(conn, {**name.values(), "last": message, "silent_s": 90})
    resting.rest(conn, {**name.values(), "by": "som", "last": 1, "rested_s": 60})
    made = {"made_by": "admin", "made_at": NOON, "expires_at": later(86_400)}
    tokens.make(conn, name="wallboard", account="som", scopes=["read"], hash=bytes(32), **made)
    view = {"account": "som", "name": "Drugs", "query": "type=DRG", "at": NOON}
    conn.execute(insert(table(View)), view)
    notices.post(conn, "disk", NOON, "warn", Sentence("Little room is left on the disk."))
    shift.write(conn, NOON, "station", shift.FAULT, "gsm does not answer", "bearer gsm")
    shift.hand_over(conn, later(60), "som", "Patrol 3 waits for a boat.")


def dump(to: Path) -> None:
    """Write a filled database of the newest schema as SQL."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        store = Store.make(f"sqlite:///{path}")
        store.write_now(fill)
        store.close()
        conn = dbapi2.connect(str(path))
        to.write_text("\n".join(_lines(conn)) + "\n", encoding="utf-8")
        conn.close()


def _lines(conn: dbapi2.Connection) -> Iterator[str]:
    """Give a database as SQL; the engine's own index is made at the end, over the words that stand then."""
    dumped: Iterable[str] = getattr(sqlite3_dump, "_iterdump")(conn)  # noqa: B009  # our driver has none
    for statement in dumped:
        named = re.match(r"(?:CREATE TABLE|INSERT INTO|PRAGMA) ['\"]?(\w+)", statement)
        if not (named and (own(named[1]) or named[1] in ("sqlite_master", "writable_schema"))):
            yield statement
    made: str = conn.execute("SELECT sql FROM sqlite_schema WHERE name = 'sought'").fetchone()[0]
    yield f"{made};"
    yield "INSERT INTO sought(sought) VALUES ('rebuild');"


if __name__ == "__main__":
    dump(Path(__file__).parents[2] / f"data/store/{newest()}.sql")
