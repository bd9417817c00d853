"""What a report becomes by `AMD`: the fields that the new words state take the place of the old ones."""

from codes.book import Book, Kind
from codes.context import Context
from codes.decode import decode
from codes.encode import encode
from codes.reading.fill import fill
from codes.reading.filling import Filling
from codes.reading.reading import read
from codes.reading.settling import settle
from codes.report import Decoded, Outcome, Report, Value
from codes.words.lexicon import Lexicon, Role, lexicon
from codes.words.script import normalise
from codes.words.words import part, split


def _rows(value: Value | None) -> list[dict[str, str]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _merged_items(old: Value, new: Value) -> Value:
    """Put new rows in the place of the old ones of the same thing; what is new is added."""
    rows = {row["code"]: row for row in _rows(old)}
    for row in _rows(new):
        rows[row["code"]] = {**rows.get(row["code"], {}), **row}
    return list(rows.values())


def _alone(words: list[str], report: Report, lex: Lexicon) -> list[str]:
    """Say which thing is meant when only a quantity is given and the report has one thing."""
    slots = lex.slots[Kind.ITEMS]
    rows = _rows(report.fields.get(slots[0].name)) if slots else []
    draft = read(words, lex)
    counts = draft.of(Role.QUANTITY, Role.NUMBER)
    if len(rows) != 1 or draft.of(Role.ITEM) or not counts:
        return words
    return [*words[: counts[0].start], rows[0]["code"], *words[counts[0].start :]]


def _stated(text: str, report: Report, book: Book, context: Context) -> dict[str, Value]:
    lex = lexicon(book, report.type)
    head, free = part(normalise(text))
    draft = read(_alone(split(head), report, lex), lex, free)
    settle(draft, lex, book, context.language)
    return fill(Filling.of(draft, lex, book, context))


def amend(report: Report, text: str, book: Book, context: Context) -> Decoded:
    """Return the amended report as if it had been sent so; unreadable when the words state nothing of it.

    The result is read back from its canonical text, so that it passes every check that a new one does.
    """
    stated = _stated(text, report, book, context)
    if not stated:
        return Decoded(Outcome.UNREADABLE, report, book.edition)
    kind = book.types[report.type]
    fields = dict(report.fields)
    for name, value in stated.items():
        both = kind.slots[name].kind is Kind.ITEMS and name in fields
        fields[name] = _merged_items(fields[name], value) if both else value
    return decode(encode(Report(report.type, fields), book), book, context)
