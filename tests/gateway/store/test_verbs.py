"""What the verbs keep and give back, on every engine."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from gateway.store import (
    accounts,
    counters,
    dialogues,
    envelopes,
    feed,
    history,
    messages,
    notices,
    outbox,
    references,
    reports,
    segments,
)
from gateway.store.states import DeliveryState, EnvelopeState
from gateway.store.store import Store
from tests.gateway.store.rows import (
    NOON,
    account,
    delivery,
    envelope,
    key,
    later,
    message,
    report,
    segment,
    session,
    source,
)


def test_a_redelivered_segment_is_no_second_row(store: Store) -> None:
    def keep(*keys: bytes) -> list[int | None]:
        return store.write_now(lambda conn: segments.keep(conn, [segment(k) for k in keys]))

    first, second = keep(b"a", b"b")
    assert first
    assert second
    assert first != second
    again, new, twin = keep(b"b", b"c", b"c")
    assert again is None
    assert new
    assert twin is None
    assert keep() == []


def test_parts_are_known_by_sender_and_reference_and_by_when_they_were_sent(store: Store) -> None:
    part = {"part_ref": 7, "part_count": 3}
    rows = [segment(b"3", **part, part_index=3), segment(b"1", **part, part_index=1, bearer="other")]
    rows += [segment(b"x", **{**part, "sender": "+66999"}, part_index=2)]
    rows += [segment(b"w", **part, part_index=2, part_wide=True)]
    rows += [segment(b"o", **part, part_index=2, sent_at=later(-90000))]
    rows = [{"part_wide": False, "sent_at": later(5), **row} for row in rows]

    def work(conn: Connection) -> tuple[list[list[int]], int]:
        ids = segments.keep(conn, rows)
        key_ = segments.PartsKey("number", "+66810000001", False, 7, 3)
        found = segments.parts(conn, key_, later(-60), later(60))
        text = messages.add(conn, **message())
        segments.attach(conn, [i for i in ids[:2] if i], text)
        after = segments.parts(conn, key_, later(-60), later(60))
        whole = segments.of_message(conn, text)
        places = [[p.part_index or 0 for p in some] for some in (found, after, whole)]
        return places, len(segments.loose(conn))

    assert store.write_now(work) == ([[3, 1], [3, 1], [1, 3]], 3)


def test_receipts_hold_up_no_parts_that_wait(store: Store) -> None:
    """A receipt belongs to no message, ever: a thousand of them hid every part that came after."""

    def work(conn: Connection) -> list[bytes]:
        rows = [segment(b"receipt 1"), segment(b"receipt 2"), segment(b"receipt 3")]
        segments.keep(conn, rows)
        segments.keep(conn, [segment(b"part", part_ref=7, part_count=3, part_index=2)])
        return [one.key for one in segments.loose(conn, limit=2)]

    assert store.write_now(work) == [b"part"]


def test_a_message_comes_back_as_it_was_kept(store: Store) -> None:
    bangkok = NOON.astimezone(tz=None) + timedelta(microseconds=123456)
    id_ = store.write_now(lambda c: messages.add(c, **message(text="ยาบ้า \U0001f4a9", sent_at=bangkok)))
    found = store.read_now(lambda c: messages.get(c, id_))
    assert found is not None
    assert (found.text, found.sent_at, found.late, found.origin) == ("ยาบ้า \U0001f4a9", bangkok, False, None)
    assert found.received_at.utcoffset() == timedelta(0)


def test_the_lane_holds_what_nobody_could_read(store: Store) -> None:
    def work(conn: Connection) -> list[list[int]]:
        ids = [
            messages.add(conn, **message(outcome=o))
            for o in ("unreadable", "accepted", "unreadable", "unreadable")
        ]
        messages.change(conn, ids[0], **key(1).values())
        pages = [
            messages.lane(conn, limit=1),
            messages.lane(conn, limit=9, before=ids[3]),
            messages.recent(conn, limit=2),
        ]
        assert [m.id for m in messages.of_report(conn, key(1))] == ids[:1]
        return [[ids.index(m.id) for m in page] for page in pages]

    assert store.write_now(work) == [[3], [2], [3, 2]]


def test_a_report_is_filed_once(store: Store) -> None:
    def work(conn: Connection) -> list[bool]:
        first = reports.file(conn, report(key(1)), source())
        again = reports.file(conn, report(key(1), ref="OTHER"), source())
        several = reports.file_all(
            conn, [report(key(1)), report(key(2)), report(key(2)), report(key(1, "TCL"))]
        )
        return [first, again, *several]

    assert store.write_now(work) == [True, False, False, True, False, True]
    found = store.read_now(lambda c: reports.get(c, key(1)))
    assert found is not None
    assert (found.ref, found.fields, found.corrections) == ("K1", report(key(1))["fields"], [])
    assert (found.version, found.handling, found.feed_seq, found.claimed_by) == (1, "C", 0, None)
    assert store.read_now(lambda c: reports.source(c, key(2))) is None


def test_of_two_who_claim_the_first_wins(store: Store) -> None:
    def work(conn: Connection) -> list[bool]:
        reports.file(conn, report(key(1)))
        steps = [reports.claim(conn, key(1), "duty-1"), reports.claim(conn, key(1), "duty-2")]
        steps += [
            reports.claim(conn, key(1), "duty-2", was="duty-1"),
            reports.claim(conn, key(1), None, was="duty-2"),
        ]
        steps += [
            reports.set_state(conn, key(1), "open", was=["new"]),
            reports.set_state(conn, key(1), "x", was=["new"]),
        ]
        return [*steps, reports.set_state(conn, key(9), "open")]

    assert store.write_now(work) == [True, False, True, True, True, False, False]


def test_an_older_version_never_replaces_a_later_one(store: Store) -> None:
    def work(conn: Connection) -> tuple[list[bool], str]:
        reports.file(conn, report(key(1)))
        amended = reports.amend(conn, key(1), canonical="two")
        late = [reports.replace(conn, key(1), v, canonical=f"v{v}") for v in (1, 2, 4, 3)]
        found = reports.get(conn, key(1))
        return [
            amended,
            *late,
            reports.amend(conn, key(2)),
        ], f"{found.canonical} {found.version}" if found else ""

    assert store.write_now(work) == ([True, False, False, True, False, False], "v4 4")


def test_a_sender_finds_what_he_sent_lately(store: Store) -> None:
    def work(conn: Connection) -> list[int]:
        for seq, sender in ((1, "+661"), (2, "+662"), (3, "+661"), (4, "+661")):
            reports.file(conn, report(key(seq), received_at=later(seq)), source(sender=sender))
        return [r.seq for r in reports.recent_of(conn, "number", "+661", later(2))]

    assert store.write_now(work) == [4, 3]


def test_history_is_kept_in_order(store: Store) -> None:
    def work(conn: Connection) -> list[str]:
        for what in ("filed", "claimed", "released"):
            history.note(conn, key(1), NOON, "duty", what, {"to": "TCL"})
        history.note(conn, key(2), NOON, "duty", "filed")
        return [line.what for line in history.of(conn, key(1))]

    assert store.write_now(work) == ["filed", "claimed", "released"]


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
        notices.post(conn, "disk", NOON, "warn", "Little room")
        notices.post(conn, "modem", later(1), "alarm", "The modem is gone")
        notices.post(conn, "disk", later(2), "alarm", "The disk is full")
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
