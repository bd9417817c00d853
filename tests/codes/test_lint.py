"""The lint: the shipped book passes, and each thing it refuses is refused in a book that has it."""

import re
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


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("lists/drug.toml", "source = ", 'source = "" #', "no source is named"),
        ("lists/drug.toml", 'units = ["T"', 'units = ["XYZ", "T"', "measured in XYZ, which is no unit"),
        ("lists/drug.toml", 'code = "YAB"', 'code = "Yab"', "Yab is not of capitals and digits"),
        ("lists/form.toml", 'code = "SCALES"', 'code = "PAMG"', "species and form: PANG and PAMG are closer"),
        ("places.toml", 'code = "TCL"', 'code = "MSJ"', "places: MSI and MSJ are closer than 2"),
        ("places.toml", 'code = "TCL"', 'code = "SOD"', "places: SOD is a slip away from SOS"),
        ("places.toml", 'code = "TCL"', 'code = "ROS"', "places: ROS is a slip away from SOS"),
        ("places.toml", 'pair = "TCL"', 'pair = "XXQ"', "MSI is paired with XXQ, which is not there"),
        ("places.toml", 'kind = "office"', 'kind = "checkpoint"', "53 offices, at least 54 are needed"),
        ("book.toml", 'code = "WLD"', 'code = "CFD"', "types CFD and CFT are closer than 3"),
        ("book.toml", 'code = "WLD"', 'code = "EPG"', "typed with the same keys"),
        ("book.toml", 'code = "OZN"', 'code = "POS"', "POS, for POS, is a slip away from SOS"),
        (
            "book.toml",
            'precedence = "FLASH"',
            'precedence = "SOON"',
            "has the precedence SOON, which is none",
        ),
        (
            "book.toml",
            'examples = ["SOS"]',
            'examples = ["WLD MSI"]',
            "the example 'WLD MSI' of SOS",
        ),
        ("lists/vehicle.toml", 'code = "TRUCK"', 'code = "2KG"', "2KG reads as a number with a unit"),
    ],
)
def test_every_other_fault_is_refused(folder: Path, path: str, old: str, new: str, said: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = findings(read(folder, catalogues()))
    assert any(said in line for line in found), found


def test_every_list_has_its_least_count(folder: Path) -> None:
    for path in sorted((folder / "lists").glob("*.toml")):
        path.write_text(
            re.sub(r"(?m)^least = ", "least = 9", path.read_text(encoding="utf-8")), encoding="utf-8"
        )
    found = findings(read(folder, catalogues()))
    lists = {path.stem for path in (folder / "lists").glob("*.toml")}
    assert {line.partition(":")[0] for line in found if "are needed" in line} >= lists


@pytest.mark.parametrize("language", sorted(set(catalogues()) - {"en"}))
def test_a_reply_that_overflows_in_any_language_or_is_not_translated_is_refused(language: str) -> None:
    sound = catalogues()
    wide = "y" * 161 if sound[language]["yes"].isascii() else "ย" * 71
    for said, finding in ((wide, "'yes' overflows a segment"), ("yes", "'yes' reads as its source")):
        broken = {**sound, language: {**sound[language], "yes": said}}
        found = findings(read(BOOKS / "edition-1", broken))
        assert [line for line in found if finding in line] == [f"replies {language}: {finding}"]
    broken = {**sound, language: {key: text for key, text in sound[language].items() if key != "yes"}}
    assert f"replies {language}: 'yes' is not translated" in findings(read(BOOKS / "edition-1", broken))


def test_a_book_that_cannot_hear_a_call_is_never_used(folder: Path) -> None:
    path = folder / "lists/cry.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('code = "PLEA"', 'code = "PRAYER"'), encoding="utf-8"
    )
    with pytest.raises(BrokenBookError, match="the list cry lacks PLEA"):
        read(folder, {})


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
