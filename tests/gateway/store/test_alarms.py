"""The verbs of alarms, claims, patrols and the duty list, on each engine."""

from datetime import timedelta

from sqlalchemy import Connection

from gateway.store import accounts, alarms, duty, history, messages, outbox, patrols, reports, resting
from gateway.store.keys import key_of
from gateway.store.states import DeliveryState
from gateway.store.store import Store
from tests.gateway.store import rows
from tests.gateway.store.rows import NOON, key, later


def test_the_list_keeps_its_order(store: Store) -> None:
    def work(conn: Connection) -> list[str]:
        ids = [duty.add(conn, name, f"+6681000000{n}", NOON) for n, name in enumerate(("a", "b", "c"))]
        duty.order(conn, [ids[2], ids[0], ids[1]])
        duty.remove(conn, ids[0])
        assert [one.account for one in duty.of_number(conn, "+66810000001")] == ["b"]
        return [one.account for one in duty.phones(conn)]

    assert store.write_now(work) == ["c", "b"]


def test_what_nobody_has_in_hand_is_an_alarm_until_it_ends(store: Store) -> None:
    def work(conn: Connection) -> None:
        sos, flash, other = key(1), key(2), key(3)
        reports.file(conn, rows.report(sos, type="SOS"))
        reports.file(conn, rows.report(flash, precedence=0, received_at=later(-9)))
        reports.file(conn, rows.report(other))
        assert [key_of(one) for one in alarms.unclaimed(conn)] == [flash, sos]
        reports.claim(conn, flash, "som")
        assert [key_of(one) for one in alarms.unclaimed(conn)] == [sos]
        alarms.keep(conn, {**sos.values(), "told": [[1, "tag"]], "waited_s": 7})
        alarms.keep(conn, {**sos.values(), "told": [[1, "tag"], [2, "gat"]], "hub": True})
        (kept,) = alarms.standing(conn)
        assert (kept.told, kept.waited_s, kept.hub) == ([[1, "tag"], [2, "gat"]], 0, True)
        assert alarms.end(conn, sos)
        assert not alarms.end(conn, sos)
        assert alarms.standing(conn) == []
        assert [key_of(one) for one in alarms.known(conn, [sos, other])] == [sos]
        assert [key_of(one) for one in alarms.latest(conn)] == [sos]

    store.write_now(work)


def test_only_what_was_not_sent_of_the_named_texts_is_killed(store: Store) -> None:
    def work(conn: Connection) -> list[str]:
        ids = [outbox.queue(conn, **rows.delivery(tag)) for tag in ("one", "two", "three")]
        outbox.mark(conn, ids[1], DeliveryState.WIRED, NOON)
        outbox.cancel_tagged(conn, ["one", "two"], NOON)
        outbox.cancel_tagged(conn, [], NOON)
        return [found.state for one in ids if (found := outbox.get(conn, one))]

    assert store.write_now(work) == [DeliveryState.CANCELLED, DeliveryState.WIRED, DeliveryState.QUEUED]


def test_a_claim_is_known_by_its_holders_newest_line(store: Store) -> None:
    def work(conn: Connection) -> None:
        reports.file(conn, rows.report(key(1), claimed_by="som", state="claimed"))
        reports.file(conn, rows.report(key(2), claimed_by="som", state="closed"))
        assert [key_of(one) for one in resting.in_hand(conn)] == [key(1)]
        accounts.create(conn, **rows.account("som", role="duty"))
        assert resting.newest_acts(conn) == {}
        lines = (("duty", {}), ("duty", {"by": "som"}), ("duty", {"by": "noi"}), ("supervisor", {}))
        for actor, detail in (*lines, ("officer", {}), ("station", {"by": "som"})):
            history.note(conn, key(1), NOON, actor, "something", dict(detail))
        assert resting.newest_acts(conn) == {key(1): history.of(conn, key(1))[1].id}
        history.note(conn, key(1), NOON, "duty", "released", {"partner": "TCL"})
        assert resting.newest_acts(conn) == {key(1): history.of(conn, key(1))[-1].id}
        resting.rest(conn, {**key(1).values(), "by": "som", "last": 1})
        resting.rest(conn, {**key(1).values(), "by": "som", "last": 2, "warned": True})
        assert [(one.last, one.warned) for one in resting.resting(conn)] == [(2, True)]
        resting.forget(conn, key(1))
        assert resting.resting(conn) == []

    store.write_now(work)


def test_very_many_alarms_are_looked_at_in_one_reading(store: Store) -> None:
    """SQLite takes no condition that is more than 1,000 deep."""

    def work(conn: Connection) -> object:
        many = [key(number) for number in range(1, 1200)]
        alarms.keep(conn, key(9).values())
        return [key_of(one) for one in alarms.known(conn, many)]

    assert store.write_now(work) == [key(9)]


def test_a_patrol_goes_by_the_newest_word_of_its_sender(store: Store) -> None:
    def work(conn: Connection) -> None:
        message = messages.add(conn, **rows.message())
        for number, state in ((1, "new"), (2, "new"), (3, "cancelled")):
            reports.file(
                conn, rows.report(key(number), type="PATR", state=state), rows.source(message_id=message)
            )
        reports.file(conn, rows.report(key(1, "TCL"), type="PATR"))
        (said,) = patrols.newest(conn, "MSI")
        assert key_of(said.report) == key(2)
        assert patrols.last_message(conn, said.sender) == message
        assert patrols.last_message(conn, ("number", "+66800000000")) == 0
        patrols.watch(conn, {**key(2).values(), "last": message, "late": True})
        assert [key_of(one) for one in patrols.late(conn)] == [key(2)]
        patrols.forget(conn, key(2))
        assert patrols.watched(conn) == []

    store.write_now(work)


def test_a_session_that_was_just_used_is_seen(store: Store) -> None:
    def work(conn: Connection) -> None:
        accounts.create(conn, **rows.account("som"))
        accounts.sign_in(conn, **rows.session(bytes(32), "som"))
        assert accounts.seen_since(conn, NOON)
        assert not accounts.seen_since(conn, NOON + timedelta(days=1))

    store.write_now(work)
