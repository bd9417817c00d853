"""Real offices in a temporary folder: keys, cards, config, store; no hardware and no network."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.founding import Founded, found
from gateway.kit import Kit, kit_of
from gateway.office import keys, policy
from gateway.office.config import Rule, load
from gateway.store.store import Store
from hardware.bearer import Address, AddressKind, Hearing
from hardware.gsm.modem import GsmModem

OFFICER = "+66800000101"
BEARER = "modem1"
OTHER = "modem2"
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
RULE = {"name": "drug seizures", "to": "TCL", "types": ["DRG"], "actions": ["SEIZED"]}


class SetClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - START).total_seconds()

    def go(self, by: timedelta) -> None:
        self.at += by


@dataclass(frozen=True)
class House:
    """One office, ready to be given messages."""

    kit: Kit
    store: Store
    clock: SetClock


def found_pair(folder: Path, more_of_msi: str = "") -> dict[str, House]:
    """Found Mae Sai and Tachileik beside each other; Mae Sai's commander signed one rule.

    `more_of_msi` is TOML that is added to Mae Sai's config.
    """
    authority = Ed25519PrivateKey.generate()
    public = keys.text(authority.public_key().public_bytes_raw())
    signature = policy.sign(Rule.model_validate(RULE), "MSI", authority)
    names = {"MSI": ("Mae Sai", "TH", "TCL"), "TCL": ("Tachileik", "MM", "MSI")}
    for code, (name, country, pair) in names.items():
        more = [
            rows_of("bearer", name=BEARER, url="gsm:nowhere"),
            rows_of("officer", number=OFFICER, name="Sgt Anan", unit="Mobile 3", agency="Police"),
            rows_of(
                "partner",
                code=pair,
                name=pair,
                role="pair",
                url="https://127.0.0.1:1",
                card=f"../{pair}.toml",
            ),
            *([rows_of("rule", **RULE, signature=signature), more_of_msi] if code == "MSI" else []),
        ]
        found(folder / code, Founded(code, name, country, authority=public), "\n".join(more))
        (folder / f"{code}.toml").write_bytes((folder / code / f"{code}.card.toml").read_bytes())
    return {code: _house(folder / code) for code in names}


def _house(folder: Path) -> House:
    config, clock = load(folder / "office.toml"), SetClock()
    voices = {name: GsmModem(name, "nowhere") for name in (BEARER, OTHER)}
    store = Store.make(config.dsn(), keys.store_key(folder / "keys/store.key"), inline=True)
    return House(kit_of(config, clock, voices, able=lambda role: role == "duty"), store, clock)


def rows_of(table: str, **values: object) -> str:
    """Return one table of an array in TOML."""
    rows = (f"{name} = {json.dumps(value)}" for name, value in values.items())
    return "\n".join((f"[[{table}]]", *rows, ""))


def text(words: str, *, sender: str = OFFICER, key: str = "", at: datetime | None = START) -> Hearing:
    """Return a hearing of one whole text."""
    kind = AddressKind.NUMBER if sender.startswith("+") else AddressKind.ALPHANUMERIC
    raw = (key or words).encode()
    return Hearing(raw, raw, Address(kind, sender), sent_at=at, text=words)
