"""From what is due to the frames that go: sealed when they are sent, to the key the partner has then."""

from collections.abc import Sequence

from gateway.kit import Kit
from gateway.relay.bundle import Item, pack
from gateway.relay.envelope import Header, is_frame, seal
from gateway.store.tables import Envelope

BACK = "back"
_LARGEST = 24 * 1024  # of bodies in one frame, ten seconds at 20 kbit/s


def together(due: Sequence[Envelope]) -> list[Envelope]:
    """Return those that go in one exchange: a FLASH does not wait for the routine behind it to pass."""
    chosen: list[Envelope] = []
    size = 0
    for one in due:
        size += len(one.frame)
        if chosen and (one.precedence != chosen[0].precedence or size > _LARGEST or _alone(one, chosen[0])):
            break
        chosen.append(one)
    return chosen


def _alone(one: Envelope, first: Envelope) -> bool:
    """Say whether one of them repeats what others carried: its frame is forgotten once it has come."""
    return BACK in (one.kind, first.kind)


def frames(kit: Kit, partner: str, due: Sequence[Envelope]) -> list[bytes]:
    """Return what is posted: one frame for all of `due`, beside those that an older edition had sealed."""
    ready = [one.frame for one in due if is_frame(one.frame)]
    bodies = [one for one in due if not is_frame(one.frame)]
    return ready + ([_sealed(kit, partner, bodies)] if bodies else [])


def _sealed(kit: Kit, partner: str, bodies: Sequence[Envelope]) -> bytes:
    first = bodies[0]
    header = Header(first.origin, first.epoch, first.seq, partner, first.precedence)
    items = [Item(one.epoch, one.seq, one.precedence, one.frame) for one in bodies]
    body = first.frame if len(items) == 1 else pack(items)
    return seal(header, body, kit.keys.sign, kit.cards[partner].seal)
