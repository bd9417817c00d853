"""Two neighbours that may be one, or more than both say: `10 X 1KG`, `9 MM`, `5KG EACH`: asked about."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from codes.book import Kind
from codes.reading.filling import Filling
from codes.reading.pieces import Option, Piece
from codes.words.lexicon import Role
from codes.words.shapes import plain

SHORTEST_NAME = 2
"""Letters of a code that may as well be the last part of a name."""
_COUNTS = frozenset({Role.QUANTITY, Role.NUMBER})
_TIMES = "X"


def _product(one: Piece, other: Piece) -> str:
    """Return so many times an amount, in the unit of the amount."""
    times, amount = one.hits[0], other.hits[0]
    return plain(f"{Decimal(times.value) * Decimal(amount.value):f}") + amount.unit


def _multiplied(piece: Piece, after: Piece, filling: Filling) -> None:
    """Ask whether `10 X 1KG` is ten persons and a kilogram, or ten kilograms."""
    if piece.text.endswith(_TIMES) and after.hits and after.hits[0].role in _COUNTS:
        one_or_two("items.quantity", _product(piece, after), (piece, after), filling)


def _parted(piece: Piece, after: Piece, filling: Filling) -> None:
    """Ask whether `9 MM` is nine and Myanmar, or one word of the book that was parted."""
    whole = piece.hits[0].value + after.text
    known = filling.lex.meanings.get(whole, ())
    if known and known[0].role is Role.SHAPED and not piece.said_twice:
        one_or_two(known[0].slot, whole, (piece, after), filling)


def _surnamed(piece: Piece, after: Piece, filling: Filling) -> None:
    """Ask whether `NAME MIN AUNG LA` has a name of three parts, or one of two, of the Lao PDR."""
    if filling.lex.type.slots[piece.hits[0].slot].kind is not Kind.NAME:
        _parted(piece, after, filling)
    elif after.hits and after.hits[0].role is Role.CHOICE and len(after.text) <= SHORTEST_NAME:
        one_or_two(piece.hits[0].slot, f"{piece.text}{after.text}", (piece, after), filling)


def one_or_two(field: str, one: str, two: tuple[Piece, Piece], filling: Filling) -> None:
    """Ask whether two pieces are one, or two as they were typed."""
    first, second = two
    key = f"apart:{first.text} {second.text}"
    if key in filling.context.confirmed:
        return
    draft = filling.draft
    joined = draft.text({first.start: one}, less=range(first.start + 1, second.end))
    apart = f"{first.text}, {second.text}"
    ways = (Option(one, one, joined), Option(apart, apart, draft.text(), key))
    filling.doubt(field, "{text}: what is it?", {"text": f"{first.text} {second.text}"}, ways)


def each(at: int, filling: Filling) -> None:
    """Ask how much `3BAG 5KG EACH` is in all: a unit beside an amount that has another is no part of it."""
    draft = filling.draft
    unit = draft.pieces[at]
    counts = draft.of(*_COUNTS)
    line = [p for p in counts if p.end == unit.start or p.start == unit.end]
    amounts = [p for p in line if p.hits[0].unit not in ("", unit.hits[0].value)]
    if not amounts:
        return
    edge = line[0].start
    line = [p for p in counts if p.end == edge] + line
    amount = next(p for p in reversed(line) if p.hits[0].role is Role.QUANTITY)
    others = [p for p in line if p is not amount]
    made = [_product(other, amount) for other in others] + [amount.hits[0].value + amount.hits[0].unit]
    gone = {at for p in (unit, *line) for at in range(p.start, p.end)} - {amount.start}
    options = tuple(Option(way, way, draft.text({amount.start: way}, less=gone)) for way in made)
    parts = {"what": " ".join(p.text for p in sorted([*line, unit], key=lambda p: p.start))}
    field, rest = f"{amount.hits[0].slot}.quantity", draft.text({amount.start: "{}"}, less=gone)
    filling.doubt(field, "{what}: how much?", parts, options, rest)


PAIRED: Mapping[Role, Callable[[Piece, Piece, Filling], None]] = {
    Role.PERSONS: _multiplied,
    Role.NUMBER: _parted,
    Role.SHAPED: _surnamed,
}
"""What is looked at in a piece of such a role and the next one."""
