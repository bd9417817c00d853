"""Founding a network: pairs across borders, hubs behind them, keys and cards exchanged, rules signed."""

import json
from itertools import chain
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.founding import Founded, found
from gateway.office import keys, policy
from gateway.office.config import Rule
from tests.simulation.officers import OFFICERS

_PAIRS: Final = (("MSI", "TCL"), ("CKG", "HXY"), ("NKI", "TLE"), ("ARY", "POI"), ("HLK", "CHY"))
_HUBS: Final = ("BKK", "VNT")
_RULE: Final = {"name": "seizures", "types": ["DRG", "WLD", "CFT"], "actions": ["SEIZED"]}


def layout(offices: int) -> dict[str, list[tuple[str, str]]]:
    """Return each office's partners as (code, role): two hubs when the number is even, above two."""
    hubs = _HUBS[: 2 - offices % 2] if offices > 2 else ()  # a pair has none
    pairs = _PAIRS[: (offices - len(hubs)) // 2]
    found: dict[str, list[tuple[str, str]]] = {code: [] for code in (*chain(*pairs), *hubs)}
    for pair in pairs:
        for side, code in enumerate(pair):
            found[code].append((pair[1 - side], "pair"))
            if hubs:
                hub = hubs[side % len(hubs)]
                found[code].append((hub, "hub"))
                found[hub].append((code, "office"))
    return found


def numbers(place: int) -> tuple[str, ...]:
    """Return the numbers of the officers of the office that stands at `place` in the list."""
    return tuple(f"+668{place:02}55{n:04}" for n in range(1, OFFICERS + 1))


def found_network(folder: Path, offices: int) -> list[str]:
    """Found all offices below `folder`; return their codes."""
    authority, network = Ed25519PrivateKey.generate(), layout(offices)
    public = keys.text(authority.public_key().public_bytes_raw())
    for place, (code, partners) in enumerate(network.items()):
        kind = "tccc" if code in _HUBS else "blo"
        more = "\n".join(_parts(code, place, partners, authority))
        found(folder / code, Founded(code, code, "TH", kind=kind, authority=public), more)
        (folder / f"{code}.toml").write_bytes((folder / code / f"{code}.card.toml").read_bytes())
    return list(network)


def _parts(code: str, place: int, partners: list[tuple[str, str]], authority: Ed25519PrivateKey) -> list[str]:
    languages = ("en", "th", "en", "lo")
    parts = [_table("bearer", name="modem1", url="gsm:nowhere")]
    for number, language in zip(numbers(place), languages, strict=True):
        parts.append(_table("officer", number=number, name=f"Sgt {number[-2:]}", language=language))
    for other, role in partners:
        url, card = "https://127.0.0.1:1", f"../{other}.toml"
        parts.append(_table("partner", code=other, name=other, role=role, url=url, card=card))
        if role == "pair":
            rule = {**_RULE, "to": other}
            signed = policy.sign(Rule.model_validate(rule), code, authority)
            parts.append(_table("rule", **rule, signature=signed))
    return parts


def _table(table: str, **values: object) -> str:
    rows = (f"{name} = {json.dumps(value)}" for name, value in values.items())
    return "\n".join((f"[[{table}]]", *rows, ""))
