"""Which modem and which SIM answered last, so that another one is noticed, after a restart too."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Protocol

from pydantic import TypeAdapter, ValidationError

from hardware.sentence import NOTHING, Sentence

TAIL: Final = 4  # digits that may be shown
_SIM: Final = "Another SIM than before answers: it ends in {new}, the one before in {old}"
_MODEM: Final = "Another modem than before answers: it ends in {new}, the one before in {old}"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a modem and its SIM call themselves: IMEI and IMSI; empty for what they do not tell."""

    imei: str = ""
    imsi: str = ""


class Known(Protocol):
    """The identity that answered last, if any ever did; durable when `keep` returns."""

    def last(self) -> Identity: ...

    def keep(self, identity: Identity) -> None: ...


class BriefKnown:
    """Forgets with the process: for tests and pretend modems."""

    def __init__(self) -> None:
        self._identity = Identity()

    def last(self) -> Identity:
        return self._identity

    def keep(self, identity: Identity) -> None:
        self._identity = identity


class KnownFile:
    """Keeps it in a file of its own, 0600; what cannot be read there counts as nothing known."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def last(self) -> Identity:
        try:
            return _READ.validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return Identity()

    def keep(self, identity: Identity) -> None:
        """Replace the file; OSError when there is no room for it."""
        draft = self._path.with_name(self._path.name + ".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(identity), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)


_READ: Final = TypeAdapter(Identity)


def told_apart(known: Identity, found: Identity) -> Sentence:
    """Say in one sentence what is another than before; nothing when all is the same or nothing is known."""
    changed = tuple(
        Sentence(words, new=new[-TAIL:], old=old[-TAIL:])
        for words, old, new in ((_SIM, known.imsi, found.imsi), (_MODEM, known.imei, found.imei))
        if old and new and old != new
    )
    if not changed:
        return NOTHING
    return Sentence("{changed}. If nobody of the office changed it, ask who did.", changed=changed)


def updated(known: Identity, found: Identity) -> Identity:
    """Return what to know from now on: what was not told this time stays as it was."""
    return Identity(found.imei or known.imei, found.imsi or known.imsi)
