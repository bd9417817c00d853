"""The set texts for officers: each language has each of them, and each is one text message."""

from string import Formatter

import pytest

from codes.load import PLAIN
from gateway.desk import answers
from hardware.gsm.submit import measure

LANGUAGES = ("en", "th", "lo", "km", "my", "vi")
PARTS = {"ref": "K7M4-P", "office": "BLO Mae Sai"}


@pytest.mark.parametrize("language", [*LANGUAGES, PLAIN])
def test_each_set_text_is_one_segment_in_each_language(language: str) -> None:
    for one in answers.answers(language, "en", PARTS):
        assert measure(one.text) == 1, one
        assert "{" not in one.text


def test_no_set_text_lacks_a_language_or_asks_for_what_nobody_fills() -> None:
    for one in answers._kept():
        assert set(one) == {"code", *LANGUAGES}
        names = {lang: {name for _, name, _, _ in Formatter().parse(one[lang]) if name} for lang in LANGUAGES}
        assert all(found == names["en"] and found <= set(PARTS) for found in names.values())


def test_vietnamese_without_marks_is_gsm_7() -> None:
    assert all(one.text.isascii() for one in answers.answers(PLAIN, "en", PARTS))
    assert answers.answers("xx", "en", PARTS)[0].text == answers.answers("en", "en", PARTS)[0].text
