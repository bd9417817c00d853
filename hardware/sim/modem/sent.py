"""What was sent through the modem: every SUBMIT decoded, and concatenated ones joined into whole messages."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from hardware.bearer import Part
from hardware.gsm.pdu import Submit


@dataclass(frozen=True, slots=True)
class SentSegment:
    """One SUBMIT that the network took; `data` is hex. `reference` is TP-MR as +CMGS answered it."""

    to: str
    text: str | None
    data: str | None
    reference: int
    at: str
    part: Part | None
    dcs: int
    ports: tuple[int, int] | None
    receipt_wanted: bool
    pdu: str


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message as people mean it, complete; `at` and `reference` are those of the part sent last."""

    to: str
    text: str | None
    data: str | None
    reference: int
    references: tuple[int, ...]
    at: str
    parts: int


def segment_of(submit: Submit, raw: bytes, reference: int, at: datetime) -> SentSegment:
    return SentSegment(
        to=submit.to.value,
        text=submit.text,
        data=None if submit.data is None else submit.data.hex(),
        reference=reference,
        at=at.isoformat(timespec="milliseconds"),
        part=submit.part,
        dcs=submit.dcs,
        ports=submit.ports,
        receipt_wanted=submit.receipt_wanted,
        pdu=raw.hex(),
    )


def whole_messages(segments: Iterable[SentSegment]) -> list[SentMessage]:
    """Join parts by recipient, reference and count; a set is complete with its last missing part."""
    open_sets: dict[tuple[str, int, int], dict[int, SentSegment]] = {}
    whole: list[SentMessage] = []
    for segment in segments:
        place = segment.part or Part(0, 1, 1)
        key = (segment.to, place.ref, place.count)
        parts = open_sets.setdefault(key, {}) if segment.part else {}
        parts[place.index] = segment
        if len(parts) == place.count:
            open_sets.pop(key, None)
            whole.append(_join([parts[index] for index in sorted(parts)], segment))
    return whole


def as_sent(segments: Iterable[SentSegment]) -> dict[str, object]:
    """Return the answer to the op `sent`; a lone segment is a message of one part."""
    kept = list(segments)
    return {
        "messages": [asdict(message) for message in whole_messages(kept)],
        "segments": [asdict(segment) for segment in kept],
    }


def _join(parts: list[SentSegment], last: SentSegment) -> SentMessage:
    return SentMessage(
        to=last.to,
        text=_joined([part.text for part in parts]),
        data=_joined([part.data for part in parts]),
        reference=last.reference,
        references=tuple(part.reference for part in parts),
        at=last.at,
        parts=len(parts),
    )


def _joined(pieces: list[str | None]) -> str | None:
    kept = [piece for piece in pieces if piece is not None]
    return "".join(kept) if kept else None
