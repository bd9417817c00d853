"""The form of a report as the API gives it, and what the codebook says of one that it refuses."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from gateway.desk import inputs
from gateway.desk.edit_form import EditView
from web.api.refusals import Outcome


class Cell(Struct, frozen=True):
    """One thing to fill in; `shape` is an input's type, `area`, or `select` of `options` (code, label)."""

    name: str
    label: str
    shape: str
    value: str
    options: Sequence[tuple[str, str]]


class Line(Struct, frozen=True):
    """One field of the form: its rows of cells."""

    name: str
    label: str
    mandatory: bool
    rows: Sequence[Sequence[Cell]]


class Form(Struct, frozen=True):
    """The form as the report stands, or with what its officer asks for; `unread`: his words were not read."""

    version: int
    lines: Sequence[Line]
    why: str
    unread: bool


class Edited(Outcome, frozen=True):
    """How an edit ended; when the codebook refused it, what it asks at which field.

    `mark` stands for these questions, empty where saying that all is right does not help.
    """

    wrong: Mapping[str, Sequence[str]]
    mark: str


def form(view: EditView) -> Form:
    return Form(view.version, [_line(one) for one in view.lines], view.why, view.unread)


def edited(told: Outcome, view: EditView | None) -> Edited:
    wrong = view.wrong if view else dict[str, Sequence[str]]()
    return Edited(told.status, told.done, told.detail, wrong, view.checked.mark if view else "")


def _line(one: inputs.Line) -> Line:
    rows = [[_cell(cell) for cell in row] for row in one.rows]
    return Line(one.name, one.label, one.mandatory, rows)


def _cell(one: inputs.Cell) -> Cell:
    return Cell(one.name, one.label, one.shape, one.value, one.options)
