"""Nothing but SOS raises the alarm: not other reports, clean or with slips."""

import random

from codes.book import Book
from codes.decode import decode
from codes.noise.campaign import messages, somewhere
from codes.noise.model import untouched
from codes.noise.profiles import PROFILES
from codes.sample import sample
from tests.codes.noise.campaigns import NOW, size

OTHERS = 100_000


def test_no_other_report_raises_the_alarm_clean_or_with_slips(book: Book) -> None:
    dice, half = random.Random("others"), size(OTHERS) // 2
    false: list[str] = []
    for _ in range(half):
        scene, context = somewhere(book, dice, NOW)
        report = sample(book, dice, None, NOW)
        texts = untouched(report, scene).texts if report.type != "SOS" else ()
        false += [text for text in texts if decode(text, book, context).distress]
    for sent, context in messages(book, PROFILES["ordinary"], half, dice, NOW):
        texts = sent.texts if sent.truth.type != "SOS" else ()
        false += [text for text in texts if decode(text, book, context).distress]
    assert not false
