"""The doctor of a whole office: without a modem, with one, beside a running station, with partners away."""

import asyncio
import json
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gateway.clock import SystemClock
from gateway.doctor.doctor import examine
from gateway.founding import Founded, found
from gateway.office.config import load
from gateway.office.keys import store_key
from gateway.station.hatch import ask, hatch
from gateway.station.outside import Outside
from gateway.station.station import Station
from gateway.store.store import Store
from hardware.finding import Finding, Grade
from hardware.sim.modem.pretend import PretendModem
from hardware.sim.modem.settings import Settings

HANGS_S = 60.0
HOLD = """
import serial, sys, time
held = serial.Serial(sys.argv[1], exclusive=True)
print(flush=True)
time.sleep(60)
"""
NOTHING_HERE = b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def office(folder: Path, more: str = "") -> Path:
    config = found(folder, Founded("MSI", "Mae Sai", "TH"), more)
    made = load(config)
    Store.make(made.dsn(), store_key(made.path(made.store.key_file))).close()
    return config


def modem(pty: Path) -> str:
    return f'[[bearer]]\nname = "modem1"\nurl = "gsm:{pty}"\n'


async def findings(config: Path, *, send: bool = False) -> dict[str, Finding]:
    async with asyncio.timeout(HANGS_S):
        return {one.check: one async for one in examine(config, SystemClock(), send=send)}


def wrongs(found: dict[str, Finding]) -> list[str]:
    return [check for check, one in found.items() if one.grade is Grade.WRONG]


@asynccontextmanager
async def running(config: Path) -> AsyncIterator[Station]:
    made = load(config)
    store = Store.open(made.dsn(), store_key(made.path(made.store.key_file)))
    station = Station(made, Outside(), store)
    work = asyncio.create_task(station.run())
    try:
        async with hatch(station), asyncio.timeout(HANGS_S):
            yield station
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        store.close()


async def test_a_modem_is_examined_when_no_station_runs(tmp_path: Path) -> None:
    config = office(tmp_path / "msi", modem(tmp_path / "tty"))
    async with PretendModem(tmp_path / "tty") as sim:
        found = await findings(config)
        assert wrongs(found) == []
        assert {"modem1 port", "modem1 sim", "modem1 network", "modem1 storage"} <= set(found)
        assert sim.ask("stored")["stored"] == []
    assert wrongs(await findings(config)) == ["modem1 port"]
    assert "start it first" in (await findings(config, send=True))["modem1 receiving"].sentence


async def test_beside_a_running_station_it_asks_the_station(tmp_path: Path) -> None:
    config = office(tmp_path / "msi", modem(tmp_path / "tty"))
    async with PretendModem(tmp_path / "tty") as sim, running(config) as station:
        while station.board.standing():
            await asyncio.sleep(0.05)
        found = await findings(config, send=True)
        assert wrongs(found) == []
        assert "The running station holds it: The modem is ready." in found["modem1"].sentence
        assert found["modem1"].facts["signal_dbm"] == -73
        assert found["modem1 receiving"].grade is Grade.GOOD
        assert len(sim.ask("sent")["messages"]) == 1
        while sim.ask("stored")["stored"]:  # it is deleted after the commit
            await asyncio.sleep(0.05)
        again = await findings(config)
        assert "Last proof that receiving works" in again["modem1"].sentence
        sim.ask("air", stat=3)
        while not station.board.standing():
            await asyncio.sleep(0.05)
        assert "modem1" in wrongs(await findings(config))
        assert await ask(load(config).folder, op="no such") == {"ok": False, "error": "no such op"}
    assert await ask(load(config).folder, op="health") is None


async def test_a_port_that_a_stranger_holds_is_told(tmp_path: Path) -> None:
    config = office(tmp_path / "msi", modem(tmp_path / "tty"))
    async with PretendModem(tmp_path / "tty", settings=Settings()):
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-c", HOLD, str(tmp_path / "tty"), stdout=subprocess.PIPE
        )
        try:
            assert program.stdout is not None
            await program.stdout.readline()
            found = await findings(config)
            assert wrongs(found) == ["modem1 port"]
            assert f"({program.pid})" in found["modem1 port"].sentence
        finally:
            program.kill()
            await program.wait()


def with_partner(folder: Path, card: Path, port: int) -> Path:
    partner = (
        f'[[partner]]\ncode = "TCL"\nname = "Tachileik"\nrole = "pair"\nurl = "https://127.0.0.1:{port}"\n'
    )
    return office(folder, f'{partner}card = "{card}"\n')


async def test_a_partner_answers_with_its_own_certificate_or_is_told(tmp_path: Path) -> None:
    heard: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(NOTHING_HERE)
        writer.close()

    one, other = (office(tmp_path / name).parent for name in ("tcl", "vte"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(one / "keys/tls.crt", one / "keys/tls.key")
    async with await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context) as server:
        port = server.sockets[0].getsockname()[1]
        good = await findings(with_partner(tmp_path / "a", one / "MSI.card.toml", port))
        assert wrongs(good) == []
        [asked] = heard
        assert asked.startswith(b"GET /envelopes ")
        bad = await findings(with_partner(tmp_path / "b", other / "MSI.card.toml", port))
        assert "another certificate" in bad["partner TCL"].sentence
    away = await findings(with_partner(tmp_path / "c", one / "MSI.card.toml", 1))
    assert wrongs(away) == ["partner TCL"]
    assert "cannot be reached" in away["partner TCL"].sentence


async def test_a_configuration_that_cannot_be_read_is_the_finding(tmp_path: Path) -> None:
    found = await findings(tmp_path / "nowhere.toml")
    assert wrongs(found) == ["config"]
    config = office(tmp_path / "msi", '[[bearer]]\nname = "modem1"\nurl = "gsm:/dev/x?colour=red"\n')
    assert wrongs(await findings(config)) == ["modem1 url"]
    radio = office(tmp_path / "tcl", '[[bearer]]\nname = "radio1"\nurl = "kiss:/dev/no-tnc?callsign=HQ-1"\n')
    assert wrongs(await findings(radio)) == ["radio1 port"]


def doctor(*arguments: str) -> subprocess.CompletedProcess[str]:
    command: Sequence[str] = (sys.executable, "-m", "web", "doctor", *arguments)
    return subprocess.run(command, capture_output=True, text=True, timeout=HANGS_S, check=False)


@pytest.mark.parametrize(("more", "code"), [("", 0), (modem(Path("/dev/no-such-modem")), 1)])
def test_the_command_says_it_to_people_and_to_programs(tmp_path: Path, more: str, code: int) -> None:
    config = str(office(tmp_path / "msi", more))
    told = doctor("--config", config, "--json")
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert told.returncode == code
    assert all({"check", "ok", "grade", "sentence", "facts"} == set(row) for row in rows)
    assert [row["check"] for row in rows if not row["ok"]] == (["modem1 port"] if code else [])
    shown = doctor("--config", config)
    assert shown.returncode == code
    assert ("need somebody" if code else "All is well") in shown.stdout


def test_the_rule_for_modem_manager_is_printed() -> None:
    assert 'ENV{ID_MM_DEVICE_IGNORE}="1"' in doctor("--udev").stdout
