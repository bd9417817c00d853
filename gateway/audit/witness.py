"""The witness: heads that partners sign of their records are kept here, and held against each other.

A later head must be of a record that begins with the earlier one. Where it brings a proof of that, the
proof is checked; where it does not, a record that got shorter, or another one of the same length, shows by
itself. Which is the later one its envelope says, for an old one may come again: a restored office is sent
what it has lost. Whatever does not agree is kept as evidence and told to staff until a person clears it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from gateway.audit.signed import SignedHead
from gateway.board.board import of
from gateway.errors import ConfigError
from gateway.merkle import proofs
from gateway.office import card
from gateway.office.config import Config
from gateway.store import audit, heads, notices
from gateway.store.keys import EnvelopeKey
from gateway.store.tables import Witness
from hardware.sentence import NOTHING, Sentence


class Growth(NamedTuple):
    """A proof that a record grew from `since` rows; an empty path proves nothing."""

    since: int = 0
    path: Sequence[bytes] = ()


def take(conn: Connection, head: SignedHead, came: EnvelopeKey, growth: Growth, now: datetime) -> str:
    """Keep a signed head that came by an envelope; return what is wrong with it, or an empty sentence."""
    known = heads.seen(conn, head.office)
    if any((one.size, one.root) == (head.size, head.root) for one in known):
        return ""
    base = next((one for one in known if one.size == growth.since and growth.path), None)
    problem = _problem(head, _earlier(known, came), _later(known, came)) or _grown(head, base, growth.path)
    values = {"office": head.office, "size": head.size, "root": head.root, "at": head.at}
    values |= {"epoch": came.epoch, "seq": came.seq}
    values |= {"signature": head.signature, "seen_at": now, "problem": str(problem)}
    heads.saw(conn, values | {"proved": base is not None and not problem})
    if problem:
        notices.post(conn, f"record of {head.office}", now, "fault", of(head.office, problem))
        audit.append(conn, now, "station", "record doubted", f"record of {head.office}", head.root)
    return problem


def _place(one: Witness | EnvelopeKey) -> tuple[int, int]:
    return one.epoch, one.seq


def _earlier(known: Iterable[Witness], came: EnvelopeKey) -> int | None:
    """Return the size of the last head before it; `known` are the newest first."""
    before = [one for one in known if _place(one) < _place(came)]
    return max(before, key=_place).size if before else None


def _later(known: Iterable[Witness], came: EnvelopeKey) -> int | None:
    """Return the size of the first head after it."""
    after = [one for one in known if _place(one) > _place(came)]
    return min(after, key=_place).size if after else None


def _problem(head: SignedHead, earlier: int | None, later: int | None) -> Sentence:
    if head.size in (earlier, later):
        return Sentence(
            "it signed two different records of {size} rows. Ask that office, and keep both.", size=head.size
        )
    for before, after in ((earlier, head.size), (head.size, later)):
        if before is not None and after is not None and after < before:
            return Sentence(
                "its record has {size} rows and had {before}: it was restored from a backup, or cut. "
                "Ask that office.",
                size=after,
                before=before,
            )
    return NOTHING


def _grown(head: SignedHead, base: Witness | None, path: Sequence[bytes]) -> Sentence:
    if base and not proofs.consistent(base.size, head.size, base.root, head.root, path):
        return Sentence(
            "its record of {size} rows does not begin with its record of {before}. Ask that office.",
            size=head.size,
            before=base.size,
        )
    return NOTHING


def doubts(conn: Connection, config: Config) -> list[str]:
    """Return a sentence for each head kept here that is not signed by its office, or did not agree."""
    found: list[str] = []
    signers = {one.code: card.read(config.path(one.card)).signs for one in config.partner}
    for one in heads.seen(conn):
        head = SignedHead(one.office, one.size, one.root, one.at, one.signature)
        if one.office not in signers or not head.holds(*signers[one.office]):
            found.append(f"{one.office}: the head of {one.size} rows is not signed by that office.")
        elif one.problem:
            found.append(f"{one.office}: {one.problem}")
    return found


def read(file: Path, office: str, *signs: Ed25519PublicKey) -> set[tuple[int, bytes]]:
    """Read what a partner saw of this office's record (`audit.Seen`); ConfigError when it is no such file."""
    try:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        found = [SignedHead.of_line(line) for line in lines]
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file} is no witness file; `patrolwire audit heads` prints one") from error
    ours = [one for one in found if one.office == office and one.holds(*signs)]
    if len(ours) != len(found) or not ours:
        raise ConfigError(f"{file} holds heads that this office did not sign; nothing was checked against it")
    return {(one.size, one.root) for one in ours}
