"""Named points between two steps, at which a test may end the process as a power cut would.

    PATROLWIRE_FAILPOINT="before-delete:3"     dies by SIGKILL when that point is reached for the third time

Without that variable, `reach` is a function that does nothing. It stands on this floor because both the
drivers and the gateway above them reach points.
"""

import os
import signal
import threading
from typing import Final

VARIABLE: Final = "PATROLWIRE_FAILPOINT"

# Each name, and what has been done when it is reached; a test holds this table and the code to each other.
POINTS: Final[dict[str, str]] = {
    "heard": "messages were read from the SIM, and not handed up yet",
    "before-commit": "a batch of messages is written in its transaction, which is not committed",
    "after-commit": "the batch is committed, and the SIM still holds the messages",
    "before-delete": "a committed message is about to be deleted from the SIM",
    "after-delete": "the SIM has deleted a message, and the next is not begun",
    "reply-claimed": "a text is committed as submitted, and the modem was not asked to send it",
    "before-cmgs": "a segment is about to be given to the modem",
    "network-took": "the network took a segment, and nobody has written it down",
    "outcome-written": "what became of a text is committed",
    "before-receipt": "the network's word on a text has come, and is not written",
    "envelope-queued": "an envelope is written in its transaction",
    "before-post": "envelopes are marked as sent, and not posted",
    "after-post": "the partner has answered a post, and the answer is not written",
    "answer-written": "the partner's answer is committed",
    "door-before-commit": "a partner's envelopes are written in their transaction",
    "door-after-commit": "a partner's envelopes are committed, and it has no answer",
    "batch-written": "the works of one commit are done, and not committed",
    "batch-committed": "the works of one commit are committed, and nobody was told",
    "migration-done": "the newest schema is made in its transaction",
    "migration-committed": "the newest schema is committed, and nothing else is open",
    "checkpoint": "the store is being closed, and its log is not folded into the database",
    "rotate-pending": "the next key of the store is on the disk, and the store is under the old one",
    "rotate-rekeyed": "the store is under the next key, which has not its name yet",
    "rotate-named": "the next key has its name, and what was written beside it is still there",
    "backup-written": "a backup is written beside its name, and was not read again",
    "backup-named": "a backup has its name, and the folder is not forced to the disk",
    "restore-filled": "the rows of a backup are written in their transaction",
    "restore-committed": "a restored store is committed, and nobody was told",
}


class _Armed:
    """Counts how often one point is reached, and ends the process at the last."""

    def __init__(self, name: str, times: int) -> None:
        self._name, self._left, self._lock = name, times, threading.Lock()

    def reach(self, name: str) -> None:
        if name != self._name:
            return
        with self._lock:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def _off(name: str) -> None:
    """Do nothing; `name` is one of POINTS."""


def _armed(said: str) -> _Armed:
    name, _, times = said.partition(":")
    if name not in POINTS or not times.isdecimal():
        raise ValueError(f"{VARIABLE} must say NAME:TIMES with one of {', '.join(POINTS)}")
    return _Armed(name, int(times))


reach = _armed(os.environ[VARIABLE]).reach if VARIABLE in os.environ else _off
