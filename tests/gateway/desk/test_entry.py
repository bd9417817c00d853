"""An officer as he is written down: numbers as people write them, files line by line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.entry import COLUMNS, MOST_LINES, Entry, Flaw, entry_of, lines_of, number_of

HEAD = "name,unit,agency,language,number,callsign,shared"


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("+66 81-234 5678", "TH", "+66812345678"),
        ("081 234 5678", "TH", "+66812345678"),
        ("๐๘๑๒๓๔๕๖๗๘", "TH", "+66812345678"),
        ("0066812345678", "LA", "+66812345678"),
        ("020 5555 1234", "LA", "+8562055551234"),
        ("812345678", "TH", "812345678"),
        ("0812345678", "XX", "0812345678"),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, country: str, kept: str) -> None:
    assert number_of(written, country) == kept


@pytest.mark.parametrize(
    ("given_", "flaws"),
    [
        ({"name": "Sgt Anan", "number": "0812345678"}, []),
        ({"name": "Sgt Anan", "callsign": "ptl7-2"}, []),
        ({"name": " ", "number": "0812345678"}, [Flaw.NAME]),
        ({"name": "x" * 65, "number": "0812345678"}, [Flaw.LONG]),
        ({"name": "A", "number": "812345678"}, [Flaw.NUMBER]),
        ({"name": "A", "callsign": "AB"}, [Flaw.CALLSIGN]),
        ({"name": "A", "callsign": "PTL7", "language": "fr"}, [Flaw.LANGUAGE]),
        ({"name": "A"}, [Flaw.NOWHERE]),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(given_: dict[str, str], flaws: list[Flaw]) -> None:
    assert list(entry_of(given_, "TH").flaws()) == flaws


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_file_is_read_with_any_of_three_marks_and_by_its_columns_names(mark: str) -> None:
    rows = ("\ufeffnumber,name,language", "0812345678,Sgt Anan,TH", "", "0812345679,Cpl Boon,vi-plain")
    found = lines_of("\r\n".join(rows).replace(",", mark), "TH")
    assert [(one.number, one.entry.name, one.flaws) for one in found] == [
        (2, "Sgt Anan", ()),
        (4, "Cpl Boon", ()),
    ]
    assert found[0].entry.language == "th"


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.COLUMNS),
        ("Sgt Anan,0812345678", Flaw.COLUMNS),
        ("name,phone\nA,1", Flaw.COLUMNS),
        ("name,name\nA,B", Flaw.COLUMNS),
        ("name,callsign", Flaw.NOBODY),
        ("name,callsign\n,\n\n", Flaw.NOBODY),
        ("name,number\nA", Flaw.CELLS),
        ("name,number\nA,1,2", Flaw.CELLS),
        ("name,callsign\nA,PTL7\nA,PTL8", Flaw.NAME_TWICE),
        ("name,callsign\nA,PTL7\nB,PTL7", Flaw.NUMBER_TWICE),
        ("name,callsign\n" + "\n".join(f"A{n},P{n:04d}" for n in range(MOST_LINES + 1)), Flaw.LINES),
        ('name,callsign\n"A,PTL7', Flaw.CELLS),
    ],
)
def test_what_is_wrong_with_a_file_is_said_at_its_line(text: str, flaw: Flaw) -> None:
    assert flaw in {one for line in lines_of(text, "TH") for one in line.flaws}


def test_a_shared_phone_may_stand_twice() -> None:
    text = f"{HEAD}\nA,,,en,0812345678,,yes\nB,,,en,0812345678,,yes"
    assert [one.flaws for one in lines_of(text, "TH")] == [(), ()]


_WORD = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(
    st.lists(
        st.builds(Entry, name=_WORD, unit=_WORD, number=st.from_regex(r"\A\+[0-9]{5,15}\Z")),
        min_size=1,
        max_size=8,
    )
)
def test_what_a_file_says_is_what_is_read(entries: list[Entry]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([e.name, e.unit, e.agency, e.language, e.number, e.callsign, ""] for e in entries)
    assert [line.entry for line in lines_of(out.getvalue(), "TH")] == entries


@given(st.text())
def test_no_file_breaks_the_reader(text: str) -> None:
    for line in lines_of(text, "TH"):
        assert line.number > 0
