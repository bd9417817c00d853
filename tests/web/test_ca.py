"""The root certificate on its page: to administrators, with its fingerprint, never with its key."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from cryptography import x509

from gateway.desk.machine import Certificate, Machine
from gateway.tls import issue
from tests.web.pretend_station import now
from tests.web.stage import Stage


def _over_tls(console: Stage) -> str:
    """Let the console have a certificate; return its root's fingerprint."""
    root = issue.make_root("MSI", ["192.0.2.10", "patrolwire.lan"]).certificate
    mark, names = issue.fingerprint(root), tuple(sorted(issue.within(root)))
    held = Certificate(now() + timedelta(days=300), mark, issue.public(root), names)
    object.__setattr__(console.desk, "machine", lambda: Machine(certificate=held))
    return mark


async def test_an_administrator_takes_the_root_and_can_compare_it(console: Stage) -> None:
    mark = _over_tls(console)
    await console.account("chief", role="administrator")
    chief = await console.signed_in("chief")
    assert 'href="/ca"' in (await chief.client.get("/health")).text
    page = (await chief.client.get("/ca")).text
    assert mark in page
    assert "patrolwire tls show" in page
    assert "192.0.2.10, patrolwire.lan" in page
    answer = await chief.client.get("/ca/root.crt")
    assert answer.headers["content-type"] == "application/x-x509-ca-cert"
    assert answer.headers["content-disposition"] == 'attachment; filename="patrolwire-MSI.crt"'
    assert issue.fingerprint(x509.load_pem_x509_certificate(answer.content)) == mark
    assert b"PRIVATE" not in answer.content


@pytest.mark.parametrize("role", ["duty", "supervisor", "clerk", "auditor", "analyst"])
async def test_for_others_it_is_not_there(console: Stage, role: str) -> None:
    _over_tls(console)
    await console.account("reader", role=role)
    reader = await console.signed_in("reader")
    assert "/ca" not in (await reader.client.get("/health")).text
    for path in ("/ca", "/ca/root.crt"):
        assert (await reader.client.get(path)).status_code == HTTPStatus.NOT_FOUND


async def test_a_console_on_loopback_says_that_there_is_nothing_to_carry(console: Stage) -> None:
    await console.account("chief", role="administrator")
    chief = await console.signed_in("chief")
    page = await chief.client.get("/ca")
    assert page.status_code == HTTPStatus.OK
    assert "there is nothing to carry" in page.text
    assert (await chief.client.get("/ca/root.crt")).status_code == HTTPStatus.NOT_FOUND
