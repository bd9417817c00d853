"""What happened, in order, as one digest; two runs are the same when their digests are."""

import hashlib
from collections import deque
from collections.abc import Callable


class Trace:
    """Keeps the last lines, for whoever looks into a failure; `tell` hears each line as it comes."""

    def __init__(self, tell: Callable[[str], object] | None = None) -> None:
        self._digest = hashlib.sha256()
        self._tell = tell
        self.last: deque[str] = deque(maxlen=200)
        self.events = 0

    def note(self, at: float, where: str, what: str) -> None:
        line = f"{at:.6f} {where} {what}"
        self._digest.update(line.encode() + b"\n")
        self.last.append(line)
        self.events += 1
        if self._tell:
            self._tell(line)

    def add(self, data: bytes) -> None:
        """Take in what has no time, such as the contents of a store."""
        self._digest.update(data)

    def digest(self) -> str:
        return self._digest.hexdigest()
