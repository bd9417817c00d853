"""What a word may be by its form alone: a quantity, persons, a time, a plate, a position."""

import re
from decimal import Decimal
from functools import lru_cache

from codes.book import Kind, Slot
from codes.refs import as_written
from codes.words.lexicon import Hit, Lexicon, Role

MOST_DIGITS = 12
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(\D*|M[23])$")
_TURNED = re.compile(r"(\D+?)(\d+(?:\.\d+)?)$")
_COMMA = re.compile(r"(\d+)([,.])(\d+)(\D*)$")
_LEADING = re.compile(r"[.,](\d+)(\D*)$")
_GROUPED = re.compile(r"(\d{1,3}(?:([,.])\d{3})(?:\2\d{3})+)(\D*)$")
_TIME = re.compile(
    r"\d{6}Z?(?:[A-Z]{3}(?:\d{4}|\d{2})?)?$|\d{1,2}:\d{2}(?: ?[AP]M)?$|\d{4}(?:H|HRS|HR)$|\d{1,2}[AP]M$"
)
DATE = re.compile(
    r"\d{1,2}([/.\-])\d{1,2}\1(?:\d{4}|\d{2})$|\d{1,2}"
    r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?:\d{4}|\d{2})?$"
)
_TOTAL = re.compile(r"TOT(?:AL)?(\d{1,4})$")
_GRADE = re.compile(r"[1-3][A-E][PC]$")
_CONTAINER = re.compile(r"[A-Z]{3}[UJZ]\d{7}$")
_HYPHEN = re.compile(r"(?<=[^\W\d])-(?=\d)")
_MGRS = re.compile(r"4[6-9][NPQ][A-HJ-NP-Z]{2}(?:\d{4}|\d{6}|\d{8}|\d{10})$")
_PLUS = re.compile(r"[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}$")
_DEGREES = re.compile(r"(?:N?)(-?\d{1,2}\.\d{3,}) ?N?[ ,;/]*E?(\d{2,3}\.\d{3,}) ?E?$")
_OFFSET = re.compile(r"([A-Z]{2,6})\+(\d{1,3}(?:\.\d)?)(N|S|E|W|NE|NW|SE|SW)$")
_SIGNS_OF_A_GRADE, _SIGNS_OF_A_CONTAINER = 3, 11
THOUSAND = 1000
_LETTER_VALUES = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True))


def is_container(word: str) -> bool:
    """Tell whether a word is a container number with its right check digit (ISO 6346, annex A)."""
    if not _CONTAINER.match(word):
        return False
    values = [int(c) if c.isdecimal() else _LETTER_VALUES[c] for c in word[:-1]]
    return sum(value << place for place, value in enumerate(values)) % 11 % 10 == int(word[-1])


def plain(number: str) -> str:
    """Return a decimal string without idle zeros: `007.50` is `7.5`."""
    whole, _, part = number.partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def thousandfold(number: str) -> str:
    return plain(f"{Decimal(number) * THOUSAND:f}")


def _units(tail: str, lex: Lexicon) -> list[Hit]:
    return [hit for hit in lex.meanings.get(tail, ()) if hit.role is Role.UNIT]


def _persons(number: str, tail: str, lex: Lexicon) -> list[Hit]:
    """Read `2M`, `3FC`: the sex by its word, and one letter for the age band."""
    slots = lex.slots[Kind.PERSONS]
    if not slots or "." in number or not tail:
        return []
    for sex, age in ((tail, ""), (tail[:-1], tail[-1])):
        found = [h for h in lex.meanings.get(sex, ()) if h.role is Role.SEX]
        if found and (not age or age in lex.ages):
            return [Hit(Role.PERSONS, slots[0].name, plain(number), found[0].value + age)]
    return []


def counted(number: str, tail: str, lex: Lexicon) -> list[Hit]:
    """Read a number and what follows it: unit, thousand, thousand and unit, persons; or a bare number."""
    if len(number) > MOST_DIGITS:
        return []
    if not tail:
        return [Hit(Role.NUMBER, "", plain(number))]
    hits = [Hit(Role.QUANTITY, u.slot, plain(number), u.value) for u in _units(tail, lex)]
    hits += _persons(number, tail, lex)
    if not hits and tail[0] == "K":
        large = thousandfold(number)
        hits = [Hit(Role.QUANTITY, u.slot, large, u.value) for u in _units(tail[1:], lex)]
        hits += [Hit(Role.NUMBER, "", large)] if tail == "K" else []
    return hits


def _total(word: str, lex: Lexicon) -> list[Hit]:
    """Read `TOT17`: how many persons in all, a check on their groups."""
    if word[:3] != "TOT":
        return []
    found = _TOTAL.match(word)
    slots = lex.slots[Kind.PERSONS]
    return [Hit(Role.TOTAL, slots[0].name, plain(found[1]))] if found and slots else []


def _turned(word: str, lex: Lexicon) -> list[Hit]:
    """Read `KG5` as `5KG`."""
    found = _TURNED.match(word)
    if not found or len(found[2]) > MOST_DIGITS:
        return []
    return [Hit(Role.QUANTITY, u.slot, plain(found[2]), u.value) for u in _units(found[1], lex)]


def _opened(word: str, lex: Lexicon) -> list[Hit]:
    """Read a comma or point before the figures, `.5KG`: where that may be a decimal one, we ask."""
    found = _LEADING.match(word) if word[0] in ".," else None
    if not found:
        return []
    small = f"0.{found[1]}"
    if counted(small, found[2], lex):
        return [Hit(Role.DOUBT, "", f"{small}{found[2]}|{word[1:]}")]
    return list(shapes(word[1:], lex))


def _doubtful(word: str, lex: Lexicon) -> list[Hit]:
    """Read a comma or point that may part thousands or decimals: several readings, and we ask."""
    if "." not in word and "," not in word:
        return []
    if many := _GROUPED.match(word):
        return counted(re.sub("[,.]", "", many[1]), many[3], lex)
    found = _COMMA.match(word)
    if not found:
        return []
    whole, sign, part, tail = found.groups()
    thousands = len(part) == 3 and 0 < len(whole.lstrip("0")) <= 3  # noqa: PLR2004 - groups of three digits
    if sign == "." and not thousands:
        return []
    readings = [f"{whole}{part}{tail}", f"{whole}.{part}0{tail}"]
    if not any(counted(plain(f"{whole}.{part}"), tail, lex)):
        return []
    return [Hit(Role.DOUBT, "", "|".join(readings))]


def _place(word: str, lex: Lexicon) -> list[Hit]:
    """Read a position: MGRS, degrees, a Plus code, or an offset from a place in kilometres."""
    slots = lex.slots[Kind.PLACE]
    if not slots:
        return []
    if "." in word and (degrees := _DEGREES.match(word)):
        return [Hit(Role.PLACE, slots[0].name, f"N{degrees[1]}E{degrees[2]}")]
    if "+" in word:
        return _offset(word, slots[0], lex)
    return [Hit(Role.PLACE, slots[0].name, word)] if word[0] == "4" and _MGRS.match(word) else []


def _offset(word: str, slot: Slot, lex: Lexicon) -> list[Hit]:
    """Read what has a plus: an offset, else a Plus code."""
    if not (offset := _OFFSET.match(word)):
        return [Hit(Role.PLACE, slot.name, word)] if _PLUS.match(word) else []
    known = [h for h in lex.meanings.get(offset[1], ()) if h.role is Role.PLACE]
    return [Hit(Role.PLACE, slot.name, f"{h.value}+{plain(offset[2])}{offset[3]}") for h in known]


def _times(word: str, lex: Lexicon) -> list[Hit]:
    hits = [Hit(Role.TIME, slot.name, word) for slot in lex.slots[Kind.TIME]] if _TIME.match(word) else []
    days = (*lex.slots[Kind.TIME], *lex.slots[Kind.DATE]) if DATE.match(word) else ()
    return hits + [Hit(Role.DATE, slot.name, word) for slot in days if not slot.marked]


def _written(plate: str) -> str:
    """Return a plate without its hyphen, unless it is of figures alone and would be a number then."""
    bare = plate.replace("-", "")
    return plate if bare.isdecimal() else bare


def _is_plate(word: str, lex: Lexicon) -> bool:
    if lex.plates.fullmatch(word):
        return True
    bare = _HYPHEN.sub("", word) if "-" in word else word
    return bare != word and lex.plates.fullmatch(bare) is not None


def _forms(word: str, lex: Lexicon) -> list[Hit]:
    hits: list[Hit] = []
    if len(word) == _SIGNS_OF_A_GRADE and _GRADE.match(word):
        hits += [Hit(Role.SHAPED, slot.name, word) for slot in lex.slots[Kind.GRADE]]
    elif len(word) == _SIGNS_OF_A_CONTAINER and is_container(word):
        hits += [Hit(Role.SHAPED, slot.name, word) for slot in lex.slots[Kind.CONTAINER]]
    slots = lex.slots[Kind.PLATE]
    is_plate = bool(slots) and _is_plate(word, lex)
    plates = [Hit(Role.PLATE, slot.name, _written(word)) for slot in slots if is_plate]
    # One plate in thirty-six has a right check character: such a word is a reference only with its hyphen.
    if lex.slots[Kind.REFERENCE] and "-" not in word[:-2] and ("-" in word or not plates):
        named = as_written(word)
        hits += [Hit(Role.SHAPED, slot.name, named) for slot in lex.slots[Kind.REFERENCE] if named]
    return hits + plates


@lru_cache(maxsize=65536)
def shapes(word: str, lex: Lexicon) -> tuple[Hit, ...]:
    """Return everything a word with a digit in it may be, by form alone; nothing for other words."""
    if only := _total(word, lex) or _opened(word, lex) or _doubtful(word, lex):
        return tuple(only)
    if word[0].isdecimal():
        found = _NUMBER.match(word)
        hits = counted(found[1], found[2], lex) if found else []
        hits += _times(word, lex)
    else:
        hits = _turned(word, lex)
    return tuple(hits + _place(word, lex) + _forms(word, lex))
