"""What the verbs keep and give back of messages and reports, on every engine."""

from datetime import timedelta

from sqlalchemy import Connection, text

from gateway.store import (
    history,
    messages,
    reports,
    segments,
)
from gateway.store.store import Store
from tests.gateway.store.rows import (
    NOON,
    key,
    later,
    message,
    report,
    segment,
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
    found = store.read_now(lambda conn: conn.execute(text("SELECT key, id FROM segment")).all())
    assert {bytes(key): number for key, number in found} == {b"a": first, b"b": second, b"c": new}


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
        number = messages.add(conn, **message())
        segments.attach(conn, [i for i in ids[:2] if i], number)
        after = segments.parts(conn, key_, later(-60), later(60))
        whole = segments.of_message(conn, number)
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
