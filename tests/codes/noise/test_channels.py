"""Every channel spoils something, none ever raises, and the same dice make the same mistakes."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codes.book import Book
from codes.encode import encode
from codes.load import shipped
from codes.noise.channels import CHANNELS, SURFACE
from codes.noise.draft import Draft, Scene, typed
from codes.noise.keypad import keys
from codes.noise.model import noisy, through
from codes.noise.profiles import PROFILES
from codes.noise.wording import corrections
from codes.noise.zawgyi import to_zawgyi
from codes.report import Report
from codes.sampling.sample import sample
from tests.codes.noise.campaigns import NOW

ENOUGH = 20
ALONE = sorted(set(CHANNELS) - {"sent with an edit"})  # an edit needs a slip before it


def _book() -> Book:
    """Return the shipped book with a code given up, whether or not it has one of its own."""
    return replace(shipped(), retired={**shipped().retired, "OLDMSI": "MSI"})


@pytest.mark.parametrize("name", ALONE)
def test_every_channel_finds_something_to_spoil(name: str) -> None:
    book, dice = _book(), random.Random(name)
    scenes = [Scene(book, dice, 390, "MM"), Scene(book, dice, 420, "VN")]
    found = 0
    for _ in range(2000):
        report = sample(book, dice, None, NOW)
        sent = through(report, name, dice.choice(scenes))
        assert sent is None or sent.texts != (encode(report, book),)
        found += sent is not None
        if found == ENOUGH:
            break
    assert found


@given(seed=st.integers(0, 2**32), name=st.sampled_from(sorted(PROFILES)))
@settings(max_examples=300, deadline=None)
def test_any_report_is_spoilt_the_same_way_by_the_same_dice(seed: int, name: str) -> None:
    book = shipped()

    def sent() -> object:
        dice = random.Random(seed)
        return noisy(sample(book, dice, None, NOW), PROFILES[name], Scene(book, dice))

    assert sent() == sent()


@pytest.mark.parametrize("name", SURFACE)
def test_a_surface_channel_leaves_what_is_said(name: str) -> None:
    book, dice = shipped(), random.Random(name)
    for _ in range(100):
        report = sample(book, dice, None, NOW)
        sent = through(report, name, Scene(book, dice))
        assert sent is None or (sent.truth == report and sent.says == report)


def _draft(text: str, fields: dict) -> Draft:
    draft = typed(Report(text[:3], fields), shipped())
    assert draft.text == text
    return draft


def _spoilt(name: str, draft: Draft, count: int) -> list[Draft]:
    """Let one channel at the same draft, again and again."""
    scene, typing = Scene(shipped(), random.Random(name)), CHANNELS[name].typing
    assert typing
    return [made for made in (typing(draft, scene) for _ in range(count)) if made]


YABA = {"place": "MSI", "items": [{"code": "YAB", "quantity": "200000", "unit": "T"}], "action": "SEIZED"}


@pytest.mark.parametrize("name", ["factor of ten", "wrong unit"])
def test_a_mistake_of_the_mind_is_said_each_time_and_changes_what_the_text_says(name: str) -> None:
    draft = _draft("DRG MSI YAB 200000T 200000T SEIZED", YABA)
    made = _spoilt(name, draft, 200)
    figures = [[t.text for t in d.tokens if t.figure] for d in made]
    said = [d.says for d in made]
    assert {len(set(pair)) for pair in figures} == {1, 2}
    assert all(
        (len(set(pair)) == 1) == (says != draft.says) for pair, says in zip(figures, said, strict=True)
    )


def test_a_forgotten_optional_field_is_said_nowhere_and_a_mandatory_one_is_still_meant() -> None:
    draft = _draft("DRG MSI YAB 200000T 200000T SEIZED", YABA)
    assert all(d.says == draft.says for d in _spoilt("missing field", draft, 50))
    more = _draft("DRG MSI YAB 200000T 200000T SEIZED BK4471 BK4471", YABA | {"plate": "BK4471"})
    assert any(d.says == draft.says for d in _spoilt("missing field", more, 50))


def test_predictive_text_has_the_keys_of_the_standard() -> None:
    assert (keys("sos"), keys("ROS"), keys("K7")) == ("767", "767", "")


def test_autocorrection_offers_words_a_letter_away() -> None:
    assert "BAR" in corrections("BAX")
    assert not corrections("BAR")
    assert not corrections("ยาบ้า")


@pytest.mark.parametrize(
    ("unicode", "expected"),
    [
        ("မြန်မာပြည်ကိုချစ်တယ်", "ျမန္မာျပည္ကိုခ်စ္တယ္"),
        ("မင်္ဂလာပါ", "မဂၤလာပါ"),
        ("ကျေးဇူးတင်ပါတယ်", "ေက်းဇူးတင္ပါတယ္"),
        ("MSI 5KG", "MSI 5KG"),
    ],
)
def test_zawgyi_is_written_as_the_eye_reads(unicode: str, expected: str) -> None:
    assert to_zawgyi(unicode) == expected
