"""`patrolwire decode`: what a text means, for people who write reports and for programs that check us."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, cast

import typer

from codes.book import Book
from codes.context import Context
from codes.decode import decode as read
from codes.load import shipped
from codes.report import Decoded
from codes.zone import offset_of

app = typer.Typer(add_completion=False)
DEFAULT_OFFICE = "MSI"
LANGUAGES = ("en", "th", "lo", "km", "my", "vi", "vi-plain")


def moment(now: str | None, offset: int) -> datetime:
    """Return the time to decode at: as given (ISO 8601, else in the office's zone), or the clock's."""
    zone = timezone(timedelta(minutes=offset))
    if now is None:
        return datetime.now(UTC).astimezone(zone)
    try:
        given = datetime.fromisoformat(now)
    except ValueError:
        raise typer.BadParameter(f"{now} is not a time like 2026-11-22T14:30+07:00") from None
    return given if given.tzinfo else given.replace(tzinfo=zone)


def _lines(texts: list[str]) -> Iterator[str]:
    """Yield the texts given, or standard input's lines; a line that is a JSON object is its `text`."""
    if texts:
        yield from texts
        return
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        yield _unwrapped(line) if line.lstrip().startswith("{") else line


def _unwrapped(line: str) -> str:
    try:
        found: object = json.loads(line)
    except json.JSONDecodeError:
        return line
    text = cast("dict[str, object]", found).get("text") if isinstance(found, dict) else None
    return text if isinstance(text, str) else line


def _spoken(decoded: Decoded) -> str:
    """Say an outcome to a person: what it is, what it says, what was corrected or is asked."""
    rows = [f"{decoded.outcome.value}: {decoded.canonical or decoded.type or ''}".rstrip(": ")]
    rows += [f"  {c.field}: {c.before} read as {c.after} ({c.rule})" for c in decoded.corrections]
    if decoded.question:
        rows.append(f"  {decoded.question.text}")
        rows += [f"    {c.digit} {c.label}" for c in decoded.question.choices]
    return "\n".join(rows)


def _context(book: Book, now: str | None, office: str, lang: str) -> Context:
    if office not in book.places:
        raise typer.BadParameter(f"{office} is no office or place of the codebook, such as {DEFAULT_OFFICE}")
    if lang not in LANGUAGES:
        raise typer.BadParameter(f"{lang} is none of {' '.join(LANGUAGES)}")
    offset = offset_of(book, office)
    return Context(moment(now, offset), office, lang, offset_minutes=offset)


@app.command()
def decode(
    text: Annotated[
        list[str] | None, typer.Argument(help="Texts; without any, one a line from standard input.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    now: Annotated[
        str | None, typer.Option(help="The time to decode at, like 2026-11-22T14:30+07:00.")
    ] = None,
    office: Annotated[str, typer.Option(help="The code of the office that reads.")] = DEFAULT_OFFICE,
    lang: Annotated[str, typer.Option(help="The language of questions: en th lo km my vi.")] = "en",
) -> None:
    """Decode texts: accepted, flagged, asked or unreadable. Exit code 0 whatever the outcome."""
    book = shipped()
    context = _context(book, now, office.upper(), lang)
    for line in _lines(text or []):
        decoded = read(line, book, context)
        out = json.dumps(decoded.to_json(), ensure_ascii=False) if as_json else _spoken(decoded)
        sys.stdout.write(out + "\n")
        sys.stdout.flush()
