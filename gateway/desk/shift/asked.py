"""What of the reports is asked for: a filter of the queue, and from when to when they were received."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from sqlalchemy import ColumnElement

from gateway.desk.filters import conditions
from gateway.desk.period import ALWAYS, Period
from gateway.desk.values import Filter, Person
from gateway.store.columns import table
from gateway.store.tables import Report

_RECEIVED = table(Report).c.received_at


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter and a period, as conditions on a report and as a line for the record."""

    wanted: Filter = field(default_factory=Filter)
    period: Period = ALWAYS

    def conditions(self, who: Person) -> list[ColumnElement[bool]]:
        return [*conditions(who, self.wanted), *self.period.holds(_RECEIVED)]

    def said(self) -> str:
        """Return it for the record, without the words that were searched for: those may be content."""
        pairs = {name: value for name, value in self.wanted.query().items() if name != "q"}
        ends = {"since": self.period.since, "until": self.period.until}
        pairs |= {name: at.isoformat(timespec="minutes") for name, at in ends.items() if at is not None}
        return urlencode(pairs, safe=":+,") or "all that is open"
