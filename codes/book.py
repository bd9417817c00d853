"""The codebook as values: report types, their slots, and the lists, places and countries they draw from."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


class Kind(enum.StrEnum):
    """What sort of thing fills a slot, and so how a token shows that it belongs there."""

    CHOICE = "choice"  # a code of a list
    CHOICES = "choices"  # several of them
    ITEMS = "items"  # code, quantity and unit, again and again
    PERSONS = "persons"  # 2M 3FC: count, sex, age band
    PLACE = "place"  # a code, an offset from one, MGRS, degrees, Plus code
    TIME = "time"  # a date-time group (ACP 121)
    DATE = "date"  # a day, of birth for instance
    PLATE = "plate"
    GRADE = "grade"  # 3x5x2
    REFERENCE = "reference"  # K7M4-P
    NAME = "name"  # the words after its marker that mean nothing else
    MARKED = "marked"  # the word after its marker: MARK TH12
    CONTAINER = "container"  # ISO 6346
    NUMBER = "number"  # a count after its marker, or with a unit of its own
    TEXT = "text"  # whatever stands after //


@dataclass(frozen=True, slots=True)
class Band:
    """Least and most that is plausible in one unit; outside, we ask."""

    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """One choice of a list: its code, its names by language, and the words officers type for it."""

    code: str
    label: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    bands: Mapping[str, Band] = field(default_factory=dict[str, Band])
    extra: Mapping[str, object] = field(default_factory=dict[str, object])

    def name(self, language: str) -> str:
        return self.label.get(language) or self.label.get("en") or self.code


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of choices, with its source and the least number that makes it worth having."""

    name: str
    source: str
    least: int
    entries: Mapping[str, Entry]
    standard: bool = False  # the codes are another body's (ISO), so they may stand close together
    shared: frozenset[str] = frozenset()  # words that mean something in another list too: the rest decides


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a report type. `markers` are words that may announce it and mean nothing by themselves."""

    name: str
    kind: Kind
    label: Mapping[str, str]
    listing: str = ""
    mandatory: bool = False
    form: str = ""  # items: the list of forms that may go with an item
    bare: bool = False  # items: a number without a unit counts pieces
    counted: tuple[str, ...] = ()  # items: but only of these forms, where the slot has forms
    units: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    marked: bool = False  # read only after one of its markers
    twice: bool = False  # the canonical text says it twice, so that a slip shows
    most: int | None = None  # beyond so many (of persons in a group, kilometres of an offset) we ask

    def title(self, language: str) -> str:
        return self.label.get(language) or self.label.get("en") or self.name


@dataclass(frozen=True, slots=True)
class ReportType:
    """A kind of report. `held` ones cross the border only by a person's release."""

    code: str
    label: Mapping[str, str]
    aliases: tuple[str, ...]
    precedence: str
    slots: Mapping[str, Slot]
    examples: tuple[str, ...] = ()
    held: bool = False
    control: bool = False
    rest: bool = False  # whatever follows is its text, as it was typed
    either: tuple[tuple[str, ...], ...] = ()  # slots of which one group must be there whole

    def name(self, language: str) -> str:
        return self.label.get(language) or self.label.get("en") or self.code


@dataclass(frozen=True, slots=True)
class Place:
    """An office or checkpoint: where it is, what it faces, and how people write it."""

    code: str
    names: Mapping[str, str]
    country: str
    pair: str
    lat: float
    lon: float
    kind: str
    aliases: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names.get("en") or self.code


@dataclass(frozen=True, slots=True)
class LocalUnit:
    """A unit of one country, `factor` of the unit `of`; to `ask` about where it differs within it."""

    code: str
    label: Mapping[str, str]
    aliases: tuple[str, ...]
    of: str
    factor: Decimal
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a package holds by custom, `factor` of the unit `of`: no conversion, only a check of belief."""

    of: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Plate:
    """A shape of number plates, as a pattern of the whole plate; a `rare` one is asked about."""

    kind: str
    shape: str
    rare: bool = False
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Country:
    """What is local to one country: units, words of number, packages by unit and choice, plates."""

    code: str
    units: Mapping[str, LocalUnit]
    numbers: Mapping[str, Decimal]
    bundles: Mapping[tuple[str, str], Bundle]
    plates: tuple[Plate, ...]
    data: Mapping[str, object]


@dataclass(frozen=True, eq=False)
class Book:
    """One edition, checked whole; compared by identity, so that what is derived from it can be kept."""

    edition: int
    effective: date
    types: Mapping[str, ReportType]
    lists: Mapping[str, Listing]
    places: Mapping[str, Place]
    countries: Mapping[str, Country]
    noise: frozenset[str]
    valedictions: frozenset[str]
    ordinary: frozenset[str]
    retired: Mapping[str, str]
    catalogues: Mapping[str, Mapping[str, str]]

    def say(self, language: str, message: str, **parts: str) -> str:
        """Return a reply's text in a language, English where there is no other, its parts filled in."""
        text = self.catalogues.get(language, {}).get(message) or message
        return text.format(**parts)

    def label(self, listing: str, code: str, language: str) -> str:
        """Return what a code means in a language; a code that is not in the list means itself."""
        found = self.lists.get(listing)
        return found.entries[code].name(language) if found and code in found.entries else code
