import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import cbor2
import httpx
import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from gateway.intake import intake
from gateway.links.https import HttpsLink
from gateway.office import keys
from gateway.office.card import own
from gateway.relay import answer, sealing
from gateway.store import envelopes
from tests.gateway.offices import BEARER, House, found_pair, text
from web.door import create_door


@pytest.fixture
def pair(tmp_path: Path) -> dict[str, House]:
    return found_pair(tmp_path)


@pytest.fixture
def client(pair: dict[str, House]) -> Iterator[TestClient[Litestar]]:
    with TestClient(create_door(pair["TCL"].kit, pair["TCL"].store)) as found:
        yield found


def frames(house: House) -> list[bytes]:
    heard = [text("DRG MSI YAB 200000T SEIZED")]
    house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, heard))
    due = house.store.read_now(lambda conn: envelopes.due(conn, "TCL", 5))
    return sealing.frames(house.kit, "TCL", due)


@pytest.fixture
async def door(pair: dict[str, House]) -> AsyncIterator[str]:
    there = pair["TCL"].kit.keys
    server = uvicorn.Server(
        uvicorn.Config(
            create_door(pair["TCL"].kit, pair["TCL"].store),
            port=0,
            log_config=None,
            ssl_keyfile=str(there.tls_key),
            ssl_certfile=str(there.tls_certificate),
        )
    )
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield f"https://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_a_batch_over_pinned_tls_is_stored_and_answered(pair: dict[str, House], door: str) -> None:
    link = HttpsLink(door, pair["MSI"].kit.cards["TCL"])
    exchanged = await link.exchange(frames(pair["MSI"]))
    await link.close()
    assert exchanged.answer is not None
    said = answer.decode(exchanged.answer, pair["MSI"].kit.cards["TCL"].signs)
    assert said.stored == (("MSI", 1, 1),)


async def test_another_certificate_than_the_cards_is_not_trusted(
    pair: dict[str, House], door: str, tmp_path: Path
) -> None:
    keys.make(tmp_path / "false", "TCL")
    false = own("TCL", "Tachileik", keys.load(tmp_path / "false"))
    link = HttpsLink(door, false)
    exchanged = await link.exchange(frames(pair["MSI"]))
    await link.close()
    assert exchanged.answer is None
    assert "another certificate" in exchanged.sentence


async def test_the_door_speaks_tls_only(door: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.HTTPError):
            await client.post(door.replace("https", "http") + "/envelopes", content=b"x")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    async with httpx.AsyncClient(trust_env=False, verify=context) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(door)


@given(st.binary(max_size=200) | st.lists(st.binary(max_size=50)).map(cbor2.dumps))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_body_is_refused_in_one_sentence(client: TestClient[Litestar], body: bytes) -> None:
    refused = client.post("/envelopes", content=body)
    assert refused.status_code == 400
    assert "Traceback" not in refused.text
    assert len(refused.text.splitlines()) == 1


def test_other_paths_and_huge_bodies_are_refused_plainly(client: TestClient[Litestar]) -> None:
    assert client.get("/").status_code == 404
    assert client.get("/envelopes").status_code == 405
    assert client.post("/envelopes", content=b"x" * 5_000_000).status_code == 413
