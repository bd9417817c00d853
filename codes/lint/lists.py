"""Lists, places and their figures: enough of them, well apart, sourced, with units and bands that exist."""

from collections.abc import Iterator, Sequence

from codes.book import Book, Entry, Listing
from codes.lint.apart import near_sos, too_close, twins

CODES_APART = 2
LEAST_OFFICES = 54
# Read only after a number (sex, age, units), and by other bodies' rule one letter apart.
_SCRIPT_FREE = ("greeting",)


def _codes(name: str, codes: Sequence[str], *, standard: bool) -> Iterator[str]:
    for one, two in () if standard else too_close(codes, CODES_APART):
        yield f"{name}: {one} and {two} are closer than {CODES_APART} slips"
    for one, two in () if standard else twins(codes):
        yield f"{name}: {one} and {two} are typed with the same keys"
    for code in codes:
        if near_sos(code):
            yield f"{name}: {code} is a slip away from SOS"
        if not (code.isascii() and code.isalnum() and code == code.upper()):
            yield f"{name}: {code} is not of capitals and digits"


def _figures(name: str, entry: Entry, units: frozenset[str]) -> Iterator[str]:
    for unit in entry.units:
        if unit not in units:
            yield f"{name}: {entry.code} is measured in {unit}, which is no unit"
        if unit not in entry.bands:
            yield f"{name}: {entry.code} has no band in {unit}"
    for unit, band in entry.bands.items():
        if not 0 < band.least < band.most:
            yield f"{name}: the band of {entry.code} in {unit} is empty"


def _listing(listing: Listing, units: frozenset[str]) -> Iterator[str]:
    name = listing.name
    if len(listing.entries) < listing.least:
        yield f"{name}: {len(listing.entries)} choices, at least {listing.least} are needed"
    if not listing.source.strip():
        yield f"{name}: no source is named"
    if name not in _SCRIPT_FREE:
        yield from _codes(name, list(listing.entries), standard=listing.standard)
    for entry in listing.entries.values():
        yield from _figures(name, entry, units)


def _places(book: Book) -> Iterator[str]:
    yield from _codes("places", list(book.places), standard=False)
    offices = [place for place in book.places.values() if place.kind == "office"]
    if len(offices) < LEAST_OFFICES:
        yield f"places: {len(offices)} offices, at least {LEAST_OFFICES} are needed"
    for place in book.places.values():
        if place.pair and place.pair not in book.places:
            yield f"places: {place.code} is paired with {place.pair}, which is not there"


def _forms(book: Book) -> Iterator[str]:
    """Find items and forms of one slot that a slip makes of each other; two letters have no room."""
    pairs = {(s.listing, s.form) for kind in book.types.values() for s in kind.slots.values() if s.form}
    for listing, form in sorted(pairs):
        items, forms = ([c for c in book.lists[n].entries if len(c) > CODES_APART] for n in (listing, form))
        for one, two in too_close([*items, *forms], CODES_APART):
            if (one in items) != (two in items):
                yield f"{listing} and {form}: {one} and {two} are closer than {CODES_APART} slips"


def findings(book: Book) -> Iterator[str]:
    local = {unit for country in book.countries.values() for unit in country.units}
    units = frozenset([*book.lists["unit"].entries, *local])
    for listing in book.lists.values():
        yield from _listing(listing, units)
    yield from _forms(book)
    yield from _places(book)
