"""Digits and years by choice of each account, on calm pages; files and the queue keep the usual ones."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.store import accounts
from tests.web.stage import OFFICE, Stage, now
from web import local

THERE = ZoneInfo(OFFICE.zone)


@pytest.mark.parametrize("language", ["th", "lo", "km", "my"])
async def test_figures_and_years_are_those_that_were_chosen(console: Stage, language: str) -> None:
    await console.account("reader", role="supervisor")
    await console.report()
    staff = await console.signed_in("reader")
    plain = (await staff.client.get("/statistics")).text
    today = now().astimezone(THERE).date()
    monday = today - timedelta(days=today.weekday())
    assert f"{monday:%d/%m/%Y}" in plain
    answer = await staff.post("/me", language=language, digits="own", era="own")
    assert answer.headers["location"] == "/me?done=kept"
    page = (await staff.client.get("/statistics")).text
    own = {ord(str(n)): sign for n, sign in enumerate(local.DIGITS[language])}
    assert f"{monday:%d/%m}/{monday.year + 543}".translate(own) in page
    assert f'<html lang="{language}">' in page
    assert f"{monday:%d/%m/%Y}" not in page
    assert str(now().year) in (await staff.post("/export", **{"as": "csv"})).text
    queue = (await staff.client.get("/")).text
    assert not set(local.DIGITS[language]) & set(queue)


def test_no_template_prints_a_count_that_a_reader_could_not_have_in_his_own_digits() -> None:
    counts = [
        (template.name, count)
        for template in Path("web/templates").glob("*.html")
        for count in re.findall(r">[^<]*\{\{ [\w.]+\|length[^}]*\}\}", template.read_text())
    ]
    assert counts
    assert [one for one in counts if "figures" not in one[1]] == []


@pytest.mark.parametrize("language", ["en", "vi"])
async def test_a_language_without_digits_of_its_own_keeps_the_usual_ones(
    console: Stage, language: str
) -> None:
    await console.account("reader", language=language, own_digits=True)
    staff = await console.signed_in("reader")
    assert (await staff.client.get("/statistics")).status_code == 200


async def test_nobody_chooses_for_another_nor_what_there_is_not(console: Stage) -> None:
    staff = await console.signed_in()
    await console.account("malee")
    await staff.post("/me", language="xx", digits="own", name="malee", role="administrator", account="malee")
    mine = await console.store.read(lambda conn: accounts.by_name(conn, "somchai"))
    hers = await console.store.read(lambda conn: accounts.by_name(conn, "malee"))
    assert mine is not None
    assert hers is not None
    assert (mine.language, mine.own_digits, mine.own_era, mine.role) == ("en", True, False, "duty")
    assert (hers.language, hers.own_digits) == ("en", False)


async def test_without_the_token_nothing_is_kept(console: Stage) -> None:
    staff = await console.signed_in()
    assert (await staff.client.post("/me", data={"language": "th"})).status_code == 403
    mine = await console.store.read(lambda conn: accounts.by_name(conn, "somchai"))
    assert mine is not None
    assert mine.language == "en"


def test_each_script_has_ten_digits_that_mean_what_they_stand_for() -> None:
    for signs in local.DIGITS.values():
        assert [int(sign) for sign in signs] == list(range(10))
    assert date(2026, 1, 1).year + local.ERA == 2569
    assert datetime(2026, 1, 1, tzinfo=THERE).year == 2026
