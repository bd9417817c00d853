"""The tables: what a station keeps, a class a table, a sentence each.

Reports and envelopes are known by (origin, epoch, seq) in every office; a restore from backup starts a
new epoch, so a number is never given twice. Local rows have plain ids. What could harm an officer (his
number, name and raw text) stands in `Source`, `Segment` and the roster (`Enrolled`, `Reach`) alone, and
never in an envelope.
"""

from sqlalchemy.orm import configure_mappers

from gateway.store.tables.asked import Asked
from gateway.store.tables.attachments import Attachment, AttachmentPiece
from gateway.store.tables.audit import Audit, Told, Tree, Witness
from gateway.store.tables.duty import Claim, Duty, Escalation, Patrol
from gateway.store.tables.exchange import Envelope, Passage
from gateway.store.tables.factors import Factor, Halfway, Recovery
from gateway.store.tables.finding import View, Wording
from gateway.store.tables.messages import Dialogue, Message, Segment
from gateway.store.tables.people import Account, CodeUse, Session, Sheet
from gateway.store.tables.record import Counter, Feed, Notice
from gateway.store.tables.reports import History, Report, Source
from gateway.store.tables.roster import Enrolled, Listed, Reach
from gateway.store.tables.sending import Delivery, Reference, Spent, Stray
from gateway.store.tables.shift import Handover, ShiftLine
from gateway.store.tables.tokens import Token

__all__ = [
    "Account",
    "Asked",
    "Attachment",
    "AttachmentPiece",
    "Audit",
    "Claim",
    "CodeUse",
    "Counter",
    "Delivery",
    "Dialogue",
    "Duty",
    "Enrolled",
    "Envelope",
    "Escalation",
    "Factor",
    "Feed",
    "Halfway",
    "Handover",
    "History",
    "Listed",
    "Message",
    "Notice",
    "Passage",
    "Patrol",
    "Reach",
    "Recovery",
    "Reference",
    "Report",
    "Segment",
    "Session",
    "Sheet",
    "ShiftLine",
    "Source",
    "Spent",
    "Stray",
    "Token",
    "Told",
    "Tree",
    "View",
    "Witness",
    "Wording",
]

configure_mappers()  # rows become values without a constructor, which would have done it
