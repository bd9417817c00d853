"""No cell of a CSV begins as a formula does, however a spreadsheet cuts the file."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.export import cells

_FORMULA = tuple("=+-@＝＋－＠")
_NASTY = st.text(st.sampled_from("=+-@\t\r\n;,|\"' aก＝＠"), max_size=12)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_cell_that_starts_as_a_formula_does_gets_an_apostrophe(start: str) -> None:
    assert cells.safe(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["DRG MSI 5KG", "MSI+5N", "a = b", "x@y", "", "'=1", "3 - 4"])
def test_a_plain_cell_stays_as_it_is(text: str) -> None:
    assert cells.safe(text) == text


@given(st.lists(_NASTY, min_size=1, max_size=5))
def test_no_separator_of_any_country_makes_a_formula_of_a_part(texts: list[str]) -> None:
    line = cells.line(texts)
    for separator in ",;\t|":
        for row in csv.reader(io.StringIO(line, newline=""), delimiter=separator):
            assert not [one for one in row if one.strip(' "\t\r\n').startswith(_FORMULA)]


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_each_text_is_one_cell_and_nothing_but_apostrophes_is_added(texts: list[str]) -> None:
    (read,) = csv.reader(io.StringIO(cells.line(texts), newline=""))
    assert len(read) == len(texts)
    for one, text in zip(read, texts, strict=True):
        assert one.replace("'", "") == text.replace("'", "")


def test_a_place_that_cannot_be_told_has_no_geometry() -> None:
    row = {"id": "MSI-1-1", "latitude": None, "longitude": None, "type": "DRG"}
    read = json.loads(cells.feature(row))
    assert (read["geometry"], read["properties"]) == (None, {"id": "MSI-1-1", "type": "DRG"})
