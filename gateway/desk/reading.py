"""What pages read: each function takes a reading connection and returns values to show."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, func, or_, select

from codes.precedence import Precedence
from gateway.desk.rows import Naming, message_of, row_of
from gateway.desk.values import CLAIMED, NEW, Change, Filter, MessageRow, Overview, Person, Row, Spot
from gateway.store import feed, passages
from gateway.store.columns import table
from gateway.store.keys import ReportKey, key_of, same
from gateway.store.rows import many, one
from gateway.store.tables import Feed, Message, Report

PAGE = 25
OPEN = (NEW, CLAIMED)
_REPORT = table(Report)
_MESSAGE = table(Message)
_ORDER = (
    _REPORT.c.precedence,
    _REPORT.c.received_at.desc(),
    *(_REPORT.c[name].desc() for name in ("seq", "epoch", "origin")),
)


def queue(conn: Connection, who: Person, wanted: Filter, naming: Naming) -> list[Row]:
    """Return one page of the queue, the most urgent first, then the newest."""
    query = select(_REPORT).where(*conditions(who, wanted)).order_by(*_ORDER)
    return _rows(conn, many(conn, Report, query.limit(PAGE).offset(wanted.offset)), naming)


def count(conn: Connection, who: Person, wanted: Filter) -> int:
    """Return how many reports a filter finds."""
    query = select(func.count()).select_from(_REPORT).where(*conditions(who, wanted))
    return conn.execute(query).scalar_one()


def visible(who: Person) -> ColumnElement[bool]:
    """Return what a person may see: his agency's reports, partners' reports, and every distress."""
    c = _REPORT.c
    if not who.agency:
        return c.seq.is_not(None)
    return or_(c.agency == who.agency, c.agency == "", c.precedence == Precedence.FLASH)


def conditions(who: Person, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """Return a filter as conditions on a report; without a state it asks for all that is open."""
    c = _REPORT.c
    yield visible(who)
    if wanted.state == "mine":
        yield c.claimed_by == who.name
    elif wanted.state in OPEN:
        yield c.claimed_by.is_not(None) if wanted.state == CLAIMED else c.claimed_by.is_(None)
        yield c.state.in_(OPEN)
    elif wanted.state != "all":
        yield c.state.not_in(("closed", "cancelled"))
    if wanted.type:
        yield c.type == wanted.type
    if wanted.precedence in Precedence.__members__:
        yield c.precedence == Precedence[wanted.precedence].value
    if wanted.place:
        yield c.place.in_(wanted.place.split(","))
    if wanted.text:
        yield or_(*(column.icontains(wanted.text, autoescape=True) for column in (c.canonical, c.ref)))


def overview(conn: Connection, who: Person, naming: Naming) -> Overview:
    """Return what stands at the head of every page, all of one committed moment."""
    size = count(conn, who, Filter())
    return Overview(feed.last(conn), size, _lane_size(conn), alarms(conn, who, naming))


def alarms(conn: Connection, who: Person, naming: Naming) -> tuple[Row, ...]:
    """Return what the siren sounds for: FLASH and SOS that nobody has claimed."""
    c = _REPORT.c
    urgent = or_(c.precedence == Precedence.FLASH, c.type == "SOS")
    query = select(_REPORT).where(visible(who), urgent, c.state == NEW, c.claimed_by.is_(None))
    return tuple(_rows(conn, many(conn, Report, query.order_by(*_ORDER).limit(PAGE)), naming))


def report_for(conn: Connection, who: Person, key: ReportKey) -> Report | None:
    """Return a report that this person may see, or None: an unknown one and a forbidden one look alike."""
    return one(conn, Report, select(_REPORT).where(same(_REPORT, key), visible(who)))


def spots(conn: Connection, who: Person, wanted: Filter, naming: Naming) -> list[Spot]:
    """Return the places of what a filter finds, each once; a place that cannot be told is left out."""
    c = _REPORT.c
    query = select(c.place, func.count(), func.min(c.precedence)).where(*conditions(who, wanted))
    found = conn.execute(query.where(c.place.is_not(None)).group_by(c.place).order_by(c.place)).all()
    points = [(row, naming.words.where(row[0])) for row in found]
    return [
        Spot(row[0], naming.words.place(row[0], naming.language), *point, row[1], row[2])
        for row, point in points
        if point is not None
    ]


def lane(conn: Connection, before: int | None) -> list[MessageRow]:
    """Return the newest messages that are no report: asked, unreadable, strangers'."""
    query = select(_MESSAGE).where(_MESSAGE.c.origin.is_(None)).order_by(_MESSAGE.c.id.desc()).limit(PAGE)
    query = query if before is None else query.where(_MESSAGE.c.id < before)
    return [message_of(found) for found in many(conn, Message, query)]


def _lane_size(conn: Connection) -> int:
    query = select(func.count()).select_from(_MESSAGE).where(_MESSAGE.c.origin.is_(None))
    return conn.execute(query).scalar_one()


def changes(conn: Connection, who: Person, wanted: Filter, since: int, naming: Naming) -> list[Change]:
    """Return what one console has to hear after the feed's `since`, each report once, in its latest state."""
    latest: dict[object, tuple[int, ReportKey | None]] = {}
    for entry in feed.since(conn, since):
        key = _report_of(entry)
        latest[key or f"message {entry.message_id}"] = (entry.seq or 0, key)
    keys = [key for _, key in latest.values() if key is not None]
    shown = {row.key: row for row in _matching(conn, who, wanted, keys, naming)}
    found = [Change(seq, key, shown.get(key) if key else None) for seq, key in latest.values()]
    return sorted(found, key=lambda change: change.seq)


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
