"""From a text as it came to one of four outcomes: accepted, flagged, asked, unreadable."""

import re
from dataclasses import replace

from codes.asking import ask_about, ask_missing, ask_type
from codes.book import Book, Kind
from codes.context import Context
from codes.encode import encode
from codes.reading.fill import fill
from codes.reading.filling import Filling
from codes.reading.opening import Opening, exact, joined, likeliest, readable, run_on, slipped
from codes.reading.pieces import Doubt, Draft
from codes.reading.reading import read
from codes.reading.settling import settle
from codes.refs import as_written
from codes.report import Correction, Decoded, Outcome, Report
from codes.sos.distress import Alarm, heard
from codes.sos.signals import SOS
from codes.words.guess import near
from codes.words.lexicon import Lexicon, Role, lexicon, type_words
from codes.words.local import told
from codes.words.script import normalise
from codes.words.signature import is_courtesy, unsigned
from codes.words.words import LONGEST, part, split

LEAST_READABLE = 1
LEAST_SAID = 2
LONGEST_STRAY = 6
"""Letters of a word before the type that may be a slip of a code; longer ones are names and greetings."""
MOST_WORDS = 120
"""Words beyond which a text is no report: the longest has some fifty."""
_REFERENCE_LIKE = re.compile(r"[0-9A-Z]{4,5}-[0-9A-Z]$|(?=.{0,4}\d)(?=.{0,4}[A-Z])[0-9A-Z]{5}$")


def decode(text: str, book: Book, context: Context) -> Decoded:
    """Read one text; never raises, whatever it holds, and refuses what no phone would send."""
    head, free = part(normalise(text[:LONGEST]))
    words = _once(split(head))
    alarm = heard(head, words, book)
    if alarm is None and free and all(is_courtesy(word, book) for word in words[:MOST_WORDS]):
        alarm = heard(free, split(free), book)
    if alarm and alarm.certain:
        return _distress(alarm, free, book, context)
    if len(text) > LONGEST or not 0 < len(words) <= MOST_WORDS:
        return Decoded(Outcome.UNREADABLE, None, book.edition)
    if alarm:
        return ask_type([SOS, *alarm.rest], free, [SOS], book, context, distress=True)
    opening = exact(words, book) or joined(words, book) or run_on(words, book)
    if opening is None:
        return _guessed(words, free, book, context)
    if book.types[opening.code].rest:
        return ordered(opening.code, words[opening.at + opening.length :], free, book, context)
    return _read(opening, words, free, book, context)


def _once(words: list[str]) -> list[str]:
    """Return the words of a text that says everything two times, one time."""
    half = len(words) // 2
    return words[:half] if half > 1 and words[:half] == words[half:] else words


DRILL = "TST"


def ordered(code: str, words: list[str], free: str, book: Book, context: Context) -> Decoded:
    """Read a control word: perhaps a reference, then words kept as typed; a drill is read through."""
    text = " ".join(words) + (f" // {free}" if free else "")
    if code == DRILL and words and words[0] != DRILL:
        return replace(decode(text, book, context), drill=True)
    kind = book.types[code]
    wants = bool(words) and "reference" in kind.slots
    named = as_written(words[0]) if wants else ""
    if wants and not named and _REFERENCE_LIKE.match(words[0]):
        return ask_missing(
            kind.slots["reference"], Report(code, {}), " ".join([code, *words[1:]]), book, context
        )
    text = text[len(words[0]) :].strip() if named else text
    stated = {"reference": named, "text": text}
    report = Report(code, {name: value for name, value in stated.items() if value})
    lost = next((s for s in kind.slots.values() if s.mandatory and s.name not in report.fields), None)
    if lost:
        return ask_missing(lost, report, f"{code} {text}", book, context)
    return Decoded(Outcome.ACCEPTED, report, book.edition, canonical=encode(report, book))


def _guessed(words: list[str], free: str, book: Book, context: Context) -> Decoded:
    """Read a message whose type is one slip away, or ask for the type; mere talk is unreadable."""
    found = slipped(words, book)
    rest = {code: words[: o.at] + words[o.at + o.length :] for code, o in found.items()}
    found = {code: o for code, o in found.items() if readable(rest[code], code, book) >= LEAST_READABLE}
    if len(found) == 1:
        opening = next(iter(found.values()))
        if not book.types[opening.code].control:
            return _read(opening, words, free, book, context)
    likely = list(found) or likeliest(words, book)
    if not likely or (not found and _is_talk(words, readable(words, likely[0], book), book)):
        return Decoded(Outcome.UNREADABLE, None, book.edition, left_over=tuple(words))
    return ask_type(words, free, likely, book, context)


def _is_talk(words: list[str], read: int, book: Book) -> bool:
    """Tell whether too few words mean something; with two that do, small words do not count against them."""
    weighty = sum(word not in book.noise for word in words) if read >= LEAST_SAID else len(words)
    return read * 2 < weighty


def _distress(alarm: Alarm, free: str, book: Book, context: Context) -> Decoded:
    """Read an SOS: the alarm is certain; what else it says may be asked about."""
    rest = unsigned(alarm.rest, lexicon(book, SOS), book)
    draft = read(rest, lexicon(book, SOS), free)
    settle(draft, lexicon(book, SOS), book, context.language)
    fields = fill(Filling.of(draft, lexicon(book, SOS), book, context))
    report = Report(SOS, fields)
    if draft.doubts:
        return replace(ask_about(draft, report, book, context), distress=True)
    return replace(_accepted(draft, report, book), distress=True)


def _accepted(draft: Draft, report: Report, book: Book) -> Decoded:
    flagged = draft.corrections or draft.left_over
    return Decoded(
        Outcome.FLAGGED if flagged else Outcome.ACCEPTED,
        report,
        book.edition,
        corrections=tuple(draft.corrections),
        canonical=encode(report, book),
        left_over=tuple(draft.left_over),
    )


def _corrected_type(opening: Opening, draft: Draft) -> None:
    if opening.slip:
        rule = "joined" if opening.rest else "one slip"
        after = f"{opening.code} {opening.rest}".strip()
        draft.corrections.insert(0, Correction("type", opening.slip, after, rule))


def _may_say(word: str, lex: Lexicon, book: Book) -> bool:
    """Tell whether a word before the type may belong to the report: known, or a slip away."""
    if word in lex.meanings or any(map(str.isdecimal, word)):
        return True
    if is_courtesy(word, book):
        return False
    if word in lex.phrases:
        return True
    return (
        word.isascii() and len(word) <= LONGEST_STRAY and word not in book.ordinary and bool(near(word, lex))
    )


def _torn(draft: Draft, at: int, lex: Lexicon, context: Context) -> None:
    """Ask for the items where the type's word stands between them: parts came in disorder."""
    for slot in lex.slots[Kind.ITEMS] if at else ():
        items = draft.of(Role.ITEM, Role.QUANTITY, Role.NUMBER)
        if any(p.start < at for p in items) and any(p.start >= at for p in items):
            parts = {"what": slot.title(context.language)}
            draft.doubts.append(Doubt(slot.name, "Which {what}?", parts, (), draft.without(items) + " {}"))


def _drafted(words: list[str], lex: Lexicon, free: str, book: Book, context: Context) -> Draft:
    """Read words exactly, numbers and units of the office's country told in common ones."""
    common, changes = told(words, lex, book, context.office)
    draft = read(common, lex, free)
    for before, after in changes:
        draft.correct("items", before, after, "local unit")
    return draft


def _read(opening: Opening, words: list[str], free: str, book: Book, context: Context) -> Decoded:
    """Read a message whose type is known: before the type only known words count, after it all do."""
    lex = lexicon(book, opening.code)
    known = type_words(book)
    before = [w for w in words[: opening.at] if _may_say(w, lex, book)]
    after = words[opening.at + opening.length :]
    while after and known.get(after[0]) == opening.code:
        after = after[1:]
    rest = opening.rest.split() + after
    draft = _drafted([*before, *unsigned(rest, lex, book)], lex, free, book, context)
    _corrected_type(opening, draft)
    settle(draft, lex, book, context.language)
    _torn(draft, len(before), lex, context)
    fields = fill(Filling.of(draft, lex, book, context))
    report = Report(opening.code, fields)
    return ask_about(draft, report, book, context) if draft.doubts else _accepted(draft, report, book)
