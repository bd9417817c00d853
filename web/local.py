"""Figures and years as a reader has chosen them: his script's digits, the Buddhist Era.

The queue and the ages that the script counts on stay as they are, because live rows are made once for all.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from gateway.desk.values import Person

ERA = 543  # what the Buddhist Era of the region counts more than the common one
DIGITS: dict[str, str] = {"th": "๐๑๒๓๔๕๖๗๘๙", "lo": "໐໑໒໓໔໕໖໗໘໙", "km": "០១២៣៤៥៦៧៨៩", "my": "၀၁၂၃၄၅၆၇၈၉"}
_TABLES: Mapping[str, dict[int, str]] = {
    language: {ord("0") + value: sign for value, sign in enumerate(signs)}
    for language, signs in DIGITS.items()
}


def digits(context: Context, text: str) -> str:
    """Return a text in the reader's digits, where he has chosen them and no script writes beside them."""
    who = _reader(context)
    chosen = who is not None and who.own_digits and context.get("here") != "queue"
    return text.translate(_TABLES.get(who.language, {})) if who is not None and chosen else text


@pass_context
def figures(context: Context, number: float) -> str:
    """Return a number in groups of three."""
    return digits(context, f"{number:,.10g}")


@pass_context
def day(context: Context, on: date) -> str:
    """Return a day as it is written in the region, day first, in the reader's era."""
    who = _reader(context)
    year = on.year + (ERA if who is not None and who.own_era else 0)
    return digits(context, f"{on:%d/%m}/{year}")


@pass_context
def written(context: Context, typed: date | str | None) -> str:
    """Return a day, or a day and a time, for the box it is typed into, as the pages show them.

    What is neither stays as it was typed.
    """
    text = str(typed or "")
    on, space, time = text.partition(" ")
    try:
        return day(context, date.fromisoformat(on)) + digits(context, space + time)
    except ValueError:
        return text


def _reader(context: Context) -> Person | None:
    who: Any = context.get("who")
    return who if isinstance(who, Person) else None
