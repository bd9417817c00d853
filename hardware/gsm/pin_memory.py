"""What is remembered of PIN attempts, so that no restart ever makes a second one with a PIN that failed."""

import os
from pathlib import Path
from typing import Protocol


class PinMemory(Protocol):
    """Attempts not known to have worked, a key for each SIM and PIN; durable when a call returns."""

    def barred(self, key: str) -> bool: ...

    def attempt(self, key: str) -> None: ...

    def worked(self, key: str) -> None: ...


class BriefPinMemory:
    """Forgets with the process: for tests and pretend modems."""

    def __init__(self) -> None:
        self._tried: set[str] = set()

    def barred(self, key: str) -> bool:
        return key in self._tried

    def attempt(self, key: str) -> None:
        self._tried.add(key)

    def worked(self, key: str) -> None:
        self._tried.discard(key)


class PinFile:
    """Keeps one key a line in a file of its own, replaced whole at each change."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def barred(self, key: str) -> bool:
        return key in self._keys()

    def attempt(self, key: str) -> None:
        self._replace(self._keys() | {key})

    def worked(self, key: str) -> None:
        if self.barred(key):
            self._replace(self._keys() - {key})

    def _keys(self) -> set[str]:
        return set(self._path.read_text("utf-8", "replace").split()) if self._path.exists() else set()

    def _replace(self, keys: set[str]) -> None:
        draft = self._path.with_name(self._path.name + ".new")
        with draft.open("w", encoding="ascii") as file:
            file.writelines(f"{key}\n" for key in sorted(keys))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
