"""Hints: a commit wakes those who wait for what it touched, and lets the others sleep."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from gateway.store import counters, envelopes, hints, outbox
from gateway.store.states import DeliveryState, EnvelopeState
from gateway.store.store import Store
from gateway.store.wake import OUTBOX, touch, touched, towards
from tests.gateway.store.rows import delivery, envelope, key, later


def _heard(store: Store, *topics: str) -> Callable[[], set[str]]:
    """Listen for each topic, and for all; the answer tells who heard of something since it was last asked."""
    told: set[str] = set()
    for topic in topics:
        store.add_listener(lambda topic=topic: told.add(topic), topic)
    store.add_listener(lambda: told.add("any"))

    def since() -> set[str]:
        found = set(told)
        told.clear()
        return found

    return since


@pytest.fixture
def alone(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store.make(f"sqlite:///{tmp_path_factory.mktemp('wake')}/store.db", inline=True)


def test_an_envelope_wakes_its_own_partner_and_nobody_else(alone: Store) -> None:
    heard = _heard(alone, towards("TCL"), towards("BKK"), OUTBOX)
    alone.write_now(lambda c: envelopes.put(c, envelope(key(1), partner="BKK")))
    assert heard() == {towards("BKK"), "any"}
    alone.write_now(lambda c: envelopes.put(c, envelope(key(2), state=EnvelopeState.RECEIVED.value)))
    alone.write_now(lambda c: counters.take(c, "n"))
    assert heard() == {"any"}


def test_a_text_wakes_the_senders_when_it_is_queued_and_when_it_is_due_again(alone: Store) -> None:
    heard = _heard(alone, towards("TCL"), OUTBOX)
    text = alone.write_now(lambda c: outbox.queue(c, **delivery("a")))
    assert heard() == {OUTBOX, "any"}
    alone.write_now(lambda c: outbox.mark(c, text, DeliveryState.SUBMITTED, later(1)))
    assert heard() == {"any"}
    alone.write_now(lambda c: outbox.mark(c, text, DeliveryState.QUEUED, later(2)))
    assert heard() == {OUTBOX, "any"}


def test_what_was_taken_back_wakes_nobody_later(alone: Store) -> None:
    heard = _heard(alone, OUTBOX)

    def work(conn: Connection) -> None:
        outbox.queue(conn, **delivery("a"))
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        alone.write_now(work)
    alone.write_now(lambda c: counters.take(c, "n"))
    assert heard() == {"any"}


def test_topics_are_told_once(store: Store) -> None:
    def work(conn: Connection) -> list[frozenset[str]]:
        touch(conn, "a", "b")
        return [touched(conn), touched(conn)]

    assert store.write_now(work) == [{"a", "b"}, frozenset()]


def _settled(other: Store, ready: threading.Event, *more: threading.Event) -> None:
    """Wait until what was said so far has been heard, then forget it."""
    ready.clear()
    other.write_now(lambda c: touch(c, "ready"))
    assert ready.wait(30)
    for event in more:
        event.clear()


@pytest.mark.parametrize("many", [1, 2000])
def test_another_process_hears_of_its_topic_however_many_there_are(postgres_dsn: str, many: int) -> None:
    mine, other = (Store.open(postgres_dsn) for _ in range(2))
    try:
        ready, heard, never = threading.Event(), threading.Event(), threading.Event()
        for topic, event in (("ready", ready), (towards("P0"), heard), ("no such topic", never)):
            mine.add_listener(event.set, topic)
        for _ in range(100):  # a hint given before anybody listened is lost
            other.write_now(lambda c: touch(c, "ready"))
            if ready.wait(0.3):
                break
        _settled(other, ready, heard, never)
        other.write_now(lambda c: touch(c, *(towards(f"P{n}") for n in range(many))))
        assert heard.wait(30)
        assert never.wait(5) if many > 1 else not never.is_set()  # too many to name: everybody looks
    finally:
        mine.close()
        other.close()


def test_a_hint_that_names_nothing_is_for_no_topic() -> None:
    assert hints.heard("") == [""]
    assert hints.heard("a\nb") == ["a", "b"]
    assert hints.heard("*") is None
