"""The witness: heads that partners sign of their records are kept here, and held against each other.

A later head must be of a record that begins with the earlier one. Where it brings a proof of that, the
proof is checked; where it does not, a record that got shorter, or another one of the same length, shows by
itself. Whatever does not agree is kept as evidence and told to staff until a person clears it.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from gateway.audit.signed import SignedHead
from gateway.board.board import of
from gateway.errors import ConfigError
from gateway.merkle import proofs
from gateway.office import card
from gateway.office.config import Config
from gateway.store import audit, heads, notices
from gateway.store.tables import Witness
from hardware.sentence import NOTHING, Sentence


def take(conn: Connection, head: SignedHead, since: int, path: Sequence[bytes], now: datetime) -> str:
    """Keep a signed head of a partner; return what is wrong with it, an empty sentence when nothing is.

    `path` proves growth from the head of `since` rows; an empty one proves nothing.
    """
    known = heads.seen(conn, head.office)
    if any((one.size, one.root) == (head.size, head.root) for one in known):
        return ""
    base = next((one for one in known if one.size == since and path), None)
    problem = _problem(head, known[:1], base, path)
    values = {"office": head.office, "size": head.size, "root": head.root, "at": head.at}
    values |= {"signature": head.signature, "seen_at": now, "problem": str(problem)}
    heads.saw(conn, values | {"proved": base is not None and not problem})
    if problem:
        notices.post(conn, f"record of {head.office}", now, "fault", of(head.office, problem))
        audit.append(conn, now, "station", "record doubted", f"record of {head.office}", head.root)
    return problem


def _problem(
    head: SignedHead, last: Sequence[Witness], base: Witness | None, path: Sequence[bytes]
) -> Sentence:
    if last and head.size < last[0].size:
        return Sentence(
            "its record has {size} rows and had {before}: it was restored from a backup, or cut. "
            "Ask that office.",
            size=head.size,
            before=last[0].size,
        )
    if last and head.size == last[0].size:
        return Sentence(
            "it signed two different records of {size} rows. Ask that office, and keep both.", size=head.size
        )
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


def read(file: Path, office: str, *signs: Ed25519PublicKey) -> dict[int, bytes]:
    """Read what a partner saw of this office's record, roots by size; ConfigError when it is no such file."""
    try:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        found = [SignedHead.of_line(line) for line in lines]
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file} is no witness file; `patrolwire audit heads` prints one") from error
    ours = [one for one in found if one.office == office and one.holds(*signs)]
    if len(ours) != len(found) or not ours:
        raise ConfigError(f"{file} holds heads that this office did not sign; nothing was checked against it")
    return {one.size: one.root for one in ours}
