"""The duty page: who keeps the list, what it takes, and what of a number it shows."""

from sqlalchemy import select

from gateway.board.presence import GONE_S
from gateway.store import duty, history, notices, reports
from gateway.store.columns import table
from gateway.store.rows import many
from gateway.store.tables import Audit
from tests.web.stage import Stage

NUMBER = "+66812340678"


async def test_a_supervisor_keeps_the_list_and_the_record_says_so(console: Stage) -> None:
    await console.account("boss", "supervisor")
    boss = await console.signed_in("boss")
    for account, number in (("somchai", "+66 81-234 0678"), ("boss", "+66812345679")):
        answer = await boss.post("/duty/add", account=account, number=number)
        assert answer.headers["location"] == "/duty?said=added"
    page = (await boss.client.get("/duty")).text
    assert "…678" in page
    assert NUMBER not in page
    phones = await console.store.read(duty.phones)
    assert [(one.account, one.number) for one in phones] == [("somchai", NUMBER), ("boss", "+66812345679")]
    await boss.post("/duty/first", id=str(phones[1].id))
    assert [one.account for one in await console.store.read(duty.phones)] == ["boss", "somchai"]
    await boss.post("/duty/remove", id=str(phones[1].id))
    assert [one.account for one in await console.store.read(duty.phones)] == ["somchai"]
    rows = await console.store.read(lambda conn: many(conn, Audit, select(table(Audit))))
    said = [(row.actor, row.action, row.subject) for row in rows if row.action.startswith("duty")]
    assert [action for _, action, _ in said] == [
        *("duty phone added", "duty phone added", "duty phone put first", "duty phone removed")
    ]
    assert NUMBER not in str(said)


async def test_what_cannot_be_on_the_list_is_refused_with_a_sentence(console: Stage) -> None:
    await console.account("boss", "supervisor")
    await console.account("reader", "auditor")
    boss = await console.signed_in("boss")
    said = [
        (await boss.post("/duty/add", account=account, number=number)).headers["location"].rpartition("=")[2]
        for account, number in (
            ("somchai", "0812345678"),
            ("somchai", "+66<script>"),
            ("reader", NUMBER),
            ("nobody", NUMBER),
            ("somchai", NUMBER),
            ("somchai", NUMBER),
        )
    ]
    assert said == ["no-number", "no-number", "no-account", "no-account", "added", "twice"]
    for path in ("/duty/remove", "/duty/first"):
        assert (await boss.post(path, id="99")).headers["location"] == "/duty?said=unknown"
        assert (await boss.post(path, id="x" * 40)).headers["location"] == "/duty?said=unknown"


async def test_who_does_not_keep_the_list_sees_it_and_changes_nothing(console: Stage) -> None:
    staff = await console.signed_in()
    kept = await console.store.write(lambda conn: duty.add(conn, "somchai", NUMBER, console.desk.clock.now()))
    assert "/duty/add" not in (await staff.client.get("/duty")).text
    for path, form in (
        ("/duty/add", {"account": "somchai", "number": "+66812345670"}),
        ("/duty/remove", {"id": str(kept)}),
        ("/duty/first", {"id": str(kept)}),
    ):
        assert (await staff.post(path, **form)).headers["location"] == "/duty?said=forbidden"
        assert (await staff.client.post(path, data=form)).status_code == 403
    assert [one.number for one in await console.store.read(duty.phones)] == [NUMBER]


async def test_an_open_page_of_who_may_take_an_alarm_is_a_live_console(console: Stage) -> None:
    await console.account("reader", "auditor")
    presence = console.desk.presence
    assert presence is not None
    for name, live in (("reader", False), ("somchai", True)):
        staff = await console.signed_in(name)
        presence._seen -= GONE_S
        assert not presence.live()
        async with staff.client.stream("GET", "/live") as stream:
            pieces, told = stream.aiter_text(), ""
            while "\nevent:" not in told:  # the opening comment has one too
                told += await anext(pieces)
            assert presence.live() == live


async def test_a_handover_gives_all_that_one_has_to_another(console: Stage) -> None:
    await console.account("noi")
    await console.account("boss", "supervisor")
    await console.account("navy", agency="Navy")
    keys = [await console.report(claimed_by="somchai", state="claimed") for _ in range(3)]
    police = await console.report(claimed_by="somchai", state="claimed", agency="Police")
    staff, boss = await console.signed_in(), await console.signed_in("boss")
    answer = await staff.post("/duty/hand-over", **{"from": "noi", "to": "somchai"})
    assert answer.headers["location"].endswith("said=no-handover")
    for taker in ("nobody", "somchai"):
        answer = await staff.post("/duty/hand-over", **{"from": "somchai", "to": taker})
        assert answer.headers["location"].endswith("said=no-taker")
    assert "somchai (4)" in (await boss.client.get("/duty")).text
    answer = await staff.post("/duty/hand-over", **{"from": "somchai", "to": "navy"})
    assert answer.headers["location"].endswith("said=partly")
    answer = await boss.post("/duty/hand-over", **{"from": "navy", "to": "noi"})
    assert answer.headers["location"].endswith("said=handed")
    for key in keys:
        found = await console.store.read(lambda conn, key=key: reports.get(conn, key))
        assert found is not None
        assert (found.claimed_by, found.state) == ("noi", "claimed")
    lines = await console.store.read(lambda conn: history.of(conn, keys[0]))
    assert [one.detail for one in lines if one.what == "handed over"] == [
        {"by": "somchai", "to": "navy"},
        {"by": "navy", "to": "noi"},
    ]
    left = await console.store.read(lambda conn: reports.get(conn, police))
    assert left is not None
    assert left.claimed_by == "somchai"


async def test_an_alarm_is_handed_over_to_who_is_there_alone(console: Stage) -> None:
    await console.account("noi")
    alarm = await console.report(precedence=0, claimed_by="somchai", state="claimed")
    other = await console.report(claimed_by="somchai", state="claimed")
    staff = await console.signed_in()
    said = list[str]()
    for _ in range(2):
        answer = await staff.post("/duty/hand-over", **{"from": "somchai", "to": "noi"})
        said.append(answer.headers["location"].rpartition("=")[2])
        found = await console.store.read(lambda conn: (reports.get(conn, alarm), reports.get(conn, other)))
        said += [one.claimed_by or "" for one in found if one]
        await console.signed_in("noi")
    assert said == ["absent-taker", "somchai", "noi", "handed", "noi", "noi"]


async def test_an_alarm_is_assigned_from_hand_to_hand_to_who_is_there(console: Stage) -> None:
    await console.account("malee")
    key = await console.report(precedence=0)
    staff = await console.signed_in()
    for expected in ("claim-first", "claimed", "absent", "assigned"):
        form = {} if expected == "claimed" else {"to": "malee"}
        deed = "claim" if expected == "claimed" else "assign"
        if expected == "assigned":
            await console.signed_in("malee")
        answer = await staff.post(f"/r/{key}/{deed}", **form)
        assert answer.headers["location"].rpartition("=")[2] == expected
        sounds = 'class="bar alarm-bar"' in (await staff.client.get("/duty")).text
        assert sounds == (expected == "claim-first")


async def test_what_a_person_says_of_the_tone_is_kept(console: Stage) -> None:
    staff = await console.signed_in()
    await staff.post("/duty/heard", heard="no")
    assert len(await console.store.read(notices.standing)) == 1
    await staff.post("/duty/heard", heard="yes")
    assert await console.store.read(notices.standing) == []
    rows = await console.store.read(lambda conn: many(conn, Audit, select(table(Audit))))
    said = [(row.actor, row.action) for row in rows if "test tone" in row.action]
    assert said == [("somchai", "did not hear the test tone"), ("somchai", "heard the test tone")]


async def test_who_is_alone_is_told_who_lets_others_in_and_who_keeps_the_list(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    await staff.post(f"/r/{key}/claim")
    page = (await staff.client.get("/duty")).text
    assert "There is nobody else who could take it." in page
    assert 'action="/duty/hand-over"' not in page
    assert "A supervisor, a clerk or an administrator keeps this list." in page
    await console.account("malee")
    assert 'action="/duty/hand-over"' in (await staff.client.get("/duty")).text
