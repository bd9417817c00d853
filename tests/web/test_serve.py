"""What a worker serves when something of its console is damaged: everything else."""

from pathlib import Path

from gateway.founding import Founded, found
from gateway.office import keys
from gateway.office.config import Config, load
from gateway.role import SHARES, Role, Share
from gateway.station.outside import Outside
from gateway.station.station import Station
from gateway.store.store import Store
from gateway.tls import kept
from web.serve import _tls


def _office(folder: Path) -> Config:
    config = found(folder, Founded("MSI", "Mae Sai", "TH"))
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("port = 8080", "tls = true\nport = 8080"), encoding="utf-8")
    return load(config)


def test_a_damaged_root_shuts_the_console_and_nothing_else(tmp_path: Path) -> None:
    config = _office(tmp_path / "msi")
    store = Store.make(config.dsn(), keys.store_key(config.path(config.store.key_file)))
    try:
        shares, tls = _tls(Station(config, Outside(), store))
        assert (shares, tls is not None) == (SHARES[Role.ALL], True)
        (config.path(config.keys) / kept.ROOT).write_bytes(b"-----BEGIN")
        station = Station(config, Outside(), store)
        shares, tls = _tls(station)
        assert (shares, tls) == (SHARES[Role.ALL] - {Share.CONSOLE}, None)
        [notice] = [one for one in station.board.standing() if one.name == "console"]
        assert "The console stays shut: " in notice.sentence
        assert "patrolwire tls new" in notice.sentence
    finally:
        store.close()
