"""Burmese typed in Zawgyi, recognised by what Unicode never has, and put into Unicode's order.

Zawgyi gives the signs of the Unicode block other meanings and stores a syllable as it is drawn: vowel E and
medial RA before the consonant. Unicode stores it as it is spoken (The Unicode Standard, 16.3, Myanmar).
"""

import re

_NGA = "\u1004"  # stands above others as kinzi only, with a killer of its own
_KINZI = "\u1004\u103a\u1039"
_SIGNS: dict[str, str] = {
    "\u1039": "\u103a",
    "\u103a": "\u103b",
    "\u107d": "\u103b",
    **dict.fromkeys("\u103b\u107e\u107f\u1080\u1081\u1082\u1083\u1084", "\u103c"),
    "\u103c": "\u103d",
    "\u103d": "\u103e",
    "\u1087": "\u103e",
    "\u1088": "\u103e\u102f",
    "\u1089": "\u103e\u1030",
    "\u108a": "\u103d\u103e",
    "\u1033": "\u102f",
    "\u1034": "\u1030",
    "\u105a": "\u102b\u103a",
    "\u106a": "\u1009",
    "\u106b": "\u100a",
    "\u106e": "\u100d\u1039\u100d",
    "\u106f": "\u100d\u1039\u100e",
    "\u1086": "\u103f",
    "\u108e": "\u102d\u1036",
    "\u108f": "\u1014",
    "\u1090": "\u101b",
    "\u1091": "\u100f\u1039\u100d",
    "\u1092": "\u100b\u1039\u100c",
    "\u1094": "\u1037",
    "\u1095": "\u1037",
    "\u1096": "\u1039\u1010\u103d",
    "\u1097": "\u100b\u1039\u100b",
    **{chr(0x1060 + i): "\u1039" + chr(0x1000 + i) for i in range(4)},
    "\u1065": "\u1039\u1005",
    "\u1066": "\u1039\u1006",
    "\u1067": "\u1039\u1006",
    "\u1068": "\u1039\u1007",
    "\u1069": "\u1039\u1008",
    "\u106c": "\u1039\u100b",
    "\u106d": "\u1039\u100c",
    "\u1070": "\u1039\u100f",
    "\u1071": "\u1039\u1010",
    "\u1072": "\u1039\u1010",
    "\u1073": "\u1039\u1011",
    "\u1074": "\u1039\u1011",
    **{chr(0x1075 + i): "\u1039" + chr(0x1012 + i) for i in range(8)},
    "\u1085": "\u1039\u101c",
    "\u1093": "\u1039\u1018",
}
_TABLE = str.maketrans(_SIGNS)
_KINZIS = {"\u1064": "", "\u108b": "\u102d", "\u108c": "\u102e", "\u108d": "\u1036"}
_BASE = "\u1000-\u1021\u1025\u1027\u1029\u103f"
_WITH_KINZI = re.compile(f"([{_BASE}][^{_BASE}\u1064\u108b-\u108d]*?)([\u1064\u108b-\u108d])")
_SYLLABLE = re.compile(
    f"(\u1031?)(\u103c?)([{_BASE}])((?:\u1039[{_BASE}])*)([\u103b\u103d\u103e]*)([\u102b-\u1030\u1032-\u1038\u103a]*)"
)
_ORDER = "\u103b\u103c\u103d\u103e\u1031\u102d\u102e\u1032\u102f\u1030\u102b\u102c\u103a\u1036\u1037\u1038"
_TELLING = re.compile(
    "[\u1033\u1034\u105a\u1060-\u1097]"  # signs that Unicode keeps for other languages
    # vowel E before its consonant, a killer that is seen, medial RA in front
    f"|(?:^|[^{_BASE}\u103b-\u103e\u1039])\u1031[\u103b\u107e-\u1084]?[{_BASE}]"
    f"|\u1039(?![{_BASE}])|(?:^|[^{_BASE}])\u103b"
)
_STACK = re.compile(f"([{_BASE}])\u1039([{_BASE}])")
_ROWS = ("\u1000-\u1004", "\u1005-\u100a", "\u100b-\u100f", "\u1010-\u1014", "\u1015-\u1019")
_IN_ONE_ROW = re.compile("|".join(f"[{row}]{{2}}" for row in _ROWS))


def _is_stack(upper: str, lower: str) -> bool:
    """Tell whether Burmese stacks these: only letters of one row, or the same letter."""
    return upper != _NGA and (upper == lower or _IN_ONE_ROW.fullmatch(upper + lower) is not None)


def is_zawgyi(text: str) -> bool:
    """Tell whether a text holds what no Burmese in Unicode does; only such a text is converted."""
    if max(text, default="") < "\u1000":
        return False
    stacks = _STACK.findall(text)
    return _TELLING.search(text) is not None or any(not _is_stack(*stack) for stack in stacks)


def _rank(sign: str) -> int:
    return _ORDER.index(sign) if sign in _ORDER else len(_ORDER)


def _reordered(found: re.Match[str]) -> str:
    """Put a syllable into spoken order: consonant, stacked ones, medials, vowels, the rest."""
    vowel_e, medial_ra, base, stacked, medials, rest = found.groups()
    signs = sorted(medial_ra + medials + vowel_e + rest, key=_rank)
    return base + stacked + "".join(dict.fromkeys(signs))


def to_unicode(text: str) -> str:
    """Return a Zawgyi text in Unicode; other scripts in it stay as they are."""
    with_kinzi = _WITH_KINZI.sub(lambda m: f"{_KINZI}{m[1]}{_KINZIS[m[2]]}", text)
    parts = [
        part if part == _KINZI else part.translate(_TABLE) for part in re.split(f"({_KINZI})", with_kinzi)
    ]
    return _SYLLABLE.sub(_reordered, "".join(parts))
