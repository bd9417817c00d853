"""What is local to a country is read by the decoder there, and hangs together with the lists."""

import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.load import BOOKS
from codes.report import Outcome

FILES = sorted((BOOKS / "edition-1/countries").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_plate_has_its_shape_and_is_read(path: Path, book: Book, context: Context) -> None:
    country = tomllib.loads(path.read_text())
    for plate in country["plate"]:
        for example in plate["examples"]:
            assert re.fullmatch(plate["shape"], example), example
            found = decode(f"VEH MSI {example} {country['country']} PU", book, context)
            assert str(found.fields.get("plate", "")).replace("-", "") == example.replace("-", "").replace(
                "/", ""
            ), example
            rare = found.question is not None and found.question.field == "plate"
            assert rare == plate.get("rare", False), example


def test_what_a_full_package_holds_is_within_belief(book: Book) -> None:
    entries = {code: e for listing in book.lists.values() for code, e in listing.entries.items() if e.bands}
    for country in book.countries.values():
        for (unit, code), bundle in country.bundles.items():
            bands = entries[code].bands
            assert bands[unit].most * bundle.factor <= bands[bundle.of].most, (country.code, unit, code)


@pytest.mark.parametrize(
    ("office", "said", "quantity", "unit"),
    [
        ("TCL", "3 VISS", "4.899", "KG"),
        ("TCL", "2ထောင် G", "2000", "G"),
        ("MSI", "5 KEED", "0.5", "KG"),
        ("MSI", "3พัน G", "3000", "G"),
        ("BVE", "40 CHI", "0.15", "KG"),
        ("LBO", "2 NGHÌN G", "2000", "G"),
    ],
)
def test_local_numbers_and_units_are_told_in_common_ones(
    office: str, said: str, quantity: str, unit: str, book: Book, context: Context
) -> None:
    found = decode(f"DRG {office} OPRAW {said} SEIZED", book, replace(context, office=office))
    assert found.fields["items"] == [{"code": "OPRAW", "quantity": quantity, "unit": unit}]
    assert found.outcome is (Outcome.FLAGGED if unit == "KG" else found.outcome)


def test_another_country_s_unit_is_asked_about(book: Book, context: Context) -> None:
    for office in ("MSI", "BVE", "LBO"):
        found = decode("DRG MSI OPRAW 3 VISS SEIZED", book, replace(context, office=office))
        assert found.outcome is Outcome.ASKED


def test_a_unit_that_differs_within_its_country_is_never_converted(book: Book) -> None:
    asked = [u for c in book.countries.values() for u in c.units.values() if u.ask]
    assert asked
    assert all(unit.factor > Decimal(0) for c in book.countries.values() for unit in c.units.values())
