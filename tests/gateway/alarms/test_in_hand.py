"""Whatever staff and the station do with reports, what escalation calls an alarm the siren calls one too."""

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from codes.load import shipped
from gateway.alarms import claims
from gateway.alarms import doing as station
from gateway.desk import doing, reading
from gateway.desk.book_words import BookWords
from gateway.desk.doing import Act, Done
from gateway.desk.related import Merged, Related
from gateway.desk.rows import Naming
from gateway.desk.values import Filter, Person
from gateway.store import accounts, alarms, reports
from gateway.store.keys import ReportKey, key_of
from tests.gateway.offices import START, SetClock
from tests.gateway.store import rows
from tests.web.stage import PretendStation, file_report

MOST, LATER = 2, START + timedelta(days=1)
NAMING = Naming(BookWords(shipped()), "en", {})
SOMCHAI, MALEE = (Person(name, "supervisor", "", "en", "") for name in ("somchai", "malee"))
keys = st.integers(1, MOST).map(lambda number: ReportKey("MSI", 1, number))
people = st.sampled_from([SOMCHAI, MALEE])


@dataclass(frozen=True)
class Around:
    """As much of an office as its alarms look at."""

    clock: SetClock = field(default_factory=SetClock)
    code: str = "MSI"


class InHand(RuleBasedStateMachine):
    """An SOS and a lesser report, in the hands of two people and of the station."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = create_engine("sqlite://")
        SQLModel.metadata.create_all(self.engine)
        self.conn = self.engine.connect()
        self.plugs = PretendStation().plugs()
        self.office = Around()
        self.related = Related(self.office)  # type: ignore[arg-type]  # it looks at the clock alone
        file_report(self.conn, type="SOS", precedence=0)
        file_report(self.conn, precedence=1)
        for one in (SOMCHAI, MALEE):
            accounts.create(self.conn, name=one.name, role=one.role, password="", created_at=START)
        accounts.sign_in(self.conn, **rows.session(bytes(32), "somchai", seen_at=START, expires_at=LATER))

    def teardown(self) -> None:
        self.conn.close()
        self.engine.dispose()

    @rule(key=keys, who=people)
    def claim(self, key: ReportKey, who: Person) -> None:
        doing.claim(self.conn, self._act(key, who), self.plugs)

    @rule(key=keys)
    def give_back(self, key: ReportKey) -> None:
        found = reports.get(self.conn, key)
        for who in (SOMCHAI, MALEE):
            if found is not None and found.claimed_by == who.name:
                doing.give_back(self.conn, self._act(key, who))

    @rule(key=keys, who=people, to=people)
    def assign(self, key: ReportKey, who: Person, to: Person) -> None:
        was = reports.get(self.conn, key)
        done = doing.assign(self.conn, self._act(key, who), to.name, self.plugs)
        assert was is not None
        if done is Done.ASSIGNED and alarms.sounds(was):
            assert was.claimed_by is not None
            assert to is SOMCHAI  # Malee is signed in nowhere

    @rule(key=keys, who=people)
    def close(self, key: ReportKey, who: Person) -> None:
        doing.close(self.conn, self._act(key, who), "done with", self.plugs)

    @rule(key=keys, who=people)
    def reopen(self, key: ReportKey, who: Person) -> None:
        doing.reopen(self.conn, self._act(key, who))

    @rule(key=keys, into=keys, who=people)
    def merge(self, key: ReportKey, into: ReportKey, who: Person) -> None:
        other = reports.get(self.conn, into)
        assert other is not None
        done = self.related._merge(self.conn, who, (key, into), "the same truck")
        assert done is not Merged.MERGED or other.state in doing.OPEN

    @rule(key=keys, who=people)
    def part(self, key: ReportKey, who: Person) -> None:
        self.related._part(self.conn, who, key, "two trucks")

    @rule(key=keys)
    def lapse(self, key: ReportKey) -> None:
        found = reports.get(self.conn, key)
        if found is not None and found.claimed_by and found.state in doing.OPEN:
            claims._lapse(self.conn, self.office, found)  # type: ignore[arg-type]  # its clock and its code

    @rule(key=keys, precedence=st.integers(0, 2))
    def change(self, key: ReportKey, precedence: int) -> None:
        reports.amend(self.conn, key, precedence=precedence)

    @rule()
    def look(self) -> None:
        station.part(self.conn, self.office, alarms.unclaimed(self.conn))  # type: ignore[arg-type]  # the same
        queue = {row.key for row in reading.queue(self.conn, SOMCHAI, Filter(), NAMING)}
        assert {key_of(one) for one in alarms.unclaimed(self.conn)} <= queue

    @invariant()
    def the_siren_sounds_for_what_escalation_calls_an_alarm(self) -> None:
        sounding = reading.alarms(self.conn, SOMCHAI, NAMING)
        assert {row.key for row in sounding} == {key_of(one) for one in alarms.unclaimed(self.conn)}
        assert all(row.alarm and row.state == "new" for row in sounding)

    @invariant()
    def an_open_alarm_sounds_until_a_person_has_it(self) -> None:
        sounding = {row.key for row in reading.alarms(self.conn, SOMCHAI, NAMING)}
        for number in range(1, MOST + 1):
            report = reports.get(self.conn, ReportKey("MSI", 1, number))
            assert report is not None
            waits = alarms.sounds(report) and report.state in doing.OPEN and report.claimed_by is None
            assert waits == (key_of(report) in sounding)

    def _act(self, key: ReportKey, who: Person) -> Act:
        return Act("MSI", who, key, self.office.clock.now())


InHand.TestCase.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
TestInHand = InHand.TestCase
