"""What the officer reads back: the meaning of his report in his language, in one segment."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, tzinfo

from codes.book import Book, Kind, ReportType, Slot
from codes.report import Decoded, Outcome, Question, Value
from codes.talk.magnitude import in_words
from codes.words.lexicon import type_words
from codes.words.when import local

HELP = "HLP"
Measure = Callable[[str], int]
"""How many segments a text takes on the bearer that will carry it."""


def _grouped(number: str) -> str:
    """Write thousands with commas, as the reply is read by a person: `200,000`, `1.5`."""
    whole, point, part = number.partition(".")
    return f"{int(whole):,}{point}{part}" if whole.isdecimal() else number


def place_name(code: str, book: Book, language: str) -> str:
    """Return how a place is called: its name, a name and an offset, or the position as it stands."""
    base, plus, offset = code.partition("+")
    known = book.places.get(base)
    return f"{known.name(language)}{plus}{offset}" if known else code


def _item(row: Mapping[str, str], slot: Slot, book: Book, language: str, *, spoken: bool) -> str:
    form = book.label(slot.form, row["form"], language) if "form" in row else ""
    unit = book.label("unit", row["unit"], language) if "unit" in row else ""
    quantity = _grouped(row.get("quantity", ""))
    words = in_words(row.get("quantity", ""), book, language) if spoken else ""
    quantity = f"{quantity} ({words})" if words else quantity
    name = book.label(slot.listing, row["code"], language)
    return " ".join(word for word in (quantity, unit, form, name) if word)


def _person(row: Mapping[str, str], book: Book, language: str) -> str:
    sex = book.label("sex", row.get("sex", ""), language)
    age = book.label("age", row["age"], language) if "age" in row else ""
    return " ".join(word for word in (row["count"], sex, age) if word)


def _row(row: str | Mapping[str, str], slot: Slot, book: Book, language: str, *, spoken: bool) -> str:
    if isinstance(row, str):
        return book.label(slot.listing, row, language)
    if slot.kind is not Kind.ITEMS:
        return _person(row, book, language)
    return _item(row, slot, book, language, spoken=spoken)


def _when(slot: Slot, value: str, zone: tzinfo) -> str:
    """Return a time or a day as it is written in the region, day first; a time is one of the zone's."""
    if slot.kind is Kind.DATE:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return local(value, zone)


def said(
    slot: Slot,
    value: Value,
    book: Book,
    language: str,
    *,
    zone: tzinfo | None = None,
    spoken: bool = False,
) -> str:
    """Return one field as a person says it; `spoken` adds the magnitude of large figures in words.

    A time is one of that zone, and stands as it is stored where none is given.
    """
    if isinstance(value, str):
        if zone and slot.kind in (Kind.TIME, Kind.DATE):
            return _when(slot, value, zone)
        if slot.kind is Kind.PLACE:
            return place_name(value, book, language)
        if slot.kind is Kind.NUMBER:
            return f"{value} {book.label('unit', slot.units[0], language)}" if slot.units else value
        return book.label(slot.listing, value, language)
    return ", ".join(_row(row, slot, book, language, spoken=spoken) for row in value)


def _summaries(kind: ReportType, decoded: Decoded, book: Book, language: str, zone: tzinfo) -> Iterator[str]:
    """Yield the report in words, everything first, then ever less: what must be there goes last."""
    stated = [
        slot for name, slot in kind.slots.items() if name in decoded.fields and slot.kind is not Kind.TEXT
    ]

    def told(slot: Slot, *, spoken: bool = False) -> str:
        return said(slot, decoded.fields[slot.name], book, language, zone=zone, spoken=spoken)

    yield ". ".join(told(slot, spoken=True) for slot in stated)
    texts = {slot.name: told(slot) for slot in stated}
    while stated:
        yield ". ".join(texts[slot.name] for slot in stated)
        spare = [slot for slot in stated if not slot.mandatory]
        stated.remove(spare[-1] if spare else stated[-1])
    yield ""


def _fitting(texts: Iterator[str], measure: Measure, most: int) -> str:
    """Return the first text within so many segments, or the last one."""
    text = ""
    for text in texts:
        if measure(text) <= most:
            break
    return text


def _read_back(
    decoded: Decoded,
    ref: str,
    book: Book,
    language: str,
    measure: Measure,
    *,
    zone: tzinfo,
    objectable: bool,
) -> str:
    if decoded.report is None:
        return ref
    kind = book.types[decoded.report.type]
    fixed = ", ".join(f"{c.before}={c.after}" for c in decoded.corrections if c.after)
    notes = [book.say(language, "Read: {fixed}.", fixed=fixed)] if fixed else []
    note = " ".join([*notes, *([book.say(language, "Wrong? Answer N.")] if objectable else [])])
    name = f"{ref} {kind.name(language)}".lstrip()

    def texts() -> Iterator[str]:
        for summary in _summaries(kind, decoded, book, language, zone):
            parts = (f"{name}:" if summary else name, f"{summary}." if summary else "", note)
            yield " ".join(part for part in parts if part)

    return _fitting(texts(), measure, 2 if decoded.corrections or objectable else 1)


def question_text(question: Question, book: Book, language: str, measure: Measure) -> str:
    """Return a question with its numbered answers, as many as one segment holds."""

    def texts() -> Iterator[str]:
        for count in range(len(question.choices), -1, -1):
            choices = " ".join(f"{c.digit}={c.label}" for c in question.choices[:count])
            yield f"{question.text} {choices}".strip()

    del book, language
    return _fitting(texts(), measure, 1)


def reply(
    decoded: Decoded,
    ref: str,
    book: Book,
    language: str,
    measure: Measure,
    *,
    zone: tzinfo,
    terse: bool = False,
    objectable: bool = False,
) -> str:
    """Return the answer to one decoded text; `ref` is the report's reference, empty while there is none.

    Its times are those of `zone`, the office's.

    One segment; two only when something was corrected, or read by a person: then it is `objectable`, and
    says how to object. Terse sends the reference alone, because a seized phone must not betray.
    """
    if decoded.type == "SOS" or (decoded.distress and decoded.question is None):
        called = "SOS received {ref}. Help is being called."
        return book.say(language, called, ref=ref) if ref else notice("stranger", ref, book, language)
    if decoded.outcome is Outcome.UNREADABLE:
        return book.say(
            language, "Not understood; staff will read it. Example: {example}", example=_example(book)
        )
    if decoded.question:
        return question_text(decoded.question, book, language, measure)
    if terse and ref:
        return ref
    if decoded.type == HELP:
        return _help(decoded, book, language, measure)
    return _read_back(decoded, ref, book, language, measure, zone=zone, objectable=objectable)


def _topic(decoded: Decoded, book: Book) -> ReportType | None:
    code = type_words(book).get(str(decoded.fields.get("text", "")).partition(" ")[0])
    return book.types[code] if code else None


def _help(decoded: Decoded, book: Book, language: str, measure: Measure) -> str:
    """Say what a report type must have, with an example; without a type, which there are."""
    kind = _topic(decoded, book)

    def texts() -> Iterator[str]:
        if kind is None:
            names = [k.code for k in book.types.values() if not k.control]
            for count in range(len(names), 0, -1):
                yield f"{' '.join(names[:count])}. HLP {names[0]}"
            return
        titles = [slot.title(language) for slot in kind.slots.values() if slot.mandatory]
        for count in range(len(titles), -1, -1):
            said = ", ".join(titles[:count])
            yield f"{kind.code} {said}. {kind.examples[0]}" if said else f"{kind.code}. {kind.examples[0]}"

    return _fitting(texts(), measure, 1)


def _example(book: Book) -> str:
    return next((text for kind in book.types.values() for text in kind.examples), "")


NOTICES = {
    "duplicate": "{ref}: already received, nothing new filed.",
    "cancelled": "{ref}: cancelled.",
    "amended": "{ref}: amended.",
    "undone": "{ref}: undone.",
    "requested": "{ref}: staff have it; your request was passed on.",
    "followed": "{ref}: added.",
    "unknown": "No report {ref} of yours is known here.",
    "late": "{ref}: too late to undo; send CAN.",
    "expired": "That question is closed. Please send the report again.",
    "drill": "DRILL: {text}",
    "stranger": "SOS received. Help is being called. Say where you are.",
    "nothing open": "No question is open. Please send a report.",
    "alike": "{ref} looks like {other}. {another}=another case, {correction}=it corrects {other}",
    "another": "{ref} and {other} stay two reports.",
    "corrected": "{ref}: corrected. {other} is cancelled.",
    "enrol": "{ref}: to report from this phone, answer {text}.",
    "enrolled": "{ref}: this phone is enrolled. HLP helps.",
    "partial": "Part of your message was lost. Please send all of it again.",
}


def notice(sort: str, ref: str, book: Book, language: str, **parts: str) -> str:
    """Return one of the short set answers of NOTICES, about a reference."""
    return book.say(language, NOTICES[sort], **{"ref": ref, "text": "", **parts})
