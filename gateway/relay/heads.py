"""Heads of the record on their way: once an hour to each partner, with a proof of growth once a day.

Where nothing was put on record, nothing is told.
"""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.audit import witness
from gateway.audit.signed import SignedHead
from gateway.audit.witness import Growth
from gateway.kit import Kit
from gateway.looking import look_for_ever
from gateway.merkle import proofs
from gateway.merkle.tree import Frontier
from gateway.relay.body import HeadBody
from gateway.relay.release import post
from gateway.store import audit, heads
from gateway.store.keys import EnvelopeKey
from gateway.store.order import hold
from gateway.store.store import Store

EVERY = timedelta(hours=1)
PROVED_EVERY = timedelta(days=1)
_log = structlog.get_logger()


class Heads:
    """Tells partners the head of this office's record, for ever."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit, self._store = kit, store

    async def run(self) -> None:
        """Look until cancelled; while the store is full, partners wait."""
        await look_for_ever(self._look, self._kit.pace.heads, "the record's head waits")

    async def _look(self) -> None:
        if await self._store.read(lambda conn: due(conn, self._kit)):
            await self._store.write(lambda conn: tell(conn, self._kit))


def due(conn: Connection, kit: Kit) -> list[str]:
    """Return the partners to be told: an hour has passed, and something was put on record since."""
    now, size = kit.clock.now(), audit.head(conn).seq
    told = {partner: heads.last_told(conn, partner) for partner in kit.cards}
    return [
        partner
        for partner, last in told.items()
        if last is None or (last.size != size and _over(last.at, now, EVERY))
    ]


def tell(conn: Connection, kit: Kit) -> None:
    """Queue a head to each partner it is due to; a new partner's hour begins now."""
    hold(conn)  # two workers must not tell one head twice
    tree, now = audit.frontier(conn), kit.clock.now()
    signed = SignedHead(kit.code, tree.size, tree.root, int(now.timestamp())).sign(kit.keys.sign)
    body = HeadBody(size=tree.size, root=tree.root, at=signed.at, signature=signed.signature)
    for partner in due(conn, kit):
        last, values = heads.last_told(conn, partner), {"partner": partner, "at": now}
        if last is None:
            heads.told(conn, values | {"size": 0, "proved_at": now}, Frontier())
            continue
        base = Frontier.decode(last.base, last.peaks)
        if _over(last.proved_at, now, PROVED_EVERY):
            heads.told(conn, values | {"size": tree.size, "proved_at": now}, tree)
            post(conn, kit, partner, _proved(conn, body, base), Precedence.ROUTINE.value)
        else:
            heads.told(conn, values | {"size": tree.size, "proved_at": last.proved_at}, base)
            post(conn, kit, partner, body, Precedence.ROUTINE.value)


def _proved(conn: Connection, body: HeadBody, base: Frontier) -> HeadBody:
    if not 0 < base.size < body.size:
        return body
    path = proofs.consistency(base.size, body.size, proofs.over(audit.leaves(conn, base.size), base))
    return body.model_copy(update={"since": base.size, "path": b"".join(path)})


def _over(then: datetime, now: datetime, span: timedelta) -> bool:
    """Return whether so much time has gone by; a clock that went back makes it so: nothing may freeze."""
    return now < then or now - then >= span


def take(conn: Connection, kit: Kit, came: EnvelopeKey, body: HeadBody) -> None:
    """Witness a partner's head; one that it did not sign says nothing of its record, and is passed over."""
    head = SignedHead(came.origin, body.size, body.root, body.at, body.signature)
    if head.holds(*kit.cards[came.origin].signs):
        witness.take(conn, head, came, Growth(body.since, body.proof), kit.clock.now())
    else:
        _log.warning("a head that its office did not sign was passed over", partner=came.origin)
