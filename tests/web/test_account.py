"""The way back in when the only administrator has lost his password: at the machine, and seen by all."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection

from gateway.clock import SystemClock
from gateway.desk import regaining
from gateway.desk.passwords import fits, hash_password
from gateway.errors import ConfigError
from gateway.store import accounts, factors, notices
from gateway.store.store import Store
from tests.web.stage import PASSWORD, Stage, sign_in

NEW = "another horse altogether"


async def _regained(console: Stage, *, keep: bool) -> int:
    hashed = hash_password(NEW)
    at = SystemClock().now()
    return await console.store.write(
        lambda conn: regaining.regain(conn, "chief", hashed, "root", at, keep_factor=keep)
    )


async def _factor(console: Stage) -> None:
    at = SystemClock().now()

    def work(conn: Connection) -> None:
        factors.begin(conn, "chief", b"x" * 20, at)
        factors.switch_on(conn, "chief", at, [b"h" * 32])

    await console.store.write(work)


@pytest.mark.parametrize("keep", [True, False])
async def test_the_new_password_opens_the_old_one_not_and_the_sign_ins_are_over(
    console: Stage, *, keep: bool
) -> None:
    await console.account("chief", role="administrator")
    inside, other = await console.signed_in("chief"), await console.signed_in()
    await _factor(console)
    await console.store.write(lambda conn: accounts.change(conn, "chief", disabled=True))
    assert await _regained(console, keep=keep) == 1
    assert (await inside.client.get("/")).status_code == 303
    assert (await other.client.get("/")).status_code == 200
    async with console.client() as client:
        assert (await sign_in(client, "chief", PASSWORD)).status_code == 401
        answer = await sign_in(client, "chief", NEW)
        assert answer.headers["location"].startswith("/sign-in-code") is keep
        assert answer.status_code == 303
    standing = await console.store.read(notices.standing)
    assert ["chief" in one.sentence and "root" in one.sentence for one in standing] == [True]
    actions = await console.store.read(
        lambda c: c.exec_driver_sql("SELECT action FROM audit WHERE actor = 'root'").scalars().all()
    )
    assert [("second factor" in one) for one in actions] == [not keep]


async def test_nobody_is_made_who_was_not_there(console: Stage) -> None:
    with pytest.raises(ConfigError, match="no account"):
        await _regained(console, keep=True)
    assert await console.store.read(notices.standing) == []


@pytest.mark.parametrize("password", ["", "short", "x" * 257, "administrator"])
def test_a_password_that_the_console_would_refuse_is_refused_here(password: str) -> None:
    with pytest.raises(ConfigError, match="nothing was changed"):
        regaining.check("Administrator", password)


def _asked(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "web", *words]
    return subprocess.run(command, input=typed, capture_output=True, check=False, text=True, timeout=60)


def test_it_is_asked_for_twice_at_the_machine(tmp_path: Path) -> None:
    assert _asked("init", str(tmp_path)).returncode == 0
    at = ("--config", str(tmp_path / "office.toml"))
    assert _asked("account", "list", *at).stdout == "admin  administrator\n"
    for typed in (f"{NEW}\n{NEW}x\n", "short\nshort\n", ""):
        refused = _asked("account", "reset", "admin", *at, typed=typed)
        assert (refused.returncode, "nothing was changed" in refused.stderr) == (1, True)
    done = _asked("account", "reset", "admin", *at, typed=f"{NEW}\n{NEW}\n")
    assert done.returncode == 0, done.stderr
    assert NEW not in done.stdout + done.stderr
    store = Store.open(f"sqlite:///{tmp_path / 'station.db'}", (tmp_path / "keys/store.key").read_bytes())
    kept = store.read_now(lambda conn: accounts.by_name(conn, "admin"))
    store.close()
    assert kept is not None
    assert fits(NEW, kept.password)
