"""Recall: a report that was amended or cancelled supersedes itself with everyone who was to have it.

What was not sent yet is killed, the new version jumps the queue, and its receipt is the acknowledgement
(promise 7). A cancelled version carries no fields: a partner that never had them does not get them now.

A report can also be taken back from one partner alone: that one gets a cancelled version, the others the
same version as it stands, so that a number means one thing everywhere. Released to it again, it is the next.
"""

from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.kit import Kit
from gateway.relay.reason import told
from gateway.relay.release import CANCELLED, body_of, post, release
from gateway.store import envelopes, feed, history, passages, reports
from gateway.store.keys import ReportKey
from hardware.sentence import Sentence


def supersede(conn: Connection, kit: Kit, key: ReportKey, *, by: str, why: str, reason: str = "") -> None:
    """Send the latest version of a report to each partner that an earlier one was queued for."""
    for passage in passages.of(conn, key):
        if passages.recalled(passage):
            continue
        envelopes.cancel(conn, key, kit.clock.now(), partner=passage.partner)
        urgent = Precedence.IMMEDIATE
        release(conn, kit, key, passage.partner, by=by, why=why, at_least=urgent, reason=reason)


def recall(
    conn: Connection, kit: Kit, key: ReportKey, partner: str, *, by: str, why: str, reason: str = ""
) -> bool:
    """Take a report back from one partner; False when it was never on its way there.

    `why` stays here; `reason` is what the partner is told, one of `gateway.relay.reason`.
    """
    passage = passages.get(conn, partner, key)
    if passage is None or passages.recalled(passage) or partner not in kit.cards:
        return False
    now = kit.clock.now()
    reports.amend(conn, key)
    report = reports.get(conn, key)
    if report is None:
        return False
    envelopes.cancel(conn, key, now, partner=partner)
    body = body_of(kit, report, partner).model_copy(update={"state": CANCELLED, "fields": {}})
    post(conn, kit, partner, told(body, reason), min(report.precedence, Precedence.IMMEDIATE.value))
    passages.begin(conn, partner, key, report.version, at=now, why=f"{passages.RECALLED}: {why}")
    history.note(conn, key, now, by, "recalled", {"partner": partner, "why": why})
    feed.add(conn, "passage", now, key)
    supersede(conn, kit, key, by=by, why=Sentence("taken back from {partner}", partner=partner))
    return True


def renew(conn: Connection, kit: Kit, key: ReportKey, partner: str, *, by: str) -> None:
    """Begin the next version of a report that `partner` had taken back, before it is released there again."""
    passage = passages.get(conn, partner, key)
    if passage is not None and passages.recalled(passage):
        reports.amend(conn, key)
        supersede(conn, kit, key, by=by, why=Sentence("released to {partner} again", partner=partner))
