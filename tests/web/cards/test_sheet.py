"""`patrolwire sheet`: made, printed, listed and revoked, each on the record; no name on the paper."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from codes.load import cards
from codes.onetime import rows
from gateway.office import keys
from gateway.office.config import load
from gateway.store import audit, sheets
from gateway.store.columns import table
from gateway.store.store import Store
from gateway.store.tables import Audit
from tests.gateway.offices import found_pair
from tests.web.browser import chromium
from tests.web.cards.test_fit import SMALLEST_PIXELS, sides_over
from web.cards import sheet

LANGUAGES = ("en", "th", "lo", "km", "my", "vi")
SECRET = b"a secret of twenty b"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    for house in found_pair(tmp_path).values():
        house.store.close()
    return tmp_path / "MSI" / "office.toml"


def patrolwire(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "web", "sheet", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)


def opened(config: Path) -> Store:
    found = load(config)
    return Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)), inline=True)


def codes(language: str, size: int = 50) -> sheet.Codes:
    said = {name: texts[language] for name, texts in cards()[1].items()}
    return sheet.Codes(f"{said['sheet']} 3  Mae Sai", "2026-11-23", rows(SECRET, size), language, said)


@pytest.mark.parametrize("suffix", [".html", ".pdf"])
def test_a_sheet_is_made_and_printed_for_its_officer_alone(office: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"sheet{suffix}"
    done = patrolwire("new", "sgt anan", "--config", str(office), "--rows", "12", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "face to face" in done.stderr
    assert out.stat().st_mode & 0o077 == 0
    assert b"Anan" not in out.read_bytes()
    store = opened(office)
    (made,) = store.read_now(sheets.everyone)
    actions = store.read_now(lambda conn: [row.action for row in conn.execute(table(Audit).select())])
    store.close()
    assert (made.officer, made.size, len(made.secret)) == ("Sgt Anan", 12, 20)
    assert actions == ["made sheet", "printed sheet"]
    if suffix == ".html":
        page = out.read_text(encoding="utf-8")
        assert all(f"{row.send[:4]} {row.send[4:]}" in page for row in rows(made.secret, 12))
        assert all(row.duress not in page.replace(" ", "") for row in rows(made.secret, 12))


def test_a_sheet_is_listed_printed_again_and_revoked(office: Path) -> None:
    first = patrolwire("new", "+66800000101", "--config", str(office), "--rows", "3")
    store = opened(office)
    (made,) = store.read_now(sheets.everyone)
    store.write_now(lambda conn: sheets.spend(conn, made.id, 1))
    store.close()
    assert [row.send[:4] in first.stdout for row in rows(made.secret, 3)] == [True] * 3
    again = patrolwire("print", "1", "--config", str(office)).stdout
    assert [f"{row.send[:4]} {row.send[4:]}" in again for row in rows(made.secret, 3)] == [False, True, True]
    listed = patrolwire("list", "--json", "--config", str(office)).stdout
    assert made.secret.hex() not in listed
    shown = {"sheet": 1, "officer": "Sgt Anan", "left": 2, "wrong": 0, "revoked": None}
    assert {name: value for name, value in json.loads(listed).items() if name != "made"} == shown
    assert patrolwire("revoke", "1", "--config", str(office)).returncode == 0
    twice = patrolwire("revoke", "1", "--config", str(office))
    assert (twice.returncode, "revoked already" in twice.stderr) == (1, True)
    store = opened(office)
    actions = store.read_now(lambda conn: [row.action for row in conn.execute(table(Audit).select())])
    assert store.read_now(audit.verify) is None
    store.close()
    assert actions == ["made sheet", "printed sheet", "printed sheet", "revoked sheet"]


@pytest.mark.parametrize("words", [("new", "nobody"), ("new", "Sgt Anan", "--out", "x.doc"), ("print", "7")])
def test_what_cannot_be_done_is_a_sentence_and_makes_nothing(office: Path, words: tuple[str, ...]) -> None:
    done = patrolwire(*words, "--config", str(office))
    assert done.returncode == 1
    assert done.stderr.startswith("patrolwire: ")
    store = opened(office)
    assert store.read_now(sheets.everyone) == []
    store.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_fifty_rows_stand_on_one_page_of_paper(language: str) -> None:
    paper = sheet.on_paper(codes(language))
    paper.close()
    assert paper.overflow <= 0
    assert len(sheet.pages(codes(language).rows)) == 1
    assert len(sheet.pages(codes(language, 51).rows)) == 2


@pytest.mark.browser
async def test_fifty_rows_stand_on_one_page_in_a_browser(tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"
    async with chromium() as browser:
        page = await browser.new_page()
        for language in LANGUAGES:
            sheet.write(codes(language), file)
            ((down, across, letters),) = await sides_over(page, file)
            assert (down, across) <= (0, 0), language
            assert letters >= SMALLEST_PIXELS
