"""PostgreSQL over a network: a host that falls silent is given up, and work that hangs is ended."""

import os
import socket
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, make_url, text

from gateway.errors import StoreLostError
from gateway.store import feed
from gateway.store.patience import take_time
from gateway.store.postgres import open_postgres
from gateway.store.store import Store
from gateway.store.timed import SILENCE, Timed
from gateway.store.use import Use
from tests.gateway.store.proxy import Proxy, proxy
from tests.gateway.store.rows import NOON


@pytest.fixture
def far(postgres_dsn: str) -> Iterator[Proxy]:
    """Give the server of `postgres_dsn` over TCP."""
    with proxy(f"{make_url(postgres_dsn).query['host']}/.s.PGSQL.5432") as made:
        yield made


def address(dsn: str, far: Proxy) -> str:
    """Return the address of two hosts: the one that is far, then the server itself."""
    near = make_url(dsn).query["host"]
    hosts = f"host=127.0.0.1:{far.port}&host={near}:5432"
    return f"postgresql://postgres@/fresh?{hosts}&target_session_attrs=read-write"


@pytest.mark.parametrize("use", list(Use))
def test_each_connection_gives_up_a_host_that_is_silent(postgres_dsn: str, far: Proxy, use: Use) -> None:
    engine = open_postgres(make_url(address(postgres_dsn, far)), use)
    with engine.connect() as conn:
        driver = conn.connection.driver_connection
        assert driver is not None
        held = socket.socket(fileno=os.dup(driver.pgconn.socket))
    with held:
        asked = {
            "keepalives_idle": socket.TCP_KEEPIDLE,
            "keepalives_interval": socket.TCP_KEEPINTVL,
            "keepalives_count": socket.TCP_KEEPCNT,
            "tcp_user_timeout": socket.TCP_USER_TIMEOUT,
        }
        found = {name: held.getsockopt(socket.IPPROTO_TCP, option) for name, option in asked.items()}
        assert held.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
    engine.dispose()
    assert found | {"connect_timeout": 10} == SILENCE


def test_a_server_that_stands_still_is_left_for_the_next_host(
    postgres_dsn: str, far: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Timed, "limit_s", 0.5)
    monkeypatch.setitem(SILENCE, "connect_timeout", 2)  # the least that there is
    store = Store.open(address(postgres_dsn, far), inline=True)
    store.write_now(_tick)
    far.freeze()
    heard: list[object] = []

    def twice() -> None:
        for _ in range(2):
            try:
                heard.append(store.write_now(_tick))
            except StoreLostError as error:
                heard.append(str(error.sentence))

    writing = threading.Thread(target=twice, daemon=True)
    writing.start()
    writing.join(60)
    assert heard[0] == "The database server does not answer; nothing was kept. Is it running?"
    assert isinstance(heard[1], int)
    store.close()


def test_a_statement_is_ended_by_the_server_unless_its_work_takes_its_time(postgres_dsn: str) -> None:
    store = Store.open(postgres_dsn, inline=True)

    def limits(conn: Connection) -> tuple[str, bool]:
        driver = conn.connection.driver_connection
        assert isinstance(driver, Timed)
        return conn.execute(text("SHOW statement_timeout")).scalar_one(), driver.patient

    def patient(conn: Connection) -> tuple[str, bool]:
        take_time(conn)
        return limits(conn)

    def long(conn: Connection) -> None:
        conn.execute(text("SET LOCAL statement_timeout = 50"))
        conn.execute(text("SELECT pg_sleep(30)"))

    usual = ("1min", False)
    for run in (store.write_now, store.read_now):
        assert [run(limits), run(patient), run(limits)] == [usual, ("0", True), usual]
    with pytest.raises(StoreLostError, match="took too long"):
        store.write_now(long)
    store.close()


def _tick(conn: Connection) -> int:
    return feed.add(conn, "tick", NOON)
