"""What stands inside an envelope: a report, receipts or a head, as CBOR arrays checked on the way in.

A partner is trusted to be who it is, not to send well-formed bodies: lengths and depths are bounded here.
Times are whole seconds since 1970, UTC.
"""

import enum
from typing import Annotated, cast

import cbor2
from pydantic import Field, JsonValue, SkipValidation, field_validator

from gateway.errors import EnvelopeError
from gateway.merkle.tree import WIDTH
from gateway.relay.array import Array, Code, Count, Number, Seconds, Short
from gateway.relay.asking import AskBody, BackBody
from gateway.relay.envelope import loads
from gateway.store.keys import ReportKey

_DEEPEST, _LONGEST_TEXT, _MOST, _LARGEST = 4, 500, 60, 2**63
_Rows = Annotated[int, Field(ge=0, lt=2**63)]
_LONGEST_PATH = 128 * WIDTH  # a proof over a tree of 2^63 leaves


class Kind(enum.IntEnum):
    """What an envelope carries; the number is its first element, and never changes its meaning."""

    REPORT = 1
    RECEIPTS = 2
    CANARY = 3
    BUNDLE = 4  # see bundle.py
    HEAD = 5
    ALARM = 6
    ASK = 7
    BACK = 8


class ReportBody(Array):
    """One version of one report, with nothing of the officer in it."""

    origin: Code
    epoch: Number
    seq: Number
    version: Number
    ref: Short
    type: Code
    fields: dict[str, SkipValidation[JsonValue]]  # `_bounded` looks at all that is in it
    edition: Number
    precedence: Annotated[int, Field(ge=0, le=3)]
    state: Short
    provenance: Annotated[str, Field(pattern=r"^[ABCDX]$")]
    handling: Annotated[str, Field(pattern=r"^[PC]$")]
    sent_at: Seconds | None
    received_at: Seconds

    @property
    def key(self) -> ReportKey:
        return ReportKey(self.origin, self.epoch, self.seq)

    @field_validator("fields")
    @classmethod
    def _bounded(cls, fields: dict[str, JsonValue]) -> dict[str, JsonValue]:
        if not _small(fields, _DEEPEST):
            raise ValueError("too deep or too long")
        return fields


class ReceiptBody(Array):
    """How far one report has come at the office that says so; `by` is a role, never a name.

    Version 0 is of an alarm whose report has not come there.
    """

    origin: Code
    epoch: Number
    seq: Number
    version: Count
    state: Annotated[str, Field(pattern=r"^(stored|seen|acted|declined)$")]
    by: Short
    at: Seconds

    @property
    def key(self) -> ReportKey:
        return ReportKey(self.origin, self.epoch, self.seq)


class HeadBody(Array):
    """The head of the sender's audit record, signed so that it can be shown to others.

    `path` holds the hashes, end to end, of a proof that it begins with the head of `since` rows; it is
    empty when nothing is proved.
    """

    size: _Rows
    root: Annotated[bytes, Field(min_length=WIDTH, max_length=WIDTH)]
    at: Seconds
    signature: Annotated[bytes, Field(min_length=64, max_length=64)]
    since: _Rows = 0
    path: Annotated[bytes, Field(max_length=_LONGEST_PATH)] = b""

    @property
    def proof(self) -> list[bytes]:
        return [self.path[at : at + WIDTH] for at in range(0, len(self.path), WIDTH)]


class AlarmBody(Array):
    """An alarm of the sender's that nobody there takes; nothing of it but what and where it is."""

    origin: Code
    epoch: Number
    seq: Number
    ref: Short
    type: Code
    place: Short | None
    received_at: Seconds

    @property
    def key(self) -> ReportKey:
        return ReportKey(self.origin, self.epoch, self.seq)


One = ReportBody | HeadBody | AlarmBody | AskBody | BackBody
Body = One | tuple[ReceiptBody, ...]
_ARRAYS: dict[type[One], Kind] = {
    ReportBody: Kind.REPORT,
    HeadBody: Kind.HEAD,
    AlarmBody: Kind.ALARM,
    AskBody: Kind.ASK,
    BackBody: Kind.BACK,
}
_READ = {kind.value: body for body, kind in _ARRAYS.items()}


def kind_of(body: Body) -> str:
    """Return the name the store keeps an envelope's kind under."""
    return "receipts" if isinstance(body, tuple) else _ARRAYS[type(body)].name.lower()


def encode(body: Body) -> bytes:
    """Return the bytes that are signed and sealed."""
    if isinstance(body, tuple):
        return cbor2.dumps([Kind.RECEIPTS.value, [one.array() for one in body]], canonical=True)
    return cbor2.dumps([_ARRAYS[type(body)].value, body.array()], canonical=True)


def decode(data: bytes) -> Body:
    """Read what `encode` wrote; EnvelopeError for anything else."""
    match loads(data):
        case [Kind.RECEIPTS.value, [*rows]] if len(rows) <= 1000:  # noqa: PLR2004  # a bound, not a meaning
            return tuple(ReceiptBody.of(row) for row in rows)
        case [int() as kind, values] if kind in _READ:
            return _READ[kind].of(values)
        case _:
            raise EnvelopeError("the envelope carries something this station does not know")


def _small(value: object, depth: int) -> bool:
    """Say whether a value is JSON within our bounds."""
    if isinstance(value, str):
        return len(value) <= _LONGEST_TEXT and "\0" not in value  # PostgreSQL keeps none
    if isinstance(value, dict):
        named = cast("dict[object, object]", value)
        if not all(isinstance(name, str) and len(name) <= _MOST and "\0" not in name for name in named):
            return False
        inner, many = named.values(), len(named)
    elif isinstance(value, list):
        inner, many = cast("list[object]", value), len(cast("list[object]", value))
    else:
        return value is None or (isinstance(value, int) and abs(value) < _LARGEST)
    return depth > 0 and many <= _MOST and all(_small(one, depth - 1) for one in inner)
