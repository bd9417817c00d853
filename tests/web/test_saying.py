"""A notice is read in each reader's language, with his own figures and days; an old one as it was kept."""

from datetime import UTC, datetime

from sqlalchemy import Connection, text

from gateway.board.board import Level, of
from gateway.board.lasting import Lasting
from gateway.senders.marks import MISSING
from gateway.store import history, messages, notices
from gateway.store.sentences import kept
from hardware.sentence import Sentence, in_one
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


async def test_the_story_of_a_report_is_told_in_the_readers_language(console: Stage) -> None:
    key = await console.report()
    why = kept(Sentence("rule: {name}", name="seizures"))
    note = kept(in_one(Sentence("its code is of a sheet that was revoked"), MISSING))

    def tell(conn: Connection) -> None:
        history.note(conn, key, now(), "rule", "released", {"partner": "TCL", "why": why})
        history.note(conn, key, now(), "station", "sender", {"note": note})
        history.note(conn, key, now(), "officer", "asks staff to AMD", {"text": '["rule",{}]', "message": 1})

    console.desk.store.write_now(tell)
    await console.account("malee", language="th")
    await console.account("suda", language="en")
    thai = (await (await console.signed_in("malee")).client.get(f"/r/{key}")).text
    english = (await (await console.signed_in("suda")).client.get(f"/r/{key}")).text
    assert "กฎ: seizures" in thai
    assert "รหัสเป็นของแผ่นรหัสที่ยกเลิกแล้ว; มาโดยไม่มีรหัสที่ถูกต้อง" in thai
    assert "ขอให้เจ้าหน้าที่สำนักงานแก้ไข" in thai
    assert "rule: seizures" in english
    assert "asks staff to change it" in english
    assert "[&#34;rule&#34;,{}]" in thai  # an officer's own text is never taken for a sentence


async def test_a_note_on_a_message_is_said_in_the_readers_language_an_old_one_as_it_is(
    console: Stage,
) -> None:
    number, old = await console.message("DRG MSI"), await console.message("DRG MSK")
    note = Sentence("part {parts} of {count} never came", parts="2", count=3)
    console.desk.store.write_now(lambda conn: messages.change(conn, number, note=note))
    console.desk.store.write_now(lambda conn: messages.change(conn, old, note="part 1 of 2 never came"))
    await console.account("malee", language="th")
    staff = (await console.signed_in("malee")).client
    for path in ("/messages", f"/m/{number}", f"/m/{number}/decode"):
        assert "ส่วนที่ 2 จาก 3 ไม่เคยมาถึง" in (await staff.get(path)).text
    assert "part 1 of 2 never came" in (await staff.get("/messages")).text
