"""The packed form: lossless for any report, never a failure on any bytes, and as short as ASN.1's UPER."""

import random
from typing import Any

import asn1tools
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codes.book import Book, Kind, ReportType
from codes.load import shipped
from codes.packed import pack, unpack
from codes.report import Report, Value
from codes.sampling.sample import sample
from tests.codes.moment import MOMENT

POINTS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"]


@given(seed=st.integers(0, 2**32), edition=st.just(1))
@settings(max_examples=400, deadline=None)
def test_what_is_packed_unpacks_to_the_same_report(seed: int, edition: int) -> None:
    book = shipped(edition)
    report = sample(book, random.Random(seed), None, MOMENT)
    assert unpack(pack(report, book), {edition: book}.get) == report


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=20))
def test_values_that_no_book_knows_are_packed_all_the_same(place: str, plate: str, quantity: str) -> None:
    book = shipped()
    items: Value = [{"code": "YAB", "quantity": quantity, "unit": "T"}]
    report = Report("DRG", {"place": place, "items": items, "plate": plate, "made_up": "x"})
    assert unpack(pack(report, book), {1: book}.get) == report


@given(st.binary(max_size=200))
@settings(max_examples=500)
def test_any_bytes_are_a_report_or_none(data: bytes) -> None:
    unpack(data, lambda _: shipped())


def test_an_edition_that_is_not_there_gives_none(book: Book) -> None:
    assert unpack(pack(Report("SOS", {}), book), lambda _: None) is None


# --- the oracle: the same values as an ASN.1 module, in unaligned packed encoding rules (ITU-T X.691)


def _range(count: int) -> str:
    return f"INTEGER (0..{count - 1})"


def _members(kind: ReportType, book: Book) -> list[tuple[str, str]]:
    sizes = {name: len(listing.entries) for name, listing in book.lists.items()}
    made: list[tuple[str, str]] = []
    for slot in kind.slots.values():
        size = _range(sizes.get(slot.listing, 1))
        form = f", form {_range(sizes[slot.form] + 1)}" if slot.form else ""
        row = f"SEQUENCE {{ code {size}, quantity Figure, unit INTEGER (0..7){form} }}"
        shapes = {
            Kind.CHOICE: size,
            Kind.CHOICES: f"SEQUENCE (SIZE (1..8)) OF {size}",
            Kind.ITEMS: f"SEQUENCE (SIZE (1..8)) OF {row}",
            Kind.PERSONS: "SEQUENCE (SIZE (1..8)) OF Group",
            Kind.PLACE: "Place",
            Kind.GRADE: "INTEGER (0..29)",
            Kind.REFERENCE: "INTEGER (0..450559)",
            Kind.TIME: "INTEGER (0..33554431)",
            Kind.DATE: "INTEGER (0..65535)",
            Kind.NUMBER: "Figure",
        }
        made.append((slot.name, shapes.get(slot.kind, "Word") + ("" if slot.mandatory else " OPTIONAL")))
    return made


def _module(book: Book) -> str:
    figures = ", ".join(f"d{n} INTEGER (0..{10**n - 1})" for n in range(1, 13))
    types = "\n".join(
        f"{kind.code.title()} ::= SEQUENCE {{ {', '.join(f'{n} {t}' for n, t in _members(kind, book))} }}"
        for kind in book.types.values()
        if kind.slots
    )
    tops = ", ".join(f"{kind.code.lower()} {kind.code.title()}" for kind in book.types.values() if kind.slots)
    return f"""Book DEFINITIONS AUTOMATIC TAGS ::= BEGIN
Figure ::= SEQUENCE {{ exponent INTEGER (0..15), mantissa CHOICE {{ {figures} }} }}
Group ::= SEQUENCE {{ count INTEGER (0..31), sex INTEGER (0..3), age INTEGER (0..3) }}
Place ::= CHOICE {{ code {_range(len(book.places))}, offset SEQUENCE {{
  code {_range(len(book.places))}, far Figure, point INTEGER (0..7) }} }}
Word ::= CHOICE {{ simple IA5String (SIZE (0..31)) (FROM ("A".."Z" | "0".."9" | " ")),
  other OCTET STRING (SIZE (0..2047)) }}
{types}
Top ::= SEQUENCE {{ edition INTEGER (0..15), report CHOICE {{ {tops} }} }}
END"""


def _figure(text: str) -> dict:
    digits = text.replace(".", "").strip("0") or "0"
    return {"exponent": 6, "mantissa": (f"d{len(digits)}", int(digits))}


def _word(text: str) -> tuple:
    simple = all(c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 " for c in text)
    return ("simple", text) if simple else ("other", text.encode())


def _place(text: str, book: Book) -> tuple:
    code, plus, rest = text.partition("+")
    at = list(book.places).index(code)
    far = rest.rstrip("NESW")
    where = {"code": at, "far": _figure(far or "0"), "point": POINTS.index(rest[len(far) :] or "N")}
    return ("offset", where) if plus else ("code", at)


def _asn(report: Report, book: Book) -> dict:
    made: dict = {}
    fields: dict[str, Any] = dict(report.fields)
    for name, value in fields.items():
        slot = book.types[report.type].slots[name]
        codes = list(book.lists[slot.listing].entries) if slot.listing else []
        forms = ["", *book.lists[slot.form].entries] if slot.form else []
        if slot.kind is Kind.ITEMS:
            made[name] = [
                {"code": codes.index(row["code"]), "quantity": _figure(row["quantity"]), "unit": 0}
                | ({"form": forms.index(row.get("form", ""))} if forms else {})
                for row in value
            ]
        elif slot.kind is Kind.PERSONS:
            made[name] = [{"count": int(row["count"]) % 32, "sex": 0, "age": 0} for row in value]
        else:
            made[name] = {
                Kind.CHOICE: lambda v=value, c=codes: c.index(v),
                Kind.CHOICES: lambda v=value, c=codes: [c.index(x) for x in v],
                Kind.PLACE: lambda v=value: _place(v, book),
                Kind.NUMBER: lambda v=value: _figure(v),
            }.get(slot.kind, lambda v=value, k=slot.kind: 0 if k in ZEROS else _word(v))()
    return {"edition": 1, "report": (report.type.lower(), made)}


ZEROS = (Kind.GRADE, Kind.REFERENCE, Kind.TIME, Kind.DATE)


@pytest.mark.parametrize("times", [False, True])
def test_packed_is_within_five_per_cent_of_uper(book: Book, times: bool) -> None:
    module = asn1tools.compile_string(_module(book), "uper")
    dice = random.Random(31)
    reports = [sample(book, dice, None, MOMENT if times else None) for _ in range(300)]
    ours = sum(len(pack(report, book)) for report in reports)
    theirs = sum(len(module.encode("Top", _asn(report, book))) for report in reports)
    assert ours <= theirs * 1.05
