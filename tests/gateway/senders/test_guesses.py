"""Wrong codes reach the staff's board, once there are enough of them in a day."""

from datetime import timedelta
from pathlib import Path

from gateway.board.board import Board
from gateway.senders.guesses import MOST, WITHIN, Guesses
from tests.gateway.offices import text
from tests.gateway.senders.place import STRANGER, found_post, take


async def test_the_board_says_that_somebody_may_be_guessing(tmp_path: Path) -> None:
    house = found_post(tmp_path).house
    board = Board(house.clock.now)
    guesses = Guesses(house.kit, house.store, board)
    for at in range(MOST - 1):
        take(house, text(f"NIL MSI {48294300 + at}", sender=STRANGER, key=str(at)))
    await guesses.look()
    assert board.standing() == []
    take(house, text("NIL MSI 48294399", sender=STRANGER))
    await guesses.look()
    (notice,) = board.standing()
    assert notice.sentence.startswith(f"{MOST} codes in a day")
    assert "4829" not in notice.sentence
    house.clock.go(WITHIN + timedelta(seconds=1))
    await guesses.look()
    assert board.standing() == []
