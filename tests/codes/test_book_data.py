"""The codebook's lists, read as plain TOML: codes apart, words of one meaning, labels in six languages."""

import re
import tomllib
import unicodedata
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import OSA

from codes.words.script import normalise
from codes.words.words import split

EDITION = Path(__file__).parents[2] / "codes/books/edition-1"
LANGUAGES = ("en", "th", "lo", "km", "my", "vi")
SCRIPTS = {"th": "THAI", "lo": "LAO", "km": "KHMER", "my": "MYANMAR", "en": "LATIN", "vi": "LATIN"}
LONGEST_LABEL = 24
T9 = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
NEAR_SOS_BY_KEYS = {"POI"}  # the name of the town that everybody types; its letters are two slips away


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


FILES = sorted((EDITION / "lists").glob("*.toml"))
LISTS = {path.stem: _read(path) for path in FILES}
BOOK = _read(EDITION / "book.toml")
PLACES: list[dict[str, Any]] = _read(EDITION / "places.toml")["place"]
LISTS_AND_PLACES = {**LISTS, "place": {"choice": PLACES}}


def _key(word: str) -> str:
    return "".join(split(normalise(word)))


def _codes(name: str) -> list[str]:
    return [choice["code"] for choice in LISTS_AND_PLACES[name]["choice"]]


def _scripts(text: str) -> set[str]:
    return {unicodedata.name(c).split()[0] for c in text if c.isalpha()}


def _lists_of(kind: dict[str, Any]) -> set[str]:
    """Return the lists whose words may stand in a report of this type."""
    slots = {**BOOK["slot"], **kind.get("slot", {})}
    names = [n for n in [*kind.get("mandatory", []), *kind.get("optional", []), *BOOK["head"]] if n in slots]
    used = {
        slots[n].get(k)
        for n in names
        for k in ("listing", "form")
        if k in slots[n] and not slots[n].get("marked")
    }
    return (used | {"place" for n in names if slots[n]["kind"] == "place"}) - {None}


TYPES = {kind["code"]: _lists_of(kind) for kind in BOOK["type"]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_list_says_what_it_is_and_where_it_comes_from(path: Path) -> None:
    head, found = path.read_text(encoding="utf-8").splitlines()[0], LISTS[path.stem]
    assert head.startswith("# ")
    assert head.endswith(".")
    assert found["name"] == path.stem
    assert len(found["source"]) > 10
    assert len(found["choice"]) >= found["least"] >= 3


@pytest.mark.parametrize("name", LISTS)
def test_every_choice_is_named_in_six_languages(name: str) -> None:
    for choice in LISTS[name]["choice"]:
        assert tuple(choice["label"]) == LANGUAGES, choice["code"]
        for language, label in choice["label"].items():
            assert label.strip() == label != "", (choice["code"], language)
            assert _scripts(label) <= {SCRIPTS[language], "LATIN", "MICRO"}, (choice["code"], label)
            assert len(label) <= LONGEST_LABEL, (choice["code"], label)


@pytest.mark.parametrize(
    "name", ["action", "colour", "concealment", "direction", "drug", "species", "vehicle"]
)
def test_what_officers_meet_daily_is_named_in_their_own_scripts(name: str) -> None:
    foreign = [
        (choice["code"], language)
        for choice in LISTS[name]["choice"]
        for language in ("th", "lo", "km", "my")
        if SCRIPTS[language] not in _scripts(choice["label"][language])
    ]
    assert foreign == []


@pytest.mark.parametrize("name", LISTS)
def test_aliases_are_capitals_of_one_script(name: str) -> None:
    for choice in LISTS[name]["choice"]:
        for alias in choice["aliases"]:
            assert alias == alias.upper().strip() != "", alias
            assert len(_scripts(alias) - {"LATIN"}) <= 1, alias
            assert _key(alias), alias


@pytest.mark.parametrize("name", LISTS_AND_PLACES)
def test_a_code_is_made_for_a_keypad(name: str) -> None:
    standard = LISTS_AND_PLACES[name].get("standard", False)
    for code in _codes(name):
        assert re.fullmatch(r"[A-Z0-9]+" if standard else r"[A-Z]{2,9}", code)
        assert OSA.distance(code, "SOS") > 1, code
        assert standard or code in NEAR_SOS_BY_KEYS or OSA.distance(code.translate(T9), "767") > 1, code


@pytest.mark.parametrize("name", [n for n, found in LISTS_AND_PLACES.items() if not found.get("standard")])
def test_codes_of_one_list_stand_apart(name: str) -> None:
    codes = _codes(name)
    assert [p for p in combinations(codes, 2) if OSA.distance(*p, score_cutoff=1) <= 1] == []
    assert len({code.translate(T9) for code in codes}) == len(codes)


@pytest.mark.parametrize("kind", TYPES)
def test_codes_of_one_report_type_stand_apart(kind: str) -> None:
    """Codes of two letters have no room for that, and stand beside longer ones as they must."""
    codes = [(name, code) for name in sorted(TYPES[kind]) for code in _codes(name)]
    close = [
        (one, two)
        for one, two in combinations(codes, 2)
        if one[0] != two[0]
        and (one[1] == two[1] or min(len(one[1]), len(two[1])) > 2)
        and OSA.distance(one[1], two[1], score_cutoff=1) <= 1
    ]
    assert close == []


@pytest.mark.parametrize("name", LISTS_AND_PLACES)
def test_a_word_means_one_thing_in_its_list(name: str) -> None:
    shared = set(LISTS_AND_PLACES[name].get("shared", []))
    owners: dict[str, str] = {}
    for choice in LISTS_AND_PLACES[name]["choice"]:
        for word in {_key(w) for w in (choice["code"], *choice["aliases"], *choice.get("name", {}).values())}:
            assert owners.setdefault(word, choice["code"]) == choice["code"] or word in shared, word


@pytest.mark.parametrize("kind", TYPES)
def test_a_word_means_one_thing_in_its_report_type(kind: str) -> None:
    shared = {word for found in LISTS.values() for word in found.get("shared", [])}
    owners: dict[str, tuple[str, str]] = {}
    for name in sorted(TYPES[kind]):
        for choice in LISTS_AND_PLACES[name]["choice"]:
            for word in {_key(w) for w in (choice["code"], *choice["aliases"])} - shared:
                meant = (name, choice["code"])
                assert owners.setdefault(word, meant) == meant, word


@pytest.mark.parametrize(
    "name", [n for n, found in LISTS.items() if any("units" in c for c in found["choice"])]
)
def test_quantities_have_units_and_plausible_bands(name: str) -> None:
    units = set(_codes("unit"))
    for choice in LISTS[name]["choice"]:
        assert set(choice["units"]) == set(choice["bands"]), choice["code"]
        assert set(choice["units"]) <= units, choice["code"]
        assert all(0 < float(low) < float(high) for low, high in choice["bands"].values()), choice["code"]


def test_a_letter_that_two_units_share_means_one_of_them_in_each_list() -> None:
    for word in LISTS["unit"]["shared"]:
        owners = {c["code"] for c in LISTS["unit"]["choice"] if word in (c["code"], *c["aliases"])}
        for name, found in LISTS.items():
            used = {unit for choice in found["choice"] for unit in choice.get("units", [])}
            assert len(owners & used) < 2, (name, word)
