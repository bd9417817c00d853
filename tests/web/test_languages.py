"""The six languages of the console: nothing left in English, nothing lost, each page shown in each."""

import re
from importlib.resources import files
from string import Formatter

import pytest

from tests.web import sentences
from tests.web.stage import Stage
from web import outcomes, problems, rights, texts, voiced, wellness
from web.deeds import DEEDS
from web.pages import atlas, duty, me, messages, shift, signin, tokens, views
from web.pages.source import EMPTY

_WHY = {one: one for one in ("same words", "same plate", "same place, type and time")}
OTHERS = [one for one in texts.LANGUAGES if one != "en"]
_CALL = re.compile(r"""_\('((?:[^'\\]|\\.)*)'\)""")


def _sentences() -> set[str]:
    found: set[str] = set()
    for template in (files("web") / "templates").iterdir():
        found |= set(_CALL.findall(template.read_text(encoding="utf-8")))
    words = (
        texts._STATES,
        texts._CHOICES,
        texts._PROVENANCE,
        outcomes.DONE,
        outcomes.PROBLEMS,
        outcomes.STAFF,
    )
    tables = (*words, outcomes.ROSTER, outcomes.FLAWS)
    tables += (duty.SAID, duty.HANDED, shift.SAID, tokens.SAID, {one: one for one in DEEDS})
    tables += (
        views.SAID,
        messages.SAID,
        outcomes.MERGED,
        outcomes.HAND,
        _WHY,
        texts._PARTS,
        voiced.WORDS,
        texts.ROLES,
        *texts._GRADES.values(),
    )
    found |= set(texts._HISTORY) | set(texts.RULES) | wellness.sentences()
    loose = {signin.WRONG, signin.WAIT, signin.STALE, signin.WRONG_CODE, me.SAID, EMPTY}
    loose |= {problems.SIGNED_OUT, problems.ANEW, rights.SENTENCE, *rights.WHAT.values()}
    loose |= {word for _, word, _, _ in atlas.MOVES} | {"Nearer", "Further"}
    return found.union(*(set(table.values()) for table in tables), loose)


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_pages_is_there_and_is_not_its_source(language: str) -> None:
    words = texts.catalogue(language)
    assert _sentences() - set(words) == set()
    assert [source for source, target in words.items() if source == target] == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_filled_in_is_filled_in_in_each_language(language: str) -> None:
    for source, target in texts.catalogue(language).items():
        assert _slots(source) == _slots(target)


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_station_is_there(language: str) -> None:
    words, loose = sentences.said()
    assert loose == []
    assert len(words) > 100  # the search itself works
    assert words - set(texts.catalogue(language)) == set()


def test_a_language_that_is_none_is_english() -> None:
    assert texts.translator("../../etc/passwd")("Queue") == "Queue"
    assert texts.translator("xx")("Queue") == "Queue"


@pytest.mark.parametrize("language", OTHERS)
async def test_each_page_is_shown_in_the_readers_language(console: Stage, language: str) -> None:
    await console.account("reader", language=language)
    key, number = await console.report(), await console.message("DRG MSI")
    staff = await console.signed_in("reader")
    for path in (
        "/",
        f"/r/{key}",
        f"/r/{key}/edit",
        f"/r/{key}/release/TCL",
        "/messages",
        f"/m/{number}/decode?type=DRG",
        "/duty",
        "/health",
    ):
        page = (await staff.client.get(path)).text
        assert f'<html lang="{language}">' in page
        assert texts.catalogue(language)["Sign out"] in page
        assert "Sign out" not in page


def _slots(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
