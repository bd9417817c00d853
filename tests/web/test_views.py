"""The queue's filters in its address, and views that a person saved of them."""

from html import unescape

from tests.web.stage import Browserless, Stage


async def _rows(staff: Browserless, query: str) -> int:
    page = await staff.client.get(f"/?{query}")
    assert page.status_code == 200
    return page.text.count('class="what"')


async def test_each_filter_of_the_address_holds_back_what_it_does_not_name(console: Stage) -> None:
    await console.report(type="DRG", provenance="A", ago=3 * 86_400)
    await console.report(type="WLD", provenance="C", place="CSN", fields={"place": "CSN"})
    staff = await console.signed_in()
    asked = {"": 2, "type=DRG": 1, "prov=C": 1, "place=CSN": 1, "place=CSN,MSI": 2, "type=DRG&prov=C": 0}
    assert {query: await _rows(staff, query) for query in asked} == asked
    assert await _rows(staff, "from=2020-01-01&to=2020-12-31") == 0
    assert await _rows(staff, "from=2020-01-01") == 2
    for nonsense in (
        "from=x",
        "from=0001-01-01&to=9999-12-31",
        "to=2020-13-45",
        "prov=%00",
        "from=٢٠٢٠-٠١-٠١",
    ):
        assert (await staff.client.get(f"/?{nonsense}")).status_code == 200


async def test_a_saved_view_stands_above_the_queue_with_its_count_until_it_is_forgotten(
    console: Stage,
) -> None:
    await console.report(type="DRG")
    await console.report(type="WLD")
    staff = await console.signed_in()
    answer = await staff.post("/views", name="Our drugs", query="type=DRG&state=all&csrf=x")
    assert answer.headers["location"] == "/?state=all&type=DRG&said=view-kept"
    page = unescape((await staff.client.get("/")).text)
    assert 'href="/?state=all&type=DRG">Our drugs <span id="n3">1</span>' in page
    await console.report(type="DRG")
    assert '<span id="n3">2</span>' in (await staff.client.get("/")).text
    await staff.post("/views/forget", name="Our drugs")
    assert "Our drugs" not in (await staff.client.get("/")).text


async def test_nobody_sees_or_forgets_the_view_of_another(console: Stage) -> None:
    await console.account("malee")
    one, other = await console.signed_in(), await console.signed_in("malee")
    await one.post("/views", name="Mine alone", query="type=DRG")
    assert "Mine alone" not in (await other.client.get("/")).text
    answer = await other.post("/views/forget", name="Mine alone")
    assert answer.headers["location"].endswith("said=view-unknown")
    assert "Mine alone" in (await one.client.get("/")).text


async def test_views_that_make_no_sense_are_not_kept_and_only_twelve_are(console: Stage) -> None:
    staff = await console.signed_in()
    for name, query in (("", "type=DRG"), ("x", ""), ("x", "nonsense=1"), ("x", "&" * 50)):
        answer = await staff.post("/views", name=name, query=query)
        assert answer.headers["location"].endswith("said=view-nameless")
    said = [await staff.post("/views", name=f"view {number}", query="type=DRG") for number in range(13)]
    assert [one.headers["location"].partition("said=")[2] for one in said] == ["view-kept"] * 12 + [
        "view-full"
    ]


async def test_a_view_leads_nowhere_else_and_its_name_is_text(console: Stage) -> None:
    staff = await console.signed_in()
    answer = await staff.post("/views", name="<b>x</b>", query="q=//evil.example\r\nx: y&type=<script>")
    assert answer.headers["location"].startswith("/?")
    page = (await staff.client.get("/")).text
    assert "<b>x</b>" not in page
    assert "<script>" not in page.replace("<script>(", "")
