"""A store as it is after days of an office: 205 reports a day and all that hangs on each, from one seed."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert
from sqlmodel import SQLModel

from codes import refs
from codes.book import Book
from codes.encode import encode
from codes.load import shipped
from codes.precedence import precedence_of
from codes.sampling.sample import sample
from gateway.store import counters, reports
from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.store import Store
from gateway.store.tables import (
    Audit,
    Delivery,
    Envelope,
    Feed,
    History,
    Message,
    Passage,
    Segment,
)

A_DAY = 205  # 75,000 a year
_AT_ONCE = 1000
_KINDS = 2000  # different reports; what differs between two of a kind is who, when and which
_OPEN = 120  # reports of the last days that nobody has closed yet
_LOOSE = 9  # one message of so many is no report
_SEALED = 1400  # bytes of an envelope on the wire
_NOTES = ("", " ที่ด่าน", " ຢູ່ດ່ານ", " នៅច្រក", " ဂိတ်မှာ", " ở cửa khẩu", " near the bridge")
_PARTNERS = ("TCL", "BKK")

Row = dict[str, Any]
Told = Callable[[], None]


def fill(store: Store, count: int, now: datetime, told: Told, *, origin: str = "MSI", seed: int = 7) -> None:
    """File `count` reports that came evenly until `now`; after each thousand, a transaction, `told`."""
    dice = random.Random(seed)  # noqa: S311  # a store to measure must be the same each time
    book = shipped()
    kinds = list(_kinds(book, dice))
    for start in range(0, count, _AT_ONCE):
        numbers = range(start + 1, min(start + _AT_ONCE, count) + 1)
        made = [_One(origin, number, count, now, dice.choice(kinds), dice) for number in numbers]
        store.write_now(lambda conn, made=made: _keep(conn, made))
        told()
    store.write_now(lambda conn: counters.take(conn, "report", count))


def _kinds(book: Book, dice: random.Random) -> Iterator[Row]:
    """Give reports of all types, as `Report` has them without a name and times."""
    for _ in range(_KINDS):
        made = sample(book, dice)
        place = made.fields.get("place")
        yield {
            "type": made.type,
            "fields": dict(made.fields),
            "canonical": encode(made, book),
            "precedence": precedence_of(made, book).value,
            "place": place if isinstance(place, str) else None,
        }


class _One:
    """One report and its rows in the other tables."""

    def __init__(
        self, origin: str, number: int, count: int, now: datetime, kind: Row, dice: random.Random
    ) -> None:
        self.key = ReportKey(origin, 1, number)
        self.at = now - timedelta(days=(count - number) / A_DAY)
        self.open = count - number < _OPEN
        self.kind, self.dice, self.number = kind, dice, number
        self.sender = f"+668{dice.randrange(200):08d}"
        self.text = kind["canonical"].lower() + dice.choice(_NOTES)

    def report(self) -> Row:
        row = {**self.key.values(), **self.kind, "ref": refs.reference(self.number), "edition": 1}
        row |= {"state": "new" if self.open else "closed", "claimed_by": None if self.open else "somchai"}
        row |= {"version": 1, "provenance": "C", "handling": "C", "agency": "", "corrections": []}
        row |= {"unit": f"Patrol {self.number % 9}", "sent_at": self.at, "received_at": self.at}
        return row | {"feed_seq": self.number}

    def source(self) -> Row:
        who = {"officer": "Sgt Anan", "sender_kind": "number", "sender": self.sender, "bearer": "gsm"}
        return {**self.key.values(), **who, "language": "th", "message_id": self.number * 2}

    def messages(self) -> Iterator[Row]:
        """Give the message it came in, and now and then one before it that is no report."""
        of = {"bearer": "gsm", "sender_kind": "number", "sender": self.sender, "sent_at": self.at}
        of |= {"received_at": self.at, "provenance": "C", "late": False, "note": ""}
        if self.number % _LOOSE == 0:
            lost = {"id": self.number * 2 - 1, "text": self.text[:20], "outcome": "unreadable"}
            yield {**of, **lost, "origin": None, "epoch": None, "seq": None}
        yield {**of, "id": self.number * 2, "text": self.text, "outcome": "accepted", **self.key.values()}

    def segments(self) -> Iterator[Row]:
        for part in range(2):
            row = {"key": self.dice.randbytes(32), "bearer": "gsm", "sender_kind": "number"}
            row |= {"sender": self.sender, "raw": self.dice.randbytes(176), "text": self.text}
            row |= {"sent_at": self.at, "heard_at": self.at, "message_id": self.number * 2}
            yield row | {"part_ref": 7, "part_wide": False, "part_count": 2, "part_index": part}

    def history(self) -> Iterator[Row]:
        steps = (("officer", "reported"), ("duty", "claimed"), ("duty", "released"), ("duty", "closed"))
        for actor, what in steps:
            detail = {"by": "somchai", "why": "handed over to the police of Mae Sai, file 4711"}
            yield {**self.key.values(), "at": self.at, "actor": actor, "what": what, "detail": detail}

    def deliveries(self) -> Iterator[Row]:
        for number in range(2):
            row = {"tag": f"year-{self.number}-{number}", "bearer": "gsm", "to_kind": "number"}
            row |= {"to": self.sender, "text": self.text, "precedence": 2, "state": "delivered"}
            row |= {"references": ["17"], "sentence": "", "message_id": self.number * 2, "attempts": 1}
            yield row | {"created_at": self.at, "changed_at": self.at, "lease": 1, **self.key.values()}

    def envelopes(self) -> Iterator[Row]:
        about = dict(zip(("report_origin", "report_epoch", "report_seq"), self.key, strict=True))
        for place, partner in enumerate(_PARTNERS * 2):
            row = {"origin": "MSI", "epoch": 1, "seq": self.number * 4 + place, "partner": partner}
            row |= {"kind": "report", "precedence": 2, "frame": self.dice.randbytes(_SEALED)}
            row |= {"state": "stored", "attempts": 1, "lease": 1, "at": self.at, "changed_at": self.at}
            yield row | about

    def passages(self) -> Iterator[Row]:
        for partner in _PARTNERS:
            row = {"partner": partner, **self.key.values(), "version": 1, "state": "seen", "by": "duty"}
            times = ("queued_at", "sent_at", "stored_at", "seen_at")
            yield row | {"why": "rule drug-seizures"} | dict.fromkeys(times, self.at)

    def record(self) -> Iterator[Row]:
        for place in range(6):
            row = {"seq": self.number * 6 + place, "at": self.at, "actor": "somchai", "action": "claimed"}
            yield row | {"subject": str(self.key), "digest": bytes(32), "hash": self.dice.randbytes(32)}

    def feed(self) -> Iterator[Row]:
        for _ in range(4):
            name = {"origin": self.key.origin, "epoch": 1, "report_seq": self.key.seq}
            yield {"at": self.at, "kind": "report", **name}


_HANGS_ON: tuple[tuple[type[SQLModel], Callable[[_One], Iterator[Row]]], ...] = (
    (Segment, _One.segments),
    (History, _One.history),
    (Delivery, _One.deliveries),
    (Envelope, _One.envelopes),
    (Passage, _One.passages),
    (Audit, _One.record),
    (Feed, _One.feed),
)


def _keep(conn: Connection, made: Sequence[_One]) -> None:
    conn.execute(insert(table(Message)), [row for one in made for row in one.messages()])
    for one in made:
        reports.file(conn, one.report(), one.source())
    for model, rows in _HANGS_ON:
        conn.execute(insert(table(model)), [row for one in made for row in rows(one)])


def midday() -> datetime:
    """Return a moment that does not move: the generator's last report came then."""
    return datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
