"""The sender in the console: five grades in the queue, bad codes and duress in the story of a report."""

import pytest

from gateway.store import history
from tests.web.stage import Stage, now

GRADES = {
    "A": "code and number known",
    "B": "code known",
    "C": "number known",
    "D": "sender not known",
    "X": "replayed or revoked",
}


@pytest.mark.parametrize("grade", GRADES)
async def test_every_grade_stands_in_the_queue_and_on_its_report(console: Stage, grade: str) -> None:
    key = await console.report(provenance=grade)
    staff = await console.signed_in()
    assert f'<abbr title="{GRADES[grade]}">{grade}</abbr>' in (await staff.client.get("/")).text
    assert f"{grade}: {GRADES[grade]}" in (await staff.client.get(f"/r/{key}")).text


async def test_a_bad_code_and_duress_stand_in_the_story_of_a_report(console: Stage) -> None:
    key = await console.report(provenance="X")
    told = {"sender": {"note": "its code was used before"}, "duress": {"incident": "MSI-1-9"}}
    for what, detail in told.items():
        await console.store.write(
            lambda conn, w=what, d=detail: history.note(conn, key, now(), "station", w, d)
        )
    page = (await (await console.signed_in()).client.get(f"/r/{key}")).text
    assert "its code was used before" in page
    assert "MSI-1-9" in page
