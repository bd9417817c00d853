"""The pretend network: takes what is sent, reports on it, and holds what the SIM has no room for."""

import heapq
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta, timezone

from hardware.bearer import Address, AddressKind
from hardware.gsm.pdu import (
    Deliver,
    StatusReport,
    Submit,
    deliver_segments,
    encode_deliver,
    encode_status_report,
)
from hardware.gsm.pdu.tpdu import Segment
from hardware.sim.modem.journal import Keep, keep_nothing
from hardware.sim.modem.ledger import Entry, Kind, Ledger, Wall, utc_now
from hardware.sim.modem.sent import SentSegment, segment_of
from hardware.sim.modem.settings import Settings

ZONE = timezone(timedelta(hours=7))  # what the service centre's clock shows
MOST_REFERENCE = 0xFF  # of an 8-bit concatenation reference


@dataclass(frozen=True, slots=True)
class Pending:
    """A status report on its way: at `due` (monotonic seconds) it enters the queue."""

    due: float
    number: int
    pdu: str

    def __lt__(self, other: "Pending") -> bool:
        return (self.due, self.number) < (other.due, other.number)


@dataclass(frozen=True, slots=True)
class Given:
    """What `receive` made of a text: ledger entries in the order of arrival."""

    entries: tuple[Entry, ...]
    parts: int
    ref: int | None
    scts: datetime


class Network:
    """One subscriber's view of a network: its service centre, both ways."""

    def __init__(self, settings: Settings, wall: Wall = utc_now, keep: Keep = keep_nothing) -> None:
        self.ledger = Ledger(wall, keep)
        self.segments: list[SentSegment] = []
        self.reports_on = True
        self.report_status = 0  # TP-ST: delivered
        self._settings = settings
        self._wall = wall
        self._keep = keep
        self._pending: list[Pending] = []
        self._ref = 0
        self._moments: dict[tuple[str, str], datetime] = {}

    def receive(
        self,
        sender: Address,
        text: str,
        scts: datetime | None = None,
        ref: int | None = None,
        order: Sequence[int] | None = None,
    ) -> Given:
        """Queue a text as the PDUs it arrives in; `order` names the parts that do, from 1.

        Without `scts` no PDU is the same twice, since no phone sends two messages in one second.
        ValueError for what no network could carry.
        """
        used = self._next_ref() if ref is None else ref
        moment = scts or self._fresh_moment(sender, text)
        pdus = self._build(sender, text, moment, used)
        while scts is None and any(map(self.ledger.knows, pdus)):
            moment = self._fresh_moment(sender, text)
            pdus = self._build(sender, text, moment, used)
        places = _places(order, len(pdus))
        entries = tuple(self.ledger.offer(Kind.DELIVER, pdus[place - 1]) for place in places)
        return Given(entries, len(pdus), used if len(pdus) > 1 else None, moment)

    def submit(self, submit: Submit, raw: bytes, now: float) -> int:
        """Take a SUBMIT and return its TP-MR, which counts the segments (TS 23.040, 9.2.3.6)."""
        number = len(self.segments)
        reference = number % 256
        at = self._wall()
        segment = segment_of(submit, raw, reference, at)
        self.segments.append(segment)
        self._keep(f"sent/{number}", asdict(segment))
        if submit.receipt_wanted and self.reports_on:
            self._report(number, submit.to, reference, at, now)
        if submit.to.value == self._settings.number:
            with suppress(ValueError):  # an alphabet that is read here, but not written
                self.ledger.offer(Kind.DELIVER, encode_deliver(self._back_to_us(submit, at)))
        return reference

    def due(self) -> float | None:
        """Return when the next status report comes."""
        return self._pending[0].due if self._pending else None

    def tick(self, now: float) -> None:
        """Queue the status reports whose time has come."""
        while self._pending and self._pending[0].due <= now:
            report = heapq.heappop(self._pending)
            self._keep(f"report/{report.number}", None)
            self.ledger.offer(Kind.REPORT, bytes.fromhex(report.pdu))

    def restore_report(self, report: Pending) -> None:
        heapq.heappush(self._pending, report)

    def _report(self, number: int, to: Address, reference: int, at: datetime, now: float) -> None:
        made = StatusReport(
            smsc=self._settings.smsc,
            reference=reference,
            recipient=to,
            scts=at.astimezone(ZONE),
            discharged=at.astimezone(ZONE) + timedelta(seconds=self._settings.report_delay),
            status=self.report_status,
        )
        report = Pending(now + self._settings.report_delay, number, encode_status_report(made).hex())
        heapq.heappush(self._pending, report)
        self._keep(f"report/{number}", asdict(report))

    def _build(self, sender: Address, text: str, scts: datetime, ref: int) -> list[bytes]:
        delivers = deliver_segments(sender, text, scts, ref, wide_ref=ref > MOST_REFERENCE)
        return [encode_deliver(self._from_centre(deliver)) for deliver in delivers]

    def _fresh_moment(self, sender: Address, text: str) -> datetime:
        """Return now, or a second after this sender last sent this text."""
        now = self._wall().astimezone(ZONE).replace(microsecond=0)
        last = self._moments.get((sender.value, text))
        moment = now if last is None else max(now, last + timedelta(seconds=1))
        self._moments[sender.value, text] = moment
        return moment

    def _next_ref(self) -> int:
        self._ref = (self._ref or len(self.ledger.entries)) % MOST_REFERENCE + 1
        return self._ref

    def _from_centre(self, deliver: Deliver) -> Deliver:
        return replace(deliver, smsc=self._settings.smsc)

    def _back_to_us(self, submit: Submit, at: datetime) -> Deliver:
        """Return what a message to our own number comes back as."""
        carried = {f.name: getattr(submit, f.name) for f in fields(Segment)}
        sender = Address(AddressKind.NUMBER, self._settings.number)
        return Deliver(smsc=self._settings.smsc, sender=sender, scts=at.astimezone(ZONE), **carried)


def _places(order: Sequence[int] | None, count: int) -> list[int]:
    places = list(range(1, count + 1)) if order is None else list(order)
    if not all(1 <= place <= count for place in places):
        raise ValueError(f"the text arrives in {count} parts, and `order` names another")
    return places
