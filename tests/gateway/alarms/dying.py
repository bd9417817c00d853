"""A process that looks after the alarms of an office for twenty minutes of its own clock, or is killed."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from gateway.alarms.escalation import Escalations
from gateway.board.presence import Presence
from gateway.kit import kit_of
from gateway.office import keys
from gateway.office.config import load
from gateway.store.store import Store
from hardware.gsm.modem import GsmModem
from tests.gateway.offices import BEARER, SetClock

LOOKS, STEP = 40, timedelta(seconds=31)


async def main(folder: Path) -> None:
    config, clock = load(folder / "office.toml"), SetClock()
    store = Store.open(config.dsn(), keys.store_key(folder / "keys/store.key"), inline=True)
    kit = kit_of(config, clock, {BEARER: GsmModem(BEARER, "nowhere")}, able=lambda role: role == "duty")
    part = Escalations(kit, store, Presence(clock), BEARER)
    for _ in range(LOOKS):
        clock.go(STEP)
        await part.look()
    store.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
