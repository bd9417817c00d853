"""The codebook against the lists of other bodies: ISO, ICAO, the conventions, and the map."""

import re
import tomllib
from itertools import product
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

EDITION = Path(__file__).parents[2] / "codes/books/edition-1"
# CLDR's territories that ISO 3166-1 does not have.
NOT_ISO = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
# South, north, west, east of each country, degrees, a little generous.
BOXES = {
    "KH": (9.9, 14.8, 102.2, 107.8),
    "LA": (13.8, 22.6, 100.0, 107.8),
    "MM": (9.5, 28.6, 92.1, 101.3),
    "TH": (5.5, 20.6, 97.2, 105.8),
    "VN": (8.3, 23.5, 102.0, 109.7),
}
OWN = {"TH": "th", "LA": "lo", "KH": "km", "MM": "my", "VN": "vi"}
EARTH_KM = 6371.0


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((EDITION / name).read_text(encoding="utf-8"))


def _choices(name: str) -> list[dict[str, Any]]:
    return _read(f"lists/{name}.toml")["choice"]


PLACES: list[dict[str, Any]] = _read("places.toml")["place"]
BY_CODE = {place["code"]: place for place in PLACES}
COUNTRIES = {path.stem: _read(f"countries/{path.name}") for path in (EDITION / "countries").glob("*.toml")}


def test_every_country_of_iso_3166_is_there() -> None:
    expected = {c for c in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", c)} - NOT_ISO
    assert len(expected) == 249
    assert {choice.get("iso", choice["code"]) for choice in _choices("country")} >= expected


def test_the_specials_of_icao_9303_are_there() -> None:
    assert {c["code"] for c in _choices("country")} >= {
        "XXA",
        "XXB",
        "XXC",
        "XXX",
        "UNO",
        "XPO",
        "XOM",
        "EUE",
    }


def test_the_tables_of_the_1988_convention_are_there() -> None:
    words = {w: c["table"] for c in _choices("chemical") for w in (c["code"], *c["aliases"])}
    first = (
        "EPHEDRINE PSEUDOEPHEDRINE SAFROLE APAAN PIPERONAL P2P ERGOTAMINE MAPA NPP ANPP NORFENT PIPERIDONE"
    )
    second = "ACETONE ETHYLETHER HCL MEK PIPERIDINE SULPHURIC TOLUENE ANTHRANILIC"
    assert {words[w] for w in first.split()} == {"I"}
    assert {words[w] for w in second.split()} == {"II"}
    assert {words[w] for w in ("NACN", "CAFFEINE")} == {"none"}


def test_the_basel_and_montreal_entries_are_there() -> None:
    assert {c["code"] for c in _choices("waste")} >= {f"Y{n}" for n in range(1, 50)}
    gases = {c["code"] for c in _choices("gas")}
    wanted = "R11 R12 R22 R123 R134A R141B R404A R410A CTC MEBRO H1211 H1301 H2402"
    assert gases >= set(wanted.split())


@pytest.mark.parametrize("name", ["species", "wood"])
def test_living_things_have_a_scientific_name_and_an_appendix(name: str) -> None:
    for choice in _choices(name):
        assert re.fullmatch(r"[A-Z][a-z]+(?: [a-z]+| spp\.)?|none", choice["latin"]), choice["code"]
        assert choice["appendix"] in ("I", "II", "III", "none"), choice["code"]


def test_there_are_54_offices_in_five_countries_and_a_hub_in_each() -> None:
    offices = [place for place in PLACES if place["kind"] == "office"]
    hubs = [place["country"] for place in PLACES if place["kind"] == "hub"]
    assert (len(offices), {place["country"] for place in offices}) == (54, set(BOXES))
    assert sorted(hubs) == sorted(BOXES)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place["code"])
def test_a_place_lies_in_its_country_and_is_named_there(place: dict[str, Any]) -> None:
    assert re.fullmatch(r"\d{1,2}\.\d{4}", place["lat"])
    assert re.fullmatch(r"\d{2,3}\.\d{4}", place["lon"])
    if place["country"] in BOXES:
        south, north, west, east = BOXES[place["country"]]
        assert south < float(place["lat"]) < north
        assert west < float(place["lon"]) < east
        assert place["name"][OWN[place["country"]]]


def _apart_km(one: dict[str, Any], two: dict[str, Any]) -> float:
    lat1, lon1, lat2, lon2 = (radians(float(p[k])) for p, k in product((one, two), ("lat", "lon")))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


@pytest.mark.parametrize("place", [p for p in PLACES if "pair" in p], ids=lambda place: place["code"])
def test_a_pair_looks_across_one_border_at_each_other(place: dict[str, Any]) -> None:
    other = BY_CODE[place["pair"]]
    assert other["pair"] == place["code"]
    assert other["country"] != place["country"]
    assert _apart_km(place, other) < 15


@pytest.mark.parametrize("stem", COUNTRIES)
def test_a_country_has_its_zone_units_bundles_and_plates(stem: str) -> None:
    country = COUNTRIES[stem]
    units = {c["code"]: c for c in _choices("unit")}
    known = {c["code"] for name in ("drug", "gas", "goods") for c in _choices(name)}
    assert country["country"] == stem.upper()
    assert ZoneInfo(country["zone"]).key == country["zone"]
    for unit in country["unit"]:
        assert unit["of"] in units
        assert float(unit["factor"]) > 0
        assert unit["source"]
    for bundle in country["bundle"]:
        assert {bundle["unit"], bundle["of"]} <= set(units)
        assert set(bundle["choices"]) <= known
        assert float(bundle["factor"]) > 0
    for plate in country["plate"]:
        assert all(re.fullmatch(plate["shape"], example) for example in plate["examples"]), plate["kind"]


def test_there_is_a_file_for_each_of_the_five_countries_and_for_the_plates_of_china() -> None:
    assert {stem.upper() for stem in COUNTRIES} == {*BOXES, "CN"}
