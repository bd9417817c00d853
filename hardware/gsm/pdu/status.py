"""TP-Status of a status report, and what it means for the segment (3GPP TS 23.040, 9.2.3.15)."""

from hardware.bearer import Fate

_EXPIRED = 0x46  # SM validity period expired
_BY_STATUS = {
    0x00: Fate.DELIVERED,  # received by the phone
    0x01: Fate.PENDING,  # forwarded, but the service centre cannot confirm delivery: claim nothing
    0x02: Fate.FAILED,  # replaced by another message: this text does not arrive
    _EXPIRED: Fate.EXPIRED,
}
_BY_RANGE = (
    (range(0x03, 0x10), Fate.FAILED),  # reserved: read as 0x63, service rejected
    (range(0x10, 0x20), Fate.DELIVERED),  # completed, in the service centre's own words
    (range(0x20, 0x26), Fate.PENDING),  # temporary error, still trying
    (range(0x26, 0x30), Fate.FAILED),  # reserved
    (range(0x30, 0x40), Fate.PENDING),  # still trying, the service centre's own words
)


def fate_of(status: int) -> Fate:
    """Return what became of the segment; 0x40 and above are errors after which nobody tries again."""
    known = _BY_STATUS.get(status)
    if known is not None:
        return known
    return next((fate for values, fate in _BY_RANGE if status in values), Fate.FAILED)
