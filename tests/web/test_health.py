"""The health page in words, and the same as metrics, read by Prometheus' own parser."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from gateway.board.board import Level, Notice
from gateway.desk.health import Health
from gateway.desk.machine import BearerState, Machine
from gateway.desk.values import Overview, Person
from gateway.desk.wellness import Check, Grade
from gateway.store import audit
from hardware.sentence import Sentence
from tests.web.api.program import program, token
from tests.web.stage import Stage
from web.api import metrics
from web.exposition import Family, Sample, written
from web.wellness import SAID, TITLES

_FACTS = {"signal_dbm": -71.0, "balance": 12.5, "heard": 4.0, "sim": 1234.0, "imei_tail": 5678.0}
_NAME = re.compile(r"(patrolwire|process)_[a-z_]*[a-z]")


def _with_a_modem(console: Stage) -> None:
    bearer = BearerState("modem1", ready=True, sentence="In use.", facts=_FACTS)
    object.__setattr__(console.desk, "machine", lambda: Machine((bearer,), 700_000_000))


async def _families(client: httpx.AsyncClient) -> dict[str, list[tuple[dict[str, str], float]]]:
    answer = await client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {
        one.name: [(sample.labels, sample.value) for sample in one.samples]
        for one in text_string_to_metric_families(answer.text)
    }


def test_every_line_that_can_be_has_words() -> None:
    assert {check for check, _ in SAID} == set(Check) == set(TITLES)
    assert all(SAID[one][1] for one in SAID if one[1] is not Grade.GOOD and one[0] is not Check.NOTICE)


async def test_the_page_says_the_worst_first_and_what_to_do(console: Stage) -> None:
    _with_a_modem(console)
    console.board.post("store", Level.FAULT, Sentence("Nothing can be kept."))
    begun = datetime.now(UTC) - timedelta(days=8)  # a younger station has missed no backup yet
    await console.store.write(lambda conn: audit.append(conn, begun, "station", "began", "store"))
    staff = await console.signed_in()
    page = (await staff.client.get("/health")).text
    marks = [page.index(word) for word in ("Nothing can be kept.", "patrolwire backup FILE", "In use.")]
    assert marks == sorted(marks)
    assert "667 MB are free." in page
    assert "12.5 is left on the SIM." in page


async def test_prometheus_reads_what_is_told(console: Stage) -> None:
    _with_a_modem(console)
    await console.report(type="SOS", precedence=0, fields={}, text="SOS")
    async with console.client() as client:
        found = await _families(client)
    assert all(_NAME.fullmatch(name) for name in found)
    assert found["patrolwire_reports_open"] == [({}, 1.0)]
    assert found["patrolwire_alarms"] == [({}, 1.0)]
    assert found["patrolwire_bearer_signal_dbm"] == [({"bearer": "modem1"}, -71.0)]
    assert found["patrolwire_bearer_heard"] == [({"bearer": "modem1"}, 4.0)]
    assert [labels for labels, _ in found["patrolwire_partner_waiting"]] == [
        {"partner": "TCL"},
        {"partner": "BKK"},
    ]
    assert found["process_resident_memory_bytes"][0][1] > 1_000_000


async def test_metrics_name_nobody_and_identify_no_sim(console: Stage) -> None:
    _with_a_modem(console)
    await console.report(unit="Patrol 3")
    async with console.client() as client:
        text = (await client.get("/metrics")).text
    for word in ("66812345678", "Nobody", "Patrol", "somchai", "1234", "5678", "YAB"):
        assert word not in text


async def test_from_elsewhere_only_a_token_of_that_scope_is_told(
    console: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = program(console, await token(console, scopes=["metrics"], name="right"))
    wrong = program(console, await token(console, scopes=["read"], name="wrong"))
    monkeypatch.setattr(metrics, "_from_here", lambda _: False)
    assert (await console.client().get("/metrics")).status_code == 401
    assert (await wrong.get("/metrics")).status_code == 403
    assert (await right.get("/metrics")).status_code == 200


def test_labels_and_figures_are_written_so_that_they_are_read_again() -> None:
    odd = 'a"b\\c\nd'
    samples = (Sample(1.5, {"bearer": odd}), Sample(float("inf")), Sample(-2e-9, {"bearer": ""}))
    text = written([Family("patrolwire_odd", "gauge", "Two\nlines \\ and more.", samples)])
    (family,) = text_string_to_metric_families(text)
    assert [(one.labels, one.value) for one in family.samples] == [
        ({"bearer": odd}, 1.5),
        ({}, float("inf")),
        ({"bearer": ""}, -2e-9),
    ]


async def test_every_metric_that_the_docs_name_is_told(console: Stage) -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(patrolwire_\w+)`", page))
    told = {one.name for one in metrics.families(*await _all(console))}
    assert len(named) > 5
    assert named <= told


async def _all(console: Stage) -> tuple[Health, Machine, list[Notice], Overview, datetime]:
    desk = console.desk
    overview = await desk.overview(Person("metrics", "", "", "en", ""))
    return await desk.health(), desk.machine(), desk.board.standing(), overview, desk.clock.now()
