"""Parts of long messages: which of them belong together, in any order, through any modem.

A set is known by sender, width of the reference, reference and count. A sender gives the same reference again
after 256 messages or less, so a set takes only parts that the network took within a day of it, and of each
place one: a second one with other words begins another set. A message that was given up as partial is still
open: a part that comes late completes it. Texts and 8-bit data, or what is for two applications, are never of
one set.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from gateway.kit import Kit
from gateway.store import segments
from gateway.store.segments import PartsKey
from gateway.store.tables import Segment
from hardware.bearer import Hearing, Part
from hardware.sentence import Sentence

WINDOW = timedelta(days=1)
_FAR = timedelta.max
_TEXT = "part {parts} of {count} never came"
_DATA = "data that is no text: part {parts} of {count} never came"


@dataclass(slots=True)
class PartSet:
    """The parts of one message, as far as they came; `spare` are those that came twice."""

    count: int
    places: dict[int, Segment] = field(default_factory=dict[int, Segment])
    spare: list[Segment] = field(default_factory=list[Segment])

    @property
    def whole(self) -> bool:
        return len(self.places) == self.count

    @property
    def parts(self) -> list[Segment]:
        """Every part that came, in its place."""
        return [self.places[index] for index in sorted(self.places)]

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(one.id for one in (*self.parts, *self.spare))

    @property
    def message(self) -> int | None:
        """The message these parts are already: one that was kept although parts were missing."""
        return next((one.message_id for one in self.parts if one.message_id is not None), None)

    @property
    def of_data(self) -> bool:
        return any(one.data is not None for one in self.places.values())

    @property
    def port(self) -> int | None:
        """The application all of it is for."""
        return next((one.port for one in self.places.values()), None)

    @property
    def missing(self) -> list[int]:
        return [index for index in range(1, self.count + 1) if index not in self.places]

    @property
    def sent_at(self) -> datetime | None:
        return min((one.sent_at for one in self.parts if one.sent_at), default=None)

    def distance(self, one: Segment) -> timedelta:
        """Return how far in time a part is from the nearest of these; very far if it is none of them."""
        there = self.places.get(one.part_index or 0)
        if self.whole or (there is not None and _other(there, one)):
            return _FAR
        if (self.of_data, self.port) != (one.data is not None, one.port):
            return _FAR
        return min(abs(taken_at(one) - taken_at(other)) for other in self.parts)

    def take(self, one: Segment) -> None:
        if self.places.setdefault(one.part_index or 0, one) is not one:
            self.spare.append(one)

    def repeats(self, other: "PartSet") -> bool:
        """Return whether all of these came with the same words in another set too."""
        return all(
            index in other.places and not _other(other.places[index], one)
            for index, one in self.places.items()
        )


def _other(one: Segment, another: Segment) -> bool:
    return (one.text, one.data) != (another.text, another.data)


def sets(parts: Iterable[Segment]) -> list[PartSet]:
    """Sort the parts of one key, given as they came, into messages."""
    found: list[PartSet] = []
    for one in parts:
        near = min(found, key=lambda known: known.distance(one), default=None)
        if near is None or near.distance(one) > WINDOW:
            near = PartSet(one.part_count or 0)
            found.append(near)
        near.take(one)
    return found


def of_segment(conn: Connection, segment: int, key: PartsKey, at: datetime) -> PartSet | None:
    """Return the set a segment belongs to; None when that set took it in with another of its parts.

    `at` is when the network took it.
    """
    near = segments.parts(conn, key, at - WINDOW, at + WINDOW)
    if any(one.id == segment and one.message_id is not None for one in near):
        return None
    return next(one for one in sets(near) if segment in one.ids)


def key_of(hearing: Hearing) -> PartsKey:
    """Return the key of a part; of no part, one that nothing else has."""
    part, sender = hearing.part or Part(-1, 0, 0), hearing.sender
    return PartsKey(sender.kind.value, sender.value, part.wide, part.ref, part.count)


def key_of_row(one: Segment) -> PartsKey:
    return PartsKey(one.sender_kind, one.sender, bool(one.part_wide), one.part_ref or 0, one.part_count or 0)


def taken_at(one: Segment) -> datetime:
    """Return when the network took it, by its own word if it gave one."""
    return one.sent_at or one.heard_at


def joined(kit: Kit, bearer: str, found: PartSet) -> str:
    """Return the text of a whole set, mended where a sender tore a character in two."""
    text = kit.voices[bearer].join([one.raw for one in found.parts])
    return plain(found) if text is None else text


def plain(found: PartSet) -> str:
    """Return the texts of the parts, one after the other."""
    return "".join(one.text or "" for one in found.parts)


def octets(found: PartSet) -> bytes:
    """Return the data of the parts, one after the other."""
    return b"".join(one.data or b"" for one in found.parts)


def gapped(found: PartSet) -> str:
    """Return the text of the parts that came, each gap marked; data has none."""
    if found.of_data:
        return ""
    gap = "[part {} of {} is missing]"
    return " ".join(
        found.places[index].text or "" if index in found.places else gap.format(index, found.count)
        for index in range(1, found.count + 1)
    )


def never_came(found: PartSet) -> Sentence:
    """Return the note on a message that is not whole."""
    words = _DATA if found.of_data else _TEXT
    return Sentence(words, parts=", ".join(map(str, found.missing)), count=found.count)
