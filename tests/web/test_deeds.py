"""What the record says was done is read in each language, and found by its name in each."""

import pytest

from tests.web import recorded
from tests.web.stage import Stage
from web import texts
from web.deeds import COUNTED, DEEDS, SUBJECTS, meant

_OTHERS = [one for one in texts.LANGUAGES if one != "en"]


def test_every_action_that_is_put_on_record_has_words() -> None:
    actions, loose = recorded.actions()
    assert loose == []
    assert len(actions) > 60  # the search itself works
    assert {one for one in actions if not any(f"{one} ".startswith(f"{known} ") for known in DEEDS)} == set()


@pytest.mark.parametrize("language", _OTHERS)
def test_every_word_of_the_record_is_there(language: str) -> None:
    wanted = {*DEEDS, *SUBJECTS, *(f"{{count}} {one}" for one in COUNTED), *texts.SCOPES.values()}
    assert wanted | {"station", "nobody", "officer"} <= texts.catalogue(language).keys()


async def test_an_auditor_reads_and_finds_it_in_his_language(console: Stage) -> None:
    key = await console.report()
    await console.account("suda", role="supervisor")
    staff = await console.signed_in("suda")
    await staff.post(f"/r/{key}/claim")
    await console.account("lek", role="auditor", language="th")
    lek = await console.signed_in("lek")
    page = (await lek.client.get("/audit")).text
    for words in ("<td>รับเรื่องแล้ว</td>", "<td>เข้าสู่ระบบ</td>", "<td>บัญชี suda</td>", "<td>suda</td>"):
        assert words in page
    found = (await lek.client.get("/audit", params={"what": "รับเรื่อง", "who": "suda"})).text
    assert found.count("<td>รับเรื่องแล้ว</td>") == 1
    assert "<td>เข้าสู่ระบบ</td>" not in found


def test_what_is_typed_means_the_actions_called_so() -> None:
    say = texts.translator("th")
    assert "signed in" in meant(say, "เข้าสู่ระบบ")
    assert meant(say, "") == ()
    assert meant(say, "MSI-1-1") == ()
