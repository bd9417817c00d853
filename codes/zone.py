"""The zone of an office: that of its country, fixed, since no country here shifts its clocks."""

from codes.book import Book

_INDOCHINA = 420
_OFFSETS = {"MM": 390}


def offset_of(book: Book, office: str) -> int:
    """Return the minutes ahead of UTC; +7:00 for an office that the book does not know."""
    place = book.places.get(office)
    country = book.countries.get(place.country) if place else None
    stated = country.data.get("offset_minutes") if country else None
    if isinstance(stated, int):
        return stated
    return _OFFSETS.get(place.country, _INDOCHINA) if place else _INDOCHINA
