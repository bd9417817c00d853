"""Who plays in the demo: three offices, their officers, and the rule that Mae Sai's commander signed."""

from dataclasses import dataclass

from gateway.office.config import Officer


@dataclass(frozen=True, slots=True)
class Role:
    """One office of the demo; `partners` are (code, role) pairs."""

    code: str
    name: str
    country: str
    zone: str
    kind: str
    modem: str
    callsign: str
    partners: tuple[tuple[str, str], ...]
    officers: tuple[Officer, ...]


def _officer(
    number: str, name: str, at: tuple[str, str], language: str, callsign: str | None = None
) -> Officer:
    unit, agency = at
    return Officer(
        number=number,
        name=name,
        unit=unit,
        agency=agency,
        language=language,  # pyright: ignore[reportArgumentType]  # checked by the model
        callsign=callsign,
    )


CAST = (
    Role(
        "MSI",
        "Mae Sai",
        "TH",
        "Asia/Bangkok",
        "blo",
        "+66800000100",
        "MSIHQ",
        (("TCL", "pair"), ("BKK", "hub")),
        (
            _officer("+66800000101", "Sgt Anan", ("Mobile 3", "Police"), "en", "PTL7"),
            _officer("+66800000102", "Cpl Malee", ("River 1", "Navy"), "th"),
            _officer("+66800000103", "Sgt Wichai", ("Gate 2", "Customs"), "th"),
        ),
    ),
    Role(
        "TCL",
        "Tachileik",
        "MM",
        "Asia/Yangon",
        "blo",
        "+95900000200",
        "TCLHQ",
        (("MSI", "pair"),),
        (
            _officer("+95900000201", "Sgt Kyaw", ("Bridge 1", "Police"), "en", "PTL8"),
            _officer("+95900000202", "Cpl Hla", ("Market", "Customs"), "my"),
        ),
    ),
    Role(
        "BKK",
        "TCCC Bangkok",
        "TH",
        "Asia/Bangkok",
        "tccc",
        "+66800000300",
        "BKKHQ",
        (("MSI", "office"),),
        (_officer("+66800000301", "Lt Suda", ("Duty desk", "Police"), "en"),),
    ),
)
STRANGER = "+66899999999"
RULE = {"name": "drug seizures to the paired office", "to": "TCL", "types": ["DRG"], "actions": ["SEIZED"]}
RULE_OFFICE = "MSI"
