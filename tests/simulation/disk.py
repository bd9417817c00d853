"""Disks that remember what was not forced yet, so that a power cut can take it back.

SQLite's own file methods stay in place; only write, truncate and sync of the databases in hand pass by
here (a VFS shim, https://sqlite.org/vfs.html). A kill keeps every write. A power cut keeps what was synced,
and of each later write the dice say whether it is there, missing, or torn at a sector.
"""

import ctypes
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlcipher3 import _sqlite3  # pyright: ignore[reportAttributeAccessIssue]  # the library itself is in it

SECTOR: Final = 512
_OK, _IO_ERROR = 0, 10
_NAME: Final = b"patrolwire-simulation"


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
        ("others", ctypes.c_void_p * 15),
    )


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("close", ctypes.c_void_p),
        ("read", ctypes.c_void_p),
        ("write", ctypes.c_void_p),
        ("truncate", ctypes.c_void_p),
        ("sync", ctypes.c_void_p),
        ("others", ctypes.c_void_p * 13),
    )


class _File(ctypes.Structure):
    _fields_ = (("methods", ctypes.c_void_p),)


_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_Open = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)  # the name stays a pointer: SQLite reads on behind it
_Close = ctypes.CFUNCTYPE(_I, _P)
_Write = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_Truncate = ctypes.CFUNCTYPE(_I, _P, _L)
_Sync = ctypes.CFUNCTYPE(_I, _P, _I)


class _Step(NamedTuple):
    """One write that no sync has followed: where, what stood there, how long the file was before."""

    offset: int
    length: int
    before: bytes
    size: int


@dataclass
class File:
    """One file of a database, and what of it is not on the platter yet."""

    path: Path
    handle: int
    size: int
    unsynced: list[_Step] = field(default_factory=list)

    def write(self, offset: int, amount: int) -> None:
        """Note a write before it is done; what stood there may come back."""
        self._note(offset, amount)
        self.size = max(self.size, offset + amount)

    def truncate(self, size: int) -> None:
        """Note, before it is done, that the file ends there."""
        self._note(size, max(0, self.size - size))
        self.size = size

    def _note(self, offset: int, length: int) -> None:
        before = os.pread(self.handle, length, offset) if offset < self.size else b""
        self.unsynced.append(_Step(offset, length, before, self.size))

    def after_cut(self, dice: random.Random) -> bytes:
        """Return what a power cut leaves of it."""
        now = self.path.read_bytes()
        content = bytearray(now)
        for step in reversed(self.unsynced):
            content[step.offset : step.offset + step.length] = step.before
            del content[step.size :]
            content.extend(bytes(step.size - len(content)))
        for step in self.unsynced:
            _apply(content, step, now, dice)
        return bytes(content)


def _apply(content: bytearray, step: _Step, now: bytes, dice: random.Random) -> None:
    fate, length = dice.choice(("kept", "missing", "torn")), step.length
    if fate == "torn":
        length = dice.randrange(length // SECTOR + 1) * SECTOR
    data = now[step.offset : step.offset + length]
    if fate == "missing" or not data:
        return
    content.extend(bytes(max(0, step.offset - len(content))))
    content[step.offset : step.offset + len(data)] = data


class Disks:
    """All files opened below `root` while installed; `syncs` counts what was forced."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._files: dict[int, File] = {}
        self._paths: dict[Path, File] = {}
        self._methods: dict[int, _Methods] = {}
        self._real: dict[int, tuple[Any, Any, Any]] = {}
        self.syncs = 0
        self._library = ctypes.CDLL(_sqlite3.__file__)
        self._library.sqlite3_vfs_find.restype = _P
        self._library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
        self._library.sqlite3_vfs_register.argtypes = [_P, _I]
        self._library.sqlite3_vfs_unregister.argtypes = [_P]
        found = _Vfs.from_address(self._library.sqlite3_vfs_find(None))
        self._vfs = _Vfs.from_buffer_copy(found)
        self._really_open = _Open(found.open)
        self._hooks = (_Open(self._open), _Close(self._close), _Write(self._write))
        self._more = (_Truncate(self._truncate), _Sync(self._sync))
        self._vfs.name = _NAME
        self._vfs.next = None
        self._vfs.open = ctypes.cast(self._hooks[0], _P).value

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Have every database that is opened meanwhile pass by here."""
        self._library.sqlite3_vfs_register(ctypes.addressof(self._vfs), 1)
        try:
            yield
        finally:
            self._library.sqlite3_vfs_unregister(ctypes.addressof(self._vfs))

    def after_cut(self, path: Path, dice: random.Random) -> bytes:
        file = self._paths.get(path)
        return path.read_bytes() if file is None else file.after_cut(dice)

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        said: int = self._really_open(vfs, name, file, flags, out)
        if said == _OK and name is not None:
            path = ctypes.string_at(name).decode()
            if path.startswith(self._root):
                self._watch(Path(path), file)
        return said

    def _watch(self, path: Path, file: int) -> None:
        opened = _File.from_address(file)
        real = opened.methods
        if real not in self._methods:
            self._methods[real] = self._wrapped(real)
        opened.methods = ctypes.addressof(self._methods[real])
        known = self._paths.get(path)
        if known is None:
            handle = os.open(path, os.O_RDONLY)
            known = self._paths[path] = File(path, handle, os.fstat(handle).st_size)
        self._files[file] = known
        methods = _Methods.from_address(real)
        self._real[file] = (_Close(methods.close), _Write(methods.write), _Truncate(methods.truncate))

    def _wrapped(self, real: int) -> _Methods:
        methods = _Methods.from_buffer_copy(_Methods.from_address(real))
        _, methods.close, methods.write = (ctypes.cast(hook, _P).value for hook in self._hooks)
        methods.truncate, methods.sync = (ctypes.cast(hook, _P).value for hook in self._more)
        return methods

    def _close(self, file: int) -> int:
        del self._files[file]
        return self._real.pop(file)[0](file)

    def _write(self, file: int, data: int, amount: int, offset: int) -> int:
        self._files[file].write(offset, amount)
        return self._real[file][1](file, data, amount, offset)

    def _truncate(self, file: int, size: int) -> int:
        self._files[file].truncate(size)
        return self._real[file][2](file, size)

    def _sync(self, file: int, flags: int) -> int:
        del flags
        self.syncs += 1
        self._files[file].unsynced.clear()
        return _OK

    def forget(self, folder: Path) -> None:
        """Let go of what was remembered of a folder's files."""
        for path in [path for path in self._paths if path.parent == folder]:
            os.close(self._paths.pop(path).handle)
