"""A message decoded by a person, field by field: the form, what the codebook says of it, and the filing."""

import asyncio
import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from codes.book import ReportType
from codes.context import Context
from codes.decode import decode
from codes.precedence import Precedence, precedence_of
from codes.report import Report, Value
from codes.talk.reply import said
from gateway.desk import inputs, opening
from gateway.desk.checking import Checked, check, moment
from gateway.desk.desk import Desk
from gateway.desk.doing import digest
from gateway.desk.inputs import Line
from gateway.desk.reading import message_for
from gateway.desk.roles import Right
from gateway.desk.rows import became
from gateway.desk.values import MessageView, Person
from gateway.intake.byhand import DECODED, Reading, bare
from gateway.store import audit, history, messages
from gateway.store.keys import ReportKey
from gateway.store.tables import Message
from gateway.store.tables.messages import ASIDE


class Hand(enum.StrEnum):
    """How decoding a message by hand ended; the pages have one sentence for each."""

    FILED = "hand-filed"
    KNOWN = "hand-known"  # a report of the same officer says the same
    CHECK = "hand-check"  # nothing is filed before it was read back
    ANSWERED = "hand-answered"  # the officer was quicker
    MEANWHILE = "hand-meanwhile"  # a colleague was quicker
    ASIDE = "hand-set-aside"
    TAKEN = "hand-taken"  # a colleague has it in hand
    UNKNOWN = "hand-unknown"
    FORBIDDEN = "hand-forbidden"


@dataclass(frozen=True, slots=True)
class Back:
    """What a form says, read back: each field with its label, large figures in words too, and how urgent.

    `mark` stands for exactly this; who files it shows by it that he was shown it.
    """

    slots: tuple[tuple[str, str], ...]
    canonical: str
    precedence: str
    mark: str


@dataclass(frozen=True, slots=True)
class HandView:
    """The form for one message: its text, the types there are, and the chosen type's fields as typed."""

    message: MessageView
    kinds: tuple[tuple[str, str], ...]
    kind: str
    lines: tuple[Line, ...] = ()
    checked: Checked | None = None
    wrong: Mapping[str, tuple[str, ...]] | None = None
    back: Back | None = None
    sure: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a posted form ended: the report that was filed, or the form again."""

    done: Hand
    key: ReportKey | None = None
    view: HandView | None = None


@dataclass(frozen=True, slots=True)
class _Opened:
    """One message with its page, and what the decoder makes of it."""

    found: Message
    view: MessageView
    machine: Report | None


@dataclass(frozen=True, slots=True)
class Decoding:
    """Decoding by hand at one office's desk."""

    desk: Desk

    async def view(self, who: Person, number: int, kind: str) -> Ended:
        """Return the form of a message: of the type that was asked for, else of the one the decoder saw."""
        opened = await self._open(who, number)
        if isinstance(opened, Hand):
            return Ended(opened)
        read, typed = opened.machine, dict[str, str]()
        chosen = self._kind(kind or (read.type if read else ""))
        if chosen and read:
            typed = inputs.typed(chosen, self._shared(chosen, read), self._zone, graded=True)
        return Ended(Hand.CHECK, view=self._view(who, opened, chosen, typed))

    async def file(self, who: Person, number: int, form: Mapping[str, str]) -> Ended:
        """File what a form says, if the codebook takes it and it was read back; else show the form again."""
        opened, chosen = await self._open(who, number), self._kind(form.get("type", ""))
        if isinstance(opened, Hand):
            return Ended(opened)
        if chosen is None:
            return Ended(Hand.CHECK, view=self._view(who, opened, None, {}))
        wanted = Report(chosen.code, self._said(chosen, form))
        context = self._moment(who, opened.found)
        # Off the loop: the first decoding after a start lays out the book's tables, and consoles are live.
        checked = await asyncio.to_thread(check, wanted, self.desk.words.book, context, form.get("sure", ""))
        back = None if checked.report is None else self._back(who, checked.report, checked.canonical)
        if checked.report is None or back is None or back.mark != form.get("seen"):
            return Ended(Hand.CHECK, view=self._view(who, opened, chosen, form, checked, back))
        return await self._file(who, opened, checked.report, checked.canonical)

    async def _file(self, who: Person, opened: _Opened, report: Report, canonical: str) -> Ended:
        at, seen = self.desk.clock.now(), opened.machine
        machine = self._shared(self.desk.words.book.types[report.type], seen) if seen else {}
        reading = Reading(report, canonical, machine, who.role, who.name, at)

        def work(conn: Connection) -> Ended:
            found = messages.hold(conn, opened.found.id or 0)
            standing = Hand.UNKNOWN if found is None else _standing(conn, found, who)
            if found is None or standing is not None:
                return Ended(standing or Hand.UNKNOWN)
            key = self.desk.station.decode(conn, found, reading)
            audit.append(conn, at, who.name, DECODED, str(key), digest(canonical))
            lines = history.of(conn, key)
            return Ended(Hand.KNOWN if any(one.what == "sent again" for one in lines) else Hand.FILED, key)

        ended = await self.desk.store.write(work)
        self.desk.watch.hint()
        return ended

    async def _open(self, who: Person, number: int) -> _Opened | Hand:
        """Return a message that this person may decode, or why he may not."""
        if not who.may(Right.EDIT):
            return Hand.FORBIDDEN

        def work(conn: Connection) -> tuple[Message, MessageView, str] | Hand:
            found, view = message_for(conn, who, number), opening.message(conn, who, number, self.desk.office)
            if found is None or view is None:
                return Hand.UNKNOWN
            return _standing(conn, found, who) or (found, view, bare(conn, found))

        opened = await self.desk.store.read(work)
        if isinstance(opened, Hand):
            return opened
        found, view, text = opened
        read = await asyncio.to_thread(decode, text, self.desk.words.book, self._moment(who, found))
        return _Opened(found, view, read.report)

    def _said(self, kind: ReportType, form: Mapping[str, str]) -> dict[str, Value]:
        return inputs.fields(kind, form, self._zone, self.desk.words.book.places, graded=True)

    def _kind(self, code: str) -> ReportType | None:
        kind = self.desk.words.book.types.get(code)
        return None if kind is None or kind.control else kind

    def _shared(self, kind: ReportType, read: Report) -> dict[str, Value]:
        """Return the fields that the decoder read and that a type, maybe another, has too."""
        slots = self.desk.words.book.types[read.type].slots
        same = (name for name in read.fields if name in slots and name in kind.slots)
        return {name: read.fields[name] for name in same if slots[name].kind is kind.slots[name].kind}

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.desk.office.zone)

    def _moment(self, who: Person, found: Message) -> Context:
        return moment(self.desk.office, who.language, found.sent_at, found.received_at)

    def _view(
        self,
        who: Person,
        opened: _Opened,
        kind: ReportType | None,
        typed: Mapping[str, str],
        checked: Checked | None = None,
        back: Back | None = None,
    ) -> HandView:
        book, kinds = self.desk.words.book, tuple(self.desk.words.types(who.language))
        if kind is None:
            return HandView(opened.view, kinds, "")
        lines = inputs.lines(kind, typed, book, who.language, graded=True)
        wrong = None if checked is None else checked.wrong(kind)
        return HandView(opened.view, kinds, kind.code, lines, checked, wrong, back, typed.get("sure", ""))

    def _back(self, who: Person, report: Report, canonical: str) -> Back:
        book, kind = self.desk.words.book, self.desk.words.book.types[report.type]
        stated = ((slot, report.fields[name]) for name, slot in kind.slots.items() if name in report.fields)
        slots = tuple(
            (slot.title(who.language), said(slot, value, book, who.language, spoken=True))
            for slot, value in stated
        )
        urgent = Precedence.FLASH if report.type == "SOS" else precedence_of(report, book)
        mark = hashlib.sha256(f"{report.type}\n{canonical}".encode()).hexdigest()[:16]
        return Back(slots, canonical, urgent.name, mark)


def _standing(conn: Connection, found: Message, who: Person) -> Hand | None:
    """Return why a message is not his to decode: it is a report by now, put aside, or in other hands."""
    key = became(found)
    if key is not None:
        mine = (one for one in history.of(conn, key) if one.what == DECODED)
        by_hand = any(one.detail.get("message") == found.id for one in mine)
        return Hand.MEANWHILE if by_hand else Hand.ANSWERED
    if found.outcome == ASIDE:
        return Hand.ASIDE
    return Hand.TAKEN if found.claimed_by not in (None, who.name) else None
