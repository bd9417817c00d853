"""Several workers share one outbox: each row is in one hand at a time, and a late hand is fenced off."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Connection, text

from gateway.store import claims, envelopes, feed, outbox, reports
from gateway.store.claims import EnvelopeHold, Hold
from gateway.store.keys import key_of
from gateway.store.states import DeliveryState, EnvelopeState
from gateway.store.store import Store
from tests.gateway.store.rows import NOON, delivery, envelope, key, later, report


def test_a_text_is_in_one_hand_and_the_most_urgent_goes_first(store: Store) -> None:
    def work(conn: Connection) -> list[list[str]]:
        for tag, precedence in (("a", 2), ("b", 0), ("c", 2)):
            outbox.queue(conn, **delivery(tag, precedence=precedence))
        hands = [claims.texts(conn, "gsm", n, at=later(1), until=later(60)) for n in (2, 9, 9)]
        return [[f"{d.tag} {d.state} {d.attempts} {d.lease}" for d in hand] for hand in hands]

    assert store.write_now(work) == [["b submitted 1 1", "a submitted 1 1"], ["c submitted 1 1"], []]


def test_only_who_holds_a_text_may_settle_it(store: Store) -> None:
    def work(conn: Connection) -> list[object]:
        first, second = (outbox.queue(conn, **delivery(t)) for t in "ab")
        claims.texts(conn, "gsm", 9, at=NOON, until=later(60))
        early = claims.expire_texts(conn, later(59))
        settled = claims.settle_texts(conn, [Hold(first, 1)], DeliveryState.WIRED, later(59))
        expired = claims.expire_texts(conn, later(60))
        late = claims.settle_texts(conn, [Hold(first, 1), Hold(second, 1)], DeliveryState.WIRED, later(61))
        states = [d.state for i in (first, second) if (d := outbox.get(conn, i))]
        none = claims.settle_texts(conn, [], "x", NOON)
        return [early, settled == {first}, expired, late == {second}, states, none]

    assert store.write_now(work) == [0, True, 1, True, ["wired", "wired"], set()]


@pytest.mark.parametrize("state", ["delivered", "queued", "cancelled", "expired"])
def test_who_comes_late_does_not_settle_what_has_gone_on(store: Store, state: str) -> None:
    def work(conn: Connection) -> list[object]:
        mine = outbox.queue(conn, **delivery("a"))
        claims.texts(conn, "gsm", 9, at=NOON, until=later(60))
        claims.expire_texts(conn, later(60))
        outbox.mark(conn, mine, state, later(61))
        again = claims.text(conn, mine, "other", at=later(62), until=later(90))
        late = claims.settle_texts(conn, [Hold(mine, 1)], DeliveryState.FAILED, later(63))
        return [again is not None and (again.lease, again.bearer, again.state), late]

    taken = state == "queued" and (2, "other", "submitted")
    assert store.write_now(work) == [taken, set()]


def test_a_claim_that_nobody_was_told_of_is_queued_again_and_no_other(store: Store) -> None:
    def work(conn: Connection) -> list[object]:
        for tag in "abc":
            outbox.queue(conn, **delivery(tag))
        claims.text(conn, 1, "gsm", at=NOON, until=later(60))
        claims.text(conn, 2, "gsm", at=NOON, until=later(61))
        claims.text(conn, 3, "other", at=NOON, until=later(60))
        back = claims.give_back(conn, "gsm", later(60), later(2))
        return [back, [(d.state, d.attempts) for n in (1, 2, 3) if (d := outbox.get(conn, n))]]

    want = [("queued", 0), ("submitted", 1), ("submitted", 1)]
    assert store.write_now(work) == [[1], want]


def test_a_text_in_the_hand_of_a_mad_clock_or_of_nobody_is_let_go(store: Store) -> None:
    def work(conn: Connection) -> list[object]:
        for tag in "abc":
            outbox.queue(conn, **delivery(tag))
        claims.text(conn, 1, "gsm", at=NOON, until=later(60))
        claims.text(conn, 2, "gsm", at=NOON, until=later(400 * 24 * 3600))
        outbox.mark(conn, 3, "submitted", NOON)
        seen = claims.any_over(conn, later(1))
        gone = claims.expire_texts(conn, later(1))
        return [seen, gone, claims.any_over(conn, later(1)), claims.any_over(conn, later(60))]

    assert store.write_now(work) == [True, 2, False, True]


def test_an_envelope_whose_worker_died_is_free_again_when_the_lease_is_over(store: Store) -> None:
    def work(conn: Connection) -> list[object]:
        envelopes.put_all(conn, [envelope(key(n)) for n in (1, 2)])
        one = claims.envelopes(conn, "TCL", 1, at=NOON, until=later(60))
        rest = claims.envelopes(conn, "TCL", 9, at=later(59), until=later(90))
        again = claims.envelopes(conn, "TCL", 9, at=later(60), until=later(90))
        holds = [EnvelopeHold(key_of(e), e.lease) for e in (*one, *again)]
        settled = claims.settle_envelopes(conn, holds, EnvelopeState.STORED, later(61))
        found = envelopes.get(conn, key(1))
        shares = [[(e.seq, e.lease) for e in hand] for hand in (one, rest, again)]
        return [shares, settled, found.state if found else None, claims.settle_envelopes(conn, [], "x", NOON)]

    want = [[(1, 1)], [(2, 1)], [(1, 2)]]
    assert store.write_now(work) == [want, {key(1)}, EnvelopeState.STORED, set()]


def test_only_who_holds_an_envelope_says_refused_and_nothing_follows_stored(store: Store) -> None:
    def work(conn: Connection) -> list[object]:
        envelopes.put_all(conn, [envelope(key(n)) for n in (1, 2)])
        claims.envelopes(conn, "TCL", 9, at=NOON, until=later(60))
        claims.envelopes(conn, "TCL", 9, at=later(60), until=later(120))
        old, new = ([EnvelopeHold(key(n), lease) for n in (1, 2)] for lease in (1, 2))
        late = claims.settle_envelopes(conn, old, EnvelopeState.REFUSED, later(61))
        refused = claims.settle_envelopes(conn, new[:1], EnvelopeState.REFUSED, later(61))
        stored = claims.settle_envelopes(conn, old, EnvelopeState.STORED, later(62))
        after = claims.settle_envelopes(conn, new, EnvelopeState.REFUSED, later(63))
        states = [e.state for n in (1, 2) if (e := envelopes.get(conn, key(n)))]
        return [late, refused, stored, after, states]

    want = [set(), {key(1)}, {key(1), key(2)}, set(), ["stored", "stored"]]
    assert store.write_now(work) == want


def test_workers_step_past_each_others_rows(postgres_dsn: str) -> None:
    stores = [Store.open(postgres_dsn, inline=True) for _ in range(3)]
    stores[0].write_now(lambda c: [outbox.queue(c, **delivery(f"t{n}")) for n in range(300)])
    taken: list[int] = []

    def worker(store: Store) -> None:
        while hand := store.write_now(lambda c: claims.texts(c, "gsm", 7, at=NOON, until=later(60))):
            holds = [Hold(d.id, d.lease) for d in hand]
            taken.extend(store.write_now(lambda c, h=holds: claims.settle_texts(c, h, "wired", NOON)))

    _together([lambda s=s: worker(s) for s in stores])
    for store in stores:
        store.close()
    assert Counter(taken) == Counter(dict.fromkeys(range(1, 301), 1))


def test_a_claim_does_not_wait_for_a_row_somebody_else_holds(postgres_dsn: str) -> None:
    mine, other = (Store.open(postgres_dsn, inline=True) for _ in range(2))
    mine.write_now(lambda c: [outbox.queue(c, **delivery(t)) for t in "ab"])

    def work(conn: Connection) -> list[str]:
        first = claims.texts(conn, "gsm", 1, at=NOON, until=later(60))
        rest = other.write_now(lambda c: claims.texts(c, "gsm", 9, at=NOON, until=later(60)))
        return [d.tag for d in first + rest]

    assert mine.write_now(work) == ["a", "b"]
    for store in (mine, other):
        store.close()


def test_the_feed_grows_in_the_order_of_commits_whoever_writes(postgres_dsn: str) -> None:
    """A reader that follows the feed by seq misses nothing, though several processes write."""
    stores = [Store.open(postgres_dsn, inline=True) for _ in range(3)]
    seen: list[int] = []
    done = threading.Event()

    def write(store: Store) -> None:
        for _ in range(60):
            store.write_now(lambda c: feed.add(c, "tick", NOON))

    def follow() -> None:
        while True:
            last = done.is_set()
            seen.extend(f.seq for f in stores[0].read_now(lambda c: feed.since(c, seen[-1] if seen else 0)))
            if last:
                return

    reader = threading.Thread(target=follow)
    reader.start()
    _together([lambda s=s: write(s) for s in stores])
    done.set()
    reader.join(60)
    count = stores[0].read_now(lambda c: c.execute(text("SELECT count(*) FROM feed")).scalar_one())
    for store in stores:
        store.close()
    assert (len(seen), seen) == (count, sorted(set(seen)))


def test_two_that_stand_in_each_others_way_both_come_through(postgres_dsn: str) -> None:
    """A deadlock by design: each changes its own report, then the other's."""
    stores = [Store.open(postgres_dsn, inline=True) for _ in range(2)]
    stores[0].write_now(lambda c: reports.file_all(c, [report(key(1)), report(key(2))]))
    meet = threading.Barrier(2)
    runs: list[int] = []

    def work(conn: Connection, mine: int) -> None:
        runs.append(mine)
        reports.amend(conn, key(mine), canonical=f"by {mine}")
        if runs.count(mine) == 1:
            meet.wait(30)
        reports.amend(conn, key(3 - mine), canonical=f"by {mine}")

    _together([lambda s=s, n=n: s.write_now(lambda c: work(c, n)) for n, s in enumerate(stores, 1)])
    versions = [stores[0].read_now(lambda c, n=n: reports.get(c, key(n))) for n in (1, 2)]
    for store in stores:
        store.close()
    assert [v.version for v in versions if v] == [3, 3]
    assert len(runs) > 2


def test_the_feed_takes_a_set_in_its_order(store: Store) -> None:
    def work(conn: Connection) -> list[object]:
        reports.file_all(conn, [report(key(n)) for n in (1, 2, 3)])
        seqs = feed.add_all(conn, "report", NOON, [key(3), key(1), key(2)])
        found = [r.seq for r in reports.changed(conn, 0)]
        return [seqs == sorted(seqs), len(set(seqs)), found, feed.add_all(conn, "report", NOON, [])]

    assert store.write_now(work) == [True, 3, [3, 1, 2], []]


def test_a_commit_of_one_process_wakes_another(postgres_dsn: str) -> None:
    mine, other = (Store.open(postgres_dsn) for _ in range(2))
    try:
        heard = threading.Event()
        mine.add_listener(heard.set)
        for _ in range(100):  # a hint given before anybody listened is lost
            other.write_now(lambda c: feed.add(c, "tick", NOON))
            if heard.wait(0.3):
                return
        pytest.fail("nobody heard of a hundred commits")
    finally:
        mine.close()
        other.close()


def _together(works: Sequence[Callable[[], object]]) -> None:
    errors: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # a thread's trouble must reach the test
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert errors == []


def test_what_was_given_back_or_held_by_a_mad_clock_is_free(store: Store) -> None:
    def work(conn: Connection) -> list[list[int]]:
        envelopes.put_all(conn, [envelope(key(n)) for n in (1, 2, 3)])
        mine = claims.envelopes(conn, "TCL", 9, at=NOON, until=later(60), choose=lambda rows: rows[:2])
        claims.let_go(conn, [EnvelopeHold(key_of(one), one.lease) for one in mine[:1]])
        again = claims.envelopes(conn, "TCL", 9, at=NOON, until=later(3000))  # a clock 49 minutes ahead
        jumped = claims.envelopes(conn, "TCL", 9, at=NOON, until=later(60))
        alone = claims.envelopes(conn, "TCL", 9, at=NOON, until=later(60), alone=True)
        return [[one.seq for one in some] for some in (mine, again, jumped, alone)]

    assert store.write_now(work) == [[1, 2], [1, 3], [1, 3], [1, 2, 3]]
