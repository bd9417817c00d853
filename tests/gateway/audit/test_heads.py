"""Heads travel in envelopes; a partner sees a record that was restored, cut or written anew."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, update

from gateway.audit import witness
from gateway.audit.signed import SignedHead
from gateway.audit.witness import Growth
from gateway.errors import ConfigError
from gateway.merkle.tree import Frontier
from gateway.relay import heads as telling
from gateway.relay import sealing
from gateway.relay.body import HeadBody, decode, encode
from gateway.relay.receive import receive
from gateway.store import audit, envelopes, heads, notices
from gateway.store.audit import Event
from gateway.store.columns import table
from gateway.store.keys import EnvelopeKey
from gateway.store.store import Store
from gateway.store.tables import Audit, Tree, Witness
from tests.gateway.offices import START, House, found_pair

_HOUR = timedelta(hours=1)


@pytest.fixture
def pair(tmp_path: Path) -> dict[str, House]:
    return found_pair(tmp_path)


def _record(house: House, many: int, actor: str = "duty") -> None:
    events = [Event(house.clock.now(), actor, "read", f"MSI-1-{n}") for n in range(many)]
    house.store.write_now(lambda c: audit.append_all(c, events))


async def _told(pair: dict[str, House], after: timedelta = _HOUR) -> int:
    """Let time go by, tell what is due, and carry it over; return how many bytes went."""
    msi, tcl = pair["MSI"], pair["TCL"]
    for house in pair.values():
        house.clock.go(after)
    msi.store.write_now(lambda c: telling.tell(c, msi.kit))
    waiting = msi.store.read_now(lambda c: envelopes.due(c, "TCL", 50))
    frames = sealing.frames(msi.kit, "TCL", waiting)
    if frames:
        await receive(tcl.store, tcl.kit, frames)
    now = msi.clock.now()
    msi.store.write_now(lambda c: [envelopes.mark(c, telling_key(one), "stored", now) for one in waiting])
    return sum(map(len, frames))


def telling_key(one: object) -> envelopes.EnvelopeKey:
    return envelopes.EnvelopeKey(one.origin, one.epoch, one.seq)  # type: ignore[attr-defined]


def _seen(pair: dict[str, House]) -> list[Witness]:
    return pair["TCL"].store.read_now(lambda c: heads.seen(c, "MSI"))


def _take(house: House, head: SignedHead, seq: int, now: datetime | None = None, epoch: int = 1) -> str:
    came, at = EnvelopeKey("MSI", epoch, seq), now or house.clock.now()
    return house.store.write_now(lambda c: witness.take(c, head, came, Growth(), at))


def _head(size: int, record: int = 0) -> SignedHead:
    return SignedHead("MSI", size, bytes([record, size]) * 16, size, bytes(64))


async def test_a_partner_is_told_once_an_hour_and_keeps_what_was_signed(pair: dict[str, House]) -> None:
    _record(pair["MSI"], 5)
    assert await _told(pair) == 0
    assert 0 < await _told(pair) < 320
    assert await _told(pair) == 0
    _record(pair["MSI"], 1)
    assert await _told(pair, timedelta(minutes=1)) > 0
    assert [one.size for one in _seen(pair)] == [6, 5]
    assert pair["TCL"].store.read_now(lambda c: witness.doubts(c, pair["TCL"].kit.config)) == []


async def test_growth_is_proved_once_a_day(pair: dict[str, House]) -> None:
    await _told(pair)
    for _ in range(3):
        _record(pair["MSI"], 7)
        await _told(pair, timedelta(hours=25))
    assert [(one.size, one.proved, one.problem) for one in _seen(pair)] == [
        (21, True, ""),
        (14, True, ""),
        (7, False, ""),
    ]


def _begin_again(house: House, keep: int) -> None:
    """Make the record what a backup had of it: the first rows and their tree."""

    def work(conn: Connection) -> None:
        tree = Frontier().grow(audit.leaves(conn)[:keep])
        conn.execute(delete(table(Audit)).where(table(Audit).c.seq > keep))
        conn.execute(update(table(Tree)).values(size=tree.size, peaks=tree.encode()))

    house.store.write_now(work)


async def test_a_record_that_got_shorter_is_told_to_staff(pair: dict[str, House]) -> None:
    await _told(pair)
    _record(pair["MSI"], 9)
    await _told(pair)
    _begin_again(pair["MSI"], 4)
    await _told(pair)
    assert "had 9" in pair["TCL"].store.read_now(notices.standing)[0].sentence
    assert pair["TCL"].store.read_now(lambda c: witness.doubts(c, pair["TCL"].kit.config))
    assert pair["TCL"].store.read_now(audit.verify) is None


@pytest.mark.parametrize(("more", "says"), [(5, "two different records"), (9, "does not begin with")])
async def test_another_record_is_told_to_staff(pair: dict[str, House], more: int, says: str) -> None:
    await _told(pair)
    _record(pair["MSI"], 9)
    await _told(pair, timedelta(hours=25))
    msi = pair["MSI"]
    _begin_again(msi, 4)
    _record(msi, more, "nobody")

    def forge(conn: Connection) -> None:
        """Whoever forges the record forges what it proves from as well."""
        told = {"partner": "TCL", "size": 0, "proved_at": msi.clock.now(), "at": msi.clock.now()}
        heads.told(conn, told, Frontier().grow(audit.leaves(conn)[:9]))

    msi.store.write_now(forge)
    await _told(pair, timedelta(hours=25))
    [notice] = pair["TCL"].store.read_now(notices.standing)
    assert (notice.name, notice.level) == ("record of MSI", "fault")
    assert says in notice.sentence


async def test_a_head_signed_by_somebody_else_is_passed_over(pair: dict[str, House]) -> None:
    tcl = pair["TCL"]
    body = HeadBody(size=3, root=bytes(32), at=1, signature=bytes(64))
    tcl.store.write_now(lambda c: telling.take(c, tcl.kit, EnvelopeKey("MSI", 1, 1), body))
    assert _seen(pair) == []


async def test_a_clock_that_went_back_freezes_nothing(pair: dict[str, House]) -> None:
    await _told(pair)
    _record(pair["MSI"], 2)
    assert await _told(pair, timedelta(days=-20000)) > 0


async def test_what_a_partner_saw_finds_an_old_copy(pair: dict[str, House], tmp_path: Path) -> None:
    await _told(pair)
    _record(pair["MSI"], 9)
    await _told(pair)
    file = tmp_path / "heads"
    kept = _seen(pair)
    lines = [SignedHead(one.office, one.size, one.root, one.at, one.signature).line() for one in kept]
    file.write_text("\n".join(lines))
    seen = witness.read(file, "MSI", pair["MSI"].kit.keys.sign.public_key())
    assert pair["MSI"].store.read_now(lambda c: audit.verify(c, seen)) is None
    _begin_again(pair["MSI"], 4)
    broken = pair["MSI"].store.read_now(lambda c: audit.verify(c, seen))
    assert broken
    assert "9 rows was seen" in broken.sentence


def test_a_witness_file_with_two_records_of_one_size_finds_both(
    pair: dict[str, House], tmp_path: Path
) -> None:
    msi, file = pair["MSI"], tmp_path / "heads"
    _record(msi, 5)
    size, root = msi.store.read_now(audit.head)
    both = [SignedHead("MSI", size, one, 1).sign(msi.kit.keys.sign).line() for one in (root, bytes(32))]
    for lines in (both, both[::-1]):
        file.write_text("\n".join(lines))
        seen = witness.read(file, "MSI", msi.kit.keys.sign.public_key())
        broken = msi.store.read_now(lambda c, seen=seen: audit.verify(c, seen))
        assert broken
        assert "Two records of 5 rows" in broken.sentence


@pytest.mark.parametrize("line", ["{}", "[]", "no", '{"office": 1}', ""])
def test_what_is_no_witness_file_says_so(pair: dict[str, House], tmp_path: Path, line: str) -> None:
    (tmp_path / "heads").write_text(line)
    with pytest.raises(ConfigError):
        witness.read(tmp_path / "heads", "MSI", pair["MSI"].kit.keys.sign.public_key())


def test_only_the_last_hundred_heads_are_kept(pair: dict[str, House]) -> None:
    tcl = pair["TCL"]
    for n in range(130):
        root, now = n.to_bytes(32, "big"), tcl.clock.now() + timedelta(hours=n)
        head = SignedHead("MSI", n, root, n, bytes(64))
        assert _take(tcl, head, n, now) == ""
    assert [one.size for one in _seen(pair)] == list(range(129, 29, -1))


def test_a_clock_of_1970_takes_no_head_away(pair: dict[str, House]) -> None:
    tcl, long_ago = pair["TCL"], datetime(1970, 1, 1, tzinfo=UTC)
    for n in range(105):
        now = tcl.clock.now() + timedelta(hours=n) if n < 102 else long_ago + timedelta(hours=n)
        assert _take(tcl, _head(n), n, now) == ""
    assert [one.size for one in _seen(pair)] == list(range(104, 4, -1))
    assert "had 104" in _take(tcl, _head(103, 1), 200)


def test_heads_of_before_envelopes_were_noted_give_way_one_by_one(store: Store) -> None:
    for n in range(103):
        at = 0 if n < 100 else n
        head = {"office": "MSI", "size": n, "root": bytes(32), "at": n, "signature": bytes(64), "problem": ""}
        row = head | {"epoch": min(at, 1), "seq": at, "seen_at": START, "proved": False}
        store.write_now(lambda c, row=row: heads.saw(c, row))
    kept = store.read_now(lambda c: heads.seen(c, "MSI"))
    assert [one.size for one in kept] == list(range(102, 2, -1))


def _taken(house: House, order: Sequence[tuple[int, int]]) -> list[str]:
    """Hear of one record, (number of the envelope, rows) in this order, as if for the first time."""
    house.store.write_now(lambda c: c.execute(delete(table(Witness))))
    return [_take(house, _head(size), seq) for seq, size in order]


def test_heads_of_one_growing_record_agree_in_any_order(pair: dict[str, House]) -> None:
    """A restored office is sent again what it has lost, after what is newer."""
    for order in permutations([(1, 10), (2, 20), (3, 30), (4, 40)]):
        assert _taken(pair["TCL"], order) == [""] * 4


def test_a_record_that_got_shorter_is_found_in_any_order(pair: dict[str, House]) -> None:
    for order in permutations([(1, 10), (2, 20), (3, 15), (4, 30)]):
        assert any("20: it was restored from a backup, or cut" in said for said in _taken(pair["TCL"], order))


def test_another_record_as_long_is_found_though_it_comes_late(pair: dict[str, House]) -> None:
    tcl = pair["TCL"]
    assert [_take(tcl, _head(size), seq) for seq, size in ((3, 30), (1, 10))] == ["", ""]
    assert "two different records" in _take(tcl, _head(30, 1), 2)


def test_what_is_signed_after_a_restore_is_later(pair: dict[str, House]) -> None:
    tcl = pair["TCL"]
    assert _take(tcl, _head(30), 9) == ""
    assert "had 30" in _take(tcl, _head(20, 1), 1, epoch=2)
    assert _take(tcl, _head(25, 1), 2, epoch=2) == ""


_BODIES = st.builds(
    HeadBody,
    size=st.integers(0, 2**63 - 1),
    root=st.binary(min_size=32, max_size=32),
    at=st.integers(0, 2**37),
    signature=st.binary(min_size=64, max_size=64),
    since=st.integers(0, 2**63 - 1),
    path=st.lists(st.binary(min_size=32, max_size=32), max_size=128).map(b"".join),
)


@given(_BODIES)
def test_a_head_is_read_as_it_was_written(body: HeadBody) -> None:
    assert decode(encode(body)) == body


def test_a_head_alone_is_small() -> None:
    body = HeadBody(size=10**6, root=bytes(32), at=1_800_000_000, signature=bytes(64))
    assert len(encode(body)) <= 120
