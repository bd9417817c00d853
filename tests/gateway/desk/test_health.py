"""The health of a station as it is read from the store."""

from datetime import timedelta
from pathlib import Path

from gateway.desk.health import health
from gateway.store import envelopes, outbox
from gateway.store.store import Store
from tests.web.stage import file_report, now


def _envelope(seq: int, partner: str, state: str, minutes: int) -> dict[str, object]:
    at = now() - timedelta(minutes=minutes)
    values = {"origin": "MSI", "epoch": 1, "seq": seq, "partner": partner, "kind": "report"}
    return {**values, "precedence": 2, "frame": b"x", "state": state, "at": at, "changed_at": at}


def test_an_empty_station_waits_for_nothing(tmp_path: Path) -> None:
    store = Store.make(f"sqlite:///{tmp_path / 'desk.db'}", bytes(32), inline=True)
    found = store.read_now(lambda conn: health(conn, (("TCL", "Tachileik"),)))
    assert (found.heard, found.texts, found.oldest, found.lost) == (None, 0, None, 0)
    assert (found.partners[0].waiting, found.partners[0].stored) == (0, None)
    store.close()


def test_what_waits_is_counted_by_partner_with_its_age(tmp_path: Path) -> None:
    store = Store.make(f"sqlite:///{tmp_path / 'desk.db'}", bytes(32), inline=True)
    rows = [(1, "TCL", "queued", 9), (2, "TCL", "sent", 5), (3, "TCL", "stored", 60), (4, "BKK", "stored", 1)]
    for row in rows:
        store.write_now(lambda conn, row=row: envelopes.put(conn, _envelope(*row)))
    store.write_now(file_report)
    values = {"tag": "t", "bearer": "gsm1", "to_kind": "number", "to": "+66", "text": "x", "precedence": 2}
    store.write_now(lambda conn: outbox.queue(conn, **values, created_at=now() - timedelta(minutes=3)))
    found = store.read_now(lambda conn: health(conn, (("TCL", "Tachileik"), ("BKK", "Bangkok"))))
    tachileik, bangkok = found.partners
    assert (tachileik.waiting, bangkok.waiting) == (2, 0)
    assert tachileik.oldest is not None
    assert round((now() - tachileik.oldest).total_seconds() / 60) == 9
    assert bangkok.stored is not None
    assert found.heard is not None
    assert found.texts == 1
    store.close()
