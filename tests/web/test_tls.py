"""The console over TLS as staff at another PC have it: the root carried there, the rest by itself."""

import asyncio
import contextlib
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.async_api import async_playwright

from gateway.errors import ConfigError
from gateway.office.config import Config, load
from tests.peers import need
from tests.web.browser import ARGS
from tests.web.stage import hidden

_PATROLWIRE = (sys.executable, "-m", "web")


@dataclass(frozen=True)
class Secure:
    """A running station whose console speaks TLS, with the root as it was carried away."""

    config: Path
    root: Path
    port: int
    plain: int
    fingerprint: str
    password: str

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"


def _free() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def _asked(*words: str) -> str:
    return subprocess.run(
        [*_PATROLWIRE, *words], capture_output=True, check=True, text=True, timeout=60
    ).stdout


@contextlib.asynccontextmanager
async def _station(folder: Path) -> AsyncIterator[Secure]:
    config, root = folder / "office" / "office.toml", folder / "stick.crt"
    said = _asked("init", str(folder / "office"))
    port, plain, door = _free(), _free(), _free()
    text = config.read_text(encoding="utf-8")
    listens = f"tls = true\nplain = {plain}\nport = {port}"
    text = text.replace("port = 8080", listens).replace("port = 8443", f"port = {door}")
    config.write_text(text, encoding="utf-8")
    carried = _asked("tls", "ca", str(root), "--config", str(config))
    process = await asyncio.create_subprocess_exec(
        *_PATROLWIRE, "run", "--config", str(config), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    password = said.partition("password ")[2].split()[0]
    made = Secure(config, root, port, plain, carried.splitlines()[-1], password)
    try:
        await _up(made, process)
        yield made
    finally:
        process.terminate()
        await process.wait()


async def _up(made: Secure, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(60):
        while True:
            assert process.returncode is None
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", made.port)
                writer.close()
                return
            await asyncio.sleep(0.1)


def _client(made: Secure) -> httpx.AsyncClient:
    trusting = ssl.create_default_context(cafile=str(made.root))
    return httpx.AsyncClient(base_url=made.url, verify=trusting, trust_env=False)


@pytest.mark.browser
async def test_a_pc_that_got_the_root_works_and_one_that_did_not_is_warned(tmp_path: Path) -> None:
    certutil, chromium = need("certutil"), need("chromium")
    async with _station(tmp_path) as made:
        await _over_http(made)
        for home, trusts in ((tmp_path / "new", False), (tmp_path / "pc", True)):
            database = home / ".pki" / "nssdb"
            database.mkdir(parents=True)
            _certutil(certutil, database, "-N", "--empty-password")
            if trusts:
                _certutil(certutil, database, "-A", "-n", "office", "-t", "C,,", "-i", str(made.root))
            assert await _browsed(chromium, home, made) is trusts


def _certutil(program: str, database: Path, *words: str) -> None:
    subprocess.run([program, "-d", f"sql:{database}", *words], check=True, timeout=30)


async def _browsed(chromium: str, home: Path, made: Secure) -> bool:
    """Sign in with a browser of that home and read the fingerprint; False when it refuses the certificate."""
    env: dict[str, str | float | bool] = {**os.environ, "HOME": str(home)}
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=chromium, args=ARGS, env=env)
        page = await browser.new_page()
        try:
            await page.goto(f"{made.url}/sign-in")
        except Exception as error:  # noqa: BLE001  # Playwright's own, told by its words
            assert "ERR_CERT_AUTHORITY_INVALID" in str(error)  # noqa: PT017
            return False
        else:
            await page.fill("input[name=name]", "admin")
            await page.fill("input[name=password]", made.password)
            await page.click("main button")
            await page.wait_for_url(f"{made.url}/")
            cookies = {str(one.get("name")): one for one in await page.context.cookies()}
            assert cookies["__Host-session-MSI"].get("secure")
            await page.goto(f"{made.url}/health")
            assert await page.inner_text(".health code") == made.fingerprint
            await page.goto(f"{made.url}/ca")
            assert await page.inner_text(".mark") == made.fingerprint
            async with page.expect_download() as begun:
                await page.click("main .button.main")
            taken = await (await begun.value).path()
            assert taken.read_bytes() == made.root.read_bytes()
            return True
        finally:
            await browser.close()


async def _over_http(made: Secure) -> None:
    """Look at the same console without a browser: headers, cookies, and what plain HTTP gets."""
    async with _client(made) as staff:
        page = await staff.get("/sign-in")
        assert page.headers["strict-transport-security"].startswith("max-age=")
        assert hidden(page.text, "pre")
        assert all("Secure" in one for one in page.headers.get_list("set-cookie"))
    plain = f"http://127.0.0.1:{made.plain}"
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.HTTPError):
            await client.get(made.url.replace("https", "http"))
        asked = await client.get(f"{plain}/health?a=b")
        assert (asked.status_code, asked.headers["location"]) == (308, f"{made.url}/health?a=b")
        assert "set-cookie" not in asked.headers
        for path in ("//evil.example/", "/\\evil.example"):
            where = (await client.get(f"{plain}{path}")).headers["location"]
            assert httpx.URL(where).host == "127.0.0.1"
        foreign = await client.get(plain, headers={"host": "evil.example"})
        posted = await client.post(f"{plain}/sign-in", data={"password": "x"})
        assert [foreign.status_code, posted.status_code] == [400, 400]
        assert "location" not in {**foreign.headers, **posted.headers}


def test_a_new_root_is_another_one_and_the_certificate_is_of_it(tmp_path: Path) -> None:
    _asked("init", str(tmp_path))
    config = tmp_path / "office.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("port = 8080", "port = 8080\ntls = true"))
    first, again = (_asked("tls", "show", "--config", str(config)) for _ in range(2))
    assert first == again
    mark = _asked("tls", "new", "--config", str(config)).splitlines()[-1]
    assert mark not in first
    assert mark in _asked("tls", "show", "--config", str(config))
    assert "PRIVATE" not in _written(tmp_path, config)


def _written(folder: Path, config: Path) -> str:
    _asked("tls", "ca", str(folder / "ca.crt"), "--config", str(config))
    return (folder / "ca.crt").read_text(encoding="ascii")


@pytest.mark.parametrize(
    ("console", "encrypted"),
    [
        ("", False),
        ('host = "127.0.0.9"', False),
        ('host = "localhost"', False),
        ("tls = true", True),
        ('host = "192.0.2.10"', True),
        ('host = "192.0.2.10"\ntls = false', True),
        ('host = "0.0.0.0"\nnames = ["192.0.2.10"]', True),
        ('host = "::"\nnames = ["PATROLWIRE.lan"]', True),
    ],
)
def test_beyond_loopback_it_is_tls_whatever_the_file_says(
    tmp_path: Path, console: str, *, encrypted: bool
) -> None:
    assert _config(tmp_path, console).console.encrypted is encrypted


@pytest.mark.parametrize(
    "console", ['host = "0.0.0.0"', 'names = ["a b"]', 'names = ["*.lan"]', 'names = [""]']
)
def test_a_console_nobody_can_name_is_refused(tmp_path: Path, console: str) -> None:
    with pytest.raises(ConfigError, match="192"):
        _config(tmp_path, console)


def _config(folder: Path, console: str) -> Config:
    file = folder / "office.toml"
    office = '[office]\ncode = "MSI"\nname = "Mae Sai"\ncountry = "TH"\n'
    file.write_text(f"{office}[console]\nport = 8080\n{console}\n", encoding="utf-8")
    return load(file)
