"""What a program asks of the reports: the queue's filter, by the names it has in the console's address."""

from datetime import date
from typing import Annotated, Literal

from litestar.exceptions import NotFoundException
from litestar.params import QueryParameter

from gateway.desk.filters import asked
from gateway.desk.values import Filter
from web.access import clean
from web.days import addressed

MOST = 2**53 - 1  # what every reader of JSON can count to
State = Literal["", "new", "claimed", "mine", "unseen", "all"]
Urgency = Literal["", "FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"]
Sureness = Literal["", "A", "B", "C", "D", "X"]


def provide_wanted(
    standing: Annotated[State, QueryParameter(name="state", description="empty: all that is open")] = "",
    type_: Annotated[str, QueryParameter(name="type", max_length=80)] = "",
    precedence: Annotated[Urgency, QueryParameter()] = "",
    place: Annotated[str, QueryParameter(max_length=80, description="codes, with commas between")] = "",
    q: Annotated[str, QueryParameter(max_length=80, description="words to look for")] = "",
    prov: Annotated[Sureness, QueryParameter(description="how sure the sender is")] = "",
    first: Annotated[date | None, QueryParameter(name="from", description="the first day")] = None,
    last: Annotated[date | None, QueryParameter(name="to", description="the last day, all of it")] = None,
) -> Filter:
    """Return the filter that the same address means in the console; days are those of the office."""
    named = {"state": standing, "type": type_, "precedence": precedence, "place": place, "q": q, "prov": prov}
    days = {name: day.isoformat() for name, day in (("from", first), ("to", last)) if day}
    return asked(addressed({name: clean(text) for name, text in (named | days).items()}))


def row_in(number: int) -> int:
    """Return a row's number in an address; NotFoundException when no row has it."""
    if not 0 < number <= MOST:
        raise NotFoundException
    return number
