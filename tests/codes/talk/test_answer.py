"""Questions and their answers: one digit completes a report, other fields are kept, late answers miss."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.report import Decoded, Outcome, Report
from codes.talk.amend import amend
from codes.talk.answer import Open, answer
from codes.talk.dialogue import PATIENCE, Turn, Waiting, hear
from codes.talk.resend import Relation, relation


def _ask(text: str, book: Book, context: Context) -> tuple[Decoded, Open]:
    decoded = decode(text, book, context)
    assert decoded.question is not None
    opened = Open.of(decoded, context)
    assert opened is not None
    return decoded, Open.from_json(json.loads(json.dumps(opened.to_json())))


def test_a_digit_fills_the_missing_field_and_keeps_the_others(book: Book, context: Context) -> None:
    decoded, opened = _ask("DRG MSI ICE 5KG TYRE", book, context)
    assert decoded.question is not None
    digit = next(c.digit for c in decoded.question.choices if c.value == "SEIZED")
    done = answer(f" {digit}.", opened, book, context)
    assert done is not None
    assert done.outcome is Outcome.ACCEPTED
    assert done.fields["action"] == "SEIZED"
    assert done.fields["concealment"] == "TYRE"


def test_a_unit_is_asked_and_answered(book: Book, context: Context) -> None:
    decoded, opened = _ask("DRG MSI YAB 200000 SEIZED", book, context)
    assert decoded.question is not None
    digit = next(c.digit for c in decoded.question.choices if c.value == "T")
    done = answer(digit, opened, book, context)
    assert done is not None
    assert done.fields["items"] == [{"code": "YAB", "quantity": "200000", "unit": "T"}]


def test_words_answer_a_question_without_choices(book: Book, context: Context) -> None:
    _, opened = _ask("DRG MSI YAB SEIZED", book, context)
    done = answer("200000 T", opened, book, context)
    assert done is not None
    assert (done.outcome, done.fields["place"]) == (Outcome.ACCEPTED, "MSI")


@pytest.mark.parametrize("yes", ["Y", "y", "yes", "ใช่", "1"])
def test_yes_confirms_what_is_hard_to_believe(yes: str, book: Book, context: Context) -> None:
    decoded, opened = _ask("DRG MSI YAB 900000000T SEIZED", book, context)
    assert decoded.question is not None
    done = answer(yes, opened, book, context)
    assert done is not None
    assert done.outcome is Outcome.ACCEPTED
    assert done.fields["items"] == [{"code": "YAB", "quantity": "900000000", "unit": "T"}]


@pytest.mark.parametrize(
    "text", ["9", "DRG MSI YAB 5T SEIZED", "", "thank you very much for all of your help sir"]
)
def test_what_is_no_answer_is_none(text: str, book: Book, context: Context) -> None:
    _, opened = _ask("DRG MSI ICE 5KG", book, context)
    assert answer(text, opened, book, context) is None


def test_consecutive_questions_use_different_digits(book: Book, context: Context) -> None:
    first, opened = _ask("DRG YAB 200000 SEIZED", book, context)
    assert first.question is not None
    digits = {c.digit for c in first.question.choices}
    second = answer(first.question.choices[0].digit, opened, book, context)
    assert second is not None
    assert second.question is not None
    assert digits
    assert digits.isdisjoint(c.digit for c in second.question.choices)


def test_a_near_sos_alarms_and_yes_by_digit_makes_it_one(book: Book, context: Context) -> None:
    decoded, opened = _ask("SIS MSI", book, context)
    assert decoded.distress
    done = answer("1", opened, book, context)
    assert done is not None
    assert (done.type, done.fields) == ("SOS", {"place": "MSI"})


def test_the_talk_goes_on_with_a_second_report_while_a_question_is_open(book: Book, context: Context) -> None:
    first = hear("DRG MSI ICE 5KG", "m1", (), book, context)
    assert (first.turn, len(first.waiting)) == (Turn.NEW, 1)
    second = hear("WLD POI PANG 2 LIVE", "m2", first.waiting, book, context)
    assert second.decoded is not None
    assert (second.turn, second.decoded.outcome, second.waiting) == (
        Turn.NEW,
        Outcome.ACCEPTED,
        first.waiting,
    )
    third = hear("1", "m3", second.waiting, book, context)
    assert third.decoded is not None
    assert (third.turn, third.about, third.decoded.outcome) == (Turn.ANSWERED, "m1", Outcome.ACCEPTED)
    assert third.waiting == ()


def test_two_open_questions_are_told_apart_by_their_digits(book: Book, context: Context) -> None:
    first = hear("DRG MSI ICE 5KG", "m1", (), book, context)
    second = hear("DRG POI HER 5KG", "m2", first.waiting, book, context)
    digits = [set(w.question.digits) for w in second.waiting]
    assert digits[0].isdisjoint(digits[1])
    step = hear(min(digits[0]), "m3", second.waiting, book, context)
    assert (step.about, [w.about for w in step.waiting]) == ("m1", ["m2"])


def test_a_question_expires_and_a_lone_digit_is_told_so(book: Book, context: Context) -> None:
    first = hear("DRG MSI ICE 5KG", "m1", (), book, context)
    later = replace(context, now=context.now + PATIENCE + timedelta(minutes=1))
    assert hear("1", "m2", first.waiting, book, later).turn is Turn.EXPIRED
    assert hear("1", "m2", (), book, later).turn is Turn.NOTHING_OPEN


def test_what_waits_survives_json(book: Book, context: Context) -> None:
    waiting = hear("DRG MSI YAB 900000000T SEIZED", "m1", (), book, context).waiting
    assert tuple(Waiting.from_json(json.loads(json.dumps(w.to_json()))) for w in waiting) == waiting


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("ICE 6KG", "items", [{"code": "ICE", "quantity": "6", "unit": "KG"}]),
        ("6KG", "items", [{"code": "ICE", "quantity": "6", "unit": "KG"}]),
        ("PLACE TCL", "place", "TCL"),
        ("released", "action", "RELEASED"),
        ("2M", "persons", [{"count": "2", "sex": "M"}]),
    ],
)
def test_an_amendment_replaces_what_it_states(
    text: str, name: str, value: object, book: Book, context: Context
) -> None:
    before = decode("DRG MSI ICE 5KG SEIZED", book, context).report
    assert before is not None
    after = amend(before, text, book, context)
    assert after.outcome is Outcome.ACCEPTED
    assert after.fields == {**before.fields, name: value}


def test_an_amendment_that_says_nothing_changes_nothing(book: Book, context: Context) -> None:
    before = Report("SOS", {})
    assert amend(before, "what was that", book, context).outcome is Outcome.UNREADABLE


def test_a_resend_with_one_edit_is_noticed_and_a_second_truck_is_another_report() -> None:
    items = [{"code": "ICE", "quantity": "5", "unit": "KG"}]
    first = Report("DRG", {"place": "MSI", "items": items, "action": "SEIZED", "plate": "AB1234"})
    soon, late = timedelta(minutes=3), timedelta(hours=2)
    more = Report("DRG", {**first.fields, "items": [{**items[0], "quantity": "6"}]})
    truck = Report("DRG", {**first.fields, "plate": "AB1235"})
    assert relation(first, first, soon) is Relation.SAME
    assert relation(first, more, soon) is Relation.EDITED
    assert relation(first, more, late) is Relation.OTHER
    assert relation(first, truck, soon) is Relation.OTHER


@pytest.mark.parametrize("cry", ["SOS", "HELP ME", "SPS", "ช่วยด้วย", "cuu toi"])
def test_a_call_for_help_is_no_answer_to_whatever_was_asked(cry: str, book: Book, context: Context) -> None:
    first = hear("DRG MSI YAB SEIZED", "m1", (), book, context)
    assert any("{}" in way.text for one in first.waiting for way in one.question.ways)
    second = hear(cry, "m2", first.waiting, book, context)
    assert second.decoded is not None
    assert (second.turn, second.decoded.distress) == (Turn.NEW, True)
