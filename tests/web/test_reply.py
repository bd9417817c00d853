"""The reply to an officer: set texts with and without script, and the counter beside the modem's own cut."""

import random
from collections.abc import AsyncIterator
from html import escape

import pytest
from playwright.async_api import Browser, expect

from gateway.desk.answers import answers
from gateway.desk.doing import MOST_SEGMENTS
from gateway.store import outbox
from hardware.gsm.pdu import gsm7
from hardware.gsm.submit import measure
from tests.web.browser import chromium, sign_in
from tests.web.stage import Stage

_LETTERS = ["a", "Z", " ", "\n", "é", "€", "[", "~", "^", "ก", "ຂ", "မ", "ế", "`", "ç", "😀", "\u200c", "$"]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as made:
        yield made


async def test_a_set_text_is_filled_in_the_officers_language_and_can_be_changed(console: Stage) -> None:
    key = await console.report()
    await console.account("reader", language="th")
    staff = await console.signed_in("reader")
    page = (await staff.client.get(f"/r/{key}", params={"answer": "wait"})).text
    area = page.partition("<textarea")[2].partition("</textarea>")[0]
    assert "K001-P: stay where you are" in area
    assert answers("th", "th", {"ref": "K001-P", "office": ""})[1].text in page
    other = (await staff.client.get(f"/r/{key}", params={"answer": "<script>"})).text
    assert other.partition("<textarea")[2].partition(">")[2].startswith("</textarea>")


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("a" * 480, "replied"),
        ("[" * 304, "replied"),
        ("[" * 305, "too-long"),  # 610 septets, but no pair is torn: five segments
        ("ก" * 268, "replied"),
        ("ก" * 269, "too-long"),
    ],
)
async def test_the_limit_is_in_segments_as_the_bearer_cuts_them(console: Stage, text: str, done: str) -> None:
    key = await console.report()
    staff = await console.signed_in()
    answer = await staff.post(f"/r/{key}/reply", text=text)
    assert f"done={done}" in answer.headers["location"]
    assert (measure(text) <= MOST_SEGMENTS) == (done == "replied")
    sent = await console.store.read(lambda conn: outbox.of_report(conn, key))
    assert len(sent) == (done == "replied")


@pytest.mark.parametrize("state", ["new", "cancelled"])
async def test_a_reply_that_is_too_long_comes_back_as_it_was_typed(console: Stage, state: str) -> None:
    key, number = await console.report(state=state), await console.message("saw a big bag")
    staff, text = await console.signed_in(), "<b>" + "ကြ" * 238 + "ท"
    for at in (f"/r/{key}", f"/m/{number}"):
        answer = await staff.post(f"{at}/reply", text=text)
        assert answer.headers["location"].endswith("#say")
        page = (await staff.client.get(answer.headers["location"])).text
        area = page.partition("<textarea")[2].partition("</textarea>")[0]
        assert area.endswith(f">{escape(text)}")
        assert "too long for a text message" in page
        assert 'id="say" open' in page or state == "new" or at.startswith("/m/")


@pytest.mark.parametrize("gap", ["\u00a0", "\u202f", "\u2003", "\u3000", "\t"])
async def test_words_that_are_pasted_stay_apart_whatever_space_is_between(console: Stage, gap: str) -> None:
    key = await console.report()
    staff = await console.signed_in()
    await staff.post(f"/r/{key}/reply", text=f"Wait\0 at{gap}Mae{gap}Sai")
    [sent] = await console.store.read(lambda conn: outbox.of_report(conn, key))
    assert sent.text == "Wait at Mae Sai"


@pytest.mark.browser
@pytest.mark.timeout(180)
async def test_the_counter_counts_as_the_modem_cuts(console: Stage, browser: Browser) -> None:
    key = await console.report()
    context = await browser.new_context()
    page = await sign_in(context, console)
    await page.goto(f"{console.url}/r/{key}")
    dice = random.Random(7)
    texts = ["a" + "".join(dice.choices(_LETTERS, k=dice.randrange(200))) + "z" for _ in range(150)]
    texts += ["a" * n for n in (160, 161, 306, 307)] + ["ก" * n for n in (70, 71, 134, 135)]
    texts += [
        "a" * 152 + "€" + "a" * 10,
        "ก" * 66 + "😀" + "ก" * 5,
        *("a" * n + c for n in (1, 159) for c in "€`ç"),
    ]
    counted = await page.evaluate(
        """texts => texts.map(text => {
            const area = document.getElementById("text")
            area.value = text; area.dispatchEvent(new Event("input"))
            return document.getElementById("count").textContent
        })""",
        texts,
    )
    found = [int(said.split(" of at most")[0].rpartition(" ")[2]) for said in counted]
    assert found == [measure(text) for text in texts]
    await context.close()


@pytest.mark.browser
@pytest.mark.timeout(180)
async def test_every_letter_is_small_or_wide_as_the_modem_has_it(console: Stage, browser: Browser) -> None:
    key = await console.report()
    context = await browser.new_context()
    page = await sign_in(context, console)
    await page.goto(f"{console.url}/r/{key}")
    letters = [chr(n) for n in range(0x21, 0x3000)]
    counted = await page.evaluate(
        """letters => letters.map(letter => {
            const area = document.getElementById("text")
            area.value = "a" + letter + "a"; area.dispatchEvent(new Event("input"))
            return document.getElementById("count").textContent
        })""",
        letters,
    )
    codes = [gsm7.encode_each(letter) for letter in letters]
    left = [160 - 2 - len(code[0]) if code else 70 - 3 for code in codes]
    assert [int(said.split()[0]) for said in counted] == left
    await context.close()


@pytest.mark.browser
@pytest.mark.timeout(180)
async def test_a_set_text_is_put_in_at_once_with_script(console: Stage, browser: Browser) -> None:
    key = await console.report()
    context = await browser.new_context()
    page = await sign_in(context, console)
    await page.goto(f"{console.url}/r/{key}")
    await page.locator("#answer").select_option("call")
    await expect(page.locator("#text")).to_have_value("K001-P: call the office as soon as it is safe.")
    await expect(page.locator("#count")).to_contain_text("114 signs left")
    await context.close()
