"""Editions side by side: each reads what was packed with it, old codes still decode, and a date chooses."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.lint import findings
from codes.load import BOOKS, BrokenBookError, editions, in_force, packed_by, shipped
from codes.packed import pack, unpack
from codes.packed.radix import EDITIONS
from codes.report import Outcome, Report

NEW_DRUG = """
[[choice]]
code = "QQVVX"
label = { en = "quovix" }
aliases = ["QUOVIX"]
units = ["KG"]
bands = { KG = ["0.001", "500"] }

"""
REPORT = Report(
    "DRG",
    {
        "place": "MSI",
        "items": [
            {"code": "YAB", "quantity": "200000", "unit": "T"},
            {"code": "KET", "quantity": "5", "unit": "KG"},
        ],
        "action": "SEIZED",
    },
)


def _edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def _next(folder: Path, number: int, effective: str) -> None:
    """Make another edition of the shipped one: a new drug before all others, and other codes for three."""
    made = folder / f"edition-{number}"
    shutil.copytree(BOOKS / "edition-1", made)
    olds = 'YAB = "YABA"\nMSI = "MSAI"\nARMS = "WEAPN"\n'
    _edit(
        made / "book.toml",
        ("edition = 1", f"edition = {number}"),
        ("effective = 2026-01-01", f"effective = {effective}"),
        ("[retired]\n", f"[retired]\n{olds}"),
        ('code = "ARMS"', 'code = "WEAPN"'),
    )
    _edit(
        made / "lists/drug.toml", ("[[choice]]", f"{NEW_DRUG}[[choice]]"), ('code = "YAB"', 'code = "YABA"')
    )
    _edit(made / "lists/drug.toml", ('"YABA", ', ""))
    places = made / "places.toml"
    places.write_text(places.read_text("utf-8").replace('"MSI"', '"MSAI"'), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(BOOKS / "edition-1", tmp_path / "edition-1")
    _next(tmp_path, 2, "2027-01-01")
    yield tmp_path
    editions.cache_clear()


def test_the_shipped_edition_is_the_first() -> None:
    assert list(editions()) == [1]
    assert shipped() is shipped(1)


def test_a_report_packed_with_the_edition_before_unpacks_with_its_tables(folder: Path) -> None:
    old, new = editions(folder).values()
    data = pack(REPORT, old)
    assert unpack(data, lambda residue: packed_by(residue, folder)) == REPORT
    assert unpack(data, lambda _: new) != REPORT  # the control: the new tables read it otherwise
    renewed = Report("DRG", {**REPORT.fields, "place": "MSAI"})
    assert unpack(pack(renewed, new), lambda residue: packed_by(residue, folder)) == renewed
    assert pack(renewed, new) != data


def test_an_edition_that_is_not_shipped_unpacks_to_none(folder: Path) -> None:
    assert packed_by(3, folder) is None
    data = pack(REPORT, editions(folder)[2])
    assert unpack(data, packed_by) is None


def test_editions_of_one_residue_are_told_by_the_newest(folder: Path) -> None:
    _next(folder, 2 + EDITIONS, "2035-01-01")
    editions.cache_clear()
    found = packed_by(2, folder)
    assert found is not None
    assert found.edition == 2 + EDITIONS


def test_codes_of_the_edition_before_still_decode(folder: Path, context: Context) -> None:
    new = editions(folder)[2]
    drug = decode("DRG MSI YAB 200000T SEIZED", new, context)
    assert drug.outcome is Outcome.ACCEPTED
    assert drug.fields["place"] == "MSAI"
    assert drug.fields["items"] == [{"code": "YABA", "quantity": "200000", "unit": "T"}]
    assert decode("ARMS MSAI PISTOL 2 SEIZED", new, context).type == "WEAPN"
    assert drug.canonical is not None
    assert drug.canonical.startswith("DRG MSAI YABA")


def test_a_retired_code_that_means_something_else_again_is_refused(folder: Path) -> None:
    _edit(folder / "edition-2/lists/drug.toml", ('aliases = ["QUOVIX"]', 'aliases = ["YAB"]'))
    editions.cache_clear()
    assert any("YAB means both" in line for line in findings(editions(folder)[2]))


@pytest.mark.parametrize(
    ("day", "edition"),
    [(date(1970, 1, 1), 1), (date(2026, 12, 31), 1), (date(2027, 1, 1), 2), (date(2040, 1, 1), 2)],
)
def test_the_date_chooses_the_edition(day: date, edition: int, folder: Path) -> None:
    assert in_force(day, folder).edition == edition


def test_a_folder_that_holds_another_edition_breaks(folder: Path) -> None:
    _edit(folder / "edition-2/book.toml", ("edition = 2", "edition = 7"))
    editions.cache_clear()
    with pytest.raises(BrokenBookError, match="edition 7"):
        editions(folder)


def test_old_words_belong_to_the_book_only_where_it_names_them(book: Book) -> None:
    assert book.retired == {}
