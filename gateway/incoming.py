"""One whole MO message on its way through intake, before and after it was read."""

import re
from dataclasses import dataclass
from datetime import datetime

from codes.report import Decoded
from gateway.office.config import Officer
from gateway.store.keys import ReportKey
from hardware.bearer import Address
from hardware.sentence import NOTHING, Sentence

_UNKEPT = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL keeps no NUL, and nobody half a character


@dataclass(frozen=True, slots=True)
class Incoming:
    """One whole MO message, with the ids of the segments it came in.

    `earlier` is the message that some of these segments were kept as while others were missing.
    """

    bearer: str
    sender: Address
    text: str
    sent_at: datetime | None
    received_at: datetime
    segments: tuple[int, ...]
    earlier: int | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """What an answer says of a report: its reference, and how urgent it is."""

    key: ReportKey
    ref: str
    precedence: int


@dataclass(frozen=True, slots=True)
class Proof:
    """How sure we are of who sent a message, and what is left of its text without the code at its end.

    `grade` is the provenance, `note` a sentence for staff, `expect` what the reply shows an officer whose
    code was good. `standing` says how the code stood (`gateway.senders.standing`), empty without one;
    `sheet`, `row` and `owner` whose it is. `duress` is for the office alone.
    """

    officer: Officer | None
    grade: str
    text: str
    note: Sentence = NOTHING
    expect: str = ""
    standing: str = ""
    sheet: int | None = None
    row: int | None = None
    owner: str = ""
    duress: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A message that was read: who sent it, what it says, its row, and the row of the message it completes.

    `about` is `message` itself, unless this one answers a question about an earlier one.
    """

    incoming: Incoming
    officer: Officer | None
    decoded: Decoded
    message: int
    about: int
    proof: Proof


def storable(text: str) -> str:
    """Return a text that both engines can keep; what it was stands byte for byte in its segment."""
    return _UNKEPT.sub("\ufffd", text)
