"""What stands inside an envelope: a report, receipts or a head, as CBOR arrays checked on the way in.

A partner is trusted to be who it is, not to send well-formed bodies: lengths and depths are bounded here.
Times are whole seconds since 1970, UTC.
"""

import enum
from typing import Annotated, Any, Self, cast

import cbor2
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SkipValidation,
    ValidationError,
    field_validator,
)

from gateway.errors import EnvelopeError
from gateway.merkle.tree import WIDTH
from gateway.relay.envelope import loads
from gateway.store.keys import ReportKey

LONGEST_SHORT = 40
Short = Annotated[str, Field(max_length=LONGEST_SHORT)]
Code = Annotated[str, Field(pattern=r"^[A-Z]{2,5}$")]
Number = Annotated[int, Field(ge=1, lt=2**63)]
Seconds = Annotated[int, Field(ge=0, lt=2**40)]
_DEEPEST, _LONGEST_TEXT, _MOST = 4, 500, 60
_LONGEST_PATH = 128 * WIDTH  # a proof over a tree of 2^63 leaves


class Kind(enum.IntEnum):
    """What an envelope carries; the number is its first element, and never changes its meaning."""

    REPORT = 1
    RECEIPTS = 2
    CANARY = 3
    BUNDLE = 4  # see bundle.py
    HEAD = 5
    ALARM = 6


class _Array(BaseModel):
    """A value that travels as an array of its fields, in their order."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def array(self) -> list[Any]:
        return list(self.model_dump(mode="python").values())

    @classmethod
    def of(cls, values: object) -> Self:
        names = list(cls.model_fields)
        if not isinstance(values, list) or len(values) != len(names):  # pyright: ignore[reportUnknownArgumentType]  # that is what is being checked
            raise EnvelopeError(f"a {cls.__name__} has {len(names)} values")
        try:
            return cls.model_validate(dict(zip(names, values, strict=True)))  # pyright: ignore[reportUnknownArgumentType]  # the same
        except ValidationError as error:
            where = ".".join(map(str, error.errors()[0]["loc"]))
            raise EnvelopeError(f"a {cls.__name__} with an impossible {where}") from error


class ReportBody(_Array):
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


class ReceiptBody(_Array):
    """How far one report has come at the office that says so; `by` is a role, never a name.

    Version 0 is of an alarm whose report has not come there.
    """

    origin: Code
    epoch: Number
    seq: Number
    version: Annotated[int, Field(ge=0, lt=2**63)]
    state: Annotated[str, Field(pattern=r"^(stored|seen|acted|declined)$")]
    by: Short
    at: Seconds

    @property
    def key(self) -> ReportKey:
        return ReportKey(self.origin, self.epoch, self.seq)


class HeadBody(_Array):
    """The head of the sender's audit record, signed so that it can be shown to others.

    `path` holds the hashes, end to end, of a proof that it begins with the head of `since` rows; it is
    empty when nothing is proved.
    """

    size: Annotated[int, Field(ge=0, lt=2**63)]
    root: Annotated[bytes, Field(min_length=WIDTH, max_length=WIDTH)]
    at: Seconds
    signature: Annotated[bytes, Field(min_length=64, max_length=64)]
    since: Annotated[int, Field(ge=0, lt=2**63)] = 0
    path: Annotated[bytes, Field(max_length=_LONGEST_PATH)] = b""

    @property
    def proof(self) -> list[bytes]:
        return [self.path[at : at + WIDTH] for at in range(0, len(self.path), WIDTH)]


class AlarmBody(_Array):
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


Body = ReportBody | HeadBody | AlarmBody | tuple[ReceiptBody, ...]


def kind_of(body: Body) -> str:
    """Return the name the store keeps an envelope's kind under."""
    match body:
        case ReportBody():
            return "report"
        case HeadBody():
            return "head"
        case AlarmBody():
            return "alarm"
        case _:
            return "receipts"


def encode(body: Body) -> bytes:
    """Return the bytes that are signed and sealed."""
    if isinstance(body, ReportBody):
        return cbor2.dumps([Kind.REPORT.value, body.array()], canonical=True)
    if isinstance(body, HeadBody | AlarmBody):
        kind = Kind.HEAD if isinstance(body, HeadBody) else Kind.ALARM
        return cbor2.dumps([kind.value, body.array()], canonical=True)
    return cbor2.dumps([Kind.RECEIPTS.value, [one.array() for one in body]], canonical=True)


def decode(data: bytes) -> Body:
    """Read what `encode` wrote; EnvelopeError for anything else."""
    match loads(data):
        case [Kind.REPORT.value, values]:
            return ReportBody.of(values)
        case [Kind.RECEIPTS.value, [*rows]] if len(rows) <= 1000:  # noqa: PLR2004  # a bound, not a meaning
            return tuple(ReceiptBody.of(row) for row in rows)
        case [Kind.HEAD.value, values]:
            return HeadBody.of(values)
        case [Kind.ALARM.value, values]:
            return AlarmBody.of(values)
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
        return isinstance(value, bool | int | None)
    return depth > 0 and many <= _MOST and all(_small(one, depth - 1) for one in inner)
