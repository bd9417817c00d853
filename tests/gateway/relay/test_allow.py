from codes.load import shipped
from gateway.relay.allow import ACROSS, HUB, STAYS, allowed
from tests.gateway.office.test_policy import HUB as TO_HUB
from tests.gateway.office.test_policy import PAIR


def test_somebody_decided_about_every_slot_of_the_book() -> None:
    slots = {name for kind in shipped().types.values() for name in kind.slots}
    assert slots - HUB - STAYS == set()
    assert not HUB & STAYS


def test_what_could_harm_a_person_never_crosses() -> None:
    assert not ACROSS & {
        "nationality",
        "destination",
        "origin",
        "name",
        "born",
        "subject",
        "text",
        "indicator",
    }


def test_a_field_nobody_knows_stays_at_home() -> None:
    fields = {"place": "MSI", "nationality": ["MM"], "officer": "Anan"}
    assert allowed(fields, PAIR) == {"place": "MSI"}
    assert allowed(fields, TO_HUB) == {"place": "MSI", "nationality": ["MM"]}
