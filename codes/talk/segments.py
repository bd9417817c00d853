"""How many segments a text takes on a phone network (3GPP TS 23.038, 6.2.1), for checking replies."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
ONE_SEPTETS, MANY_SEPTETS = 160, 153
ONE_WIDE, MANY_WIDE = 70, 67


def segments(text: str) -> int:
    """Return the segments of a text: of 160 septets, or of 70 UCS-2 units where a letter asks for it."""
    if set(text) <= _BASIC | _EXTENDED:
        length, one, many = len(text) + sum(c in _EXTENDED for c in text), ONE_SEPTETS, MANY_SEPTETS
    else:
        length, one, many = len(text.encode("utf-16-le")) // 2, ONE_WIDE, MANY_WIDE
    return 1 if length <= one else -(-length // many)
