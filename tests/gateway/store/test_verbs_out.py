"""What the verbs keep of texts and envelopes that go out, of the record and of people, on every engine."""

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from gateway.store import (
    accounts,
    counters,
    dialogues,
    envelopes,
    feed,
    messages,
    notices,
    outbox,
    references,
    reports,
)
from gateway.store.states import DeliveryState, EnvelopeState
from gateway.store.store import Store
from hardware.sentence import Sentence
from tests.gateway.store.rows import (
    NOON,
    account,
    delivery,
    envelope,
    key,
    later,
    message,
    report,
    session,
)


def test_the_most_urgent_text_goes_first_then_the_oldest(store: Store) -> None:
    def work(conn: Connection) -> list[str]:
        for tag, precedence, bearer in (("a", 2, "gsm"), ("b", 0, "gsm"), ("c", 2, "gsm"), ("d", 0, "radio")):
            outbox.queue(conn, **delivery(tag, precedence=precedence, bearer=bearer))
        first = outbox.due(conn, "gsm", 1)[0]
        outbox.mark(conn, first.id, DeliveryState.SUBMITTED, later(1), attempts=1)
        return [first.tag, *(d.tag for d in outbox.due(conn, "gsm", 9))]

    assert store.write_now(work) == ["b", "a", "c"]


def test_a_text_the_bearer_had_in_hand_is_unknown_after_a_crash(store: Store) -> None:
    def work(conn: Connection) -> tuple[int, int, list[str]]:
        ids = [outbox.queue(conn, **delivery(t, **key(1).values())) for t in "abc"]
        outbox.mark(conn, ids[0], DeliveryState.SUBMITTED, later(1))
        outbox.mark(conn, ids[1], DeliveryState.WIRED, later(1))
        interrupted = outbox.requeue_interrupted(conn, "gsm", later(2))
        return (
            interrupted,
            outbox.cancel(conn, key(1), later(3)),
            [d.state for d in outbox.of_report(conn, key(1))],
        )

    assert store.write_now(work) == (1, 1, ["unknown", "wired", "cancelled"])


def test_references_name_the_segments_of_a_text_and_are_given_again(store: Store) -> None:
    def work(conn: Connection) -> list[object]:
        old, new = (outbox.queue(conn, **delivery(t)) for t in ("old", "new"))
        outbox.references(conn, old, "gsm", ["17"], NOON)
        outbox.references(conn, new, "gsm", ["17"], later(1))
        outbox.references(conn, new, "gsm", ["17", "18"], later(2))  # another attempt sent the rest
        found = references.called(conn, "17")
        references.settle(conn, found[0].id, "delivered", NOON)
        fates = [(one.reference, one.fate) for one in references.of_delivery(conn, new)]
        kept = outbox.get(conn, new)
        assert kept
        return [[one.delivery_id == new for one in found], fates, kept.references]

    fates = [("17", "delivered"), ("18", "pending")]
    assert store.write_now(work) == [[True, False], fates, ["17", "18"]]


def test_of_very_many_strays_the_newest_stay(store: Store) -> None:
    def work(conn: Connection) -> list[str]:
        row = {"bearer": "gsm", "to_kind": "number", "to": "+66810000001", "fate": "delivered", "at": NOON}
        for number in range(1003):
            references.stray(conn, **row, reference=str(number))
        return [one.reference for one in references.strays(conn, "gsm")]

    kept = store.write_now(work)
    assert (kept[0], kept[-1], len(kept)) == ("3", "1002", 1000)


def test_envelopes_are_a_set_and_leave_in_order(store: Store) -> None:
    def work(conn: Connection) -> list[object]:
        rows = [envelope(key(n), precedence=p) for n, p in ((1, 2), (2, 2), (3, 0), (3, 0))]
        rows += [envelope(key(1, "TCL"), state="received"), envelope(key(9, epoch=2), partner="TCC")]
        new = envelopes.put_all(conn, rows)
        first = envelopes.due(conn, "TCL", 9)
        envelopes.mark(conn, key(3), EnvelopeState.SENT, later(1), attempts=1)
        again = envelopes.due(conn, "TCL", 1)
        sent = envelopes.in_state(conn, "TCL", EnvelopeState.SENT)
        envelopes.mark(conn, key(3), EnvelopeState.STORED, later(2))
        rest = envelopes.due(conn, "TCL", 9)
        held = [tuple(head) for head in envelopes.heads(conn)]
        span = [e.seq for e in envelopes.range_of(conn, "MSI", 1, 2, 3)]
        return [
            new,
            [e.seq for e in first],
            [e.seq for e in again],
            [e.seq for e in sent],
            [e.seq for e in rest],
            held,
            span,
        ]

    assert store.write_now(work) == [
        [True, True, True, False, True, True],
        [3, 1, 2],
        [3],
        [3],
        [1, 2],
        [("MSI", 1, 3, 3), ("MSI", 2, 1, 9), ("TCL", 1, 1, 1)],
        [2, 3],
    ]


def test_a_recall_kills_what_was_not_sent(store: Store) -> None:
    about = {"report_origin": "MSI", "report_epoch": 1, "report_seq": 7}

    def work(conn: Connection) -> tuple[int, int, list[str]]:
        for n, partner, state in (
            (1, "TCL", "sent"),
            (2, "TCL", "queued"),
            (3, "TCC", "queued"),
            (4, "TCC", "queued"),
        ):
            envelopes.put(conn, envelope(key(n), partner=partner, state=state, **(about if n < 4 else {})))
        one, rest = (
            envelopes.cancel(conn, key(7), later(1), partner="TCL"),
            envelopes.cancel(conn, key(7), later(1)),
        )
        return one, rest, [e.state for e in envelopes.of_report(conn, key(7))]

    assert store.write_now(work) == (1, 1, ["sent", "cancelled", "cancelled"])


def test_the_feed_tells_what_changed_from_any_seq_on(store: Store) -> None:
    def work(conn: Connection) -> list[object]:
        before = feed.last(conn)
        reports.file_all(conn, [report(key(1)), report(key(2))])
        seqs = [feed.add(conn, "report", NOON, key(n)) for n in (1, 2, 1)]
        seqs.append(feed.add(conn, "notice", NOON))
        changed = [(r.seq, r.feed_seq - seqs[0]) for r in reports.changed(conn, seqs[0])]
        assert feed.last(conn) == seqs[-1]
        return [
            before,
            sorted(set(seqs)) == seqs,
            [f.seq for f in feed.since(conn, seqs[1])] == seqs[2:],
            changed,
        ]

    assert store.write_now(work) == [0, True, True, [(2, 1), (1, 2)]]


def test_counters_give_each_number_once(store: Store) -> None:
    def work(conn: Connection) -> list[int]:
        return [
            counters.take(conn, "report"),
            counters.take(conn, "report", 10),
            counters.take(conn, "report"),
        ]

    assert store.write_now(work) == [1, 2, 12]
    with pytest.raises(RuntimeError):
        store.write_now(_take_and_fail)
    assert store.write_now(work) == [13, 14, 24]


def _take_and_fail(conn: Connection) -> None:
    counters.take(conn, "report")
    raise RuntimeError


def test_an_epoch_is_never_used_twice(store: Store) -> None:
    assert store.read_now(counters.epoch) == 1
    store.write_now(lambda c: counters.begin_epoch(c, 4))
    assert store.read_now(counters.epoch) == 4
    with pytest.raises(ValueError, match="epoch 4"):
        store.write_now(lambda c: counters.begin_epoch(c, 4))


def test_a_sender_has_one_open_question(store: Store) -> None:
    row = {"sender_kind": "number", "sender": "+661", "open": {"slot": "unit"}, "message_id": 1}
    row |= {"asked_at": NOON, "expires_at": later(600)}

    def work(conn: Connection) -> list[object]:
        messages.add(conn, **message())
        dialogues.put(conn, row)
        dialogues.put(conn, {**row, "open": {"slot": "place"}})
        found = dialogues.get(conn, "number", "+661")
        closed = dialogues.close(conn, "number", "+661"), dialogues.close(conn, "number", "+661")
        return [found.open if found else None, closed, dialogues.get(conn, "number", "+661")]

    assert store.write_now(work) == [{"slot": "place"}, (True, False), None]


def test_notices_show_the_latest_by_name(store: Store) -> None:
    def work(conn: Connection) -> list[str]:
        notices.post(conn, "disk", NOON, "warn", Sentence("Little room"))
        notices.post(conn, "modem", later(1), "alarm", Sentence("The modem is gone"))
        notices.post(conn, "disk", later(2), "alarm", Sentence("The disk is full"))
        cleared = notices.clear(conn, "modem"), notices.clear(conn, "modem")
        assert cleared == (True, False)
        return [n.sentence for n in notices.standing(conn)]

    assert store.write_now(work) == ["The disk is full"]


def test_a_session_that_was_ended_does_not_come_back(store: Store) -> None:
    def work(conn: Connection) -> list[object]:
        accounts.create(conn, **account("som"))
        accounts.sign_in(conn, **session(b"1", "som"))
        accounts.sign_in(conn, **session(b"2", "som", expires_at=later(1)))
        live = accounts.session_of(conn, b"1", later(2))
        stale = accounts.session_of(conn, b"2", later(2))
        steps = [
            live.account.name if live else None,
            stale,
            accounts.purge(conn, later(2)),
            accounts.revoke(conn, b"1"),
        ]
        return [
            *steps,
            accounts.touch(conn, b"1", later(3), later(9)),
            accounts.session_of(conn, b"1", later(3)),
        ]

    assert store.write_now(work) == ["som", None, 1, True, False, None]


def test_a_disabled_account_has_no_session(store: Store) -> None:
    def work(conn: Connection) -> list[object]:
        accounts.create(conn, **account("som"))
        accounts.sign_in(conn, **session(b"1", "som"))
        accounts.change(conn, "som", disabled=True)
        none = accounts.session_of(conn, b"1", NOON)
        return [
            none,
            len(accounts.sessions_of(conn, "som")),
            accounts.revoke_all(conn, "som"),
            len(accounts.everyone(conn)),
        ]

    assert store.write_now(work) == [None, 1, 1, 1]


def test_a_session_belongs_to_an_account(store: Store) -> None:
    with pytest.raises(IntegrityError):
        store.write_now(lambda c: accounts.sign_in(c, **session(b"1", "nobody")))
