"""Which messages a person may see: those of officers whose reports he sees, and of whom nobody knows."""

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, true

from gateway.desk.values import Person
from gateway.senders.standing import Standing
from gateway.store.columns import table
from gateway.store.rows import many
from gateway.store.tables import CodeUse, Enrolled, Message, Reach

_MESSAGE, _REACH = table(Message), table(Reach)
_OFFICER, _USE = table(Enrolled), table(CodeUse)
_OWN = and_(_REACH.c.value == _MESSAGE.c.sender, _REACH.c.kind == _MESSAGE.c.sender_kind)
# A call sign is known with and without its SSID.
_SSID = and_(
    _MESSAGE.c.sender_kind == "callsign",
    _REACH.c.kind == "callsign",
    _MESSAGE.c.sender.startswith(_REACH.c.value.concat("-")),
)
_CODE = and_(
    _USE.c.message_id == _MESSAGE.c.id,
    _USE.c.standing == Standing.OPEN.value,
    _USE.c.officer == _OFFICER.c.name,
    _OFFICER.c.retired_at.is_(None),
)


def visible(who: Person) -> ColumnElement[bool]:
    """Return which messages a person may see that are no report, as `filters.visible` says of reports."""
    if not who.agency:
        return true()
    return or_(_from(_OFFICER.c.agency.in_(("", who.agency))), ~_from(true()))


def senders(conn: Connection, number: int) -> list[Enrolled]:
    """Return the officers who may have sent a message: by its good code, else by its number or call sign."""
    this, named = _MESSAGE.c.id == number, select(_OFFICER).order_by(_OFFICER.c.id).distinct()
    proved = _REACH.c.confirmed_at.is_not(None)
    his = _REACH.c.officer_id == _OFFICER.c.id, _OFFICER.c.retired_at.is_(None)
    by_code = many(conn, Enrolled, named.where(this, _CODE))
    return by_code or many(conn, Enrolled, named.where(this, or_(_OWN, _SSID), proved, *his))


def _from(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say of a message that such an officer sent it: by the number or call sign, or by the code."""
    his = _REACH.c.officer_id == _OFFICER.c.id
    reached = (exists().where(way, his, which).correlate(_MESSAGE) for way in (_OWN, _SSID))
    return or_(*reached, exists().where(_CODE, which).correlate(_MESSAGE))
