"""The only door to the files of the codebook: reads an edition, and builds the book from it."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from codes import schema
from codes.book import Band, Book, Bundle, Country, Entry, Listing, LocalUnit, Place, Plate, ReportType, Slot
from codes.card.shape import UnitShape, WordsShape
from codes.packed.radix import EDITIONS
from codes.words.script import unmarked

HOME = Path(__file__).parent
BOOKS = HOME / "books"
LOCALES = HOME / "locale"
PLAIN = "vi-plain"
"""Vietnamese for phones without its letters: 160 signs to a segment where marks leave 70."""
_SIGNING = "SIGN"
NEEDED = {"cry": ("CALL", "URGENCY", "PLEA", "MORE", "PERIL", "HARMLESS", "ORDINARY"), "greeting": ("SMALL",)}
"""Lists that hearing a call for help cannot do without, and the choices that it looks for."""


class BrokenBookError(ValueError):
    """A codebook that cannot be built; the message says which file and why."""


Retired = Mapping[str, tuple[str, ...]]
"""The codes that each code has had in earlier editions: they are read like its other words."""


def _old_codes(retired: Mapping[str, str]) -> Retired:
    return {new: tuple(old for old, other in retired.items() if other == new) for new in retired.values()}


def _words(code: str, aliases: Iterable[str], retired: Retired) -> tuple[str, ...]:
    return (*aliases, *retired.get(code, ()))


def _named(labels: Mapping[str, str]) -> Mapping[str, str]:
    """Return names by language; Vietnamese goes without marks too, as GSM-7 has it."""
    return {**labels, PLAIN: unmarked(labels["vi"])} if "vi" in labels else labels


def _entry(shape: schema.ChoiceShape, retired: Retired) -> Entry:
    bands = {unit: Band(Decimal(low), Decimal(high)) for unit, (low, high) in shape.bands.items()}
    extra = dict(shape.model_extra or {})
    words = _words(shape.code, shape.aliases, retired)
    return Entry(shape.code, _named(shape.label), words, tuple(shape.units), bands, extra)


def _listing(path: Path, retired: Retired) -> Listing:
    shape = schema.ListShape.model_validate(_toml(path))
    entries = {choice.code: _entry(choice, retired) for choice in shape.choice}
    if len(entries) != len(shape.choice):
        raise BrokenBookError(f"{path.name}: a code stands twice")
    return Listing(shape.name, shape.source, shape.least, entries, shape.standard, frozenset(shape.shared))


def _place(shape: schema.PlaceShape, retired: Retired) -> Place:
    return Place(
        shape.code,
        _named(shape.name),
        shape.country,
        shape.pair,
        shape.lat,
        shape.lon,
        shape.kind,
        _words(shape.code, shape.aliases, retired),
    )


def _local_unit(shape: schema.LocalUnitShape) -> LocalUnit:
    return LocalUnit(
        shape.code, shape.label, tuple(shape.aliases), shape.of, Decimal(shape.factor), shape.ask
    )


def _country(path: Path) -> Country:
    shape = schema.CountryShape.model_validate(_toml(path))
    return Country(
        code=shape.country,
        units={unit.code: _local_unit(unit) for unit in shape.unit},
        numbers={word: Decimal(number.factor) for number in shape.number for word in number.words},
        bundles={(b.unit, c): Bundle(b.of, Decimal(b.factor)) for b in shape.bundle for c in b.choices},
        plates=tuple(
            Plate(plate.kind, plate.shape, plate.rare, tuple(plate.examples)) for plate in shape.plate
        ),
        data=dict(shape.model_extra or {}),
    )


def _slot(name: str, shape: schema.SlotShape, *, mandatory: bool) -> Slot:
    return Slot(
        name=name,
        kind=shape.kind,
        label=_named(shape.label),
        listing=shape.listing,
        mandatory=mandatory,
        form=shape.form,
        bare=shape.bare,
        counted=tuple(shape.counted),
        units=tuple(shape.units),
        markers=tuple(shape.markers),
        marked=shape.marked,
        twice=shape.twice,
        most=shape.most,
    )


def _type(shape: schema.TypeShape, book: schema.BookShape, retired: Retired) -> ReportType:
    """Put a type's slots together: its own, then those every report may have."""
    known = {**book.slot, **shape.slot}
    head: list[str] = [] if shape.control else book.head
    either = [name for group in shape.either for name in group]
    names = dict.fromkeys([*shape.mandatory, *either, *shape.optional, *head])
    missing = [name for name in names if name not in known]
    if missing:
        raise BrokenBookError(f"book.toml: type {shape.code} names slots that are not there: {missing}")
    slots = {name: _slot(name, known[name], mandatory=name in shape.mandatory) for name in names}
    return ReportType(
        code=shape.code,
        label=_named(shape.label),
        aliases=_words(shape.code, shape.aliases, retired),
        precedence=shape.precedence,
        slots=slots,
        examples=tuple(shape.examples),
        held=shape.held,
        control=shape.control,
        rest=shape.rest,
        either=tuple(tuple(group) for group in shape.either),
    )


def _toml(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _catalogue(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        found = read_po(file)
    return {str(m.id): str(m.string) for m in found if m.id and m.string and not m.fuzzy}


def catalogues(folder: Path = LOCALES) -> Mapping[str, Mapping[str, str]]:
    """Read every language's replies: `LANG/LC_MESSAGES/replies.po`; Vietnamese without marks besides."""
    files = sorted(folder.glob("*/LC_MESSAGES/replies.po"))
    found = {path.parent.parent.name: _catalogue(path) for path in files}
    plain = {message: unmarked(said) for message, said in found.get("vi", {}).items()}
    return {**found, PLAIN: plain} if plain else found


def _unique(listings: Iterable[Listing]) -> dict[str, Listing]:
    found: dict[str, Listing] = {}
    for listing in listings:
        if listing.name in found:
            raise BrokenBookError(f"two lists are called {listing.name}")
        found[listing.name] = listing
    return found


def _courtesies(lists: Mapping[str, Listing]) -> dict[str, frozenset[str]]:
    """Return the words of each sort of courtesy; the code of a sort is one of its words."""
    entries = lists["greeting"].entries.values() if "greeting" in lists else ()
    return {entry.code: frozenset((entry.code, *entry.aliases)) for entry in entries}


def _whole(lists: Mapping[str, Listing]) -> None:
    for name, codes in NEEDED.items():
        lost = [code for code in codes if name not in lists or code not in lists[name].entries]
        if lost:
            raise BrokenBookError(f"the list {name} lacks {', '.join(lost)}")


def read(folder: Path, replies: Mapping[str, Mapping[str, str]]) -> Book:
    """Build one edition from its folder.

    Raises BrokenBookError, pydantic's ValidationError or TOMLDecodeError, whichever says it best: a book
    that is not whole is never used.
    """
    shape = schema.BookShape.model_validate(_toml(folder / "book.toml"))
    retired = _old_codes(shape.retired)
    places = schema.PlacesShape.model_validate(_toml(folder / "places.toml")).place
    lists = _unique(_listing(path, retired) for path in sorted((folder / "lists").glob("*.toml")))
    courtesies = _courtesies(lists)
    _whole(lists)
    types = {kind.code: _type(kind, shape, retired) for kind in shape.type}
    for kind in types.values():
        for slot in kind.slots.values():
            if any(name and name not in lists for name in (slot.listing, slot.form)):
                raise BrokenBookError(f"{kind.code}.{slot.name}: there is no list {slot.listing} {slot.form}")
    return Book(
        edition=shape.edition,
        effective=shape.effective,
        types=types,
        lists=lists,
        places={place.code: _place(place, retired) for place in places},
        countries={c.code: c for c in map(_country, sorted((folder / "countries").glob("*.toml")))},
        noise=frozenset[str]().union(*courtesies.values()),
        valedictions=courtesies.get(_SIGNING, frozenset()),
        ordinary=frozenset(shape.ordinary.upper().split()),
        retired=shape.retired,
        catalogues=replies,
    )


@cache
def editions(folder: Path = BOOKS) -> Mapping[int, Book]:
    """Read every edition of a folder, `edition-N` each, oldest first: old reports are read by their own."""
    numbers = sorted(int(path.name.removeprefix("edition-")) for path in folder.glob("edition-*"))
    said = catalogues()
    found = {number: read(folder / f"edition-{number}", said) for number in numbers}
    for number, book in found.items():
        if book.edition != number:
            raise BrokenBookError(f"edition-{number}: book.toml says that it is edition {book.edition}")
    return found


def shipped(edition: int | None = None) -> Book:
    """Return an edition that comes with the product, the newest when none is named."""
    known = editions()
    return known[edition or max(known)]


def in_force(day: date, folder: Path = BOOKS) -> Book:
    """Return the newest edition that is effective on a day, the oldest before all of them."""
    known = editions(folder)
    effective = [book for book in known.values() if book.effective <= day]
    return max(effective, key=lambda book: (book.effective, book.edition), default=known[min(known)])


def packed_by(residue: int, folder: Path = BOOKS) -> Book | None:
    """Return the newest edition whose number has this residue: what a packed report carries of it."""
    known = editions(folder).values()
    return max((b for b in known if b.edition % EDITIONS == residue), key=lambda b: b.edition, default=None)


def cards(edition: int | None = None) -> tuple[dict[str, UnitShape], dict[str, dict[str, str]]]:
    """Return the card files of a shipped edition by unit, and the words that stand on every card."""
    folder = BOOKS / f"edition-{shipped(edition).edition}" / "cards"
    found = [p for p in sorted(folder.glob("*.toml")) if p.name != "words.toml"]
    units = [UnitShape.model_validate(_toml(path)) for path in found]
    return {unit.code: unit for unit in units}, WordsShape.model_validate(_toml(folder / "words.toml")).word
