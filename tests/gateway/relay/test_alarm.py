"""An alarm that nobody takes, from its office to its hub: what the hub sees, and what it does not."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from gateway.errors import EnvelopeError
from gateway.intake.intake import take
from gateway.relay.body import AlarmBody, Body, ReceiptBody, decode, encode
from gateway.relay.envelope import Header
from gateway.relay.keep import Opened, keep
from gateway.relay.receive import _body
from gateway.relay.release import release, tell_hub, tell_origin
from gateway.station.hands import hands
from gateway.store import accounts, alarms, envelopes, history, notices, reports
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
    opened = Opened(Header("MSI", 1, 9, "TCL", 0), body, b"", b"")
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
    hub.store.write_now(
        lambda conn: keep(conn, hub.kit, [Opened(Header("MSI", 1, 9, "TCL", 0), body, b"", b"")])
    )
    hub.store.write_now(lambda conn: tell_origin(conn, hub.kit, KEY, "seen", by="analyst"))
    due = hub.store.read_now(lambda conn: envelopes.due(conn, "MSI", 9))
    receipt = Opened(Header("TCL", 1, 1, "MSI", 0), decode(due[-1].frame), b"", b"")
    msi.store.write_now(lambda conn: keep(conn, msi.kit, [receipt]))
    lines = msi.store.read_now(lambda conn: history.of(conn, KEY))
    assert ("TCL", "seen", {"by": "analyst"}) in [(one.actor, one.what, one.detail) for one in lines]


def _receipts(house: House) -> list[ReceiptBody]:
    def work(conn: Connection) -> list[ReceiptBody]:
        rows = table(Envelope)
        found = many(conn, Envelope, select(rows).where(rows.c.partner == "BKK", rows.c.kind == "receipts"))
        return [one for row in found for one in decode(row.frame) if isinstance(one, ReceiptBody)]

    return house.store.read_now(work)


def _keep(hub: House, seq: int, body: Body, sender: str = "MSI") -> list[str]:
    """Keep an envelope at the hub, and return the words of what the siren sounds for and the notices."""
    opened = Opened(Header(sender, 1, seq, "TCL", 0), body, b"", b"")
    hub.store.write_now(lambda conn: keep(conn, hub.kit, [opened]))
    sounding, said = hub.store.read_now(lambda conn: (alarms.unclaimed(conn), notices.standing(conn)))
    return [one.ref for one in sounding] + [one.name for one in said]


def test_the_hub_that_has_an_alarm_hears_who_took_it_and_no_other(pair: dict[str, House]) -> None:
    msi = pair["MSI"]
    msi.store.write_now(lambda conn: take(conn, msi.kit, BEARER, [text("SOS", sender=STRANGER)]))
    seen, at = hands(msi.kit).seen, msi.clock.now()
    msi.store.write_now(lambda conn: (reports.claim(conn, KEY, "som"), seen(conn, KEY, "duty", at)))
    msi.store.write_now(lambda conn: reports.claim(conn, KEY, None, was="som"))
    assert _receipts(msi) == []
    msi.store.write_now(lambda conn: alarms.keep(conn, {**KEY.values(), "hub": True}))
    msi.store.write_now(lambda conn: seen(conn, KEY, "duty", at))
    assert _receipts(msi) == []
    msi.store.write_now(lambda conn: reports.claim(conn, KEY, "som"))
    msi.store.write_now(lambda conn: seen(conn, KEY, "duty", at))
    (receipt,) = _receipts(msi)
    assert (receipt.key, receipt.state, receipt.by) == (KEY, "seen", "duty")


def test_a_report_that_goes_to_the_hub_as_taken_says_so(pair: dict[str, House]) -> None:
    msi = pair["MSI"]
    msi.store.write_now(lambda conn: take(conn, msi.kit, BEARER, [text("SOS", sender=STRANGER)]))
    card = next(iter(msi.kit.cards.values()))
    msi.kit.cards["BKK"] = card

    def work(conn: Connection) -> None:
        accounts.create(conn, name="som", role="duty", password="", created_at=msi.clock.now())
        reports.claim(conn, KEY, "som")
        release(conn, msi.kit, KEY, "BKK", by="duty", why="x")
        release(conn, msi.kit, KEY, "TCL", by="duty", why="x")

    msi.store.write_now(work)
    assert [one.by for one in _receipts(msi)] == ["duty"]


def test_an_alarm_that_its_office_took_is_silent_at_the_hub_until_it_lets_go(pair: dict[str, House]) -> None:
    hub = pair["TCL"]
    alarm = AlarmBody(**KEY.values(), ref="K001-P", type="SOS", place=None, received_at=0)
    taken = (ReceiptBody(**KEY.values(), version=1, state="seen", by="duty", at=0),)
    raised = ["K001-P", f"alarm {KEY}"]
    assert _keep(hub, 9, alarm) == raised
    assert _keep(hub, 1, taken, sender="BKK") == raised
    assert _keep(hub, 10, taken) == []
    found = hub.store.read_now(lambda conn: reports.get(conn, KEY))
    assert found is not None
    assert (found.state, found.taken_by) == ("new", "duty")
    assert _keep(hub, 11, alarm) == raised


def test_nobody_raises_another_offices_alarm() -> None:
    body = AlarmBody(**KEY.values(), ref="K001-P", type="SOS", place=None, received_at=0)
    with pytest.raises(EnvelopeError):
        _body("TCL", encode(body))
