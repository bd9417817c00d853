"""What a restored partner asks for: back what it lost of its own log, and again what it lost of ours.

Each frame of its log that is held here is opened and handed back with its signature, so that the asker need
not believe us. Of ours, a report goes again only in the last version that went there.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.errors import EnvelopeError
from gateway.kit import Kit
from gateway.relay.asking import MOST_PROOFS, AskBody, BackBody
from gateway.relay.envelope import Proof, reopen
from gateway.relay.release import post
from gateway.relay.sealing import BACK
from gateway.store import logs
from gateway.store.keys import EnvelopeKey
from gateway.store.logs import Line
from gateway.store.states import EnvelopeState

_LARGEST = 20 * 1024  # bytes of proofs in one part: eight seconds at 20 kbit/s


def answer(conn: Connection, kit: Kit, asker: str, ask: AskBody, now: datetime) -> None:
    """Queue what a restored partner asks for."""
    if ask.log_of == asker:
        _give_back(conn, kit, asker, ask)
    elif ask.log_of == kit.code:
        _send_again(conn, kit, asker, ask, now)


def _give_back(conn: Connection, kit: Kit, asker: str, ask: AskBody) -> None:
    held = logs.lines(conn, asker, asker)
    # What it gave back to us once stands by itself since, and in no frame.
    missing = {x.key for x in _missing(held, ask) if x.key.epoch != ask.epoch and x.kind != BACK}
    proofs, unread = list[Proof](), 0
    for bearer in _bearers(held, missing):
        try:
            proofs.append(reopen(logs.frame(conn, bearer), kit.keys.opens))
        except EnvelopeError:  # sealed to a key that we have no more, or erased
            unread += 1
    parts = list(_parts(proofs)) or [[]]
    for number, part in enumerate(parts, 1):
        rows = [list(proof) for proof in part]
        body = BackBody(epoch=ask.epoch, part=number, parts=len(parts), unread=unread, proofs=rows)
        post(conn, kit, asker, body, Precedence.PRIORITY.value)


def _missing(held: Iterable[Line], ask: AskBody) -> Iterator[Line]:
    """Yield what is held here and not named by the asker."""
    named = {log.epoch: (log.below, log.numbers()) for log in ask.logs}
    for line in held:
        below, numbers = named.get(line.key.epoch, (0, set[int]()))
        if line.key.seq >= below and line.key.seq not in numbers:
            yield line


def _bearers(held: Sequence[Line], missing: set[EnvelopeKey]) -> list[EnvelopeKey]:
    """Return the envelopes that were kept with the frames of those that are missing, each once.

    What crossed in one frame had one precedence and came in order, so its frame stands with the last before.
    """
    last, found = dict[int, EnvelopeKey](), dict[EnvelopeKey, None]()
    for line in held:
        if line.size:
            last[line.precedence] = line.key
        if line.key in missing:
            found[last.get(line.precedence, line.key)] = None
    return list(found)


def _parts(proofs: Iterable[Proof]) -> Iterator[list[Proof]]:
    part, size = list[Proof](), 0
    for proof in proofs:
        more = sum(map(len, proof))
        if part and (size + more > _LARGEST or len(part) == MOST_PROOFS):
            yield part
            part, size = [], 0
        part.append(proof)
        size += more
    if part:
        yield part


def _send_again(conn: Connection, kit: Kit, asker: str, ask: AskBody, now: datetime) -> None:
    ours = logs.lines(conn, kit.code, asker)
    last = {line.about: line.key for line in ours}
    again = [
        line.key
        for line in _missing(ours, ask)
        if line.state == EnvelopeState.STORED
        and line.size
        and (line.about is None or last[line.about] == line.key)
    ]
    logs.move(conn, asker, again, EnvelopeState.QUEUED.value, now)
