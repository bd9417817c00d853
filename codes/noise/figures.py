"""Slips of quantity: no unit, a wrong one, a factor of ten, a decimal comma, a local unit.

A mistake of the thumb spoils one figure; a mistake of the mind is said the same way each time, leaves no
trace, and so changes what the text `says`. Wrong units are drawn from those that the list allows for the item
as well as from the others, since the officer does not know which are which.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias, cast

from codes.book import Kind, LocalUnit
from codes.noise.draft import Draft, Scene, Token
from codes.report import Report, Value

Change: TypeAlias = Callable[[str, str], tuple[str, str] | None]

IN_MIND = 0.2
"""Share of mistakes of quantity that are of the mind; most are of the thumb, in one figure."""

_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(\D*)")
_UNITS = ("KG", "G", "T", "L", "ML", "PKT", "BAG", "BOX", "PC", "HD", "CYL", "LOG")


def _measured(draft: Draft, scene: Scene) -> list[int]:
    return [
        i
        for i, token in enumerate(draft.tokens)
        if token.figure and scene.kind(draft, token) is Kind.ITEMS and _FIGURE.fullmatch(token.text)
    ]


def _parts(token: Token) -> tuple[str, str]:
    found = _FIGURE.fullmatch(token.text)
    return (found[1], found[2]) if found else (token.text, "")


def _same(draft: Draft, at: int) -> list[int]:
    """Return every place where the same figure of the same row is said."""
    aim = draft.tokens[at]
    return [
        i
        for i, token in enumerate(draft.tokens)
        if (token.field, token.row) == (aim.field, aim.row) and token.figure
    ]


def _said(draft: Draft, token: Token, quantity: str, unit: str) -> dict[str, Value]:
    """Return the fields with one row's quantity and unit otherwise."""
    rows = cast("list[dict[str, str]]", list(draft.says.fields[token.field]))
    row = {name: text for name, text in rows[token.row].items() if name not in {"quantity", "unit"}}
    measure = {"unit": unit.strip().upper()} if unit.strip() else {}
    row |= {"quantity": f"{Decimal(quantity).normalize():f}"} | measure
    rows[token.row] = row
    return {**draft.says.fields, token.field: rows}


def _write(draft: Draft, where: list[int], text: str) -> Draft:
    tokens = [replace(t, text=text) if i in where else t for i, t in enumerate(draft.tokens)]
    return replace(draft, tokens=tuple(tokens))


def _spoil(draft: Draft, scene: Scene, change: Change, *, mind: float) -> Draft | None:
    """Change the quantity or unit of one figure, or of all that say the same, which then is what is said."""
    for at in scene.shuffled(_measured(draft, scene)):
        token = draft.tokens[at]
        changed = change(*_parts(token))
        if changed is None:
            continue
        where = _same(draft, at) if scene.lucky(mind) else [at]
        spoilt = _write(draft, where, "".join(changed))
        traceless = where == _same(draft, at) and mind
        return spoilt.retold(_said(draft, token, *changed)) if traceless else spoilt
    return None


def factor_of_ten(draft: Draft, scene: Scene) -> Draft | None:
    """Type a nought too many or too few."""

    def change(number: str, unit: str) -> tuple[str, str] | None:
        more = scene.lucky(0.5)
        if more:
            return (number + "0", unit) if "." not in number else (str(Decimal(number) * 10), unit)
        shorter = number[:-1] if number.endswith("0") and "." not in number else None
        return (shorter, unit) if shorter else None

    return _spoil(draft, scene, change, mind=IN_MIND)


def wrong_unit(draft: Draft, scene: Scene) -> Draft | None:
    """Say kilograms for grams, tablets for packets: whatever other unit comes to mind."""

    def change(number: str, unit: str) -> tuple[str, str] | None:
        others = [other for other in _UNITS if other != unit.strip()]
        return (number, scene.dice.choice(others)) if unit.strip() else None

    return _spoil(draft, scene, change, mind=IN_MIND)


def no_unit(draft: Draft, scene: Scene) -> Draft | None:
    """Leave the unit away, each time or once: it goes without saying, the officer thinks."""
    where = [i for i in _measured(draft, scene) if _parts(draft.tokens[i])[1].strip()]
    if not where:
        return None
    at = scene.dice.choice(where)
    bare = _parts(draft.tokens[at])[0]
    return _write(draft, _same(draft, at) if scene.lucky(0.7) else [at], bare)


def decimal_comma(draft: Draft, scene: Scene) -> Draft | None:
    """Write a comma for the decimal point, as Viet Nam and Lao PDR do, or one between thousands."""
    spots = [i for i in _measured(draft, scene) if "." in draft.tokens[i].text or _thousands(draft.tokens[i])]
    if not spots:
        return None
    at = scene.dice.choice(spots)
    number, unit = _parts(draft.tokens[at])
    written = number.replace(".", ",") if "." in number else f"{int(number):,}"
    return _write(draft, _same(draft, at), written + unit)


def _thousands(token: Token) -> bool:
    number = _parts(token)[0]
    return number.isdecimal() and int(number) >= 1000  # noqa: PLR2004 - from here on people group


def local_unit(draft: Draft, scene: Scene) -> Draft | None:
    """Give the weight in the country's own unit (viss, tical, chi, luong), as a scale there shows it.

    That is then what was meant: filed as it stands, or turned into kilograms.
    """
    country = scene.book.countries.get(scene.country)
    own = _weights(country.units if country else {})
    for at in scene.shuffled(_measured(draft, scene)):
        token = draft.tokens[at]
        number, unit = _parts(token)
        grams = _GRAMS.get(unit.strip())
        if grams is None or not own:
            continue
        name, weight = scene.dice.choice(own)
        local = (Decimal(number) * grams / weight).quantize(Decimal("0.01"))
        if local <= 0:
            continue
        spoilt = _write(draft, _same(draft, at), f"{local.normalize():f}{name}")
        meant = Report(draft.says.type, _said(draft, token, str(local), name))
        return replace(spoilt, truth=meant, says=meant)
    return None


_GRAMS = {"G": Decimal(1), "KG": Decimal(1000)}


def _weights(units: Mapping[str, LocalUnit]) -> list[tuple[str, Decimal]]:
    """Return a country's units of weight with their grams."""
    return [(unit.code, unit.factor * _GRAMS[unit.of]) for unit in units.values() if unit.of in _GRAMS]
