"""An old copy of the database, put back by hand, is known by the mark beside the key."""

import asyncio
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gateway.backup.backup import take
from gateway.backup.restore import restore
from gateway.doctor import database as doctor
from gateway.errors import StoreLostError
from gateway.office import keys, mark
from gateway.office.config import Config
from gateway.store import audit, counters
from gateway.store.database import Database
from gateway.store.store import Store
from hardware.finding import Grade
from tests.gateway.offices import START, House
from web.commands import run as command

_SECRET = X25519PrivateKey.generate()


def _key(config: Config) -> bytes:
    return keys.store_key(config.path(config.store.key_file))


def _on_record(store: Store, what: str) -> None:
    store.write_now(lambda conn: audit.append(conn, START, "som", what, "MSI"))


def _copied(house: House) -> Path:
    """Keep a copy, go on, mark how far, and stop; return the copy."""
    config, path = house.kit.config, house.kit.config.folder / "station.db"
    _on_record(house.store, "before")
    house.store.scrub()
    copy = Path(shutil.copy(path, config.folder / "copy.db"))
    _on_record(house.store, "after")
    mark.put(config, house.store.read_now(mark.look))
    house.store.close()
    return copy


def _checked(config: Config) -> None:
    store = Store.open(config.dsn(), _key(config), inline=True)
    try:
        store.read_now(lambda conn: mark.check(config, conn))
    finally:
        store.close()


def test_the_store_that_was_marked_goes_on(house: House) -> None:
    _copied(house)
    _checked(house.kit.config)
    assert doctor.look(house.kit.config)[0].grade is Grade.GOOD


def test_an_old_copy_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    config = house.kit.config
    _copied(house).replace(config.folder / "station.db")
    with pytest.raises(StoreLostError, match="old copy"):
        _checked(config)
    assert "old copy" in doctor.look(config)[0].sentence
    monkeypatch.setattr(command, "set_up", lambda: None)
    with pytest.raises(StoreLostError, match="old copy"):
        command.run(config.folder / "office.toml")


def test_one_that_has_grown_as_long_by_itself_is_refused_too(house: House) -> None:
    config = house.kit.config
    _copied(house).replace(config.folder / "station.db")
    store = Store.open(config.dsn(), _key(config), inline=True)
    for what in ("another", "and another"):
        _on_record(store, what)
    store.close()
    with pytest.raises(StoreLostError, match="old copy"):
        _checked(config)


def test_one_whose_envelopes_are_missing_is_refused_too(house: House) -> None:
    config = house.kit.config
    seen = house.store.read_now(mark.look)
    mark.put(config, seen._replace(envelope=seen.envelope + 1))
    with pytest.raises(StoreLostError, match="old copy"):
        house.store.read_now(lambda conn: mark.check(config, conn))


def test_the_old_copy_goes_on_in_a_new_epoch_once_it_is_restored(house: House) -> None:
    """By a clock in 1970 too, where another restore had begun an epoch beyond."""
    config, path = house.kit.config, house.kit.config.folder / "station.db"
    _copied(house).replace(path)
    seen = mark.read(config)
    assert seen
    mark.put(config, seen._replace(epoch=seen.epoch + 2**27))
    store = Store.open(config.dsn(), _key(config), inline=True)
    take(store, config.folder / "backup", [_SECRET.public_key()], START)
    store.close()
    path.unlink()
    begun = seen.epoch + 2**27
    restore(
        config.folder / "backup",
        _SECRET,
        Database(config.dsn(), _key(config)),
        START.replace(year=1970),
        beyond=begun,
    )
    _checked(config)
    new = Store.open(config.dsn(), _key(config), inline=True)
    assert new.read_now(counters.epoch) > begun
    new.close()


@pytest.mark.parametrize("content", [None, b"", bytes(40), b"1,2", b"\xff,1,a,2", b"one,2,ab,3"])
def test_without_a_mark_that_can_be_read_every_store_goes_on(house: House, content: bytes | None) -> None:
    if content is not None:
        (house.kit.config.folder / "keys" / mark.NAME).write_bytes(content)
    assert mark.read(house.kit.config) is None
    house.store.read_now(lambda conn: mark.check(house.kit.config, conn))


def test_what_cannot_be_written_stops_nothing(house: House) -> None:
    config = house.kit.config
    (config.folder / "keys" / mark.NAME).mkdir()
    mark.put(config, house.store.read_now(mark.look))
    house.store.read_now(lambda conn: mark.check(config, conn))


async def test_it_is_marked_a_look_late(house: House) -> None:
    config, marking = house.kit.config, mark.Marking(house.kit.config, house.store)
    seen = house.store.read_now(mark.look)
    await marking._look()
    assert mark.read(config) is None
    _on_record(house.store, "meanwhile")
    await marking._look()
    assert mark.read(config) == seen


def test_a_station_marks_where_it_stops(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    config = house.kit.config

    async def served(_: Config, store: Store, *__: object) -> None:
        await asyncio.to_thread(_on_record, store, "while it ran")

    house.store.close()
    monkeypatch.setattr(command, "set_up", lambda: None)
    monkeypatch.setattr(command, "_serve", served)
    command.run(config.folder / "office.toml")
    store = Store.open(config.dsn(), _key(config), inline=True)
    assert mark.read(config) == store.read_now(mark.look)
    store.close()
