"""From a doubt to the one question that the officer gets, with numbered answers where there are some."""

from collections.abc import Sequence

from codes.book import Book, Slot
from codes.context import Context
from codes.reading.pieces import Doubt, Draft, Option
from codes.report import Choice, Decoded, Outcome, Question, Report, Way

DIGITS = "123456789"


def _numbered(options: Sequence[Option], used: str) -> list[tuple[str, Option]]:
    """Give each answer a digit that the officer's last question did not use."""
    fresh = [d for d in DIGITS if d not in used] or list(DIGITS)
    return list(zip(fresh, options, strict=False))


def _question(doubt: Doubt, book: Book, context: Context) -> tuple[Question, tuple[Way, ...]]:
    numbered = _numbered(doubt.options, context.used_digits)
    choices = tuple(Choice(digit, o.value, o.label) for digit, o in numbered)
    ways = tuple(Way(o.text, (o.confirms,) if o.confirms else ()) for _, o in numbered)
    last = (Way(doubt.open_text),) if doubt.open_text else ()
    text = book.say(context.language, doubt.message, **doubt.parts)
    return Question(doubt.field, text, choices), ways + last


def ask_about(draft: Draft, report: Report, book: Book, context: Context) -> Decoded:
    """Ask the first of a draft's doubts; the ways lead on from the whole message, its type in front."""
    question, ways = _question(draft.doubts[0], book, context)
    return Decoded(
        Outcome.ASKED,
        report,
        book.edition,
        corrections=tuple(draft.corrections),
        question=question,
        left_over=tuple(draft.left_over),
        ways=tuple(Way(f"{report.type} {way.text}", way.confirmed) for way in ways),
    )


def ask_type(
    words: list[str], free: str, types: Sequence[str], book: Book, context: Context, *, distress: bool = False
) -> Decoded:
    """Ask which type a message is; a near-miss of SOS raises the alarm first."""
    text = " ".join(words) + (f" // {free}" if free else "")
    rest = " ".join(words[1:])
    options = tuple(
        Option(c, book.types[c].name(context.language), f"{c} {rest if distress else text}")
        for c in types[:4]
    )
    message = "Is it SOS?" if distress else "Which report?"
    doubt = Doubt("type", message, {}, options)
    question, ways = _question(doubt, book, context)
    report = Report(types[0], {}) if distress else None
    return Decoded(Outcome.ASKED, report, book.edition, question=question, distress=distress, ways=ways)


def ask_missing(slot: Slot, report: Report, text: str, book: Book, context: Context) -> Decoded:
    """Ask for the one thing that a control word lacks."""
    way = text.replace(report.type, f"{report.type} {{}}", 1) if slot.name == "reference" else f"{text} {{}}"
    doubt = Doubt(slot.name, "Which {what}?", {"what": slot.title(context.language)}, (), way)
    question, ways = _question(doubt, book, context)
    return Decoded(Outcome.ASKED, report, book.edition, question=question, ways=ways)
