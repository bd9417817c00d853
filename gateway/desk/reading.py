"""What pages read: each function takes a reading connection and returns values to show."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, or_, select

from codes.precedence import Precedence
from gateway.desk import whose
from gateway.desk.filters import UNSEEN, conditions, visible
from gateway.desk.rows import Naming, became, mask, message_of, row_of
from gateway.desk.values import Change, Filter, MessageRow, Overview, Person, Row, Spot
from gateway.store import feed, history, messages, passages, reports, search
from gateway.store.alarms import ALARM
from gateway.store.columns import table
from gateway.store.keys import ReportKey, key_of, same
from gateway.store.rows import many, one
from gateway.store.tables import Feed, Message, Report
from gateway.store.tables.messages import LANE

PAGE = 25
MOST = 500  # rows that are counted for one page; what is more is said to be more
ON_MAP = 250  # rows whose places are put on the map
_REPORT = table(Report)
_MESSAGE = table(Message)
_ORDER = (
    _REPORT.c.precedence,
    _REPORT.c.received_at.desc(),
    *(_REPORT.c[name].desc() for name in ("seq", "epoch", "origin")),
)


def queue(conn: Connection, who: Person, wanted: Filter, naming: Naming) -> list[Row]:
    """Return one page of the queue, the most urgent first, then the newest; of a search the newest first."""
    query = _asked(conn, who, wanted, _REPORT).limit(PAGE).offset(wanted.offset)
    return _rows(conn, many(conn, Report, query), naming)


def count(conn: Connection, who: Person, wanted: Filter) -> int:
    """Return how many reports a filter finds; MOST + 1 means more than MOST."""
    some = _asked(conn, who, wanted, _REPORT.c.seq).limit(MOST + 1)
    return conn.execute(select(func.count()).select_from(some.subquery())).scalar_one()


def searches(wanted: Filter) -> bool:
    """Say whether a filter asks for words in all reports: what it finds stands by time, not by urgency."""
    return wanted.state == "all" and bool(wanted.text.strip())


def _asked(conn: Connection, who: Person, wanted: Filter, *columns: Any) -> search.Query:  # noqa: ANN401  # columns or a table
    query = select(*columns)
    if not searches(wanted):
        return query.where(*conditions(who, wanted)).order_by(*_ORDER)
    words = wanted.words or search.words_of(wanted.text)
    rest = replace(wanted, text="", words=())
    return search.newest(conn, query, words).where(*conditions(who, rest))


def overview(conn: Connection, who: Person, naming: Naming) -> Overview:
    """Return what stands at the head of every page, all of one committed moment."""
    size = count(conn, who, Filter())
    unseen = count(conn, who, Filter(state=UNSEEN))
    return Overview(feed.last(conn), size, lane_size(conn, who), alarms(conn, who, naming), unseen)


def alarms(conn: Connection, who: Person, naming: Naming) -> tuple[Row, ...]:
    """Return what the siren sounds for: FLASH and SOS that nobody has claimed, here or at its own office."""
    query = select(_REPORT).where(visible(who), ALARM)
    rows = _rows(conn, many(conn, Report, query.order_by(*_ORDER).limit(PAGE)), naming)
    return tuple(row if row.source else replace(row, sender=_sender(conn, row.key)) for row in rows)


def _sender(conn: Connection, key: ReportKey) -> str:
    source = reports.source(conn, key)
    return mask(source.sender_kind, source.sender) if source else ""


def report_for(conn: Connection, who: Person, key: ReportKey) -> Report | None:
    """Return a report that this person may see, or None: an unknown one and a forbidden one look alike."""
    return one(conn, Report, select(_REPORT).where(same(_REPORT, key), visible(who)))


def spots(conn: Connection, who: Person, wanted: Filter, naming: Naming) -> list[Spot]:
    """Return the places of the first ON_MAP a filter finds, each once; one that cannot be told is out."""
    c = _REPORT.c
    first = _asked(conn, who, wanted, c.place, c.precedence).where(c.place.is_not(None))
    f = first.limit(ON_MAP).subquery().c
    query = select(f.place, func.count(), func.min(f.precedence)).group_by(f.place).order_by(f.place)
    found = conn.execute(query).all()
    points = [(row, naming.words.where(row[0])) for row in found]
    return [
        Spot(row[0], naming.words.place(row[0], naming.language), *point, row[1], row[2])
        for row, point in points
        if point is not None
    ]


def lane(conn: Connection, who: Person, before: int | None, most: int = PAGE) -> list[MessageRow]:
    """Return the newest messages that are no report: asked, unreadable, strangers'; not those put aside."""
    query = select(_MESSAGE).where(LANE, whose.visible(who)).order_by(_MESSAGE.c.id.desc()).limit(most)
    query = query if before is None else query.where(_MESSAGE.c.id < before)
    return [message_of(found) for found in many(conn, Message, query)]


def message_for(conn: Connection, who: Person, message_id: int) -> Message | None:
    """Return a message that this person may see: by the report it became, else by who sent it."""
    found = messages.get(conn, message_id)
    key = None if found is None else became(found)
    if key is not None:
        return found if report_for(conn, who, key) else None
    return one(conn, Message, select(_MESSAGE).where(_MESSAGE.c.id == message_id, whose.visible(who)))


def others_of(conn: Connection, who: Person, found: Message) -> list[Message]:
    """Return the newest other messages of a message's sender that this person may see."""
    same_sender = messages.of_sender(conn, found.sender_kind, found.sender) if found.sender else []
    rest = (one for one in same_sender if one.id != found.id)
    return [one for one in rest if message_for(conn, who, one.id or 0)]


def lane_size(conn: Connection, who: Person) -> int:
    """Return how many messages the lane holds for a person; MOST + 1 means more than MOST."""
    some = select(_MESSAGE.c.id).where(LANE, whose.visible(who)).limit(MOST + 1)
    return conn.execute(select(func.count()).select_from(some.subquery())).scalar_one()


def changes(conn: Connection, who: Person, wanted: Filter, since: int, naming: Naming) -> list[Change]:
    """Return what one console has to hear after the feed's `since`, each report once, in its latest state.

    What its reader never could see has no key: not even that there is such a report is told.
    """
    latest: dict[object, tuple[int, ReportKey | None]] = {}
    for entry in feed.since(conn, since):
        key = _report_of(entry)
        latest[key or f"message {entry.message_id}"] = (entry.seq or 0, key)
    keys = [key for _, key in latest.values() if key is not None]
    shown = {row.key: row for row in _matching(conn, who, wanted, keys, naming)}
    gone = _seen(conn, who, [key for key in keys if key not in shown])
    told: dict[ReportKey | None, Row | None] = {**dict.fromkeys(gone), **shown}
    found = [Change(seq, key if key in told else None, told.get(key)) for seq, key in latest.values()]
    return sorted(found, key=lambda change: change.seq)


def _seen(conn: Connection, who: Person, keys: Sequence[ReportKey]) -> set[ReportKey]:
    """Return those of a set that a person may see, or could while they were FLASH."""
    if not keys or not who.agency:
        return set(keys)
    c, asked = _REPORT.c, or_(*(same(_REPORT, key) for key in keys))
    rows = conn.execute(select(c.origin, c.epoch, c.seq, visible(who)).where(asked)).all()
    found = ((ReportKey(*name), may) for *name, may in rows)
    return {key for key, may in found if may or _was_flash(conn, key)}


def _was_flash(conn: Connection, key: ReportKey) -> bool:
    earlier = (line.detail["was"] for line in history.of(conn, key) if "was" in line.detail)
    return any(was.get("precedence", Precedence.FLASH) == Precedence.FLASH for was in earlier)


def _report_of(entry: Feed) -> ReportKey | None:
    if entry.origin is None or entry.epoch is None or entry.report_seq is None:
        return None
    return ReportKey(entry.origin, entry.epoch, entry.report_seq)


def _matching(
    conn: Connection, who: Person, wanted: Filter, keys: Sequence[ReportKey], naming: Naming
) -> list[Row]:
    if not keys:
        return []
    asked = or_(*(same(_REPORT, key) for key in keys))
    query = select(_REPORT).where(asked, *conditions(who, wanted))
    return _rows(conn, many(conn, Report, query), naming)


def _rows(conn: Connection, found: Sequence[Report], naming: Naming) -> list[Row]:
    steps = passages.of_all(conn, [key_of(report) for report in found])
    return [row_of(report, steps[key_of(report)], naming) for report in found]
