"""SOS never fails and nothing else cries it: calls in six scripts, other reports, texts that are none."""

import random

import pytest

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.noise.campaign import messages, somewhere
from codes.noise.model import untouched
from codes.noise.profiles import PROFILES
from codes.report import Outcome
from codes.sampling.sample import sample
from tests.codes.noise.campaigns import NOW, size
from tests.codes.noise.corpus import conflicts, no_reports
from tests.codes.noise.cries import SCRIPTS, calls, said

CALLS, OTHERS, NO_REPORTS = 10_000, 100_000, 20_000


def test_every_call_for_help_raises_the_alarm(book: Book, context: Context) -> None:
    sent = list(calls(book, size(CALLS), "cries"))
    assert [text for _, text in sent if not decode(text, book, context).distress] == []
    assert {script for script, _ in sent} == {*SCRIPTS, "latin", "vietnamese"}


def test_no_other_report_raises_the_alarm_clean_or_with_slips(book: Book) -> None:
    dice, part = random.Random("others"), size(OTHERS) // 4
    false: list[str] = []
    for _ in range(part):
        scene, context = somewhere(book, dice, NOW)
        report = sample(book, dice, None, NOW)
        texts = untouched(report, scene).texts if report.type != "SOS" else ()
        false += [text for text in texts if decode(text, book, context).distress]
    for profile in PROFILES.values():
        for sent, context in messages(book, profile, part, dice, NOW):
            texts = sent.texts if sent.truth.type != "SOS" else ()
            false += [text for text in texts if decode(text, book, context).distress]
    assert false == []


def test_no_text_that_is_no_report_raises_the_alarm(book: Book, context: Context) -> None:
    texts = no_reports(size(NO_REPORTS), "nothing")
    assert [text for text in texts if decode(text, book, context).distress] == []


@pytest.mark.parametrize("text", said()["signals"])
def test_the_signal_is_certain_in_every_shape(text: str, book: Book, context: Context) -> None:
    decoded = decode(text, book, context)
    assert (decoded.distress, decoded.type, decoded.question) == (True, "SOS", None)


@pytest.mark.parametrize(
    "cry", ["SOS", "S0S", "SOSSOS", "ช่วยด้วย", "ຊ່ວຍແດ່", "ជួយផង", "ကယ်ပါ", "CỨU VỚI", "cuu toi voi"]
)
def test_a_certain_call_needs_no_question_and_keeps_what_it_says(
    cry: str, book: Book, context: Context
) -> None:
    decoded = decode(f"{cry} MSI SHOTS", book, context)
    assert decoded.question is None
    assert decoded.fields == {"place": "MSI", "distress": "SHOTS"}


@pytest.mark.parametrize(
    "text",
    [
        "SPS",
        "SO MSI",
        "SIS",
        "HELP",
        "HLEP US",
        "767",
        "ช่วดด้วย",
        "ຊ່ວແດ່",
        "ជយ",
        "CU VOI",
        "KHAN CAP MSI",
        *conflicts(),
    ],
)
def test_what_may_be_a_call_alarms_and_asks(text: str, book: Book, context: Context) -> None:
    decoded = decode(text, book, context)
    assert (decoded.distress, decoded.outcome) == (True, Outcome.ASKED)
    assert decoded.question is not None
    assert [choice.value for choice in decoded.question.choices] == ["SOS"]


@pytest.mark.parametrize("text", ["HLP SOS", "TST DRG MSI YAB 200000T SEIZED", "HELP DRG", "HLP", "NIL MSI"])
def test_control_words_and_drills_may_speak_of_it(text: str, book: Book, context: Context) -> None:
    assert not decode(text, book, context).distress


@pytest.mark.parametrize(
    ("text", "alarmed"), [("DRG MSI YAB 200000T SOS", True), ("DRG MSI YAB 200000T", False)]
)
def test_a_report_that_breaks_off_in_sos_raises_the_alarm(
    text: str, alarmed: bool, book: Book, context: Context
) -> None:
    assert decode(text, book, context).distress == alarmed


@pytest.mark.parametrize(("text", "alarmed"), [("NCN IO5", False), ("NCN L05", False), ("GO 5OS", True)])
def test_a_number_written_with_letters_is_no_signal(
    text: str, alarmed: bool, book: Book, context: Context
) -> None:
    assert decode(text, book, context).distress == alarmed
