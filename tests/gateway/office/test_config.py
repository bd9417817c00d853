from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.founding import Founded, found, write_config
from gateway.office.config import ConsolePart, load


def test_the_commented_example_is_a_config(tmp_path: Path) -> None:
    write_config(tmp_path / "office.toml", Founded("MSI", "Mae Sai", "TH"))
    config = load(tmp_path / "office.toml")
    assert (config.office.code, config.office.zone) == ("MSI", "Asia/Bangkok")
    assert config.console.host == config.door.host == "127.0.0.1"
    assert config.dsn() == f"sqlite:///{tmp_path / 'station.db'}"


def test_the_examples_comments_are_valid_once_uncommented(tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    write_config(file, Founded("MSI", "Mae Sai", "TH"))
    lines = file.read_text(encoding="utf-8").splitlines()
    shown = [line.removeprefix("# ") if line.startswith("# [") or " = " in line else line for line in lines]
    file.write_text("\n".join(shown), encoding="utf-8")
    config = load(file)
    assert len(config.bearer) == 2
    assert config.watchdog.every_hours == 24
    assert len(config.officer) == len(config.partner) == len(config.rule) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[office", "not TOML"),
        ("", "office: Field required"),
        ('[office]\ncode="mae sai"\nname="x"\ncountry="TH"', "office.code"),
        ('[office]\ncode="MSI"\nname="x"\ncountry="TH"\nzone="Asia/Mae_Sai"', "not a time zone"),
        ('[office]\ncode="MSI"\nname="x"\ncountry="TH"\nsiren=1', "office.siren"),
        (
            '[office]\ncode="MSI"\nname="x"\ncountry="TH"\n[[officer]]\nname="A"',
            "neither a number nor a callsign",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "office.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=says) as caught:
        load(file)
    assert "\n" not in str(caught.value)


def test_a_pin_is_neither_shown_nor_told(tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    bearer = '[[bearer]]\nname="modem1"\nurl="gsm:/dev/x?pin=1234"'
    file.write_text(f'[office]\ncode="MSI"\nname="x"\ncountry="TH"\n{bearer}')
    assert "1234" not in repr(load(file))
    file.write_text(f'[office]\ncode="MSI"\nname="x"\ncountry="TH"\n{bearer}\nspeed=9600')
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert "1234" not in str(caught.value)


def test_an_office_is_never_founded_over_another(tmp_path: Path) -> None:
    config = found(tmp_path / "office", Founded("MSI", "Mae Sai", "TH"))
    before = config.read_bytes(), (tmp_path / "office/keys/sign.key").read_bytes()
    with pytest.raises(ConfigError, match="already"):
        found(tmp_path / "office", Founded("TCL", "Tachileik", "MM"))
    assert before == (config.read_bytes(), (tmp_path / "office/keys/sign.key").read_bytes())


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ({}, "http://127.0.0.1:8080"),
        ({"host": "::1"}, "http://[::1]:8080"),
        ({"tls": True}, "https://127.0.0.1:8080"),
        ({"host": "0.0.0.0", "names": ["blo.lan", "192.0.2.1"]}, "https://blo.lan:8080"),  # noqa: S104  # on purpose
    ],
)
def test_the_console_says_what_to_open_in_a_browser(written: dict[str, object], address: str) -> None:
    assert ConsolePart.model_validate({"port": 8080, **written}).address == address
