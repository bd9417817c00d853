"""What pages are given: plain values, ready to be shown, with nothing in them that may not be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gateway.desk.answers import Answer
from gateway.desk.roles import Right, rights_of
from gateway.relay.body import ReportBody
from gateway.store.keys import ReportKey
from gateway.store.search import Words

NEW, CLAIMED, MERGED = "new", "claimed", "merged"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in: the account, and the session it came with.

    `proved_at` is when he last showed in this session that he is himself, by password or code.
    For a program with a token, `only` are the rights the token leaves of those that its `account` has.
    `own_digits` and `own_era` show him the figures of his language, and years of the Buddhist Era.
    """

    name: str
    role: str
    agency: str
    language: str
    csrf: str
    proved_at: datetime | None = None
    only: frozenset[Right] | None = None
    account: str = ""
    own_digits: bool = False
    own_era: bool = False

    @property
    def program(self) -> bool:
        return self.only is not None

    def may(self, right: Right) -> bool:
        return right in rights_of(self.role) and (self.only is None or right in self.only)


@dataclass(frozen=True, slots=True)
class Step:
    """How far a report has come with one partner, and when it got there."""

    partner: str
    name: str
    state: str
    since: datetime
    by: str = ""
    recalled: bool = False
    earlier: str = ""  # what it did with an earlier version, and by which role
    earlier_by: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One report in the queue.

    `gist` is its fields in few words, `source` a unit or an office;
    `taken` is the role that has it in hand at the office it came from.
    """

    key: ReportKey
    ref: str
    type: str
    label: str
    gist: str
    place: str
    precedence: str
    urgency: int
    state: str
    claimed_by: str
    provenance: str
    corrected: bool
    source: str
    at: datetime
    steps: tuple[Step, ...]
    alarm: bool
    mark: str = ""  # what of it nobody has looked at: `states.Unseen`
    taken: str = ""
    sender: str = ""  # masked; only of an alarm that no unit of ours sent


@dataclass(frozen=True, slots=True)
class Fix:
    """One correction: what was typed, how it was read, and by which rule."""

    typed: str
    read: str
    rule: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One field as it was read: its label, its value in words, and what was corrected in it."""

    name: str
    label: str
    value: str
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One field that a later version says otherwise, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a report's timeline; `turns` is what a change of the report changed, `message` its text."""

    at: datetime
    actor: str
    what: str
    detail: Mapping[str, Any]
    turns: tuple[Turn, ...] = ()
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What an officer asked of staff: by which control word, his text, and what it says beside that word."""

    word: str
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class Raw:
    """A text as it came, and what bore it; `octets` is each part byte for byte in hex, without its sender."""

    text: str
    bearer: str
    sent_at: datetime | None
    received_at: datetime
    late: bool
    octets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """One text to the officer about this report, and what became of it."""

    text: str
    state: str
    changed_at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class Beside:
    """One file beside a report; `located` says that it tells where it was taken."""

    number: int
    name: str
    size: int
    digest: str
    located: bool
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything about one report that staff may see.

    `grade` is source, information and handling; `counted` says that a text to its officer goes by phone,
    so that its segments can be counted while it is written; `asked` is what he asked staff to change,
    `changed` what its office has changed since anybody here read it, `reason` why it took it back;
    `twice` says that the canonical text says something twice running.
    """

    row: Row
    version: int
    handling: str
    canonical: str
    masked: str
    slots: tuple[Slot, ...]
    raws: tuple[Raw, ...]
    sent: tuple[Sent, ...]
    timeline: tuple[Happening, ...]
    loose: tuple[Fix, ...]
    waiting: tuple[tuple[str, str], ...]
    ours: bool
    grade: tuple[str, str, str]
    colleagues: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]
    counted: bool
    files: tuple[Beside, ...]
    asked: tuple[Request, ...]
    added: tuple[str, ...]
    changed: tuple[Turn, ...]
    reason: str
    twice: bool = False


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message in the lane of what is no report yet."""

    id: int
    text: str
    outcome: str
    provenance: str
    bearer: str
    masked: str
    note: str
    at: datetime
    report: ReportKey | None
    claimed_by: str = ""


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message whole, with its segments and the other messages of its sender.

    `unit` is its officer's, where he is known; `sent` are the texts that answered it, `answers` the set
    texts that name no report; `counted` as in a ReportView.
    """

    row: MessageRow
    raw: Raw
    others: tuple[MessageRow, ...]
    unit: str = ""
    sent: tuple[Sent, ...] = ()
    answers: tuple[Answer, ...] = ()
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Exactly what a partner would be shown, and what stays here.

    `body` is what the envelope will hold, `slots` its fields in words; the times are its times.
    """

    partner: str
    name: str
    row: Row
    body: ReportBody
    sent_at: datetime | None
    received_at: datetime
    slots: tuple[Slot, ...]
    stays: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands at the head of every page."""

    seq: int
    open: int
    lane: int
    alarms: tuple[Row, ...]
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """One place with reports: how many, and the most urgent of them (0 is FLASH)."""

    place: str
    name: str
    lat: float
    lon: float
    count: int
    urgency: int


@dataclass(frozen=True, slots=True)
class Change:
    """What the feed said, read for one console: a row to show, or one to take away."""

    seq: int
    key: ReportKey | None
    row: Row | None


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the queue is asked for; empty fields ask for nothing."""

    state: str = ""
    type: str = ""
    precedence: str = ""
    place: str = ""  # one code or several, with commas
    text: str = ""
    offset: int = 0
    provenance: str = ""
    since: str = ""  # the first day, 2026-11-23
    until: str = ""  # the last day
    zone: str = "UTC"  # where those days begin
    words: Words = ()  # what the text means; the text as it stands when nobody has asked the book

    def query(self) -> dict[str, str]:
        """Return it as it stands in the address, without the page."""
        pairs = {"state": self.state, "type": self.type, "precedence": self.precedence}
        pairs |= {"place": self.place, "q": self.text, "prov": self.provenance}
        pairs |= {"from": self.since, "to": self.until}
        return {name: value for name, value in pairs.items() if value}
