"""The page of the shift: read, written and acknowledged without a script, by those who may."""

import asyncio

import pytest

from gateway.board.board import Level
from gateway.desk.shift.keeper import Keeper
from hardware.sentence import Sentence
from tests.web.stage import Stage

ESCAPED = "&lt;b&gt;"


async def test_a_line_and_a_note_are_written_and_read(console: Stage) -> None:
    await console.account("malee", role="supervisor")
    som, malee = await console.signed_in(), await console.signed_in("malee")
    assert (await som.post("/shift/line", text="<b>boat")).headers["location"] == "/shift?done=written"
    assert (await som.post("/shift/handover", text="<b>call")).headers["location"] == "/shift?done=handed"
    page = (await malee.client.get("/shift?done=handed")).text
    assert "The note waits for the next shift." in page
    assert f"{ESCAPED}boat" in page
    assert f"{ESCAPED}call" in page
    assert "/shift/handover/1/read" in page
    assert "/shift/handover/1/read" not in (await som.client.get("/shift")).text
    assert (await malee.post("/shift/handover/1/read")).headers["location"] == "/shift?done=taken"
    assert "read by malee" in (await som.client.get("/shift")).text


@pytest.mark.parametrize("path", ["/shift/line", "/shift/handover", "/shift/handover/1/read"])
async def test_each_form_needs_its_token_and_the_right(console: Stage, path: str) -> None:
    await console.account("reader", role="auditor")
    som, reader = await console.signed_in(), await console.signed_in("reader")
    assert (await som.client.post(path, data={"text": "x"})).status_code == 403
    assert (await reader.post(path, text="x")).headers["location"] == "/shift?done=forbidden"
    assert 'action="/shift/' not in (await reader.client.get("/shift")).text
    assert (await som.post("/shift/handover/x/read")).status_code == 404


@pytest.mark.parametrize(
    "query", ["hours=8", "hours=0", "hours=-1", "hours=x", "done=<b>", "hours=" + "9" * 40]
)
async def test_no_address_breaks_it(console: Stage, query: str) -> None:
    staff = await console.signed_in()
    page = await staff.client.get(f"/shift?{query}")
    assert page.status_code == 200
    assert "<b>&" not in page.text


async def test_a_fault_of_the_station_comes_into_the_log_by_itself(console: Stage) -> None:
    staff = await console.signed_in()
    watching = asyncio.create_task(Keeper(console.store, console.board, console.desk.clock, 0.0).run())
    console.board.post("bearer gsm1", Level.FAULT, Sentence("gsm1 does not answer."))
    async with asyncio.timeout(20):
        while '<li class="fault">' not in (await staff.client.get("/shift")).text:
            await asyncio.sleep(0.05)
    watching.cancel()
