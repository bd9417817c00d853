from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.office import card, keys


def test_a_card_carries_the_public_half_and_nothing_else(tmp_path: Path) -> None:
    keys.make(tmp_path / "keys", "MSI")
    held = keys.load(tmp_path / "keys")
    card.write(card.own("MSI", "Mae Sai", held), tmp_path / "MSI.toml")
    read = card.read(tmp_path / "MSI.toml")
    assert read.sign.public_bytes_raw() == held.sign.public_key().public_bytes_raw()
    assert read.seal.public_bytes_raw() == held.seal.public_key().public_bytes_raw()
    secret = {keys.text(held.sign.private_bytes_raw()), keys.text(held.seal.private_bytes_raw())}
    assert not any(one in (tmp_path / "MSI.toml").read_text() for one in secret)


def test_keys_that_others_can_read_are_refused(tmp_path: Path) -> None:
    keys.make(tmp_path, "MSI")
    (tmp_path / "sign.key").chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600"):
        keys.load(tmp_path)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    keys.make(tmp_path, "MSI")
    (tmp_path / "tls.key").unlink()
    with pytest.raises(ConfigError, match=r"tls\.key"):
        keys.load(tmp_path)


@pytest.mark.parametrize("damage", ["", "code = 1", "sign = 'AAAA'", "certificate = 'no'"])
def test_a_damaged_card_is_said_to_be_damaged(tmp_path: Path, damage: str) -> None:
    keys.make(tmp_path / "keys", "MSI")
    file = tmp_path / "MSI.toml"
    card.write(card.own("MSI", "Mae Sai", keys.load(tmp_path / "keys")), file)
    name = damage.partition(" ")[0]
    kept = [line for line in file.read_text().splitlines() if name and not line.startswith(name)]
    file.write_text("\n".join([damage, *kept]))
    with pytest.raises(ConfigError, match="damaged"):
        card.read(file)
