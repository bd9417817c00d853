"""When a partner has said what it had: who is behind gets the latest, and what all call cancelled is."""

from datetime import datetime

from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.errors import EnvelopeError
from gateway.kit import Kit
from gateway.relay.body import ReportBody, decode
from gateway.relay.release import CANCELLED, release
from gateway.relay.retaking import CAME, CAME_CANCELLED
from gateway.store import asked, counters, envelopes, feed, history, logs, passages, reports
from gateway.store.keys import ReportKey, key_of


def settle(conn: Connection, kit: Kit, now: datetime) -> None:
    """Bring partners that have answered to the same version; once all have, say what is cancelled."""
    rows = asked.every(conn, counters.epoch(conn))
    if all(one.done_at is not None for one in rows):
        for key in history.keys_of(conn, kit.code, CAME_CANCELLED):
            _cancel(conn, key, now)
    done = [one.partner for one in rows if one.done_at is not None]
    for passage in logs.behind(conn, kit.code, done):
        if not passages.recalled(passage):
            key = key_of(passage)
            envelopes.cancel(conn, key, now, partner=passage.partner)
            release(conn, kit, key, passage.partner, by="station", why=CAME, at_least=Precedence.IMMEDIATE)


def _cancel(conn: Connection, key: ReportKey, now: datetime) -> None:
    """Cancel a report whose last version is cancelled with all who have it.

    With some of them only, it was taken back from these, and stands.
    """
    last = dict[str, str]()
    for one in envelopes.of_report(conn, key):
        body = _read(one.frame)
        if body is not None:
            last[one.partner] = body.state
    report = reports.get(conn, key)
    if report is not None and report.state != CANCELLED and set(last.values()) == {CANCELLED}:
        reports.set_state(conn, key, CANCELLED)
        passages.stand(conn, key, CAME)
        history.note(conn, key, now, "station", CANCELLED, {"why": CAME})
        feed.add(conn, "report", now, key)


def _read(frame: bytes) -> ReportBody | None:
    try:
        body = decode(frame)
    except EnvelopeError:
        return None
    return body if isinstance(body, ReportBody) else None
