"""The writer: whatever has queued up is one commit, and only what is committed is told."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text

from gateway.errors import StoreLostError
from gateway.store import counters, messages
from gateway.store.store import Store
from gateway.store.writer import submit
from tests.gateway.store.rows import message


def _commits(store: Store) -> list[int]:
    count = [0]

    def committed(_: object) -> None:
        count[0] += 1

    event.listen(store._writing, "commit", committed)
    return count


def _gate(store: Store) -> Callable[[], None]:
    """Hold the writer inside a work, so that others queue up behind it; the answer lets go."""
    held, go = threading.Event(), threading.Event()

    def work(_: Connection) -> None:
        held.set()
        assert go.wait(30)

    submit(store._writer, work)
    assert held.wait(30)
    return go.set


def test_what_has_queued_up_is_one_commit(store: Store) -> None:
    count, go = _commits(store), _gate(store)
    futures = [submit(store._writer, lambda c: counters.take(c, "n")) for _ in range(100)]
    go()
    assert sorted(f.result(30) for f in futures) == list(range(1, 101))
    assert count == [2]


def test_a_batch_is_at_most_256(store: Store) -> None:
    count, go = _commits(store), _gate(store)
    futures = [submit(store._writer, lambda c: counters.take(c, "n")) for _ in range(600)]
    go()
    assert {f.result(30) for f in futures} == set(range(1, 601))
    assert count == [1 + 3]


def test_a_work_that_fails_takes_only_itself_back(store: Store) -> None:
    go = _gate(store)

    def bad(conn: Connection) -> int:
        messages.add(conn, **message(text="gone"))
        raise ValueError("mine")

    works = [
        lambda c: messages.add(c, **message(text="a")),
        bad,
        lambda c: messages.add(c, **message(text="b")),
    ]
    futures: list[Future[int]] = [submit(store._writer, w) for w in works]
    go()
    with pytest.raises(ValueError, match="mine"):
        futures[1].result(30)
    assert futures[2].result(30)
    assert [m.text for m in store.read_now(messages.recent)] == ["b", "a"]


def test_a_work_nobody_waits_for_any_more_is_not_begun(store: Store) -> None:
    go = _gate(store)
    dropped = submit(store._writer, lambda c: counters.take(c, "n"))
    assert dropped.cancel()
    go()
    assert store.write_now(lambda c: counters.take(c, "n")) == 1


async def test_a_caller_who_is_cancelled_changes_nothing_for_others(store: Store) -> None:
    go = _gate(store)
    tasks = [asyncio.create_task(store.write(lambda c: counters.take(c, "n"))) for _ in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.sleep(0)
    go()
    assert await asyncio.gather(tasks[0], tasks[2]) == [1, 2]


def test_success_is_told_only_after_commit(store: Store) -> None:
    seen: list[bool] = []
    futures: list[Future[int]] = []
    event.listen(store._writing, "commit", lambda _: seen.append(any(f.done() for f in futures)))
    go = _gate(store)
    futures += [submit(store._writer, lambda c: counters.take(c, "n")) for _ in range(3)]
    go()
    assert [f.result(30) for f in futures] == [1, 2, 3]
    assert seen == [False, False]


def test_a_commit_that_fails_fails_every_future_and_the_writer_goes_on(store: Store) -> None:
    go = _gate(store)
    futures = [submit(store._writer, lambda c: counters.take(c, "n")) for _ in range(3)]
    futures.append(submit(store._writer, _break))
    go()
    for future in futures:
        with pytest.raises(StoreLostError, match="kept"):
            future.result(30)
    assert store.write_now(lambda c: counters.take(c, "n")) == 1


def _break(conn: Connection) -> int:
    if conn.dialect.name == "postgresql":
        return conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())")).rowcount
    conn.execute(text("PRAGMA defer_foreign_keys = ON"))
    insert = "INSERT INTO session VALUES (x'00', 'nobody', '', '2026', '2026', '2026', NULL)"
    return conn.execute(text(insert)).rowcount


def test_a_read_then_write_meets_no_lock(tmp_path: Path) -> None:
    """Two processes' worth of writers that read first: with a deferred BEGIN one of them fails at once."""
    stores = [Store.make(f"sqlite:///{tmp_path}/store.db") for _ in range(2)]

    def work(conn: Connection) -> int:
        last = conn.execute(text("SELECT coalesce(max(value), 0) FROM counter")).scalar_one()
        counters.take(conn, f"n{last}")
        return counters.take(conn, "all")

    futures = [submit(store._writer, work) for _ in range(100) for store in stores]
    numbers = [future.result(60) for future in futures]
    for store in stores:
        store.close()
    assert sorted(numbers) == list(range(1, 201))


def test_many_open_a_new_store_at_once(tmp_path: Path) -> None:
    """Turning to WAL and migrating need the file alone: whoever comes second waits."""
    start = threading.Barrier(6)
    errors: list[BaseException] = []

    def come() -> None:
        start.wait()
        try:
            store = Store.make(f"sqlite:///{tmp_path}/store.db", b"k" * 32)
            store.write_now(lambda c: counters.take(c, "n"))
            store.close()
        except BaseException as error:  # noqa: BLE001  # a thread's trouble must reach the test
            errors.append(error)

    threads = [threading.Thread(target=come) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_readers_see_one_moment_while_others_write(store: Store) -> None:
    def work(conn: Connection) -> tuple[int, int]:
        before = len(messages.recent(conn))
        store.write_now(lambda c: messages.add(c, **message()))
        return before, len(messages.recent(conn))

    assert store.read_now(work) == (0, 0)
    assert store.read_now(lambda c: len(messages.recent(c))) == 1


def test_readers_cannot_write(store: Store) -> None:
    with pytest.raises(StoreLostError, match=r"may not be written|only reads"):
        store.read_now(lambda c: counters.take(c, "n"))
    assert store.write_now(lambda c: counters.take(c, "n")) == 1


async def test_listeners_hear_of_commits_in_their_own_loop(store: Store) -> None:
    heard = asyncio.Event()
    threads: list[str] = []
    stop = store.add_listener(lambda: (threads.append(threading.current_thread().name), heard.set()))
    await store.write(lambda c: counters.take(c, "n"))
    await asyncio.wait_for(heard.wait(), 30)
    stop()
    await asyncio.sleep(0.01)
    assert set(threads) == {threading.current_thread().name}
    before = len(threads)
    await store.write(lambda c: counters.take(c, "n"))
    await asyncio.sleep(0.01)
    assert len(threads) == before


def test_a_listener_whose_loop_has_ended_is_forgotten(store: Store) -> None:
    async def listen() -> None:
        store.add_listener(lambda: None)

    asyncio.run(listen())
    store.write_now(lambda c: counters.take(c, "n"))
    assert store.write_now(lambda c: counters.take(c, "n")) == 2
    assert not store._wake._listeners


def test_closing_finishes_what_is_queued(store: Store) -> None:
    go = _gate(store)
    futures = [submit(store._writer, lambda c: counters.take(c, "n")) for _ in range(300)]
    go()
    store.close()
    assert all(f.done() for f in futures)
    with pytest.raises(StoreLostError, match="closed"):
        store.write_now(lambda c: counters.take(c, "n"))


async def test_the_inline_store_is_done_when_it_returns(tmp_path: Path) -> None:
    store = Store.make(f"sqlite:///{tmp_path}/store.db", b"k" * 32, inline=True)
    name = threading.current_thread().name
    where: list[str] = []

    def work(conn: Connection) -> int:
        where.append(threading.current_thread().name)
        return counters.take(conn, "n")

    assert await store.write(work) == 1
    assert await store.read(lambda _: where.append(threading.current_thread().name) or 7) == 7
    assert where == [name, name]
    with pytest.raises(ZeroDivisionError):
        await store.write(lambda _: 1 // 0)
    store.close()


async def test_reads_run_beside_the_loop(store: Store) -> None:
    first, second = await asyncio.gather(
        *(store.read(lambda _: threading.current_thread().name) for _ in range(2))
    )
    assert {first[:12], second[:12]} == {"store-reader"}
