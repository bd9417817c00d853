"""What staff often say to an officer: set texts in six languages, to be sent as they are or changed first."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from codes.load import PLAIN
from codes.words.script import unmarked


@dataclass(frozen=True, slots=True)
class Answer:
    """One set text: `said` as the reader understands it, `text` as the officer does."""

    code: str
    said: str
    text: str


def answers(to: str, reader: str, parts: Mapping[str, str]) -> tuple[Answer, ...]:
    """Return every set text in the languages of the officer and of the reader, filled with `parts`."""
    return tuple(Answer(one["code"], _in(one, reader, parts), _in(one, to, parts)) for one in _kept())


def openings(to: str, reader: str, office: str) -> tuple[Answer, ...]:
    """Return the set texts that can be said where there is no report yet: the office's name begins them."""
    parts, named = {"ref": office, "office": office}, "{ref}"
    kept = (one for one in _kept() if one["en"].count(named) == 1 and one["en"].startswith(named))
    return tuple(Answer(one["code"], _in(one, reader, parts), _in(one, to, parts)) for one in kept)


def _in(one: Mapping[str, str], language: str, parts: Mapping[str, str]) -> str:
    if language == PLAIN:
        return unmarked(_in(one, "vi", parts))
    return one.get(language, one["en"]).format(**parts)


@cache
def _kept() -> tuple[Mapping[str, str], ...]:
    file = files("gateway.desk") / "answers.toml"
    return tuple(tomllib.loads(file.read_text(encoding="utf-8"))["answer"])
