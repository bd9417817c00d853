"""A type, a list and a choice are added by editing TOML alone; all that the others can do, they can."""

import shutil
from pathlib import Path

import pytest

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.encode import encode
from codes.lint import findings
from codes.load import BOOKS, catalogues, read
from codes.packed import pack, unpack
from codes.report import Outcome
from codes.talk.reply import reply
from codes.talk.segments import segments
from tests.codes.moment import ZONE

LIST = """
name = "crop"
source = "own list of this test"
least = 2

[[choice]]
code = "PADDY"
label = { en = "paddy", th = "ข้าว" }
aliases = ["RICEFIELD"]
units = ["RAI", "HA"]
bands = { RAI = ["1", "500"], HA = ["1", "80"] }

[[choice]]
code = "MAIZE"
label = { en = "maize", th = "ข้าวโพด" }
units = ["RAI", "HA"]
bands = { RAI = ["1", "500"], HA = ["1", "80"] }
"""
TYPE = """
[[type]]
code = "FLOOD"
label = { en = "flood", th = "น้ำท่วม" }
aliases = ["FLOODING"]
precedence = "PRIORITY"
mandatory = ["place", "items"]
optional = ["action"]
examples = ["FLOOD MSI PADDY 40RAI"]

[type.slot.items]
kind = "items"
listing = "crop"
label = { en = "crop and area", th = "พืชและพื้นที่" }
"""
CHOICE = """
[[choice]]
code = "FENCED"
label = { en = "fenced in", th = "ล้อมรั้ว" }
"""


@pytest.fixture
def grown(tmp_path: Path) -> Book:
    folder = Path(shutil.copytree(BOOKS / "edition-1", tmp_path / "edition-1"))
    (folder / "lists/crop.toml").write_text(LIST)
    for name, text in (("book.toml", TYPE), ("lists/action.toml", CHOICE)):
        with (folder / name).open("a") as file:
            file.write(text)
    return read(folder, catalogues())


def test_what_toml_adds_is_read_written_packed_and_read_back(grown: Book, context: Context) -> None:
    assert findings(grown) == []
    found = decode("flooding msi ricefield 40 rai fenced", grown, context)
    assert (found.outcome, found.type) == (Outcome.ACCEPTED, "FLOOD")
    assert found.fields == {
        "place": "MSI",
        "items": [{"code": "PADDY", "quantity": "40", "unit": "RAI"}],
        "action": "FENCED",
    }
    assert found.report is not None
    text = encode(found.report, grown)
    assert decode(text, grown, context).fields == found.fields
    assert unpack(pack(found.report, grown), {grown.edition: grown}.get) == found.report
    said = reply(found, "K7M4-P", grown, "en", segments, zone=ZONE)
    assert "paddy" in said
    assert "fenced in" in said


def test_what_toml_adds_is_asked_about_like_the_rest(grown: Book, context: Context) -> None:
    odd = decode("FLOOD MSI PADDY 5000RAI", grown, context)
    assert odd.question is not None
    assert odd.question.field == "items.quantity"
    assert decode("FLOOD MSI PADDZ 40RAI", grown, context).outcome is Outcome.FLAGGED
