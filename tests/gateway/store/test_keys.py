"""The names of reports, and the key file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import ConfigError
from gateway.store import keyfile
from gateway.store.keys import ReportKey

_NUMBER = st.integers(0, 10**9)


@given(st.from_regex(r"[A-Z][A-Z0-9-]{0,5}", fullmatch=True), _NUMBER, _NUMBER)
def test_a_key_reads_as_it_is_written(origin: str, epoch: int, seq: int) -> None:
    key = ReportKey(origin, epoch, seq)
    assert ReportKey.parse(str(key)) == key


@given(st.text())
def test_what_is_no_key_is_none(text: str) -> None:
    found = ReportKey.parse(text)
    assert found is None or ReportKey.parse(str(found)) == found


@pytest.mark.parametrize("text", ["", "MSI", "MSI-1", "-1-1", "MSI-1-x", "MSI-๑-1", "MSI--1"])
def test_these_are_no_keys(text: str) -> None:
    assert ReportKey.parse(text) is None


def test_a_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "key"
    keyfile.make(path, b"k" * 32)
    assert path.stat().st_mode & 0o777 == 0o600
    assert keyfile.load(path) == b"k" * 32
    with pytest.raises(ConfigError, match="never written over"):
        keyfile.make(path, b"n" * 32)
    path.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600"):
        keyfile.load(path)


@pytest.mark.parametrize("text", ["", "zz", "ab" * 31, "ü"])
def test_a_damaged_key_file_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(ConfigError, match=r"damaged|cannot be read"):
        keyfile.load(path)


def test_a_missing_key_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        keyfile.load(tmp_path / "none")
