"""Extension tables: the default one and the national single shift tables (3GPP TS 23.038, 6.2 and A.2)."""

_DEFAULT = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\"} | {
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}

SINGLE = {0: _DEFAULT}
