"""An alarm that nobody takes, from its office to its hub: what the hub sees, and what it does not."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from gateway.errors import EnvelopeError
from gateway.intake.intake import take
from gateway.relay.body import AlarmBody, decode, encode
from gateway.relay.envelope import Header
from gateway.relay.keep import Opened, keep
from gateway.relay.receive import _body
from gateway.relay.release import tell_hub, tell_origin
from gateway.store import envelopes, history, notices, reports
from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.rows import many
from gateway.store.tables import Envelope
from tests.gateway.offices import BEARER, House, found_pair, rows_of, text

HUB = rows_of("partner", name="TCCC", code="BKK", role="hub", url="https://127.0.0.1:1", card="../TCL.toml")
KEY = ReportKey("MSI", 1, 1)
STRANGER = "+66899999999"


@pytest.fixture
def pair(tmp_path: Path) -> dict[str, House]:
    return found_pair(tmp_path, HUB)


def _told(house: House) -> list[AlarmBody]:
    def work(conn: Connection) -> list[AlarmBody]:
        rows = table(Envelope)
        bodies = [
            decode(one.frame) for one in many(conn, Envelope, select(rows).where(rows.c.partner == "BKK"))
        ]
        return [one for one in bodies if isinstance(one, AlarmBody)]

    return house.store.read_now(work)


def test_the_hub_is_told_what_and_where_and_nothing_else(pair: dict[str, House]) -> None:
    msi = pair["MSI"]
    heard = text("SOS MSI // Sgt Anan is hurt, call +66811111111", sender=STRANGER)
    msi.store.write_now(lambda conn: take(conn, msi.kit, BEARER, [heard]))
    assert _told(msi) == []
    msi.store.write_now(lambda conn: tell_hub(conn, msi.kit, KEY))
    (body,) = _told(msi)
    assert (body.key, body.type, body.place) == (KEY, "SOS", "MSI")
    said = str(body.array())
    assert "Anan" not in said
    assert "+66" not in said
    assert decode(encode(body)) == body


def test_an_alarm_becomes_a_siren_and_a_notice_and_its_report_replaces_it(pair: dict[str, House]) -> None:
    hub = pair["TCL"]
    body = AlarmBody(**KEY.values(), ref="K001-P", type="SOS", place="MSI", received_at=0)
    opened = Opened(Header("MSI", 1, 9, "TCL", 0), body, b"")
    for _ in range(2):
        hub.store.write_now(lambda conn: keep(conn, hub.kit, [opened]))
    found = hub.store.read_now(lambda conn: reports.get(conn, KEY))
    assert found is not None
    assert (found.precedence, found.state, found.version, found.place) == (0, "new", 0, "MSI")
    (notice,) = hub.store.read_now(notices.standing)
    assert "K001-P" in notice.sentence
    lines = hub.store.read_now(lambda conn: history.of(conn, KEY))
    assert [(one.actor, one.what) for one in lines] == [("MSI", "nobody takes it")]
    hub.store.write_now(lambda conn: tell_origin(conn, hub.kit, KEY, "seen", by="analyst"))
    assert hub.store.write_now(lambda conn: reports.replace(conn, KEY, 1, type="SOS"))


def test_the_office_sees_that_its_hub_has_seen_it(pair: dict[str, House]) -> None:
    msi, hub = pair["MSI"], pair["TCL"]
    msi.store.write_now(lambda conn: take(conn, msi.kit, BEARER, [text("SOS", sender=STRANGER)]))
    body = AlarmBody(**KEY.values(), ref="K001-P", type="SOS", place=None, received_at=0)
    hub.store.write_now(lambda conn: keep(conn, hub.kit, [Opened(Header("MSI", 1, 9, "TCL", 0), body, b"")]))
    hub.store.write_now(lambda conn: tell_origin(conn, hub.kit, KEY, "seen", by="analyst"))
    due = hub.store.read_now(lambda conn: envelopes.due(conn, "MSI", 9))
    receipt = Opened(Header("TCL", 1, 1, "MSI", 0), decode(due[-1].frame), b"")
    msi.store.write_now(lambda conn: keep(conn, msi.kit, [receipt]))
    lines = msi.store.read_now(lambda conn: history.of(conn, KEY))
    assert ("TCL", "seen", {"by": "analyst"}) in [(one.actor, one.what, one.detail) for one in lines]


def test_nobody_raises_another_offices_alarm() -> None:
    body = AlarmBody(**KEY.values(), ref="K001-P", type="SOS", place=None, received_at=0)
    with pytest.raises(EnvelopeError):
        _body("TCL", encode(body))
