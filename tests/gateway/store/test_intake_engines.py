"""Intake on each engine: a transaction that one message spoilt lets the others through."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from gateway.intake import intake
from gateway.store import messages, references
from gateway.store.store import Store
from hardware.bearer import Fate, Part, Receipt
from tests.gateway.offices import BEARER, House, found_pair
from tests.gateway.offices import text as said

SEIZED = "DRG MSI YAB 200000T SEIZED"


@pytest.fixture
def house(tmp_path: Path, store: Store) -> House:
    return replace(found_pair(tmp_path)["MSI"], store=store)


def test_a_message_that_spoils_the_transaction_is_kept_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = intake.filing.file

    def file(conn: Connection, kit: intake.Kit, incoming: intake.Incoming) -> None:
        real(conn, kit, incoming)
        if incoming.text == "BOOM":
            conn.execute(text("INSERT INTO counter (name, value) VALUES ('report', NULL)"))

    monkeypatch.setattr(intake.filing, "file", file)
    odd = replace(said("odd"), text="half \ud83d, nothing\x00")
    parts = [replace(said(half), part=Part(7, 2, place)) for place, half in ((2, "SEEN"), (1, "PTL MSI "))]
    receipt = replace(said("r"), text=None, receipt=Receipt("7-abc", Fate.DELIVERED))
    heard = [said("BOOM"), odd, *parts, receipt, said(SEIZED)]
    for _ in range(2):
        house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, heard))
    kept = {one.text: one for one in house.store.read_now(messages.recent)}
    assert set(kept) == {"BOOM", "half \ufffd, nothing\ufffd", "PTL MSI SEEN", SEIZED}
    assert kept["BOOM"].note == "the station failed on it (IntegrityError)"
    assert kept[SEIZED].seq == 1
    assert len(house.store.read_now(lambda conn: references.strays(conn, BEARER))) == 1
