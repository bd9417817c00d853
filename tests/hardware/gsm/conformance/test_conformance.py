"""The same messages in and the same texts out, whatever the modem's habits are."""

import asyncio
from collections import Counter, defaultdict
from typing import Any, Final

import pytest

from hardware.bearer import Hearing, SendOutcome
from hardware.gsm.options import ModemOptions
from hardware.gsm.profile import profiles
from tests.hardware.gsm.conformance.modems import FAMILIES, KINDS, Kind, turn_into
from tests.hardware.gsm.rig import Rig, outgoing, rig
from tests.hardware.gsm.virtual import play

OFFICER: Final = "+66812345678"
THAI: Final = "ยาบ้า 200000 เม็ด แม่สาย "
CLASS_0: Final = "07916618000009F0040B916618325476F80010621132800154820568656C6C6F"
INBOUND: Final[dict[str, dict[str, Any]]] = {
    "GSM-7": {"from_": OFFICER, "text": "DRG MSI YAB 200000T SEIZED"},
    "extension table": {"from_": OFFICER, "text": "[€] {x} ~^|\\ @"},
    "eight septets ending in @": {"from_": OFFICER, "text": "1234567@"},
    "UCS-2": {"from_": OFFICER, "text": THAI},
    "surrogates": {"from_": OFFICER, "text": "SOS 🚨 แม่สาย"},
    "three parts, last first": {"from_": OFFICER, "text": "abcdefghij" * 40, "order": [3, 1, 2]},
    "16-bit reference": {"from_": OFFICER, "text": "0123456789" * 40, "ref": 40_000},
    "long UCS-2": {"from_": OFFICER, "text": THAI * 6, "order": [2, 3, 1]},
    "a name for a sender": {"from_": "AIS", "text": "promotion"},
    "no sender": {"from_": "", "text": "who am I"},
    "the same words again": {"from_": OFFICER, "text": "DRG MSI YAB 200000T SEIZED"},
}
OUTBOUND: Final = {
    "GSM-7": "REF 7K: DRG MSI 200,000 pills",
    "extension table": "[€] {x}",
    "three segments": "You will get three segments of this. " * 10,
    "UCS-2": THAI,
    "surrogates": "🚨" * 40,
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Kind:
    """Turn the pretend modem into another, for one test."""
    found: Kind = KINDS[request.param]
    turn_into(found, monkeypatch)
    return found


def whole(heard: list[Hearing]) -> Counter[tuple[str, str]]:
    """Join what came in parts; (sender, text) of each message."""
    found: Counter[tuple[str, str]] = Counter()
    parts: dict[tuple[str, int, int], dict[int, str]] = defaultdict(dict)
    for one in heard:
        if one.text is not None and one.part is not None:
            parts[one.sender.value, one.part.ref, one.part.count][one.part.index] = one.text
        elif one.text is not None:
            found[one.sender.value, one.text] += 1
    for (sender, _, _), texts in parts.items():
        found[sender, "".join(texts[index] for index in sorted(texts))] += 1
    return found


async def emptied(here: Rig) -> None:
    """Wait until no message is in a memory or in the network."""
    await here.until(lambda: not here.stored() and not here.ask("ledger")["counts"]["waiting"])
    await asyncio.sleep(1)


def test_what_comes_in(kind: Kind) -> None:
    async def story() -> None:
        async with rig(kind.settings, waiting=5) as here:
            await here.ready()
            for message in INBOUND.values():
                here.ask("receive", **message)
            here.ask("receive_pdu", hex="0004ff")
            await emptied(here)
            assert here.modem.health().facts["profile"] == kind.profile
            wanted = Counter((str(one["from_"]), str(one["text"])) for one in INBOUND.values())
            heard = whole(here.office.heard)
            assert heard.total() == wanted.total() + 5
            assert wanted - heard == Counter()
            assert [one.raw.hex() for one in here.office.heard if one.problem] == ["0004ff"]
            assert set(here.office.counts().values()) == {1}

    play(story())


def test_class_0_is_kept_whether_it_was_stored_or_not(kind: Kind) -> None:
    async def story() -> None:
        async with rig(kind.settings) as here:
            await here.ready()
            here.ask("receive_pdu", hex=CLASS_0)
            await emptied(here)
            await asyncio.sleep(60)
            assert len({one.key for one in here.office.heard}) == 1
            here.text("and the next")
            await here.until(lambda: here.office.texts[-1] == "and the next")

    play(story())


def test_what_goes_out(kind: Kind) -> None:
    async def story() -> None:
        async with rig(kind.settings, ModemOptions(send_s=20, prompt_s=2)) as here:
            await here.ready()
            references: list[str] = []
            for number, text in enumerate(OUTBOUND.values()):
                sent = await here.modem.send(outgoing(f"t{number}", text))
                assert sent.outcome is SendOutcome.SUBMITTED, sent
                assert len(sent.references) == here.modem.measure(text)
                references += sent.references
            assert [one["text"] for one in here.ask("sent")["messages"]] == list(OUTBOUND.values())
            await asyncio.sleep(30)
            assert sorted(here.office.receipts) == (sorted(references) if kind.reports else [])

    play(story())


def test_a_refusal_is_told_and_the_next_text_goes(kind: Kind) -> None:
    async def story() -> None:
        async with rig(kind.settings, ModemOptions(send_s=20, prompt_s=2)) as here:
            await here.ready()
            here.ask("fail", command="CMGS", with_="+CMS ERROR: 38", count=1)
            here.ask("fail", command="CMGS", with_="lost", count=1)
            refused = await here.modem.send(outgoing("t1", "one"))
            assert (refused.outcome, refused.retryable) == (SendOutcome.REFUSED, True)
            unknown = await here.modem.send(outgoing("t2", "two"))
            assert (unknown.outcome, unknown.retryable) == (SendOutcome.UNKNOWN, False)
            assert (await here.modem.send(outgoing("t3", "three"))).outcome is SendOutcome.SUBMITTED
            assert [one["text"] for one in here.ask("sent")["messages"]] == ["two", "three"]

    play(story())


def test_trouble_on_the_way_loses_nothing(kind: Kind) -> None:
    async def story() -> None:
        async with rig(kind.settings, waiting=12) as here:
            here.office.refusing = 1
            await here.ready()
            await asyncio.sleep(0.7)
            here.unplug(2)
            for number in range(8):
                here.text(f"meanwhile {number}")
            await here.until(lambda: here.plugged)
            await asyncio.sleep(1)
            for _ in range(100):
                here.ask("urc", line='+CMTI: "SM",3')
            here.ask("urc", raw="ff00feC3A9")
            await emptied(here)
            assert sorted(here.office.counts().values()) == [1] * 20

    play(story())


def test_every_family_that_ships_is_here() -> None:
    assert set(FAMILIES) == {profile.name for profile in profiles()}
    assert all(name == made.profile for name, made in FAMILIES.items())
