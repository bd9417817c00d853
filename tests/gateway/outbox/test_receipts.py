"""Receipts: late, twice, out of order, too early, after a restart, of another SIM, of another text."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from gateway.intake import intake
from gateway.outbox import receipts
from gateway.store import erase, outbox, references
from gateway.store.states import DeliveryState as State
from hardware.bearer import Address, AddressKind, Fate, Hearing, Receipt
from hardware.gsm.hear import reference_for
from tests.gateway.offices import BEARER, OFFICER, OTHER, START, House, text
from tests.gateway.store.rows import keys_heard

TO = Address(AddressKind.NUMBER, OFFICER)
LONG = "x" * 200
SECOND = timedelta(seconds=1)


def queue(house: House, words: str = "K7M4 received", *, state: State = State.WIRED) -> int:
    at = house.clock.at

    def work(conn: outbox.Connection) -> int:
        row = {"bearer": BEARER, "to_kind": "number", "to": OFFICER, "text": words, "precedence": 2}
        made = outbox.queue(conn, **row, tag=f"{words}{at}{state}", created_at=at)
        outbox.mark(conn, made, state.value, at)
        return made

    return house.store.write_now(work)


def sent(house: House, delivery: int, *numbers: int, bearer: str = BEARER) -> None:
    """Keep the references as the sender does, and try what waits for them."""

    def work(conn: outbox.Connection) -> None:
        outbox.mark(conn, delivery, State.WIRED.value, house.clock.at)
        refs = [reference_for(number, TO) for number in numbers]
        outbox.references(conn, delivery, bearer, refs, house.clock.at)
        receipts.again(conn, house.kit, bearer)

    house.store.write_now(work)


def hears(
    house: House,
    number: int,
    fate: Fate = Fate.DELIVERED,
    *,
    taken: datetime | None = None,
    bearer: str = BEARER,
    to: Address = TO,
) -> None:
    receipt = Receipt(reference_for(number, to), fate, taken or house.clock.at)
    key = f"{number}{fate}{taken}{house.clock.at}{bearer}{to}"
    hearing: Hearing = replace(text("x", key=key), text=None, sender=to, receipt=receipt)
    house.store.write_now(lambda conn: intake.take(conn, house.kit, bearer, [hearing]))


def state(house: House, delivery: int) -> str:
    found = house.store.read_now(lambda conn: outbox.get(conn, delivery))
    assert found
    return found.state


def strays(house: House) -> int:
    return len(house.store.read_now(lambda conn: references.strays(conn, BEARER)))


def test_a_text_is_delivered_once_every_segment_is(house: House) -> None:
    long = queue(house, LONG)
    sent(house, long, 1, 2)
    hears(house, 2)
    assert state(house, long) == State.WIRED
    hears(house, 1)
    assert state(house, long) == State.DELIVERED


def test_a_receipt_that_comes_before_send_returned_is_kept_and_matched(house: House) -> None:
    long = queue(house, LONG, state=State.SUBMITTED)
    hears(house, 1)
    assert strays(house) == 1
    sent(house, long, 1, 2)
    assert (state(house, long), strays(house)) == (State.WIRED, 0)
    hears(house, 2)
    assert state(house, long) == State.DELIVERED


def test_both_receipts_may_come_before(house: House) -> None:
    long = queue(house, LONG, state=State.SUBMITTED)
    hears(house, 2)
    hears(house, 1)
    sent(house, long, 1, 2)
    assert (state(house, long), strays(house)) == (State.DELIVERED, 0)


def test_an_early_receipt_settles_no_older_text_of_the_same_reference(house: House) -> None:
    old = queue(house, "old")
    sent(house, old, 1)
    house.clock.go(timedelta(days=3))
    new = queue(house, "new", state=State.SUBMITTED)
    hears(house, 1)
    assert (state(house, old), strays(house)) == (State.WIRED, 1)
    sent(house, new, 1)
    assert (state(house, old), state(house, new)) == (State.WIRED, State.DELIVERED)


def test_the_same_reference_days_apart_each_finds_its_own_text_in_either_order(house: House) -> None:
    taken, texts = [house.clock.at, house.clock.at + timedelta(days=2)], []
    for at in taken:
        house.clock.at = at
        texts.append(queue(house))
        sent(house, texts[-1], 5)
    hears(house, 5, Fate.DELIVERED, taken=taken[1])
    assert [state(house, one) for one in texts] == [State.WIRED, State.DELIVERED]
    hears(house, 5, Fate.FAILED, taken=taken[0])
    assert [state(house, one) for one in texts] == [State.FAILED, State.DELIVERED]


def test_the_same_receipt_twice_settles_one_text(house: House) -> None:
    """A network may send a status report again with another discharge time: another PDU, the same news."""
    first, taken = queue(house, "first"), house.clock.at
    sent(house, first, 5)
    house.clock.go(timedelta(hours=1))
    second = queue(house, "second")
    sent(house, second, 5)
    hears(house, 5, taken=taken)
    house.clock.go(SECOND)
    hears(house, 5, taken=taken)
    assert (state(house, first), state(house, second)) == (State.DELIVERED, State.WIRED)


@pytest.mark.parametrize("order", [(Fate.FAILED, Fate.DELIVERED), (Fate.DELIVERED, Fate.FAILED)])
def test_delivered_is_the_last_word_in_either_order(house: House, order: tuple[Fate, Fate]) -> None:
    one, taken = queue(house), house.clock.at
    sent(house, one, 5)
    for fate in order:
        house.clock.go(SECOND)
        hears(house, 5, fate, taken=taken)
    assert state(house, one) == State.DELIVERED


def test_a_receipt_may_come_days_late(house: House) -> None:
    one, taken = queue(house), house.clock.at
    sent(house, one, 5)
    house.clock.go(timedelta(days=6))
    hears(house, 5, taken=taken)
    assert state(house, one) == State.DELIVERED


@pytest.mark.parametrize("wrong", [timedelta(days=-365 * 56), timedelta(days=365 * 12)])
def test_a_wrong_clock_of_ours_loses_no_receipt(house: House, wrong: timedelta) -> None:
    house.clock.go(wrong)
    one = queue(house)
    sent(house, one, 5)
    hears(house, 5, taken=START)
    assert state(house, one) == State.DELIVERED


def test_a_network_with_the_zone_wrong_loses_no_receipt(house: House) -> None:
    one = queue(house)
    sent(house, one, 5)
    hears(house, 5, taken=house.clock.at + timedelta(hours=7))
    assert state(house, one) == State.DELIVERED


def test_a_receipt_for_somebody_else_settles_nothing(house: House) -> None:
    one = queue(house)
    sent(house, one, 5)
    hears(house, 5, to=Address(AddressKind.NUMBER, "+66855555555"))
    assert (state(house, one), strays(house)) == (State.WIRED, 1)


def test_two_modems_give_the_same_reference_to_the_same_officer(house: House) -> None:
    one, other = queue(house, "one"), queue(house, "other")
    sent(house, one, 5)
    sent(house, other, 5, bearer=OTHER)
    hears(house, 5, bearer=OTHER)
    assert (state(house, one), state(house, other)) == (State.WIRED, State.DELIVERED)


def test_a_sim_that_was_put_into_the_other_modem_still_hears_of_its_texts(house: House) -> None:
    one, taken = queue(house), house.clock.at
    sent(house, one, 5)
    house.clock.go(timedelta(hours=1))
    hears(house, 5, taken=taken, bearer=OTHER)
    assert state(house, one) == State.DELIVERED


def test_a_text_cut_off_by_a_restart_is_found_by_its_recipient(house: House) -> None:
    one = queue(house, LONG, state=State.SUBMITTED)
    hears(house, 7)
    assert strays(house) == 1
    house.clock.go(timedelta(minutes=2))

    def restart(conn: outbox.Connection) -> None:
        outbox.requeue_interrupted(conn, BEARER, house.clock.at)
        receipts.again(conn, house.kit, BEARER)

    house.store.write_now(restart)
    assert (state(house, one), strays(house)) == (State.UNKNOWN, 0)
    hears(house, 8, taken=house.clock.at - timedelta(minutes=2) + SECOND)
    assert state(house, one) == State.DELIVERED


def test_half_of_an_unknown_text_is_not_all_of_it(house: House) -> None:
    one = queue(house, LONG)
    sent(house, one, 1)
    house.store.write_now(lambda conn: outbox.mark(conn, one, State.UNKNOWN, house.clock.at))
    hears(house, 1)
    assert state(house, one) == State.UNKNOWN
    hears(house, 2, Fate.FAILED)
    assert state(house, one) == State.FAILED


def test_still_trying_is_no_news(house: House) -> None:
    one = queue(house)
    sent(house, one, 5)
    hears(house, 5, Fate.PENDING)
    assert (state(house, one), strays(house)) == (State.WIRED, 0)


def test_who_is_erased_leaves_no_receipt_behind(house: House) -> None:
    hears(house, 5)
    heard = house.store.read_now(keys_heard)
    house.store.write_now(lambda conn: erase.erase(conn, erase.What(segments=tuple(heard))))
    assert strays(house) == 0


@pytest.mark.parametrize(("by", "end"), [("modem9", State.DELIVERED), (OTHER, State.UNKNOWN)])
def test_the_sim_of_a_modem_that_was_taken_away_tells_by_the_one_it_is_in_now(
    house: House, by: str, end: State
) -> None:
    one = queue(house, state=State.UNKNOWN)
    house.store.write_now(lambda conn: outbox.mark(conn, one, State.UNKNOWN, house.clock.at, bearer=by))
    house.clock.go(timedelta(minutes=2))
    hears(house, 7, taken=house.clock.at)
    assert state(house, one) == end
