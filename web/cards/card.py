"""A pocket card on paper: as large and as full as its two sides of A6 allow."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from codes.book import Book
from codes.card.card import FEWEST_CODES, MOST_CODES, Block, Look, Wanted, Words, back, front
from codes.card.shape import UnitShape
from gateway.errors import ConfigError
from web.cards.page import page
from web.cards.page import write as write_page
from web.cards.paper import EDGE, HIGH, Paper

SMALLEST = 6.5
SIZES = (8.0, 7.5, 7.0, SMALLEST)
ENOUGH = 8
"""Codes a list for which a larger size is given up."""
SPARE = 3.5
"""A line kept free on each side: a browser may wrap a word earlier than we do."""
ROOM = HIGH - 2 * EDGE - SPARE
_SOS_HIGH = 13.0
_SOS_SIZE = 27
_INDENT = 2.0
Maker = Callable[[UnitShape, Book, Words, Wanted], tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class Side:
    """One side as it was found to fit: its blocks, and their size in points."""

    blocks: tuple[Block, ...]
    size: float


def fitted(unit: UnitShape, book: Book, words: Words, wanted: Wanted) -> tuple[Side, Side]:
    """Return both sides, as large and full as they fit; ConfigError when one does not."""
    with closing(Paper(wanted.language, "")) as scratch:
        return _fitted(Ruler(scratch), unit, book, words, wanted)


def _fitted(ruler: "Ruler", unit: UnitShape, book: Book, words: Words, wanted: Wanted) -> tuple[Side, Side]:
    def made(make: Maker, most: int) -> tuple[Block, ...]:
        return make(unit, book, words, replace(wanted, most=most))

    def side(make: Maker) -> Side:
        for size in SIZES:
            least = ENOUGH if size > SMALLEST else FEWEST_CODES
            most = _fullest(least, lambda n, s=size: ruler.high(Side(made(make, n), s)) <= ROOM)
            if most:
                return Side(made(make, most), size)
        raise ConfigError(
            f"the card {unit.code} in {wanted.language} does not fit; take codes out of its file"
        )

    return side(front), side(back)


def on_paper(sides: tuple[Side, Side], language: str, title: str) -> Paper:
    """Set a card on two pages."""
    paper = Paper(language, title)
    for side in sides:
        _page(paper, side)
    return paper


def write(unit: UnitShape, book: Book, words: Words, wanted: Wanted, folder: Path) -> tuple[Path, Path]:
    """Write one card as HTML and as PDF; return both files."""
    sides, title = fitted(unit, book, words, wanted), f"{unit.label[wanted.language]} {wanted.office}"
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"card-{unit.code}-{wanted.language}"
    html, pdf = folder / f"{stem}.html", folder / f"{stem}.pdf"
    write_page(html, page("card.html", wanted.language, title, sides=sides))
    with closing(on_paper(sides, wanted.language, title)) as paper:
        paper.write(pdf)
    return html, pdf


class Ruler:
    """Measures sides block by block, each once: shaping a script is slow."""

    def __init__(self, paper: Paper) -> None:
        self._paper, self._known = paper, dict[tuple[Block, float], float]()

    def high(self, side: Side) -> float:
        """Return the height of a side in millimetres."""
        return sum(self._one(block, side.size) for block in side.blocks)

    def _one(self, block: Block, size: float) -> float:
        if (block, size) not in self._known:
            self._paper.page()
            _set(self._paper, block, size)
            self._known[block, size] = self._paper.y - EDGE
        return self._known[block, size]


def _fullest(least: int, fits: Callable[[int], bool]) -> int:
    """Return the largest number of codes a list that fits, 0 when not even `least` do."""
    if not fits(least):
        return 0
    low, high = least, MOST_CODES + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _page(paper: Paper, side: Side) -> None:
    paper.page()
    for block in side.blocks:
        _set(paper, block, side.size)


def _set(paper: Paper, block: Block, size: float) -> None:
    match block.look:
        case Look.TITLE:
            paper.at_right(block.runs[1:], size + 2)
            paper.text(block.runs[:1], size + 2)
        case Look.SOS:
            _sos(paper, block, size)
        case Look.HEAD:
            paper.down(0.7)
            paper.rule()
            paper.down(0.4)
            paper.text(block.runs, size + 0.5)
        case Look.MEANS:
            paper.text(block.runs, size, left=_INDENT, grey=70)
        case Look.NUMBER:
            paper.down(0.8)
            paper.rule()
            paper.down(0.6)
            paper.text(block.runs, size + 2)
        case Look.TEXT | Look.CODES | Look.SAMPLE:
            paper.text(block.runs, size)


def _sos(paper: Paper, block: Block, size: float) -> None:
    at = paper.box(_SOS_HIGH, shade=0)
    paper.beside(block.runs[:1], _SOS_SIZE, at + 0.4, grey=255, left=2.5, leading=1.25)
    paper.beside(block.runs[1:], size + 2, at + 2, grey=255, left=36, right=2)
    paper.down(_SOS_HIGH + 0.8)
