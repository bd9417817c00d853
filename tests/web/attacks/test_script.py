"""Script in whatever somebody outside can fill: it is text on every page."""

from tests.web.stage import Stage

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
ESCAPED = "&lt;script&gt;"


async def test_script_in_whatever_an_officer_or_a_partner_can_fill_is_text(console: Stage) -> None:
    await console.message(SCRIPT)
    fields = {"place": SCRIPT, "plate": SCRIPT, "items": SCRIPT, "<b>": SCRIPT}
    spoilt = {"type": SCRIPT, "ref": SCRIPT, "unit": SCRIPT, "place": SCRIPT, "canonical": SCRIPT}
    fix = [{"field": SCRIPT, "from": SCRIPT, "to": SCRIPT, "rule": SCRIPT}]
    ours = await console.report(text=SCRIPT, **{**spoilt, "fields": fields, "corrections": fix})
    theirs = await console.report(origin="TCL", **{**spoilt, "fields": {"items": [{"code": SCRIPT}], "x": 1}})
    staff = await console.signed_in()
    await staff.post(f"/r/{ours}/reply", text=SCRIPT)
    await staff.post(f"/r/{ours}/close", why=SCRIPT)
    paths = ["/messages", "/m/1", f"/r/{ours}", f"/r/{theirs}", f"/r/{ours}/release/TCL", "/?state=all"]
    for path in paths:
        page = (await staff.client.get(path)).text
        assert ESCAPED in page
        assert "<script>alert" not in page
        assert "<img" not in page
    searched = (await staff.client.get("/", params={"q": SCRIPT})).text
    assert "<script>alert" not in searched
