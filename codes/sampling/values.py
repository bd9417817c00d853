"""A random value for every kind of slot, as a careful officer would state it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from codes.book import Entry, Kind, Slot
from codes.refs import reference
from codes.report import Value
from codes.sampling.dice import Sampler
from codes.sampling.plates import plate_of
from codes.words.shapes import is_container

SECOND_ITEM_SHARE = 0.25
USUAL_UNIT_SHARE = 0.85
DAYS_BACK = 6
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_THAI = "กขคฆงจฉชฌญฎฐฒณดตถทธนบปผพภมยรลวศสอฮ"
_WORDS = (
    "NEAR THE BRIDGE",
    "WAITING AT THE PIER",
    "DRIVER RAN AWAY",
    "MORE AFTER DARK",
    "TWO TRUCKS BEHIND",
    "INFORMANT SAYS NIGHT CROSSING",
)
_MARKS = {
    "mark": ("Y1", "R9", "TIGER", "LOTUS", "AA", "FIVESTAR"),
    "brand": ("MARLBORO", "VIAGRA", "SHELL", "LACOSTE", "TOYOTA"),
    "seller": ("GOLDCHEM", "EASTLAB", "RIVERTRADE"),
    "permit": ("TH1123", "LA8874", "KH0310"),
    "calibre": ("9MM", "762MM", "556MM", "38"),
}
_GIVEN = ("SOMCHAI", "KHAMLA", "SOKHA", "AUNG", "MINH", "NOI")
_FAMILY = ("JAIDEE", "PHOMVIHANE", "CHEA", "KYAW", "NGUYEN", "SAETANG")
_WHOLE = frozenset({"KG", "L", "CBM", "TON", "G"})


def _choice(slot: Slot, sampler: Sampler) -> Value:
    return sampler.entry(slot.listing).code


def _choices(slot: Slot, sampler: Sampler) -> Value:
    drawn = {sampler.entry(slot.listing).code for _ in range(sampler.dice.randrange(1, 3))}
    return [code for code in sampler.book.lists[slot.listing].entries if code in drawn]


def _form(slot: Slot, sampler: Sampler) -> Entry | None:
    return sampler.entry(slot.form) if slot.form else None


def _item(slot: Slot, entry: Entry, sampler: Sampler) -> dict[str, str]:
    form = _form(slot, sampler)
    row = {"code": entry.code} | ({"form": form.code} if form else {})
    bare = slot.bare and (form is None or form.code in slot.counted)
    if bare and (form is not None or sampler.dice.random() < USUAL_UNIT_SHARE):
        band = entry.bands.get(entry.units[0]) if entry.units else None
        return row | {"quantity": sampler.quantity(band, whole=True)}
    units = entry.units[1:] if bare and entry.units[1:] else entry.units
    usual = sampler.dice.random() < USUAL_UNIT_SHARE
    unit = units[0] if usual else sampler.dice.choice(units)
    return row | {"quantity": sampler.quantity(entry.bands.get(unit), whole=unit not in _WHOLE), "unit": unit}


def _items(slot: Slot, sampler: Sampler) -> Value:
    count = 1 + sum(sampler.dice.random() < SECOND_ITEM_SHARE for _ in range(2))
    chosen = {(e := sampler.entry(slot.listing)).code: e for _ in range(count)}
    return [_item(slot, entry, sampler) for entry in chosen.values()]


def _persons(slot: Slot, sampler: Sampler) -> Value:
    most = (slot.most or 60) // 2
    sexes = list(sampler.book.lists["sex"].entries)
    ages = ["", *sampler.book.lists["age"].entries]
    drawn = {
        (sampler.dice.choice(sexes), sampler.dice.choice(ages)) for _ in range(sampler.dice.randrange(1, 3))
    }
    order = [(sex, age) for sex in sexes for age in ages if (sex, age) in drawn]
    rows = [{"count": str(sampler.dice.randrange(1, most)), "sex": sex, "age": age} for sex, age in order]
    return [{name: text for name, text in row.items() if text} for row in rows]


def _place(slot: Slot, sampler: Sampler) -> Value:
    del slot
    code = sampler.dice.choice(list(sampler.book.places))
    roll = sampler.dice.random()
    if roll < 0.96:  # noqa: PLR2004 - most reports name the post itself
        return code
    point = sampler.dice.choice(("N", "NE", "E", "SE", "S", "SW", "W", "NW"))
    return f"{code}+{sampler.dice.randrange(1, 30)}{point}"


def _time(slot: Slot, sampler: Sampler) -> Value:
    del slot
    at = (sampler.now or _EPOCH) - timedelta(minutes=5 * sampler.dice.randrange(0, DAYS_BACK * 288))
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _date(slot: Slot, sampler: Sampler) -> Value:
    del slot
    born = datetime(1950, 1, 1, tzinfo=UTC) + timedelta(days=sampler.dice.randrange(0, 60 * 365))
    return born.date().isoformat()


def _plate(slot: Slot, sampler: Sampler) -> Value:
    """Draw a plate of any country of the book; where a country is stated, `fitted` draws one of it."""
    del slot
    return plate_of(sampler.dice.choice(sorted(sampler.book.countries)), sampler)


def _grade(slot: Slot, sampler: Sampler) -> Value:
    del slot
    return sampler.dice.choice("123") + sampler.dice.choice("ABCDE") + sampler.dice.choice("PC")


def _number(slot: Slot, sampler: Sampler) -> Value:
    del slot
    return str(sampler.dice.randrange(1, 20))


def _marked(slot: Slot, sampler: Sampler) -> Value:
    return sampler.dice.choice(_MARKS.get(slot.name, _MARKS["mark"]))


def _reference(slot: Slot, sampler: Sampler) -> Value:
    del slot
    return reference(sampler.dice.randrange(0, 400_000))


def _name(slot: Slot, sampler: Sampler) -> Value:
    del slot
    return f"{sampler.dice.choice(_GIVEN)} {sampler.dice.choice(_FAMILY)}"


def _container(slot: Slot, sampler: Sampler) -> Value:
    del slot
    body = sampler.letters(3) + "U" + sampler.digits(6)
    return next(body + digit for digit in "0123456789" if is_container(body + digit))


def _text(slot: Slot, sampler: Sampler) -> Value:
    del slot
    return sampler.dice.choice(_WORDS)


MAKERS: Mapping[Kind, Callable[[Slot, Sampler], Value]] = {
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.ITEMS: _items,
    Kind.PERSONS: _persons,
    Kind.PLACE: _place,
    Kind.TIME: _time,
    Kind.DATE: _date,
    Kind.PLATE: _plate,
    Kind.GRADE: _grade,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.MARKED: _marked,
    Kind.REFERENCE: _reference,
    Kind.NAME: _name,
    Kind.CONTAINER: _container,
}
