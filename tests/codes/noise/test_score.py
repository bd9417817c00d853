"""What a decoding is worth, by hand: each verdict, and the critical fields that it blames."""

from codes.load import shipped
from codes.noise.compare import same
from codes.noise.model import Noisy
from codes.noise.score import Verdict, Worth, judge
from codes.noise.tally import Tally
from codes.report import Decoded, Outcome, Report

BOOK = shipped()
FIELDS = {
    "place": "MSI",
    "items": [
        {"code": "YAB", "quantity": "200000", "unit": "T"},
        {"code": "ICE", "quantity": "5", "unit": "KG"},
    ],
    "action": "SEIZED",
    "plate": "BK4471",
}
TRUTH = Report("DRG", FIELDS)


def _filed(fields: dict, kind: str = "DRG", outcome: Outcome = Outcome.ACCEPTED) -> Decoded:
    return Decoded(outcome, Report(kind, fields), BOOK.edition)


def _verdict(*decoded: Decoded, says: Report = TRUTH, texts: int | None = None) -> Verdict:
    return judge(Noisy(("x",) * (texts or len(decoded)), TRUTH, says), decoded, BOOK)


ASKED = _filed({}, outcome=Outcome.ASKED)
NOTHING = Decoded(Outcome.UNREADABLE, None, BOOK.edition)


def test_what_was_meant_is_correct_in_whatever_order_and_writing() -> None:
    turned = FIELDS | {"items": [FIELDS["items"][1] | {"quantity": "5.0"}, FIELDS["items"][0]]}
    assert _verdict(_filed(turned)) == Verdict(Worth.CORRECT)
    assert _verdict(_filed(FIELDS, outcome=Outcome.FLAGGED)) == Verdict(Worth.CORRECT)


def test_a_question_and_a_text_nobody_could_read_are_asked() -> None:
    assert _verdict(ASKED) == _verdict(NOTHING) == Verdict(Worth.ASKED)


def test_another_value_a_field_more_and_a_field_less_are_silently_wrong() -> None:
    ten = FIELDS | {"items": [FIELDS["items"][0] | {"quantity": "20000"}, FIELDS["items"][1]]}
    assert _verdict(_filed(ten)) == Verdict(Worth.SILENT, frozenset({"magnitude"}))
    assert _verdict(_filed(FIELDS | {"vehicle": "VAN"})) == Verdict(Worth.SILENT)
    less = {name: value for name, value in FIELDS.items() if name != "plate"}
    assert _verdict(_filed(less)) == Verdict(Worth.SILENT, frozenset({"plate"}))
    assert _verdict(_filed(FIELDS | {"place": "MOT"})) == Verdict(Worth.SILENT, frozenset({"place"}))
    assert _verdict(_filed(FIELDS, "PREC")).wrong == {"type"}
    people = FIELDS | {"persons": [{"count": "2", "sex": "M"}]}
    assert _verdict(_filed(people)).wrong == {"persons"}


def test_what_the_text_faithfully_said_was_not_to_be_seen() -> None:
    less = {name: value for name, value in FIELDS.items() if name != "plate"}
    assert _verdict(_filed(less), says=Report("DRG", less)).worth is Worth.UNSEEN
    assert _verdict(_filed(less | {"place": "MOT"}), says=Report("DRG", less)).worth is Worth.SILENT


def test_of_several_texts_one_wrong_is_enough_and_a_part_is_excused_only_by_a_question() -> None:
    part = {name: value for name, value in FIELDS.items() if name != "plate"}
    assert _verdict(_filed(part), NOTHING).worth is Worth.ASKED
    assert _verdict(_filed(part), _filed(part)).worth is Worth.SILENT
    assert _verdict(ASKED, _filed(FIELDS)).worth is Worth.CORRECT
    assert _verdict(_filed(FIELDS | {"place": "MOT"}), _filed(FIELDS)).worth is Worth.SILENT


def test_a_weight_may_be_filed_in_the_local_unit_or_in_kilograms() -> None:
    viss, kilograms, other = (
        Report("DRG", {"items": [{"code": "ICE", "quantity": quantity, "unit": unit}]})
        for quantity, unit in (("3", "VISS"), ("4.9", "KG"), ("5.2", "KG"))
    )
    assert same(viss, kilograms, BOOK)
    assert not same(viss, other, BOOK)


def test_a_tally_counts_by_channel_type_and_the_critical_fields_that_could_go_wrong() -> None:
    tally, more = Tally(), Tally()
    sent = Noisy(("x",), TRUTH, TRUTH, ("omitted",))
    tally.add(sent, Verdict(Worth.SILENT, frozenset({"plate"})), BOOK)
    more.add(Noisy(("x",), TRUTH, TRUTH), Verdict(Worth.CORRECT), BOOK)
    tally.merge(more)
    assert (tally.total.n, tally.total.silent, tally.total.correct) == (2, 50, 50)
    assert abs(tally.total.after_readback - 10) < 1e-9
    assert (tally.channels["omitted"].silent, tally.channels["no slip"].silent) == (100, 0)
    assert (tally.critical["plate"].silent, tally.critical["place"].silent) == (50, 0)
    assert "persons" not in tally.critical
