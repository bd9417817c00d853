"""`patrolwire encode`: reports as JSON lines in, canonical text and packed bytes out."""

import json
import sys
from typing import Annotated, cast

import typer

from codes.book import Book
from codes.encode import encode as write
from codes.load import shipped
from codes.packed import pack
from codes.report import Report, Value

app = typer.Typer(add_completion=False)


def _report(line: str) -> Report | None:
    """Read one line as a report, None when it is not one."""
    try:
        found: object = json.loads(line)
    except json.JSONDecodeError:
        return None
    if not isinstance(found, dict):
        return None
    row = cast("dict[str, object]", found)
    kind, fields = row.get("type"), row.get("fields", {})
    return Report(kind, cast("dict[str, Value]", fields)) if isinstance(kind, str) else None


def _encoded(line: str, book: Book) -> dict[str, str]:
    """Return the line to print; whatever is wrong with a report is said in its place."""
    report = _report(line)
    if report is None or report.type not in book.types:
        return {"error": "not a report of this codebook"}
    try:
        return {"text": write(report, book), "packed": pack(report, book).hex()}
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        return {"error": f"a field is not as the codebook has it: {error}"}


@app.command()
def encode(as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """Encode reports, one JSON object a line on standard input."""
    book = shipped()
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", "replace").strip()
        if not line:
            continue
        made = _encoded(line, book)
        plain = made.get("text") or made.get("error", "")
        sys.stdout.write((json.dumps(made, ensure_ascii=False) if as_json else plain) + "\n")
        sys.stdout.flush()
