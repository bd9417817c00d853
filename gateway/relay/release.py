"""Putting things into envelopes: a report to a partner, a receipt to the office a report came from.

Every function here runs inside the caller's transaction, so that the envelope, the state shown to staff and
the record stand or fall together.
"""

from datetime import datetime

from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.kit import Kit
from gateway.relay.allow import allowed
from gateway.relay.array import LONGEST_SHORT
from gateway.relay.body import AlarmBody, Body, ReceiptBody, ReportBody, encode, kind_of
from gateway.relay.reason import told
from gateway.store import accounts, alarms, counters, envelopes, feed, history, passages, reports
from gateway.store.keys import EnvelopeKey, ReportKey
from gateway.store.sentences import kept
from gateway.store.states import EnvelopeState
from gateway.store.tables import Report
from hardware.failpoint import reach

CANCELLED = "cancelled"


def release(
    conn: Connection,
    kit: Kit,
    key: ReportKey,
    partner: str,
    *,
    by: str,
    why: str,
    at_least: Precedence = Precedence.ROUTINE,
    reason: str = "",
) -> bool:
    """Queue the latest version of a report to `partner`; False when either is unknown.

    `by` is a role, or `rule`; `why` is kept in the history, the rule's name or a person's reason. The
    envelope is as urgent as the report, or as `at_least` says; a cancelled report goes with its `reason`.
    """
    report, card = reports.get(conn, key), kit.cards.get(partner)
    if report is None or card is None:
        return False
    now = kit.clock.now()
    body = body_of(kit, report, partner)
    body = told(body, reason) if report.state == CANCELLED else body
    post(conn, kit, partner, body, min(report.precedence, at_least.value))
    passages.begin(conn, partner, key, report.version, at=now, why=str(why))
    history.note(conn, key, now, by, "released", {"partner": partner, "why": kept(why)})
    feed.add(conn, "passage", now, key)
    if report.claimed_by and (holder := accounts.by_name(conn, report.claimed_by)):
        tell_taken(conn, kit, key, by=holder.role, to=partner)
    return True


def body_of(kit: Kit, report: Report, partner: str) -> ReportBody:
    """Return exactly what `partner` would see of a report; the console's preview shows the same."""
    to = kit.partner(partner)
    fields = allowed(report.fields, to) if to and report.state != CANCELLED else {}
    return ReportBody(
        origin=report.origin,
        epoch=report.epoch,
        seq=report.seq,
        version=report.version,
        ref=report.ref,
        type=report.type,
        fields=fields,
        edition=report.edition,
        precedence=report.precedence,
        state=report.state,
        provenance=report.provenance,
        handling=report.handling,
        sent_at=_seconds(report.sent_at),
        received_at=int(report.received_at.timestamp()),
    )


def tell_origin(conn: Connection, kit: Kit, key: ReportKey, state: str, *, by: str) -> None:
    """Queue a receipt to the office a partner's report came from: seen, acted or declined, by a role."""
    report = reports.get(conn, key)
    if report is None or key.origin not in kit.cards:
        return
    at = int(kit.clock.now().timestamp())
    receipt = ReceiptBody(**key.values(), version=report.version, state=state, by=by, at=at)
    post(conn, kit, key.origin, (receipt,), report.precedence)


def tell_hub(conn: Connection, kit: Kit, key: ReportKey) -> None:
    """Queue the word to the own hub that nobody here takes an alarm: what and where it is, and no more.

    A report that waits for a person's release goes no sooner by this.
    """
    report = reports.get(conn, key)
    if report is None:
        return
    place = report.place if report.place and len(report.place) <= LONGEST_SHORT else None
    at = int(report.received_at.timestamp())
    word = AlarmBody(**key.values(), ref=report.ref, type=report.type, place=place, received_at=at)
    for one in kit.config.partner:
        if one.role == "hub":
            post(conn, kit, one.code, word, Precedence.FLASH.value)


def tell_taken(conn: Connection, kit: Kit, key: ReportKey, *, by: str, to: str = "") -> None:
    """Queue to each own hub that has an alarm of ours, or to that one, that somebody here has it in hand."""
    report = reports.get(conn, key)
    if report is None or key.origin != kit.code or not alarms.sounds(report):
        return
    if report.claimed_by is None and report.state == "new":
        return
    told = any(one.hub for one in alarms.known(conn, [key]))
    at = int(kit.clock.now().timestamp())
    receipt = ReceiptBody(**key.values(), version=report.version, state="seen", by=by, at=at)
    for one in kit.config.partner:
        has = told or passages.get(conn, one.code, key) is not None
        if one.role == "hub" and has and to in ("", one.code):
            post(conn, kit, one.code, (receipt,), Precedence.FLASH.value)


def post(conn: Connection, kit: Kit, partner: str, body: Body, precedence: int) -> None:
    """Queue an envelope to a partner."""
    now = kit.clock.now()
    key = EnvelopeKey(kit.code, counters.epoch(conn), counters.take(conn, "envelope"))
    about = body.key if isinstance(body, ReportBody) else None
    values = {
        **key.values(),
        "partner": partner,
        "kind": kind_of(body),
        "precedence": precedence,
        "frame": encode(body),
        "state": EnvelopeState.QUEUED.value,
        "at": now,
        "changed_at": now,
        "report_origin": about.origin if about else None,
        "report_epoch": about.epoch if about else None,
        "report_seq": about.seq if about else None,
    }
    envelopes.put(conn, values)
    reach("envelope-queued")


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())
