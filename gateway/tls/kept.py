"""The root and the console's certificate as they lie among the office's keys: made once, renewed in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from gateway.errors import ConfigError
from gateway.office import files
from gateway.tls import issue
from gateway.tls.issue import Held

ROOT: Final = "console-root.pem"
LEAF: Final = "console.pem"
LASTS: Final = timedelta(days=397)  # the longest that browsers take from anybody
EARLY: Final = timedelta(days=60)  # renewed so long before it ends


@dataclass(frozen=True, slots=True)
class Certificates:
    """What the console serves; `left_out` are the names that the root may not speak for."""

    root: Held
    leaf: Held
    left_out: tuple[str, ...]
    made_root: bool
    made_leaf: bool


def ready(folder: Path, office: str, names: Iterable[str], now: datetime) -> Certificates:
    """Return certificates that hold, made or renewed where they did not; ConfigError when they are damaged.

    `now` is the best guess at the time, not the mere clock's.
    """
    wanted = dict.fromkeys(names)
    root, made_root = _root(folder / ROOT, office, wanted)
    may = issue.within(root.certificate)
    served = [name for name in wanted if name in may]
    leaf = _leaf(folder / LEAF)
    good = leaf is not None and _holds(leaf, root, served, now)
    if leaf is None or not good:
        leaf = issue.make_leaf(root, served, now + LASTS)
        files.replace(folder / LEAF, leaf.pem())
    return Certificates(
        root, leaf, tuple(name for name in wanted if name not in may), made_root, made_leaf=not good
    )


def root_of(folder: Path) -> Held | None:
    """Return the root, None when there is none yet."""
    return _read(folder / ROOT) if (folder / ROOT).exists() else None


def replace_root(folder: Path, office: str, names: Iterable[str]) -> Held:
    """Put a new root in the old one's place: every PC has to be given the new one."""
    root = issue.make_root(office, dict.fromkeys(names))
    files.replace(folder / ROOT, root.pem())
    return root


def _root(file: Path, office: str, names: Iterable[str]) -> tuple[Held, bool]:
    if file.exists():
        return _read(file), False
    return replace_root(file.parent, office, names), True


def _leaf(file: Path) -> Held | None:
    """Return what was served last; one that is damaged is made anew, for nobody has put it anywhere."""
    try:
        return _read(file)
    except ConfigError:
        return None


def _holds(leaf: Held, root: Held, names: Iterable[str], now: datetime) -> bool:
    left = leaf.certificate.not_valid_after_utc - now
    return (
        EARLY < left <= LASTS
        and issue.names_of(leaf.certificate) == frozenset(names)
        and issue.signed(root, leaf.certificate)
    )


def _read(file: Path) -> Held:
    files.check(file)
    try:
        return issue.read(file.read_bytes())
    except (ValueError, TypeError) as error:
        raise ConfigError(
            f"{file} is damaged: put it back from a copy of the keys, or run `patrolwire tls new` and carry "
            "the new root to every PC"
        ) from error
