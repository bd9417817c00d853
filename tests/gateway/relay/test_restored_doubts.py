"""What a restored office does not believe, does not wait for, and does not ask."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.relay import restored
from gateway.relay.asking import BackBody
from gateway.relay.body import Body, encode
from gateway.relay.envelope import Header, Proof, seal
from gateway.relay.receive import receive
from gateway.store import asked, counters, envelopes, logs, reports
from gateway.store.keys import ReportKey
from tests.gateway.offices import House, found_pair
from tests.gateway.relay.losing import FIRST, begin, logs_of, lost, meet, report, said, saved
from tests.gateway.relay.test_relay import take


@pytest.fixture
def pair(tmp_path: Path) -> dict[str, House]:
    return found_pair(tmp_path)


def give(house: House, body: Body, sender: House, seq: int) -> bytes:
    """Return a frame that the sender made by hand."""
    header = Header(sender.kit.code, 1, seq, house.kit.code, 2)
    return seal(header, encode(body), sender.kit.keys.sign, house.kit.keys.seal.public_key())


async def test_what_this_office_did_not_sign_is_not_taken(pair: dict[str, House], tmp_path: Path) -> None:
    here, there = pair["MSI"], pair["TCL"]
    take(here, "DRG MSI YAB 1000T SEIZED")
    forged = here.store.read_now(lambda conn: envelopes.due(conn, "TCL", 1))[0].frame
    here = lost(here, saved(here, tmp_path))
    begin(here)
    epoch = here.store.read_now(counters.epoch)
    header = Header("MSI", 1, 9, "TCL", 2)
    proofs = [
        _proof(header, forged, Ed25519PrivateKey.generate()),
        _proof(header, forged, there.kit.keys.sign),
    ]
    third = _proof(Header("MSI", 1, 9, "BKK", 2), forged, here.kit.keys.sign)  # ours, and not theirs to give
    body = BackBody(epoch=epoch, part=1, parts=1, unread=0, proofs=[list(one) for one in [*proofs, third]])
    await receive(here.store, here.kit, [give(here, body, there, 500)])
    assert "3 more were not signed by this office and were not taken" in said(here)
    assert here.store.read_now(lambda conn: logs.lines(conn, "MSI", "TCL"))[0].key.seq == 1
    assert len(here.store.read_now(lambda conn: reports.changed(conn, 0))) == 1


def _proof(header: Header, body: bytes, sign: Ed25519PrivateKey) -> Proof:
    outside, to = header.encode(), bytes(32)
    return Proof(outside, to, sign.sign(b"patrolwire envelope 1\x00" + outside + to + body) + body)


async def test_an_answer_to_another_restore_changes_nothing(pair: dict[str, House], tmp_path: Path) -> None:
    here, there = pair["MSI"], pair["TCL"]
    here = lost(here, saved(here, tmp_path))
    begin(here)
    body = BackBody(epoch=7, part=1, parts=1, unread=0, proofs=[])
    await receive(here.store, here.kit, [give(here, body, there, 500)])
    assert "has not answered yet" in said(here)


async def test_a_station_too_old_to_know_the_question_holds_up_nothing(
    pair: dict[str, House], tmp_path: Path
) -> None:
    here, there = pair["MSI"], pair["TCL"]
    take(here, "DRG MSI YAB 1000T SEIZED")
    here = lost(here, saved(here, tmp_path))
    begin(here)
    question = next(
        one for one in here.store.read_now(lambda c: envelopes.due(c, "TCL", 9)) if one.kind == "ask"
    )
    key = ReportKey(question.origin, question.epoch, question.seq)
    here.store.write_now(lambda conn: envelopes.mark(conn, key, "refused", here.clock.now()))
    assert here.store.read_now(lambda conn: restored.refused(conn, here.kit)) == ["TCL"]
    here.store.write_now(lambda conn: restored.ask(conn, here.kit))
    assert "its station is too old" in said(here)
    assert logs_of(here, "held") == []
    await meet(here, there)
    assert report(there, FIRST) is not None


def test_an_office_that_was_never_restored_asks_nobody(pair: dict[str, House]) -> None:
    begin(pair["MSI"])
    assert pair["MSI"].store.read_now(lambda conn: asked.every(conn, 1)) == []
    assert said(pair["MSI"]) == ""


async def test_an_answer_that_was_lost_with_its_restore_is_not_missed(
    pair: dict[str, House], tmp_path: Path
) -> None:
    here, there = pair["MSI"], pair["TCL"]
    file, first = saved(here, tmp_path), saved(there, tmp_path)
    there = lost(there, first)
    begin(there)
    await meet(there, here)  # what is given back stands by itself, and the answer is forgotten
    here = lost(here, file)
    begin(here)
    await meet(here, there)
    assert "TCL gave back 0 reports" in said(here)
    assert "cannot open" not in said(here)
