"""A notice is read in each reader's language, with his own figures and days; an old one as it was kept."""

from datetime import UTC, datetime

from sqlalchemy import text

from gateway.board.board import Level, of
from gateway.board.lasting import Lasting
from gateway.store import notices
from hardware.sentence import Sentence
from tests.web.stage import Stage, now
from web import texts
from web.saying import Voice

_AT = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
_RESTORED = Sentence("Restored from the backup of {at}. What came later is asked of partners.", at=_AT)


class _Kit:
    """What is asked of the kit here: nothing."""


async def test_a_notice_is_said_to_each_in_his_own_language(console: Stage) -> None:
    low = Sentence("The SIM is {share}% full; when it is full, messages wait in the network.", share=1070)
    console.board.post("alarm of gsm9", Level.WARNING, of("gsm9", low))
    console.desk.store.write_now(lambda conn: notices.post(conn, "restored", now(), "warning", _RESTORED))
    await Lasting(_Kit(), console.desk.store, console.board).look()  # type: ignore[arg-type]  # no pace is kept
    await console.account("malee", language="th", own_era=True, own_digits=True)
    await console.account("suda", language="en")
    thai = (await (await console.signed_in("malee")).client.get("/shift")).text
    english = (await (await console.signed_in("suda")).client.get("/shift")).text
    assert "gsm9: ซิมเต็ม ๑,๐๗๐% " in thai
    assert "กู้คืนจากสำเนาสำรองของ ๐๔/๐๓/๒๕๖๘ ๑๙:๐๐ แล้ว" in thai
    assert "gsm9: The SIM is 1,070% full;" in english
    assert "Restored from the backup of 04/03/2025 19:00." in english


async def test_a_notice_that_an_older_version_kept_is_shown_as_it_is(console: Stage) -> None:
    old = text(
        "INSERT INTO notice (name, at, level, sentence) VALUES ('old', '2025-03-04 12:00:00', 'fault', :it)"
    )
    console.desk.store.write_now(lambda conn: conn.execute(old, {"it": "TCL: {its} record got shorter."}))
    await Lasting(_Kit(), console.desk.store, console.board).look()  # type: ignore[arg-type]  # the same
    await console.account("malee", language="th")
    page = (await (await console.signed_in("malee")).client.get("/health")).text
    assert "TCL: {its} record got shorter." in page


def test_what_is_no_sentence_is_never_translated() -> None:
    voice = Voice(texts.translator("th"), str)
    assert voice.say("The modem is ready.") == "The modem is ready."
    assert voice.say(Sentence("The modem is ready.")) == "โมเด็มพร้อม"
    assert voice.say(Sentence("{bearer} is being started.", bearer="open")) == "กำลังเริ่ม open"
