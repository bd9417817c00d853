"""Parts of long messages: any order, any modem, many at once, late, twice, a reference given again."""

import asyncio
import contextlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.intake import intake, overdue, parts
from gateway.store import messages, outbox, reports
from gateway.store.tables import Delivery, Message, Report, Segment
from hardware.bearer import Hearing, Part
from tests.gateway.offices import BEARER, OFFICER, OTHER, START, House, text
from tests.gateway.store.rows import segment

SEIZED = ("DRG MSI YAB ", "200000T ", "SEIZED")
LATER = timedelta(minutes=11)


def take(house: House, *heard: Hearing, bearer: str = BEARER) -> None:
    house.store.write_now(lambda conn: intake.take(conn, house.kit, bearer, heard))


def give_up(house: House) -> int:
    """Look, wait as long as the station does, and look again."""
    waiting = overdue.Overdue(house.kit, house.store)
    house.store.write_now(waiting.give_up)
    house.clock.go(LATER)
    return house.store.write_now(waiting.give_up)


async def commits(house: House) -> int:
    """Let the station look once; return how often it committed."""
    count: list[None] = []
    stop = house.store.add_listener(lambda: count.append(None))
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            await overdue.Overdue(house.kit, house.store).run()
    stop()
    return len(count)


async def test_looking_commits_nothing_while_no_part_waits(house: House) -> None:
    assert await commits(house) == 0
    take(house, part(1))
    assert await commits(house) == 1


def filed(house: House) -> list[Report]:
    return house.store.read_now(lambda conn: reports.changed(conn, 0))


def kept(house: House) -> list[Message]:
    return house.store.read_now(messages.recent)[::-1]


def replies(house: House) -> list[Delivery]:
    return house.store.read_now(lambda conn: outbox.due(conn, BEARER, 100))


def part(  # what tells parts apart
    index: int,
    words: str = "",
    *,
    ref: int = 7,
    wide: bool = False,
    at: datetime = START,
    sender: str = OFFICER,
    count: int = 3,
) -> Hearing:
    words = words or SEIZED[index - 1]
    key = f"{words}{ref}{wide}{at}{sender}{index}"
    return replace(text(words, key=key, at=at, sender=sender), part=Part(ref, count, index, wide))


def test_parts_that_come_through_two_modems_are_one_message(house: House) -> None:
    take(house, part(2), bearer=BEARER)
    take(house, part(3), bearer=OTHER)
    take(house, part(1), bearer=BEARER)
    assert [message.text for message in kept(house)] == ["".join(SEIZED)]
    assert [report.type for report in filed(house)] == ["DRG"]


def test_a_reference_of_16_bits_is_not_one_of_8(house: House) -> None:
    take(house, part(1), part(2, wide=True), part(3), part(1, wide=True), part(3, wide=True))
    assert len(kept(house)) == 1
    take(house, part(2))
    assert [message.text for message in kept(house)] == ["".join(SEIZED)] * 2


def test_any_number_of_messages_may_be_open_at_once(house: House) -> None:
    for index in (3, 1, 2):
        take(house, *(part(index, ref=ref) for ref in range(40)))
    assert [message.text for message in kept(house)] == ["".join(SEIZED)] * 40


def test_a_reference_given_again_days_later_joins_no_old_part(house: House) -> None:
    take(house, part(1, "OLD "), part(3, " OLD"))
    house.clock.go(timedelta(days=3))
    now = house.clock.at
    take(house, part(2, at=now))
    assert kept(house) == []
    take(house, part(3, at=now), part(1, at=now))
    assert [message.text for message in kept(house)] == ["".join(SEIZED)]


def test_a_reference_given_again_at_once_begins_another_message(house: House) -> None:
    soon = START + timedelta(minutes=1)
    take(house, part(1, "PTL "), part(1, at=soon), part(3, at=soon), part(2, at=soon))
    assert [message.text for message in kept(house)] == ["".join(SEIZED)]


def test_a_part_that_comes_twice_is_one_part(house: House) -> None:
    again = START + timedelta(seconds=9)
    take(house, part(1), part(1, at=again), part(3), part(3), part(2))
    assert [message.text for message in kept(house)] == ["".join(SEIZED)]
    take(house, part(2, at=again))
    house.clock.go(LATER)
    assert give_up(house) == 1
    assert give_up(house) == 0
    assert len(kept(house)) == 1
    assert len(replies(house)) == 1


def test_a_late_part_completes_a_message_that_was_given_up(house: House) -> None:
    take(house, part(1), part(3))
    house.clock.go(LATER)
    assert give_up(house) == 1
    (partial,) = kept(house)
    assert (partial.outcome, partial.note) == ("unreadable", "part 2 of 3 never came")
    house.clock.go(timedelta(hours=2))
    take(house, part(2))
    partial, whole = kept(house)
    (report,) = filed(house)
    assert whole.text == "".join(SEIZED)
    assert partial.note == f"its last part came late: message {whole.id}"
    assert (partial.outcome, partial.seq, whole.seq) == ("accepted", report.seq, report.seq)
    assert house.store.read_now(messages.lane) == []
    assert report.ref in replies(house)[-1].text


def test_a_late_part_of_what_was_sent_again_meanwhile_makes_no_second_report(house: House) -> None:
    take(house, part(1), part(3))
    house.clock.go(LATER)
    give_up(house)
    take(house, text("".join(SEIZED), at=house.clock.at))
    house.clock.go(timedelta(hours=2))
    take(house, part(2))
    assert len(filed(house)) == 1
    assert {message.seq for message in kept(house)} == {filed(house)[0].seq}


def test_a_late_part_that_is_not_the_last_mends_the_text(house: House) -> None:
    take(house, part(1))
    house.clock.go(LATER)
    give_up(house)
    take(house, part(3))
    (partial,) = kept(house)
    assert partial.text == "DRG MSI YAB  [part 2 of 3 is missing] SEIZED"
    assert partial.note == "part 2 of 3 never came"
    house.clock.go(LATER)
    assert give_up(house) == 0
    take(house, part(2))
    assert len(filed(house)) == 1
    assert len([reply for reply in replies(house) if "lost" in reply.text]) == 1


@pytest.mark.parametrize("jump", [timedelta(days=-365 * 56), timedelta(days=365 * 12)])
def test_a_clock_that_jumps_neither_freezes_a_set_nor_parts_it(house: House, jump: timedelta) -> None:
    take(house, part(1), part(3))
    house.clock.go(jump)
    assert give_up(house) == 1
    take(house, part(2))
    assert len(filed(house)) == 1


def test_status_reports_never_hide_parts_that_wait(house: House) -> None:
    """A thousand of them belong to no message either."""
    take(house, *(replace(text(f"{n}"), text=None, receipt=_receipt(n)) for n in range(1100)))
    take(house, part(1))
    house.clock.go(LATER)
    assert give_up(house) == 1


def _receipt(number: int) -> intake.receipts.Receipt:
    return intake.receipts.Receipt(f"{number}-abc", intake.receipts.Fate.DELIVERED)


_WORDS = {1: "one ", 2: "two ", 3: "three"}


@given(st.permutations([(ref, index) for ref in range(4) for index in (1, 2, 3)]), st.data())
def test_sets_are_the_same_in_any_order_and_with_repeats(
    came: list[tuple[int, int]], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(came), max_size=5))
    whole: list[str] = []
    for ref in range(4):
        rows = [_row(n, index) for n, (of, index) in enumerate([*came, *again]) if of == ref]
        found = parts.sets(rows)
        assert sum(len(one.ids) for one in found) == len(rows)
        whole += ["".join(one.text or "" for one in each.parts) for each in found if each.whole]
    assert whole.count("one two three") >= 4


def _row(number: int, index: int) -> Segment:
    at = START + timedelta(seconds=number)
    row = segment(b"%d" % number, part_index=index, part_count=3, part_ref=1)
    return Segment(id=number, **{**row, "text": _WORDS[index], "heard_at": at})
