"""A notice that the store keeps stands on the board after a start, until a person clears it, on record."""

from gateway.board.lasting import Lasting
from gateway.store import audit, notices
from hardware.sentence import Sentence
from tests.web.stage import Stage, now


class _Kit:
    """What is asked of the kit here: nothing."""


async def test_what_a_restore_left_is_shown_until_it_is_cleared(console: Stage) -> None:
    store, board = console.desk.store, console.desk.board
    said = Sentence("Restored from the backup.")
    store.write_now(lambda c: notices.post(c, "restored", now(), "warning", said))
    lasting = Lasting(_Kit(), store, board)  # type: ignore[arg-type]  # no pace is kept
    await lasting.look()
    staff = await console.signed_in()
    page = (await staff.client.get("/health")).text
    assert "Restored from the backup." in page
    assert 'value="kept restored"' in page
    before = store.read_now(audit.head).seq
    await staff.post("/health/clear", name="part Courier")
    assert board.standing()
    answer = await staff.post("/health/clear", name="kept restored")
    assert answer.headers["location"] == "/health"
    assert (board.standing(), store.read_now(notices.standing)) == ([], [])
    assert store.read_now(audit.head).seq == before + 1
    assert "Restored from the backup." not in (await staff.client.get("/health")).text


async def test_a_notice_that_is_gone_from_the_store_leaves_the_board(console: Stage) -> None:
    store, board = console.desk.store, console.desk.board
    lasting = Lasting(_Kit(), store, board)  # type: ignore[arg-type]  # the same
    said = Sentence("TCL: it got shorter.")
    store.write_now(lambda c: notices.post(c, "record of TCL", now(), "fault", said))
    await lasting.look()
    assert [one.level.value for one in board.standing()] == ["fault"]
    store.write_now(lambda c: notices.clear(c, "record of TCL"))
    await lasting.look()
    assert board.standing() == []
