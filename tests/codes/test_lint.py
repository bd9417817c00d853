"""The lint: the shipped book passes, and each thing it refuses is refused in a book that has it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from codes.context import Context
from codes.decode import decode
from codes.lint import findings
from codes.load import BOOKS, BrokenBookError, catalogues, read, shipped
from codes.report import Outcome

MINE = """
[[choice]]
code = "{code}"
label = {{ en = "mine" }}
aliases = [{aliases}]
units = ["KG"]
bands = {{ KG = ["1", "9"] }}
"""
TYPE = """
[[type]]
code = "{code}"
label = {{ en = "mine" }}
aliases = []
precedence = "ROUTINE"
mandatory = ["place"]
examples = ["{code} MSI"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BOOKS / "edition-1", tmp_path / "edition-1"))


def _append(folder: Path, name: str, text: str) -> list[str]:
    with (folder / name).open("a") as file:
        file.write(text)
    return findings(read(folder, catalogues()))


def test_the_shipped_book_passes() -> None:
    assert findings(shipped()) == []


@pytest.mark.parametrize(
    ("code", "aliases", "said"),
    [
        ("YAC", "", "YAB and YAC are closer"),
        ("WAC", "", "typed with the same keys"),
        ("SOD", "", "SOD is a slip away from SOS"),
        ("5KG", "", "5KG reads as a number with a unit"),
        ("QQVVX", '"YABA"', "YABA means both YAB and QQVVX"),
        ("QQVVX", '"MSI"', "MSI means"),
        ("QQVVX", '"SOG"', "SOG is a slip away from SOS"),
    ],
)
def test_a_choice_that_could_be_mistaken_is_refused(folder: Path, code: str, aliases: str, said: str) -> None:
    found = _append(folder, "lists/drug.toml", MINE.format(code=code, aliases=aliases))
    assert any(said in line for line in found), found


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("DRX", "types DRG and DRX are closer"),
        ("SOX", "SOX, for SOX, is a slip away"),
        ("CAM", "closer than 2"),
    ],
)
def test_a_type_that_could_be_mistaken_is_refused(folder: Path, code: str, said: str) -> None:
    found = _append(folder, "book.toml", TYPE.format(code=code))
    assert any(said in line for line in found), found


def _least(text: str) -> str:
    return text.replace("least = ", "least = 9", 1)


def _band(text: str) -> str:
    return text.replace('T = ["1", "2000000"]', 'T = ["9", "1"]', 1)


@pytest.mark.parametrize(
    ("change", "said"), [(_least, "are needed"), (_band, "the band of YAB in T is empty")]
)
def test_a_list_that_is_not_whole_is_refused(folder: Path, change: Callable[[str], str], said: str) -> None:
    path = folder / "lists/drug.toml"
    path.write_text(change(path.read_text()))
    assert any(said in line for line in findings(read(folder, catalogues())))


def test_a_reply_that_overflows_or_loses_a_part_is_refused() -> None:
    said = {**catalogues()["en"], "yes": "y" * 161, "{ref}: cancelled.": "cancelled"}
    found = findings(read(BOOKS / "edition-1", {"en": catalogues()["en"], "xx": said}))
    assert any("'yes' overflows" in line for line in found)
    assert any("has other parts" in line for line in found)


def test_a_slot_without_its_list_breaks_the_book(folder: Path) -> None:
    path = folder / "book.toml"
    path.write_text(path.read_text().replace('listing = "drug"', 'listing = "nowhere"'))
    with pytest.raises(BrokenBookError, match="nowhere"):
        read(folder, {})


def test_a_choice_and_a_type_are_added_by_editing_one_file_each(folder: Path, context: Context) -> None:
    found = _append(folder, "lists/drug.toml", MINE.format(code="QQVVX", aliases='"QUOVIX"'))
    found += _append(folder, "book.toml", TYPE.format(code="FLOOD"))
    assert found == []
    book = read(folder, catalogues())
    drug = decode("DRG MSI QUOVIX 5KG SEIZED", book, context)
    assert drug.fields["items"] == [{"code": "QQVVX", "quantity": "5", "unit": "KG"}]
    assert decode("FLOOD MSI", book, context).outcome is Outcome.ACCEPTED
