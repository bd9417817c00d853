"""What is erased is in no row, no page, no fresh backup, and does not come back with an old one."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection, insert

from gateway.audit import erasure
from gateway.audit.erasure import Order
from gateway.backup import sealed
from gateway.backup.backup import take
from gateway.backup.restore import restore
from gateway.errors import ConfigError
from gateway.office.config import RetentionPart
from gateway.store import (
    audit,
    counters,
    dump,
    envelopes,
    erase,
    history,
    messages,
    outbox,
    passages,
    reports,
    segments,
)
from gateway.store.columns import table
from gateway.store.database import Database
from gateway.store.erase import What
from gateway.store.keys import ReportKey
from gateway.store.store import Store
from gateway.store.tables import CodeUse, Stray
from tests.gateway.store import rows
from tests.gateway.store.fill import fill
from tests.gateway.store.rows import NOON, key, later

_SECRET = X25519PrivateKey.generate()
_MARK, _SENDER = "ZEBRAMARK", "+66899999999"
_ORDER = Order("som", later(60), "a court in Chiang Rai")


def _marked(store: Store) -> ReportKey:
    """File a report that carries a mark in every place that can hold content."""
    body = {"items": [{"code": "YAB", "note": _MARK}], "text": _MARK}
    sent = {"sender": _SENDER, "text": f"DRG {_MARK}"}

    def work(conn: Connection) -> ReportKey:
        ids = segments.keep(conn, [rows.segment(b"m" * 32, raw=_MARK.encode(), data=_MARK.encode(), **sent)])
        message = messages.add(conn, **rows.message(**sent, note=_MARK))
        segments.attach(conn, [ids[0] or 0], message)
        segments.keep(conn, [rows.segment(b"l" * 32, raw=_MARK.encode(), **sent)])
        name = key(counters.take(conn, "report") + 50)
        report = rows.report(name, fields=body, canonical=_MARK, unit=_MARK, corrections=[{"from": _MARK}])
        reports.file(conn, report, rows.source(message_id=message, sender=_SENDER, officer=_MARK))
        messages.change(conn, message, **name.values())
        reply = {"to": _SENDER, "text": _MARK, "message_id": message}
        outbox.queue(conn, **rows.delivery("marked", **reply, **name.values()))
        used = {"message_id": message, "standing": "new", "officer": _MARK, "duress": False, "at": NOON}
        conn.execute(insert(table(CodeUse)), used)
        stray = {"bearer": "gsm", "reference": "9", "to_kind": "number", "to": _SENDER, "fate": "delivered"}
        conn.execute(insert(table(Stray)), {**stray, "at": NOON})
        about = {"report_origin": name.origin, "report_epoch": name.epoch, "report_seq": name.seq}
        passages.begin(conn, "TCL", name, 1, at=NOON, why=_MARK)
        history.note(conn, name, NOON, "officer", "closed", {"why": _MARK})
        envelopes.put(conn, rows.envelope(key(77), frame=_MARK.encode(), **about))
        return name

    return store.write_now(work)


def _everything(store: Store) -> str:
    return str(store.read_now(lambda c: list(dump.out(c))))


def _left(store: Store) -> list[str]:
    held = _everything(store)
    return [mark for mark in (_MARK, _SENDER, str(_MARK.encode())) if mark in held]


def _text_of(store: Store, message: int) -> str | None:
    found = store.read_now(lambda c: messages.get(c, message))
    return found and found.text


def _canonical(store: Store, name: ReportKey) -> str | None:
    found = store.read_now(lambda c: reports.get(c, name))
    return found and found.canonical


def _state(store: Store) -> str | None:
    found = store.read_now(lambda c: envelopes.get(c, key(77)))
    return found and found.state


def _obey(store: Store, what: What) -> int:
    return sum(store.write_now(lambda c, p=part: erasure.obey(c, p, _ORDER)) for part in erase.parts(what))


@pytest.fixture
def marked(store: Store) -> tuple[Store, ReportKey]:
    store.write_now(fill)
    return store, _marked(store)


def test_an_erased_sender_is_nowhere_and_the_record_is_whole(marked: tuple[Store, ReportKey]) -> None:
    store, name = marked
    assert _left(store)
    before = store.read_now(dump.counts)
    assert _obey(store, store.read_now(lambda c: erase.of_sender(c, _SENDER))) > 5
    assert _left(store) == []
    assert store.read_now(audit.verify) is None
    after = store.read_now(dump.counts)
    assert {t for t in before if before[t] > after.get(t, 0)} == {"source", "stray"}
    report = store.read_now(lambda c: reports.get(c, name))
    assert report
    assert (report.type, report.state, report.fields) == ("DRG", "closed", {})
    assert _state(store) == "cancelled"


def test_an_erased_report_takes_its_messages_along_and_no_other(marked: tuple[Store, ReportKey]) -> None:
    store, name = marked
    _obey(store, store.read_now(lambda c: erase.of_report(c, name)))
    store.write_now(_obey_loose)
    assert _left(store) == []
    assert "PTL MSI" in _everything(store)
    assert store.read_now(lambda c: reports.source(c, key(1)))


def _obey_loose(conn: Connection) -> None:
    """Erase the part that belongs to no message: only its sender names it, no report does."""
    erasure.obey(conn, What(segments=(b"l" * 32,)), _ORDER)


def test_an_unknown_name_erases_nothing(marked: tuple[Store, ReportKey]) -> None:
    store, _ = marked
    assert store.read_now(lambda c: erase.of_report(c, key(4711))) == What()
    assert store.read_now(lambda c: erase.of_sender(c, "+1")) == What()


@pytest.mark.parametrize("secret", [None, b"k" * 32], ids=["plain", "encrypted"])
def test_no_page_of_the_file_holds_it_and_no_fresh_backup(secret: bytes | None, tmp_path: Path) -> None:
    store = Store.make(f"sqlite:///{tmp_path}/store.db", secret)
    store.write_now(fill)
    name = _marked(store)
    for n in range(300):  # pages split, and rows move about
        store.write_now(lambda c, n=n: messages.add(c, **rows.message(text="x" * (n % 90))))
    if secret is None:
        assert _MARK.encode() in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    _obey(store, store.read_now(lambda c: erase.of_sender(c, _SENDER)))
    store.scrub()
    for path in tmp_path.iterdir():
        assert _MARK.encode() not in path.read_bytes()
        assert _SENDER.encode() not in path.read_bytes()
    assert (tmp_path / "store.db-wal").stat().st_size == 0
    take(store, tmp_path / "fresh", [_SECRET.public_key()], NOON)
    with (tmp_path / "fresh").open("rb") as file:
        held = b"".join(sealed.read(file, _SECRET)[1])
    assert _MARK.encode() not in held
    assert _SENDER.encode() not in held
    assert str(name).encode() in held
    store.close()


def test_an_old_backup_does_not_bring_it_back(marked: tuple[Store, ReportKey], tmp_path: Path) -> None:
    store, _ = marked
    take(store, tmp_path / "old", [_SECRET.public_key()], NOON)
    what = store.read_now(lambda c: erase.of_sender(c, _SENDER))
    erasure.put_on(tmp_path / "erased", what, _ORDER)
    listed = erasure.read(tmp_path / "erased")
    assert listed == [what]
    assert _SENDER not in (tmp_path / "erased").read_text()
    plain = Database(f"sqlite:///{tmp_path}/without.db")
    restore(tmp_path / "old", _SECRET, plain, later(99))
    again = Database(f"sqlite:///{tmp_path}/with.db")
    restore(tmp_path / "old", _SECRET, again, later(99), listed)
    for database, expected in ((plain, True), (again, False)):
        new = Store.open(database.dsn)
        assert bool(_left(new)) is expected
        assert new.read_now(audit.verify) is None
        new.close()
    assert _MARK.encode() not in (tmp_path / "with.db").read_bytes()


def test_an_id_that_is_another_messages_now_is_left_alone(marked: tuple[Store, ReportKey]) -> None:
    store, _ = marked
    assert _obey(store, What(messages=((1, later(7)),))) == 0
    assert _text_of(store, 1) == "PTL MSI"


def test_a_list_cut_off_by_a_crash_keeps_what_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "erased"
    assert erasure.read(file) == []
    erasure.put_on(file, What((key(1),)), _ORDER)
    file.write_bytes(file.read_bytes() + b'{"reports": ["MSI-1-2"')
    assert erasure.read(file) == [What((key(1),))]
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text(json.dumps({"reports": 1}) + "\n")
    with pytest.raises(ConfigError, match="damaged"):
        erasure.read(file)


def test_retention_erases_what_is_older_than_is_kept(marked: tuple[Store, ReportKey]) -> None:
    store, name = marked

    kept = RetentionPart(messages=30, reports=90)

    def expire(days: int) -> int:
        return store.write_now(lambda c: erasure.expired(c, kept, NOON + timedelta(days=days)))

    assert expire(29) == 0
    assert expire(31) > 0
    assert _text_of(store, 1) == ""
    assert _canonical(store, name) == _MARK
    assert store.read_now(lambda c: reports.source(c, name)) is None
    assert expire(31) == 0
    assert expire(91) > 0
    assert expire(92) == 0
    store.write_now(_obey_loose)
    assert _left(store) == []
