"""What the alarms are tried on: calls in six scripts, and texts in six languages that are none."""

from codes.load import shipped
from tests.codes.noise.corpus import no_reports, templates
from tests.codes.noise.cries import SCRIPTS, calls, script_of


def test_calls_come_in_six_scripts_and_are_the_same_from_the_same_seed() -> None:
    sent = list(calls(shipped(), 600, "seed"))
    assert sent == list(calls(shipped(), 600, "seed"))
    assert {script for script, _ in sent} == {*SCRIPTS, "latin", "vietnamese"}


def test_texts_that_are_no_reports_come_in_six_scripts_and_never_begin_with_sos() -> None:
    texts = list(no_reports(3000, "seed"))
    assert texts == list(no_reports(3000, "seed"))
    assert {script_of(text) for text in templates()} == {*SCRIPTS, "latin", "vietnamese"}
    assert not [text for text in texts if text.lower().startswith("sos")]
