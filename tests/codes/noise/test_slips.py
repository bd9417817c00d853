"""The goals of the ordinary officer hold for slips that the product's own model knows nothing of, too."""

import random
from collections import Counter

from codes.decode import decode
from codes.load import shipped
from codes.report import Outcome
from tests.codes.noise.campaigns import NOW, size
from tests.codes.noise.slips import sent
from tests.codes.test_silent_errors import most
from web.bench.decode import CORRECT, SILENT

MESSAGES = 20_000


def test_one_slip_anywhere_in_every_fourth_text_is_seldom_silent() -> None:
    worth: Counter[str] = Counter()
    for report, text, context in sent(shipped(), size(MESSAGES), random.Random("slips"), NOW):
        found = decode(text, shipped(), context)
        filed = found.outcome in (Outcome.ACCEPTED, Outcome.FLAGGED)
        told = found.type == report.type and {**found.fields, "text": ""} == {**report.fields, "text": ""}
        worth["correct" if filed and told else "silent" if filed else "asked"] += 1
    total = worth.total()
    assert worth["silent"] <= most(total, SILENT["ordinary"] / 100)
    assert total - worth["correct"] <= most(total, 1 - CORRECT["ordinary"] / 100)
