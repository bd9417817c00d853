import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cbor2
import pytest
from pydantic import JsonValue
from sqlalchemy import select

from gateway.board.board import Board
from gateway.errors import EnvelopeError
from gateway.intake import intake
from gateway.links.link import Exchanged
from gateway.relay import answer, sealing
from gateway.relay.body import ReportBody, encode
from gateway.relay.bundle import Item, pack
from gateway.relay.courier import Courier
from gateway.relay.envelope import Header, seal
from gateway.relay.receive import REFUSED, receive
from gateway.relay.release import release
from gateway.station import hands
from gateway.store import counters, envelopes, passages, reports
from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.tables import Audit
from hardware.sentence import Sentence
from tests.gateway.offices import BEARER, House, found_pair, text

FIRST = ReportKey("MSI", 1, 1)
BODY = {
    "origin": "MSI",
    "epoch": 1,
    "seq": 1,
    "version": 1,
    "ref": "K7M4-P",
    "type": "DRG",
    "edition": 1,
    "precedence": 2,
    "state": "new",
    "provenance": "C",
    "handling": "C",
    "sent_at": None,
    "received_at": 0,
}


@dataclass
class Wire:
    """A link without a network: frames go straight to the other office, or nowhere while it is cut."""

    to: House
    cut: bool = False
    lose_answers: bool = False
    batches: list[int] = field(default_factory=list)

    async def exchange(self, frames: Sequence[bytes]) -> Exchanged:
        if self.cut:
            return Exchanged(None, Sentence("its door cannot be reached"))
        self.batches.append(len(frames))
        answer = await receive(self.to.store, self.to.kit, frames)
        return Exchanged(None, Sentence("no answer")) if self.lose_answers else Exchanged(answer)

    async def close(self) -> None: ...


@pytest.fixture
def pair(tmp_path: Path) -> dict[str, House]:
    return found_pair(tmp_path)


def take(house: House, *words: str) -> None:
    heard = [text(one) for one in words]
    house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, heard))


async def carry(house: House, wire: Wire, until: float = 0.3) -> Board:
    board = Board(house.clock.now)
    courier = Courier(house.kit, house.store, board, wire.to.kit.code, wire, lambda: 0.0)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(until):
            await courier.run()
    return board


def state(house: House, key: ReportKey = FIRST, partner: str = "TCL") -> str:
    found = house.store.read_now(lambda conn: passages.get(conn, partner, key))
    return found.state if found else "none"


def held(house: House) -> list[ReportKey]:
    found = house.store.read_now(lambda conn: reports.changed(conn, 0))
    return [ReportKey(one.origin, one.epoch, one.seq) for one in found]


def due(house: House, partner: str = "TCL", *, together: bool = True) -> list[bytes]:
    """Return the frames of what is due to a partner, in one or each by itself."""
    rows = house.store.read_now(lambda conn: envelopes.due(conn, partner, 50))
    return (
        sealing.frames(house.kit, partner, rows)
        if together
        else [frame for row in rows for frame in sealing.frames(house.kit, partner, [row])]
    )


async def test_a_seizure_reaches_the_other_office_under_the_same_id(pair: dict[str, House]) -> None:
    take(pair["MSI"], "DRG MSI YAB 200000T 2M TH SEIZED")
    assert state(pair["MSI"]) == "queued"
    await carry(pair["MSI"], Wire(pair["TCL"]))
    assert state(pair["MSI"]) == "stored"
    assert held(pair["TCL"]) == [FIRST]
    there = pair["TCL"].store.read_now(lambda conn: reports.get(conn, FIRST))
    assert there is not None
    assert there.fields["items"] == [{"code": "YAB", "quantity": "200000", "unit": "T"}]
    assert "nationality" not in there.fields
    assert pair["TCL"].store.read_now(lambda conn: reports.source(conn, FIRST)) is None


async def test_nothing_of_the_officer_is_in_what_the_partner_keeps(pair: dict[str, House]) -> None:
    take(pair["MSI"], "DRG MSI YAB 200000T SEIZED")
    await carry(pair["MSI"], Wire(pair["TCL"]))
    there = pair["TCL"].store.read_now(lambda conn: reports.get(conn, FIRST))
    assert there is not None
    kept = there.model_dump_json()
    assert not any(word in kept for word in ("+66800000101", "Anan", "Mobile 3"))


async def test_an_answer_that_was_lost_makes_no_second_report(pair: dict[str, House]) -> None:
    take(pair["MSI"], "DRG MSI YAB 200000T SEIZED")
    wire = Wire(pair["TCL"], lose_answers=True)
    board = await carry(pair["MSI"], wire)
    assert state(pair["MSI"]) == "sent"
    assert [one.name for one in board.standing()] == ["partner TCL"]
    wire.lose_answers = False
    board = await carry(pair["MSI"], wire)
    assert state(pair["MSI"]) == "stored"
    assert held(pair["TCL"]) == [FIRST]
    assert board.standing() == []


async def test_what_waited_arrives_in_order_and_once(pair: dict[str, House]) -> None:
    take(pair["MSI"], *(f"DRG MSI YAB {1000 + n}T SEIZED" for n in range(120)))
    wire = Wire(pair["TCL"], cut=True)
    await carry(pair["MSI"], wire)
    assert held(pair["TCL"]) == []
    wire.cut = False
    await carry(pair["MSI"], wire, until=5.0)
    assert held(pair["TCL"]) == [ReportKey("MSI", 1, n) for n in range(1, 121)]
    assert all(state(pair["MSI"], ReportKey("MSI", 1, n)) == "stored" for n in range(1, 121))


async def test_distress_overtakes_what_waits(pair: dict[str, House]) -> None:
    house = pair["MSI"]
    take(house, *(f"DRG MSI YAB {1000 + n}T SEIZED" for n in range(60)), "SOS")
    alarm = ReportKey("MSI", 1, 61)
    house.store.write_now(lambda conn: release(conn, house.kit, alarm, "TCL", by="duty", why="help"))
    await carry(house, Wire(pair["TCL"]), until=3.0)
    assert held(pair["TCL"])[0] == alarm


async def test_seen_comes_back_as_a_role(pair: dict[str, House]) -> None:
    take(pair["MSI"], "DRG MSI YAB 200000T SEIZED")
    await carry(pair["MSI"], Wire(pair["TCL"]))
    there = pair["TCL"]
    plugs = hands.hands(there.kit)
    there.store.write_now(lambda conn: plugs.seen(conn, FIRST, "duty", there.clock.now()))
    await carry(there, Wire(pair["MSI"]))
    passage = pair["MSI"].store.read_now(lambda conn: passages.get(conn, "TCL", FIRST))
    assert passage is not None
    assert (passage.state, passage.by) == ("seen", "duty")


async def test_an_office_cannot_speak_for_another(pair: dict[str, House]) -> None:
    take(pair["MSI"], "DRG MSI YAB 200000T SEIZED")
    sent = due(pair["MSI"])
    with pytest.raises(EnvelopeError, match="no partner"):
        await receive(pair["MSI"].store, pair["MSI"].kit, sent)


@pytest.mark.parametrize("place", [0, -1], ids=["outside", "sealed part"])
async def test_junk_in_a_batch_is_refused_and_the_rest_is_kept(pair: dict[str, House], place: int) -> None:
    take(pair["MSI"], "DRG MSI YAB 1000T SEIZED", "DRG MSI YAB 2000T SEIZED")
    first, second = due(pair["MSI"], together=False)
    spoilt = bytearray(first)
    spoilt[place] ^= 1
    there = pair["TCL"]
    await receive(there.store, there.kit, [bytes(spoilt), second])
    assert held(there) == [ReportKey("MSI", 1, 2)]
    assert there.store.write_now(lambda conn: counters.take(conn, REFUSED)) == 1 + 1
    recorded = select(table(Audit).c.actor, table(Audit).c.subject).where(table(Audit).c.action == "refused")
    rows = there.store.read_now(lambda conn: [tuple(row) for row in conn.execute(recorded)])
    assert rows == [("MSI", "1 envelopes")]


async def test_a_body_nobody_can_read_holds_up_nothing_of_its_bundle(pair: dict[str, House]) -> None:
    here, there = pair["MSI"], pair["TCL"]
    good = [Item(1, n, 2, encode(ReportBody(**{**BODY, "seq": n, "fields": {}}))) for n in (1, 3)]  # type: ignore[arg-type]
    body = pack([good[0], Item(1, 2, 2, cbor2.dumps([99, "of a later edition"])), good[1]])
    frame = seal(Header("MSI", 1, 1, "TCL", 2), body, here.kit.keys.sign, there.kit.keys.seal.public_key())
    said = answer.decode(await receive(there.store, there.kit, [frame]), there.kit.keys.signs)
    assert said.stored == (("MSI", 1, 1), ("MSI", 1, 3))
    assert [one[:3] for one in said.refused] == [("MSI", 1, 2)]
    rows = there.store.read_now(lambda conn: envelopes.range_of(conn, "MSI", 1, 1, 9))
    assert [one.frame for one in rows] == [frame, b""]


async def test_what_waited_crosses_under_one_signature(pair: dict[str, House]) -> None:
    take(pair["MSI"], *(f"DRG MSI YAB {1000 + n}T SEIZED" for n in range(50)))
    sent = due(pair["MSI"])
    assert len(sent) == 1
    assert len(sent[0]) < 60 * 50
    wire = Wire(pair["TCL"])
    await carry(pair["MSI"], wire, until=2.0)
    assert wire.batches == [1]
    assert len(held(pair["TCL"])) == 50


async def test_an_older_edition_sealed_when_it_queued(pair: dict[str, House]) -> None:
    take(pair["MSI"], "DRG MSI YAB 1000T SEIZED", "DRG MSI YAB 2000T SEIZED")
    sealed = due(pair["MSI"], together=False)[0]
    at = pair["MSI"].clock.now()
    pair["MSI"].store.write_now(lambda conn: envelopes.mark(conn, FIRST, "queued", at, frame=sealed))
    await carry(pair["MSI"], Wire(pair["TCL"]))
    assert held(pair["TCL"]) == [FIRST, ReportKey("MSI", 1, 2)]


async def test_two_versions_in_one_bundle_leave_the_later_one(pair: dict[str, House]) -> None:
    here, there = pair["MSI"], pair["TCL"]
    take(here, "DRG MSI YAB 1000T SEIZED")
    first = due(here)
    take(here, "AMD QTY 2000T")
    for frames in ([*due(here), *first], first):
        await receive(there.store, there.kit, frames)
        report = there.store.read_now(lambda conn: reports.get(conn, FIRST))
        assert report is not None
        assert report.fields["items"][0]["quantity"] == "2000"


@pytest.mark.parametrize(("was", "now"), [("claimed", "claimed"), ("closed", "new")])
async def test_a_later_version_leaves_it_in_hand_and_opens_what_was_closed(
    pair: dict[str, House], was: str, now: str
) -> None:
    here, there = pair["MSI"], pair["TCL"]
    take(here, "DRG MSI YAB 1000T SEIZED")
    await carry(here, Wire(there))
    there.store.write_now(lambda conn: reports.set_state(conn, FIRST, was))
    take(here, "AMD QTY 2000T")
    await carry(here, Wire(there))
    report = there.store.read_now(lambda conn: reports.get(conn, FIRST))
    assert report is not None
    assert (report.version, report.state) == (2, now)


async def test_a_cancel_overtakes_and_marks_what_the_partner_has(pair: dict[str, House]) -> None:
    take(pair["MSI"], "DRG MSI YAB 200000T SEIZED")
    await carry(pair["MSI"], Wire(pair["TCL"]))
    take(pair["MSI"], "CAN")
    await carry(pair["MSI"], Wire(pair["TCL"]))
    there = pair["TCL"].store.read_now(lambda conn: reports.get(conn, FIRST))
    assert there is not None
    assert (there.state, there.version) == ("cancelled", 2)
    assert there.fields["place"] == "MSI"
    assert state(pair["MSI"]) == "stored"


async def test_what_was_cancelled_before_it_was_sent_never_crosses(pair: dict[str, House]) -> None:
    take(pair["MSI"], "DRG MSI YAB 200000T SEIZED", "CAN")
    await carry(pair["MSI"], Wire(pair["TCL"]))
    there = pair["TCL"].store.read_now(lambda conn: reports.get(conn, FIRST))
    assert there is not None
    assert (there.state, there.fields) == ("cancelled", {})


@pytest.mark.parametrize("fields", [{"items": "x"}, {"items": [1]}, {"place": {"a": "b"}}, {"nonsense": "x"}])
async def test_shapes_without_words_become_text(pair: dict[str, House], fields: dict[str, JsonValue]) -> None:
    here, there = pair["MSI"], pair["TCL"]
    body = ReportBody(**{**BODY, "fields": fields})  # type: ignore[arg-type]
    header, to = Header("MSI", 1, 9, "TCL", 2), there.kit.keys.seal.public_key()
    frame = seal(header, encode(body), here.kit.keys.sign, to)
    await receive(there.store, there.kit, [frame])
    kept = there.store.read_now(lambda conn: reports.get(conn, FIRST))
    assert kept is not None
    assert list(kept.fields) == ["text"]
