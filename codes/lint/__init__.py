"""Everything that may be wrong with a book and that loading cannot see, each as one sentence."""

from codes.book import Book
from codes.lint import lists, replies, types, words


def findings(book: Book) -> list[str]:
    """Return what is wrong, in a steady order; an empty list means the book may be used."""
    return [
        *types.findings(book),
        *lists.findings(book),
        *words.findings(book),
        *replies.findings(book),
    ]
