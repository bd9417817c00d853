"""The catalogues of replies: every reply in every language, truly translated, with the same parts."""

import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parents[2] / "codes/locale"
FOREIGN = ("km", "lo", "my", "th", "vi")


def _catalogue(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES/replies.po").open("rb") as file:
        return read_po(file, locale=language)


def _said(language: str) -> dict[str, str]:
    return {str(m.id): str(m.string) for m in _catalogue(language) if m.id and not m.fuzzy}


def _parts(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("language", FOREIGN)
def test_every_english_reply_is_translated(language: str) -> None:
    said = _said(language)
    for message in _said("en"):
        assert said.get(message), message
        assert said[message] != message


@pytest.mark.parametrize("language", FOREIGN)
def test_a_translation_has_the_parts_of_its_source(language: str) -> None:
    for message, said in _said(language).items():
        assert _parts(said) == _parts(message), message


@pytest.mark.parametrize("language", FOREIGN)
def test_two_replies_never_read_the_same(language: str) -> None:
    said = _said(language)
    assert len(set(said.values())) == len(said)
