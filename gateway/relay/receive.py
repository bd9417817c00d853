"""Taking a partner's envelopes in: believe, open, keep, and only then say stored.

An envelope that cannot be believed is refused by name with a sentence; one that was kept before is
answered `stored` again and changes nothing (promise 2), unless something else has its name.
"""

import hashlib
from collections.abc import Iterator, Sequence

import structlog
from sqlalchemy import Connection

from gateway.errors import EnvelopeError
from gateway.kit import Kit
from gateway.relay import answer, twice
from gateway.relay.body import AlarmBody, Body, ReportBody, decode
from gateway.relay.bundle import MOST, Item, unpack
from gateway.relay.envelope import Header, header_of, unseal
from gateway.relay.keep import Opened, keep
from gateway.store import audit, counters
from gateway.store.keys import EnvelopeKey
from gateway.store.store import Store
from hardware.failpoint import reach

REFUSED = "envelopes refused"
"""The counter of what partners sent that could not be believed."""
Refused = tuple[str, int, int, str]
_log = structlog.get_logger()


async def receive(store: Store, kit: Kit, frames: Sequence[bytes]) -> bytes:
    """Keep what can be believed and return our signed answer; EnvelopeError when no partner sent this."""
    headers, nameless = _headers(frames)
    sender = _sender(kit, [header for header, _ in headers])
    read = [one for header, frame in headers for one in _open(kit, header, sender, frame)]
    opened = [one for one in read if isinstance(one, Opened)]
    refused = tuple(one for one in read if not isinstance(one, Opened))
    why = [*nameless, *(sentence for *_, sentence in refused)]
    others = await store.write(lambda conn: _keep(conn, kit, opened, sender, why))
    reach("door-after-commit")
    names = [(one.header.origin, one.header.epoch, one.header.seq) for one in opened]
    stored = tuple(name for name in names if name not in others)
    refused += tuple((one.origin, one.epoch, one.seq, twice.WHY) for one in sorted(others))
    return answer.encode(answer.Answer(kit.code, sender, stored, refused), kit.keys.sign)


def _keep(
    conn: Connection, kit: Kit, opened: Sequence[Opened], sender: str, why: Sequence[str]
) -> set[EnvelopeKey]:
    """Keep what is believed, and count and record what was refused; `why` says so of each.

    Return those that are refused because their names are another's.
    """
    others = keep(conn, kit, opened)
    if others:
        twice.tell_of(conn, sender, kit.clock.now())
    refused = [*why, *(f"{twice.WHY}: {key}" for key in sorted(others))]
    if refused:
        counters.take(conn, REFUSED, len(refused))
        digest = hashlib.sha256("\n".join(refused).encode()).digest()
        audit.append(conn, kit.clock.now(), sender, "refused", f"{len(refused)} envelopes", digest)
    return others


def _headers(frames: Sequence[bytes]) -> tuple[list[tuple[Header, bytes]], list[str]]:
    """Read the outsides, and say why of each that cannot be read: it has no name to be refused by."""
    if not 0 < len(frames) <= MOST:
        raise EnvelopeError(f"a batch holds 1 to {MOST} envelopes")
    found: list[tuple[Header, bytes]] = []
    nameless: list[str] = []
    for frame in frames:
        try:
            found.append((header_of(frame), frame))
        except EnvelopeError as error:
            _log.warning("a frame without a name was refused", why=str(error), size=len(frame))
            nameless.append(f"{error}: {hashlib.sha256(frame).hexdigest()}")
    return found, nameless


def _sender(kit: Kit, headers: Sequence[Header]) -> str:
    origins = {header.origin for header in headers}
    if len(origins) != 1 or not origins <= kit.cards.keys():
        raise EnvelopeError("the envelopes are from no partner of this office")
    return origins.pop()


def _open(kit: Kit, header: Header, sender: str, frame: bytes) -> Iterator[Opened | Refused]:
    """Yield what a frame holds: envelopes that are believed, and those that are refused, by name."""
    try:
        data = _unsealed(kit, header, sender, frame)
        items = unpack(data) or (Item(header.epoch, header.seq, header.precedence, data),)
    except EnvelopeError as error:
        yield header.origin, header.epoch, header.seq, str(error)
        return
    for item in items:
        name = Header(sender, item.epoch, item.seq, header.to, item.precedence)
        try:
            item.check()
            yield Opened(name, _body(sender, item.body), frame, item.body)
        except EnvelopeError as error:
            yield sender, item.epoch, item.seq, str(error)


def _unsealed(kit: Kit, header: Header, sender: str, frame: bytes) -> bytes:
    if header.to != kit.code:
        raise EnvelopeError(f"the envelope is for {header.to}")
    return unseal(frame, kit.cards[sender].signs, kit.keys.opens)[1]


def _body(sender: str, data: bytes) -> Body:
    body = decode(data)
    if isinstance(body, ReportBody | AlarmBody) and body.origin != sender:
        raise EnvelopeError("the envelope holds another office's report")
    return body
