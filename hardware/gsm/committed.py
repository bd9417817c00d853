"""Messages that were handed up and committed, so that they need deleting only."""

from collections import OrderedDict
from typing import Final

KEPT: Final = 1000


class Committed:
    """Keys of the last 1,000 such messages, also over a reconnect."""

    def __init__(self) -> None:
        self._keys: OrderedDict[bytes, None] = OrderedDict()

    def __contains__(self, key: bytes) -> bool:
        return key in self._keys

    def add(self, key: bytes) -> None:
        self._keys[key] = None
        self._keys.move_to_end(key)
        if len(self._keys) > KEPT:
            self._keys.popitem(last=False)
