"""An office with two officers who have sheets, and what a test does with it."""

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select

from codes.onetime import Row, rows
from gateway.intake import intake
from gateway.store import messages, outbox, reports, sheets
from gateway.store.columns import table
from gateway.store.tables import Delivery, Message, Report, Sheet
from hardware.bearer import Hearing
from tests.gateway.offices import BEARER, START, House, found_pair

SEIZED = "DRG MSI YAB 200000T SEIZED"
OWNER, COLLEAGUE = "Sgt Anan", "Cpl Noi"
COLLEAGUES_NUMBER = "+66800000102"
STRANGER = "+66899999999"
OTHER_OFFICER = f"""
[[officer]]
number = "{COLLEAGUES_NUMBER}"
name = "{COLLEAGUE}"
unit = "Mobile 4"
agency = "Police"
"""


class Post(NamedTuple):
    """An office, and the rows of its two sheets: number 1 is the owner's, number 2 his colleague's."""

    house: House
    own: tuple[Row, ...]
    others: tuple[Row, ...]


def found_post(folder: Path, more: str = "") -> Post:
    """Found Mae Sai with two officers, a sheet of twenty rows for each."""
    house = found_pair(folder, OTHER_OFFICER + more)["MSI"]
    secrets = {OWNER: b"1" * 20, COLLEAGUE: b"2" * 20}
    for name, secret in secrets.items():
        house.store.write_now(lambda conn, n=name, s=secret: sheets.make(conn, n, s, 20, START))
    return Post(house, *(rows(secret, 20) for secret in secrets.values()))


def take(house: House, *heard: Hearing) -> None:
    house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, heard))


def filed(house: House) -> list[Report]:
    return house.store.read_now(lambda conn: reports.changed(conn, 0))


def replies(house: House) -> list[Delivery]:
    return house.store.read_now(lambda conn: outbox.due(conn, BEARER, 100))


def kept(house: House) -> list[Message]:
    """Return all messages, the newest first."""
    return house.store.read_now(messages.recent)


def sheet(house: House, number: int = 1) -> Sheet:
    found = house.store.read_now(lambda conn: sheets.get(conn, number))
    assert found is not None
    return found


def count(house: House, model: type) -> int:
    query = select(func.count()).select_from(table(model))
    return house.store.read_now(lambda conn: conn.execute(query).scalar_one())
