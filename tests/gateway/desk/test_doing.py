"""What staff do: one transaction with history, audit and feed, and the first of two wins."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.desk import doing, reading
from gateway.desk.doing import Act, Done
from gateway.desk.values import Person
from gateway.store import audit, feed, history, outbox, passages, reports
from gateway.store.keys import ReportKey
from gateway.store.store import Store
from tests.web.stage import PretendStation, file_report, now

SOMCHAI = Person("somchai", "duty", "", "en", "token")
MALEE = Person("malee", "supervisor", "", "en", "token")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.make(f"sqlite:///{tmp_path / 'desk.db'}", bytes(32), inline=True)
    yield made
    made.close()


@pytest.fixture
def station() -> PretendStation:
    return PretendStation()


def _act(key: ReportKey, who: Person = SOMCHAI) -> Act:
    return Act("MSI", who, key, now())


def _lines(store: Store, key: ReportKey) -> list[tuple[str, str]]:
    return [(line.actor, line.what) for line in store.read_now(lambda conn: history.of(conn, key))]


def test_the_first_of_two_claims_wins(store: Store, station: PretendStation) -> None:
    key = store.write_now(file_report)
    done = [
        store.write_now(lambda conn, who=who: doing.claim(conn, _act(key, who), station.plugs()))
        for who in (SOMCHAI, MALEE)
    ]
    assert done == [Done.CLAIMED, Done.TAKEN]
    assert _lines(store, key)[1:] == [("duty", "claimed")]


def test_a_partners_report_is_told_seen_by_role_and_its_state_is_left_to_its_office(
    store: Store, station: PretendStation
) -> None:
    key = store.write_now(lambda conn: file_report(conn, origin="TCL"))
    assert store.write_now(lambda conn: doing.claim(conn, _act(key), station.plugs())) is Done.CLAIMED
    assert station.seen == [(str(key), "duty")]
    report = store.read_now(lambda conn: reports.get(conn, key))
    assert report is not None
    assert (report.state, report.claimed_by) == ("new", "somchai")


def test_what_is_closed_without_a_claim_was_seen_by_who_closed_it(
    store: Store, station: PretendStation
) -> None:
    key = store.write_now(file_report)
    done = store.write_now(lambda conn: doing.close(conn, _act(key), "a test", station.plugs()))
    assert (done, station.seen) == (Done.CLOSED, [(str(key), "duty")])


def test_every_action_moves_the_feed_and_the_audit_log(store: Store, station: PretendStation) -> None:
    key = store.write_now(file_report)
    plugs = station.plugs()
    actions = [
        lambda conn: doing.claim(conn, _act(key), plugs),
        lambda conn: doing.reply(conn, _act(key), "Hold there", plugs),
        lambda conn: doing.release(conn, _act(key), "TCL", plugs, version="1"),
        lambda conn: doing.give_back(conn, _act(key)),
        lambda conn: doing.close(conn, _act(key), "handed over", plugs),
    ]
    for action in actions:
        before = store.read_now(lambda conn: (feed.last(conn), audit.head(conn).seq))
        store.write_now(action)
        after = store.read_now(lambda conn: (feed.last(conn), audit.head(conn).seq))
        assert after[0] > before[0]
        assert after[1] == before[1] + 1
    assert store.read_now(audit.verify) is None


def test_a_failure_of_the_station_takes_the_whole_action_back(store: Store, station: PretendStation) -> None:
    key = store.write_now(file_report)

    def broken(*_: object) -> None:
        raise RuntimeError("no keys")

    plugs = replace(station.plugs(), release=broken)
    before = store.read_now(lambda conn: (feed.last(conn), audit.head(conn)))
    with pytest.raises(RuntimeError):
        store.write_now(lambda conn: doing.release(conn, _act(key), "TCL", plugs, version="1"))
    assert store.read_now(lambda conn: (feed.last(conn), audit.head(conn))) == before
    assert store.read_now(lambda conn: passages.of(conn, key)) == []


def test_a_version_goes_to_a_partner_once_and_a_later_one_again(
    store: Store, station: PretendStation
) -> None:
    key = store.write_now(file_report)
    plugs = station.plugs()
    release = [
        store.write_now(lambda conn: doing.release(conn, _act(key), "TCL", plugs, version="1"))
        for _ in range(2)
    ]
    assert release == [Done.RELEASED, Done.ALREADY]
    store.write_now(lambda conn: reports.amend(conn, key, canonical="DRG MSI YAB 300000T SEIZED"))
    again = [
        store.write_now(lambda conn, v=version: doing.release(conn, _act(key), "TCL", plugs, version=v))
        for version in ("1", "", "3", "2")
    ]
    assert again == [*[Done.MEANWHILE] * 3, Done.RELEASED]


def test_a_partners_report_goes_no_further_and_its_officer_is_not_ours(
    store: Store, station: PretendStation
) -> None:
    key = store.write_now(lambda conn: file_report(conn, origin="TCL"))
    plugs = station.plugs()
    released = store.write_now(lambda conn: doing.release(conn, _act(key), "BKK", plugs, version="1"))
    assert released is Done.NOT_OURS
    assert store.write_now(lambda conn: doing.reply(conn, _act(key), "x", plugs)) is Done.NO_OFFICER


@pytest.mark.parametrize(("text", "done"), [("  \n ", Done.EMPTY), ("a" * 481, Done.TOO_LONG)])
def test_a_reply_that_cannot_be_sent_is_not_queued(
    store: Store, station: PretendStation, text: str, done: Done
) -> None:
    key = store.write_now(file_report)
    assert store.write_now(lambda conn: doing.reply(conn, _act(key), text, station.plugs())) is done
    assert store.read_now(lambda conn: outbox.of_report(conn, key)) == []


def test_only_who_has_it_in_hand_gives_it_back(store: Store, station: PretendStation) -> None:
    key = store.write_now(file_report)
    store.write_now(lambda conn: doing.claim(conn, _act(key), station.plugs()))
    assert store.write_now(lambda conn: doing.give_back(conn, _act(key, MALEE))) is Done.TAKEN
    assert store.write_now(lambda conn: doing.give_back(conn, _act(key))) is Done.GIVEN_BACK
    report = store.read_now(lambda conn: reports.get(conn, key))
    assert report is not None
    assert (report.state, report.claimed_by) == ("new", None)


def test_a_distress_is_seen_across_agencies(store: Store) -> None:
    customs = replace(SOMCHAI, agency="CUS")
    theirs = store.write_now(lambda conn: file_report(conn, agency="RTP"))
    distress = store.write_now(lambda conn: file_report(conn, agency="RTP", type="SOS", precedence=0))
    assert store.read_now(lambda conn: reading.report_for(conn, customs, theirs)) is None
    assert store.read_now(lambda conn: reading.report_for(conn, customs, distress)) is not None
