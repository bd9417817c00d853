"""The console's certificates, judged by OpenSSL: believed for the office's names, and for no other."""

import contextlib
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.board.board import Board
from gateway.errors import ConfigError
from gateway.store import audit
from gateway.tls import issue, kept
from gateway.tls.console import ConsoleTls, best_guess, context
from tests.gateway.offices import START, SetClock, found_pair
from tests.peers import need

NAMES = ("localhost", "127.0.0.1", "::1", "192.0.2.10", "console.lan")
FULL, RESUMED = 1900, 1200  # bytes of a handshake, both ways: under a second at 20 kbit/s
_GONE = datetime(1970, 1, 1, 0, 5, tzinfo=UTC)


def _pipes(
    server: ssl.SSLContext, client: ssl.SSLContext, name: str, session: ssl.SSLSession | None = None
) -> tuple[int, ssl.SSLObject]:
    """Shake hands without a network; return the bytes that crossed, and the client's end."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    here = server.wrap_bio(to_server, to_client, server_side=True)
    there = client.wrap_bio(to_client, to_server, server_hostname=name, session=session)
    crossed, open_ = 0, [there, here]
    while open_:
        for one in (there, here):
            out = to_server if one is there else to_client
            waiting = out.pending
            with contextlib.suppress(ssl.SSLWantReadError):
                one.do_handshake()
                open_ = [other for other in open_ if other is not one]
            crossed += out.pending - waiting
    waiting = to_client.pending
    here.write(b"x")
    crossed += to_client.pending - waiting
    assert there.read(1) == b"x"
    return crossed, there


def _trusting(root: issue.Held) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.load_verify_locations(cadata=issue.public(root.certificate).decode())
    return made


def _serving(leaf: issue.Held, folder: Path) -> ssl.SSLContext:
    (folder / "served.pem").write_bytes(leaf.pem())
    made = context()
    made.load_cert_chain(folder / "served.pem")
    return made


@pytest.mark.parametrize("name", NAMES)
def test_each_name_of_the_office_is_believed(tmp_path: Path, name: str) -> None:
    held = kept.ready(tmp_path, "MSI", NAMES, START)
    _, there = _pipes(_serving(held.leaf, tmp_path), _trusting(held.root), name)
    assert there.version() == "TLSv1.3"


@pytest.mark.parametrize("name", ["mail.example", "192.0.2.11", "lan", "xconsole.lan"])
def test_a_certificate_for_another_name_is_refused_though_the_root_signed_it(
    tmp_path: Path, name: str
) -> None:
    held = kept.ready(tmp_path, "MSI", NAMES, START)
    foreign = issue.make_leaf(held.root, (name,), START + timedelta(days=90))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        _pipes(_serving(foreign, tmp_path), _trusting(held.root), name)


def test_another_offices_root_believes_nothing_of_ours(tmp_path: Path) -> None:
    held, other = kept.ready(tmp_path, "MSI", NAMES, START), issue.make_root("TCL", NAMES)
    with pytest.raises(ssl.SSLCertVerificationError):
        _pipes(_serving(held.leaf, tmp_path), _trusting(other), "localhost")


def test_a_handshake_is_small_and_a_second_one_smaller(tmp_path: Path) -> None:
    held = kept.ready(tmp_path, "MSI", NAMES, START)
    server, client = _serving(held.leaf, tmp_path), _trusting(held.root)
    full, there = _pipes(server, client, "192.0.2.10")
    again, back = _pipes(server, client, "192.0.2.10", there.session)
    assert back.session_reused
    assert full <= FULL
    assert again <= RESUMED


def test_nothing_older_than_tls_1_2_is_spoken(tmp_path: Path) -> None:
    held = kept.ready(tmp_path, "MSI", NAMES, START)
    client = _trusting(held.root)
    client.maximum_version = ssl.TLSVersion.TLSv1_2
    _, there = _pipes(_serving(held.leaf, tmp_path), client, "localhost")
    assert there.version() == "TLSv1.2"
    suite = there.cipher()
    assert suite is not None
    assert suite[0].startswith("ECDHE-ECDSA")
    assert context().minimum_version is ssl.TLSVersion.TLSv1_2


def test_openssl_finds_nothing_wrong_with_them(tmp_path: Path) -> None:
    held = kept.ready(tmp_path, "MSI", NAMES, START)
    (tmp_path / "ca.crt").write_bytes(issue.public(held.root.certificate))
    (tmp_path / "leaf.crt").write_bytes(issue.public(held.leaf.certificate))
    at = str(int(START.timestamp()))
    asked = [need("openssl"), "verify", "-x509_strict", "-purpose", "sslserver", "-attime", at]
    asked += ["-CAfile", str(tmp_path / "ca.crt"), "-verify_ip", "192.0.2.10", str(tmp_path / "leaf.crt")]
    done = subprocess.run(asked, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    wrong = subprocess.run(
        [one.replace("192.0.2.10", "192.0.2.99") for one in asked], capture_output=True, check=False
    )
    assert wrong.returncode != 0


def test_what_holds_is_not_made_again_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    first, again = (kept.ready(tmp_path, "MSI", NAMES, START) for _ in range(2))
    assert (first.made_root, first.made_leaf) == (True, True)
    assert (again.made_root, again.made_leaf) == (False, False)
    assert first.leaf.pem() == again.leaf.pem()
    assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(("days", "fresh"), [(300, False), (340, True), (4000, True)])
def test_it_is_renewed_before_it_ends_and_under_the_same_root(
    tmp_path: Path, days: int, *, fresh: bool
) -> None:
    first = kept.ready(tmp_path, "MSI", NAMES, START)
    later = kept.ready(tmp_path, "MSI", NAMES, START + timedelta(days=days))
    assert later.made_leaf is fresh
    assert later.root.certificate == first.root.certificate
    assert later.leaf.certificate.not_valid_after_utc > START + timedelta(days=days + 59)


def test_a_name_that_the_root_does_not_know_is_left_out_and_told(tmp_path: Path) -> None:
    kept.ready(tmp_path, "MSI", NAMES, START)
    held = kept.ready(tmp_path, "MSI", (*NAMES, "new.lan"), START)
    assert held.left_out == ("new.lan",)
    assert issue.names_of(held.leaf.certificate) == set(NAMES)


def test_a_damaged_leaf_is_made_anew_and_a_damaged_root_is_told(tmp_path: Path) -> None:
    kept.ready(tmp_path, "MSI", NAMES, START)
    (tmp_path / kept.LEAF).write_bytes(b"-----BEGIN")
    assert kept.ready(tmp_path, "MSI", NAMES, START).made_leaf
    (tmp_path / kept.ROOT).write_bytes(b"-----BEGIN")
    with pytest.raises(ConfigError, match="tls new"):
        kept.ready(tmp_path, "MSI", NAMES, START)


async def test_a_board_without_a_battery_goes_by_the_record(tmp_path: Path) -> None:
    house = found_pair(tmp_path)["MSI"]
    await house.store.write(lambda conn: audit.append(conn, START, "x", "signed in", "account x"))
    assert await house.store.read(lambda conn: best_guess(conn, _GONE)) == START
    tls = ConsoleTls(house.kit.config, house.store, SetClock(_GONE), Board(lambda: _GONE))
    assert tls.state().until == START + kept.LASTS


async def test_a_running_console_serves_the_new_one_and_puts_it_on_record(tmp_path: Path) -> None:
    house = found_pair(tmp_path)["MSI"]
    tls = ConsoleTls(house.kit.config, house.store, house.clock, Board(house.clock.now))
    await tls.look()
    folder = house.kit.config.path(house.kit.config.keys)
    root = kept.root_of(folder)
    assert root is not None
    before, first = tls.state(), _shown(tls, root)
    house.clock.go(timedelta(days=380))
    await tls.look()
    assert tls.state().until > before.until
    assert tls.state().root == before.root
    assert _shown(tls, root) != first
    rows = await house.store.read(
        lambda c: c.exec_driver_sql("SELECT action FROM audit WHERE actor = 'station'").scalars().all()
    )
    assert rows.count("renewed the certificate") == 2


async def test_a_root_that_is_damaged_while_the_console_runs_ends_neither_it_nor_the_looking(
    tmp_path: Path,
) -> None:
    house = found_pair(tmp_path)["MSI"]
    tls = ConsoleTls(house.kit.config, house.store, house.clock, Board(house.clock.now))
    folder = house.kit.config.path(house.kit.config.keys)
    root, whole, before = kept.root_of(folder), (folder / kept.ROOT).read_bytes(), tls.state()
    assert root is not None
    (folder / kept.ROOT).write_bytes(b"-----BEGIN")
    house.clock.go(timedelta(days=380))
    await tls.look()
    assert tls.state() == before
    assert _shown(tls, root)
    (folder / kept.ROOT).write_bytes(whole)
    await tls.look()
    assert tls.state().until > before.until


def _shown(tls: ConsoleTls, root: issue.Held) -> bytes:
    _, there = _pipes(tls.context, _trusting(root), "localhost")
    shown = there.getpeercert(binary_form=True)
    assert shown is not None
    return shown
