"""The live stream over a real socket: at once, in order, resumed, ended when it must end."""

import asyncio
import contextlib
import zlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from gateway.board.board import Level
from gateway.desk.desk import Desk
from gateway.desk.people import People
from gateway.desk.values import Change, Filter, Overview, Person
from gateway.errors import StoreLostError
from gateway.store import accounts
from hardware.sentence import Sentence
from tests.web.stage import Browserless, Stage, file_report, stage
from web.settings import ConsoleSettings

_LONG = 20.0  # only ever the bound on a hang


@dataclass
class Listener:
    """Reads a stream event by event."""

    answer: httpx.Response
    pieces: AsyncIterator[bytes]
    buffer: str = ""
    seen: list[str] = field(default_factory=list)

    async def next(self) -> str:
        while "\n\n" not in self.buffer:
            self.buffer += (await asyncio.wait_for(anext(self.pieces), _LONG)).decode()
        event, self.buffer = self.buffer.split("\n\n", 1)
        self.seen.append(event)
        return event

    async def until(self, word: str) -> str:
        async with asyncio.timeout(_LONG):
            while word not in (event := await self.next()):
                pass
            return event

    async def rest(self) -> str:
        """Read to the end of the stream."""
        with contextlib.suppress(StopAsyncIteration):
            while True:
                self.buffer += (await asyncio.wait_for(anext(self.pieces), _LONG)).decode()
        return self.buffer


@contextlib.asynccontextmanager
async def listening(staff: Browserless, query: str = "since=0", **headers: str) -> AsyncIterator[Listener]:
    async with staff.client.stream("GET", f"/live?{query}", headers=headers) as answer:
        yield Listener(answer, answer.aiter_bytes())


async def test_headers_and_a_first_byte_come_at_once_though_nothing_happened(console: Stage) -> None:
    staff = await console.signed_in()
    async with listening(staff) as stream:
        assert stream.answer.headers["content-type"].startswith("text/event-stream")
        assert await stream.next() == ":"


async def test_a_new_report_arrives_as_a_row_with_the_seq_of_the_feed(console: Stage) -> None:
    staff = await console.signed_in()
    async with listening(staff) as stream:
        await stream.next()
        key = await console.report()
        row = await stream.until("event:r")
    assert f'data:<tr id="{key}"' in row
    assert row.startswith("id:")


async def test_what_was_missed_is_replayed_from_the_last_event_id(console: Stage) -> None:
    staff = await console.signed_in()
    first = await console.report()
    async with listening(staff) as stream:
        last = (await stream.until(f'id="{first}"')).partition("\n")[0].removeprefix("id:")
    second, third = await console.report(), await console.report()
    async with listening(staff, **{"last-event-id": last}) as stream:
        await stream.until(f'id="{second}"')
        await stream.until(f'id="{third}"')
    assert not any(f'<tr id="{first}"' in event for event in stream.seen)


async def test_a_row_that_left_the_filter_is_taken_away(console: Stage) -> None:
    staff = await console.signed_in()
    key = await console.report()
    async with listening(staff, "state=new&since=0") as stream:
        await stream.until(f'<tr id="{key}"')
        await staff.post(f"/r/{key}/claim")
        assert f"data:{key}" in await stream.until("event:x")


async def test_the_heartbeat_is_a_message_that_the_page_can_see(console: Stage) -> None:
    staff = await console.signed_in()
    async with listening(staff) as stream:
        beats = [await stream.next() for _ in range(6)]
    assert "data:" in beats


async def test_a_notice_and_an_alarm_stand_in_the_head(console: Stage) -> None:
    staff = await console.signed_in()
    async with listening(staff) as stream:
        await stream.until("event:h")
        console.board.post("disk", Level.FAULT, Sentence("The disk is full."))
        assert "The disk is full." in await stream.until("event:h")
        await console.report(type="SOS", precedence=0, fields={}, text="SOS")
        assert "alarm-bar" in await stream.until("event:h")


async def test_what_a_filter_finds_is_counted_on(console: Stage) -> None:
    staff = await console.signed_in()
    await console.report(type="WLD")
    async with listening(staff, "type=DRG&since=0") as stream:
        assert "data:1 0 0" in await stream.until("event:n")
        await console.report(type="DRG")
        assert "event:n" in await stream.until("data:2 0 1")
    assert '<span class="dim" id="n2">1</span>' in (await staff.client.get("/?type=DRG")).text


async def test_an_alarm_says_who_sent_it_and_each_row_its_reference(console: Stage) -> None:
    ours = await console.report(type="SOS", precedence=0, text="SOS")
    staff = await console.signed_in()
    page = (await staff.client.get("/duty")).text
    assert "K001-P" in page
    assert "<b>Patrol 3</b>" in page
    await console.report(type="SOS", precedence=0, text="SOS", unit="", provenance="D")
    page = (await staff.client.get("/duty")).text
    assert "<b>…678</b>" in page
    assert "+66812345678" not in page
    assert f'href="/r/{ours}">SOS</a> <i>K001-P</i>' in (await staff.client.get("/")).text.replace(
        "sos", "SOS"
    )


async def test_what_its_own_office_took_stands_in_the_queue_without_a_siren(console: Stage) -> None:
    await console.report(origin="TCL", type="SOS", precedence=0, text="SOS", taken_by="duty")
    staff = await console.signed_in()
    page = (await staff.client.get("/")).text
    assert "<small>BLO Tachileik: in hand (duty)</small>" in page
    assert "bar alarm-bar" not in page


async def test_the_stream_ends_with_the_session(console: Stage) -> None:
    staff = await console.signed_in()
    async with listening(staff) as stream:
        await stream.until("event:n")
        await console.store.write(lambda conn: accounts.revoke_all(conn, "somchai"))
        await stream.rest()


@pytest.mark.parametrize("values", [{"agency": "CUS"}, {"role": "auditor"}, {"language": "my"}])
async def test_the_stream_ends_when_its_person_is_not_what_he_was(
    console: Stage, values: dict[str, str]
) -> None:
    await console.account("mo", agency="RTP")
    staff = await console.signed_in("mo")
    async with listening(staff) as stream:
        await stream.until("event:n")
        await console.store.write(lambda conn: accounts.change(conn, "mo", **values))
        await stream.rest()
    theirs, ours = (
        await console.report(agency="RTP"),
        await console.report(agency=values.get("agency", "RTP")),
    )
    async with listening(staff) as stream:
        await stream.until(f'<tr id="{ours}"')
        seen = any(str(theirs) in event for event in stream.seen)
    assert seen == ("agency" not in values)


async def test_the_stream_ends_when_the_station_stops(console: Stage) -> None:
    staff = await console.signed_in()
    async with listening(staff) as stream:
        await stream.until("event:n")
        console.desk.watch.close()
        await stream.rest()


async def test_gzip_gives_each_event_as_soon_as_it_is_there(console: Stage) -> None:
    staff = await console.signed_in()
    async with staff.client.stream("GET", "/live?since=0", headers={"accept-encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        unpack, text = zlib.decompressobj(31), ""
        pieces = answer.aiter_raw()
        key = await console.report()
        while f'<tr id="{key}"' not in text:
            text += unpack.decompress(await asyncio.wait_for(anext(pieces), _LONG)).decode()


async def test_a_since_that_is_no_number_begins_at_the_beginning(console: Stage) -> None:
    staff = await console.signed_in()
    key = await console.report()
    for since in ("-1", "1e9", "x", "9" * 30):
        async with listening(staff, f"since={since}") as stream:
            await stream.until(f'<tr id="{key}"')


async def test_consoles_of_one_view_share_one_reading(
    console: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = await console.signed_in()
    read: list[int] = []
    changes = Desk.changes

    async def counted(desk: Desk, who: Person, wanted: Filter, since: int) -> list[Change]:
        read.append(since)
        return await changes(desk, who, wanted, since)

    async with contextlib.AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(listening(staff)) for _ in range(12)]
        for stream in streams:
            await stream.until("event:n")
        monkeypatch.setattr(Desk, "changes", counted)
        key = await console.report()
        for stream in streams:
            await stream.until(f'<tr id="{key}"')
    assert 1 <= read.count(min(read)) <= 4


async def test_one_reading_that_failed_does_not_mute_the_siren(
    console: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = await console.signed_in()
    overview, lost = Desk.overview, asyncio.Event()

    async def once_lost(desk: Desk, who: Person) -> Overview:
        if not lost.is_set():
            lost.set()
            raise StoreLostError("gone for a moment")
        return await overview(desk, who)

    async with listening(staff) as stream:
        await stream.until("event:n")
        monkeypatch.setattr(Desk, "overview", once_lost)
        key = await console.report(
            type="SOS", precedence=0
        )  # and nothing else comes that would turn the feed
        await stream.until(f'<tr id="{key}"')
        await stream.until("alarm-bar")
    assert lost.is_set()


async def test_a_store_that_is_lost_for_a_moment_ends_no_stream(
    console: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = await console.signed_in()
    holding, back, looks = People.holding, asyncio.Event(), 0

    async def lost(people: People, cookies: Iterable[str]) -> dict[str, Person]:
        nonlocal looks
        looks += 1
        if back.is_set():
            return await holding(people, cookies)
        raise StoreLostError("gone for a moment")

    async with listening(staff) as stream:
        await stream.until("event:n")
        monkeypatch.setattr(People, "holding", lost)
        async with asyncio.timeout(_LONG):
            while looks < 3:
                await asyncio.sleep(0.05)
        key = await console.report(type="SOS", precedence=0)
        back.set()
        await stream.until(f'<tr id="{key}"')


async def test_each_reader_has_his_own_token_in_a_head_rendered_for_all(console: Stage) -> None:
    await console.account("noi")
    await console.report(type="SOS", precedence=0, fields={}, text="SOS")
    for name in ("somchai", "noi"):
        staff = await console.signed_in(name)
        async with listening(staff) as stream:
            head = await stream.until("event:h")
        assert f'value="{await staff.token()}"' in head


@pytest.mark.parametrize(("role", "buttons"), [("duty", 1), ("clerk", 0)])
async def test_an_alarm_is_shown_to_all_and_its_button_to_who_may_claim(
    console: Stage, role: str, buttons: int
) -> None:
    await console.account("malee", role=role)
    staff = await console.signed_in("malee")
    async with listening(staff) as stream:
        await stream.until("event:h")
        await console.report(type="SOS", precedence=0)
        head = await stream.until("alarm-bar")
    page = (await staff.client.get("/shift")).text
    assert [text.count('/claim"') for text in (head, page)] == [buttons, buttons]


async def test_a_long_backlog_is_told_without_waiting_for_a_heartbeat(tmp_path: Path) -> None:
    async with stage(tmp_path, ConsoleSettings(heartbeat=3600)) as console:
        await console.account("somchai")
        staff = await console.signed_in()
        keys = await console.store.write(lambda conn: [file_report(conn) for _ in range(200)])
        async with listening(staff) as stream:  # two entries of the feed each: more than are read at once
            await stream.until(f'<tr id="{keys[-1]}"')
        assert sum("event:r" in event for event in stream.seen) >= len(keys)


async def test_a_view_that_was_saved_is_counted_at_its_place(console: Stage) -> None:
    staff = await console.signed_in()
    await console.report(type="WLD")
    await staff.post("/views", name="zz", query="type=DRG")
    async with listening(staff) as stream:
        await stream.until("data:1 0 1 0")
        await staff.post("/views", name="aa", query="type=WLD")
        await stream.until("data:1 0 1 1 0")
        await staff.post("/views/forget", name="zz")
        assert (await stream.until("event:n")).endswith("data:1 0 1 1")
