"""An office is founded by its code: the codebook knows the rest, or says that it does not."""

import pytest

from codes.load import shipped
from gateway.errors import ConfigError
from gateway.founding import Founded, Said, of_the_book


@pytest.mark.parametrize(
    ("code", "said", "founded"),
    [
        ("MSI", Said(), Founded("MSI", "Mae Sai", "TH", "Asia/Bangkok", "blo")),
        ("TCL", Said(), Founded("TCL", "Tachileik", "MM", "Asia/Yangon", "blo")),
        ("VNT", Said(), Founded("VNT", "TCCC Vientiane", "LA", "Asia/Vientiane", "tccc")),
        (
            "MSI",
            Said("Two", kind="tccc"),
            Founded("MSI", "Two", "TH", "Asia/Bangkok", "tccc"),
        ),
        ("NEW", Said("New Bridge", "LA"), Founded("NEW", "New Bridge", "LA", "Asia/Vientiane", "blo")),
        ("RUI", Said("Ruili", "CN", "Asia/Shanghai"), Founded("RUI", "Ruili", "CN", "Asia/Shanghai", "blo")),
    ],
)
def test_the_codebook_knows_the_rest_of_an_office(code: str, said: Said, founded: Founded) -> None:
    assert of_the_book(shipped(), code, said) == founded


@pytest.mark.parametrize(
    ("code", "said", "says"),
    [
        ("MSL", Said(), "--name and --country and --zone, and nothing was made: write them too, .*MSI"),
        ("ZZZZ", Said(), "one of its codes: MSI, TCL, "),
        ("MOR", Said("Moreh", "IN"), "does not know --zone, and nothing was made: write it too"),
    ],
)
def test_what_it_does_not_know_must_be_said(code: str, said: Said, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        of_the_book(shipped(), code, said)
