"""`patrolwire codebook`: check the shipped book, show it, draw random reports from it, print its cards."""

import json
import random
import sys
from pathlib import Path
from typing import Annotated

import typer

from codes.book import Book
from codes.card.card import Wanted
from codes.lint import findings
from codes.load import cards, shipped
from codes.sampling.sample import sample as draw
from codes.talk.reply import place_name
from codes.zone import offset_of
from web.commands.decode import DEFAULT_OFFICE, moment

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command()
def lint() -> None:
    """Say everything that is wrong with the book; exit code 1 when something is."""
    found = findings(shipped())
    for line in found:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{len(found)} findings\n")
    raise typer.Exit(1 if found else 0)


@app.command()
def show(
    kind: Annotated[str | None, typer.Argument(help="A report type; else all of them.")] = None,
    lang: Annotated[str, typer.Option(help="The language of names.")] = "en",
) -> None:
    """Show the report types, their fields and the codes of their lists."""
    book = shipped()
    for code in [kind.upper()] if kind else list(book.types):
        if code not in book.types:
            raise typer.BadParameter(f"there is no report type {code}")
        sys.stdout.write(_type(book, code, lang))


def _type(book: Book, code: str, lang: str) -> str:
    found = book.types[code]
    rows = [f"{code}  {found.name(lang)}  {found.precedence}" + ("  held" if found.held else "")]
    for slot in found.slots.values():
        star = "*" if slot.mandatory else " "
        listing = book.lists.get(slot.listing)
        codes = " ".join(listing.entries) if listing else ""
        rows.append(f"  {star} {slot.name:12} {slot.kind.value:9} {slot.title(lang)}  {codes}".rstrip())
    rows += [f"    e.g. {example}" for example in found.examples]
    return "\n".join(rows) + "\n\n"


@app.command()
def sample(
    seed: Annotated[int, typer.Option(help="The same seed draws the same reports.")] = 0,
    count: Annotated[int, typer.Option(help="How many.")] = 10,
    kind: Annotated[str | None, typer.Option("--type", help="Only this report type.")] = None,
    now: Annotated[str | None, typer.Option(help="Reports may state times of the week before this.")] = None,
    office: Annotated[
        str, typer.Option(help="The code of the office whose zone that is in.")
    ] = DEFAULT_OFFICE,
) -> None:
    """Print random valid reports as JSON lines."""
    book, dice = shipped(), random.Random(seed)  # noqa: S311 - samples, not secrets
    only = book.types[kind.upper()] if kind else None
    at = moment(now, offset_of(book, office)) if now else None
    for _ in range(count):
        report = draw(book, dice, only, at)
        sys.stdout.write(json.dumps(report.to_json(), ensure_ascii=False) + "\n")


@app.command()
def card(
    unit: Annotated[str, typer.Option(help="Which unit's; else all of them.")] = "",
    lang: Annotated[str, typer.Option(help="In which language; else all six.")] = "",
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path(),
    office: Annotated[str, typer.Option(help="The code of the office it is for.")] = DEFAULT_OFFICE,
    number: Annotated[str, typer.Option(help="The number to send to; else a line to write it on.")] = "",
) -> None:
    """Write the pocket cards, two sides of A6 each, as HTML and PDF: card-UNIT-LANG.html and .pdf."""
    from web.cards.card import write  # noqa: PLC0415  # the others need no paper and should not wait for it

    units, words = cards()
    for name in [unit] if unit else list(units):
        for language in [lang] if lang else list(words["sos"]):
            if name not in units or language not in words["sos"]:
                raise typer.BadParameter(f"units are {', '.join(units)}; languages {', '.join(words['sos'])}")
            wanted = Wanted(office, place_name(office, shipped(), language), language, number)
            for file in write(units[name], shipped(), words, wanted, out):
                sys.stdout.write(f"{file}\n")
