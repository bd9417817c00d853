"""Wrong calls of the command line: one sentence of what happened and what to do, and no traceback."""

import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.founding import Founded, found
from gateway.office import keys
from gateway.office.config import load
from gateway.store.store import Store
from web import listening
from web.__main__ import main

Prepare = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A call that cannot be done: what was spoilt before, and what must be said of it."""

    call: str
    says: tuple[str, ...]
    spoil: Prepare | None = None
    code: int = 1


def _made(office: Path) -> None:
    """Make an office as `init` does, without the costly first account."""
    config = load(found(office, Founded("MSI", "Mae Sai", "TH")))
    Store.make(config.dsn(), keys.store_key(config.path(config.store.key_file))).close()


def _damage(name: str) -> Prepare:
    def spoil(office: Path) -> None:
        (office / name).write_bytes(b"no such thing")

    return spoil


def _open(office: Path) -> None:
    (office / "keys/seal.key").chmod(0o644)


def _remove(name: str) -> Prepare:
    return lambda office: (office / name).unlink()


def _setting(line: str) -> Prepare:
    def spoil(office: Path) -> None:
        config = office / "office.toml"
        config.write_text(config.read_text("utf-8").replace("[store]", f"[store]\n{line}", 1), "utf-8")

    return spoil


_AT = "--config {office}/office.toml"
_KEY = "--key {office}/MSI.recovery-key"
_FILE = "{office}/office.toml"
_INTO = f"{_AT} --to sqlite:///{{office}}/r.db"
_CALLS = {
    "no command": Wrong("backpu", ("no command 'backpu'", "nothing was done", "backup "), code=2),
    "an office on a file": Wrong("init {office}/office.toml", ("office.toml cannot be used", "nothing")),
    "an office under a file": Wrong("init {office}/MSI.card.toml/x", ("cannot be used", "Not a directory")),
    "a wrong zone": Wrong("init {office}/new --zone Mars/Base", ("is not a time zone", "nothing was done")),
    "no config": Wrong("export --config {office}/no.toml", ("no.toml cannot be read", "--config")),
    "a config that is no TOML": Wrong(
        f"export {_AT}", ("is not TOML", "nothing was done"), _damage("office.toml")
    ),
    "an unknown setting": Wrong(f"export {_AT}", ("there is no such setting",), _setting("what=1")),
    "another engine": Wrong(f"restore x {_KEY} {_AT} --to mysql://u:hidden@h/x", ("neither sqlite",)),
    "an address that is none": Wrong(f"restore x {_KEY} {_AT} --to rubbish", ("address cannot be read",)),
    "a damaged key": Wrong(f"run {_AT}", ("sign.key is damaged", "your copy"), _damage("keys/sign.key")),
    "a key that others read": Wrong(f"run {_AT}", ("chmod 600",), _open),
    "a store key that is gone": Wrong(f"export {_AT}", ("store.key is missing",), _remove("keys/store.key")),
    "a store that is gone": Wrong(f"run {_AT}", ("is not there", "no new one"), _remove("station.db")),
    "a damaged store": Wrong(f"export {_AT}", ("cannot be opened with this key",), _damage("station.db")),
    "a backup to a folder": Wrong(
        f"backup {{office}}/keys {_AT}", ("a folder or a device", "no backup was taken")
    ),
    "a backup to nowhere": Wrong(f"backup {{office}}/no/b {_AT}", ("cannot be written", "None was taken")),
    "a recovery key that is none": Wrong(f"restore x --key {_FILE} {_AT}", ("no recovery key",)),
    "a recovery key that is gone": Wrong(f"restore x --key {{office}}/no {_AT}", ("cannot be read",)),
    "a backup that is none": Wrong(f"restore {_FILE} {_KEY} {_INTO}", ("no backup", "nothing was restored")),
    "a backup that is gone": Wrong(f"restore {{office}}/no {_KEY} {_INTO}", ("No such file", "Nothing")),
    "a recovery key over a file": Wrong(f"keys recovery {_AT} --to {_FILE}", ("File exists", "Nothing was")),
    "heads of nobody": Wrong(f"audit heads XXX {_AT}", ("no head of XXX", "partner's code")),
    "an office that is none": Wrong("decode --office ZZZ DRG", ("ZZZ is no office",), code=2),
    "a language that is none": Wrong("decode --lang xx DRG", ("xx is none of",), code=2),
    "a role alone": Wrong(f"run {_AT} --role web", ("PostgreSQL",)),
}


@pytest.mark.parametrize("name", _CALLS)
def test_it_is_said_in_one_sentence(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, office = _CALLS[name], tmp_path / "msi"
    _made(office)
    if wrong.spoil:
        wrong.spoil(office)
    monkeypatch.setattr(sys, "argv", ["patrolwire", *wrong.call.format(office=office).split()])
    with pytest.raises(SystemExit) as ended:
        main()
    said = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert ended.value.code == wrong.code
    assert [part for part in wrong.says if part not in said] == []
    assert "Traceback" not in said
    assert "hidden" not in said
    assert "[Errno" not in said


def test_a_wrong_zone_leaves_no_half_of_an_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["patrolwire", "init", str(tmp_path / "new"), "--zone", "Mars/Base"])
    with pytest.raises(SystemExit):
        main()
    assert not (tmp_path / "new").exists()


def test_an_address_in_use_is_named_before_anything_is_started() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Exception, match=f"127.0.0.1:{port} is used by another program"):
            listening.check("127.0.0.1", port)
    with pytest.raises(Exception, match="is no address of this machine"):
        listening.check("192.0.2.1", 8080)
    listening.check("127.0.0.1", 0)
