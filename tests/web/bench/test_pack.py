"""The figures of the packed form: ten reports of ten kinds, within their limits, and truly sealed."""

from statistics import mean

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from web.bench import pack
from web.bench.figure import Figure
from web.commands.bench import Bar


def _figures() -> dict[str, Figure]:
    with Bar() as bar:
        return {figure.figure: figure for figure in pack.figures(bar)}


def test_ten_reports_of_as_many_kinds_keep_the_limits() -> None:
    found = _figures()
    assert all(figure.holds is not False and figure.n == 10 for figure in found.values())
    assert {"pack.mean_bytes", "pack.sealed_bytes"} <= set(found)
    assert len({report.type for report in pack.reports()}) == len(pack.TEXTS) == 10
    assert mean(map(len, pack.TEXTS)) > 60


def test_what_is_sealed_opens_with_its_header_alone() -> None:
    sealed = pack.sealed(b"report", 7)
    header, rest = sealed[: pack.HEADER_BYTES], sealed[pack.HEADER_BYTES :]
    nonce = header.ljust(pack.NONCE_BYTES, b"\0")
    assert AESGCMSIV(pack._KEY).decrypt(nonce, rest, header) == b"report"
    with pytest.raises(InvalidTag):
        AESGCMSIV(pack._KEY).decrypt(nonce, rest, b"another")
