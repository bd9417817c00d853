"""Another worker of the office, as a process of its own: it files an SOS and has something to say."""

import asyncio
import sys

from gateway.board.board import Board, Level
from gateway.board.elsewhere import Elsewhere
from gateway.clock import SystemClock
from gateway.store.store import Store
from hardware.sentence import Sentence
from tests.web.stage import file_report

SAYS = "gsm7: the modem does not answer."


async def main(dsn: str) -> None:
    """Speak, then be there until killed."""
    clock, store = SystemClock(), Store.open(dsn)
    board = Board(clock.now)
    board.post("bearer gsm7", Level.FAULT, Sentence(SAYS))
    await store.write(lambda conn: file_report(conn, type="SOS", precedence=0, text="SOS"))
    await Elsewhere(store, board, clock, "ingest-1", listens=False).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
