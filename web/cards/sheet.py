"""A sheet of one-time codes on paper: two columns of rows that can be struck out, and no name on it."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from codes.onetime import Row
from web.cards.page import page
from web.cards.page import write as write_page
from web.cards.paper import EDGE, POINT, WIDE, Paper

ROWS_A_COLUMN, COLUMNS = 25, 2
_GAP = 4.0
_ROW_HIGH = 4.45
_SMALL, _LARGE, _MIDDLE = 7.0, 10.0, 8.5
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Codes:
    """What is printed: a title with the number of the sheet, the day, the rows, and words in a language."""

    title: str
    made: str
    rows: Sequence[Row]
    language: str
    words: Words


def pages(rows: Sequence[Row]) -> list[list[Sequence[Row]]]:
    """Part the rows into pages of columns."""
    columns = [rows[at : at + ROWS_A_COLUMN] for at in range(0, len(rows), ROWS_A_COLUMN)]
    return [columns[at : at + COLUMNS] for at in range(0, len(columns), COLUMNS)]


def plain(codes: Codes) -> str:
    """Return a sheet as plain text, for a terminal or an old printer."""
    words = codes.words
    head = f"{words['row']:>4}  {words['send']:9}  {words['expect']}"
    rows = (f"{row.number:>4}  {row.send[:4]} {row.send[4:]}  {row.expect}" for row in codes.rows)
    return "\n".join((f"{codes.title}  {codes.made}", words["use"], head, *rows, words["lost"], ""))


def as_page(codes: Codes) -> str:
    """Return a sheet as HTML."""
    more = {"pages": pages(codes.rows), "made": codes.made, "words": codes.words}
    return page("sheet.html", codes.language, codes.title, **more)


def on_paper(codes: Codes) -> Paper:
    """Set a sheet on A6 pages."""
    paper = Paper(codes.language, codes.title)
    for columns in pages(codes.rows):
        paper.page()
        paper.at_right(((codes.made, False),), _MIDDLE)
        paper.text(((codes.title, True),), _MIDDLE)
        paper.text(((codes.words["use"], False),), _SMALL)
        paper.down(1)
        top, wide = paper.y, (WIDE - 2 * EDGE - _GAP) / COLUMNS
        for at, rows in enumerate(columns):
            paper.down(top - paper.y)
            _column(paper, rows, at * (wide + _GAP), wide, codes.words)
        paper.down(top + _ROW_HIGH * (len(columns[0]) + 1) + 1 - paper.y)
        paper.text(((codes.words["lost"], False),), _SMALL)
    return paper


def _column(paper: Paper, rows: Sequence[Row], left: float, wide: float, words: Words) -> None:
    right = WIDE - 2 * EDGE - left - wide
    names = ((words["row"], _SMALL, False), (words["send"], _SMALL, True), (words["expect"], _SMALL, False))
    _line(paper, names, left, right)
    for row in rows:
        code = f"{row.send[:4]} {row.send[4:]}"
        cells = ((str(row.number), _MIDDLE, False), (code, _LARGE, True), (row.expect, _MIDDLE, False))
        _line(paper, cells, left, right)


def _line(paper: Paper, cells: tuple[tuple[str, float, bool], ...], left: float, right: float) -> None:
    """Set one row of cells on one base line, a thin line under it."""
    top = paper.y
    for (text, size, bold), begins in zip(cells, (0.0, 8.0, 31.0), strict=True):
        drop = (_ROW_HIGH - size * POINT * 1.2) / 2
        paper.beside(((text, bold),), size, top + drop, left=left + begins, leading=1.2)
    paper.down(_ROW_HIGH)
    paper.rule(left, right)


def write(codes: Codes, file: Path) -> None:
    """Write FILE.html or FILE.pdf."""
    if file.suffix == ".pdf":
        with closing(on_paper(codes)) as paper:
            paper.write(file)
    else:
        write_page(file, as_page(codes))
