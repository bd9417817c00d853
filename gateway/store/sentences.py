"""Sentences in the store: as their words and values, so that a page can say them in each language."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Column, Dialect, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

from gateway.store.columns import CONTENT
from hardware.sentence import Sentence, Value, slots

_BEGIN: Final = '["'  # a text that begins so and is no sentence is kept as the value of one


class Said(TypeDecorator[str]):
    """Text that may be a sentence: `["words",{"slot":value}]`; what is none comes and goes as it is.

    Rows of older versions hold English only, and are shown so.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else kept(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else read(value)


def said(*, erased: str | None = None) -> Any:  # noqa: ANN401  # what Field returns
    """Keep a sentence, none at first; `erased` marks it as content."""
    mark = {} if erased is None else {CONTENT: erased}
    return Field(default="", sa_column=Column(Said, nullable=False, default="", info=mark))


def kept(text: str) -> str:
    """Return how a text stands in the store."""
    if isinstance(text, Sentence):
        return json.dumps(_coded(text), ensure_ascii=False, separators=(",", ":")) if text else ""
    return kept(Sentence("{text}", text=text)) if text.startswith(_BEGIN) else text


def read(text: str) -> str:
    """Return what stands in the store: a sentence, or the text as it is."""
    if not text.startswith(_BEGIN):
        return text
    try:
        return _sentence(*json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        return text


def _coded(sentence: Sentence) -> list[object]:
    return [sentence.words, {name: _plain(value) for name, value in sentence.values.items()}]


def _plain(value: Value) -> object:
    if isinstance(value, Sentence):
        return _coded(value)
    if isinstance(value, tuple):
        return {"all": [_coded(one) for one in value]}
    return {"at": value.isoformat()} if isinstance(value, datetime) else value


def _sentence(words: str, values: Mapping[str, Any]) -> Sentence:
    """Build a sentence anew; ValueError when its words want what is not there."""
    if values and not slots(words) <= values.keys():
        raise ValueError("a slot without a value")
    return Sentence(words, **{name: _value(value) for name, value in values.items()})


def _value(value: object) -> Value:
    if isinstance(value, list):
        return _sentence(*cast("list[Any]", value))
    if isinstance(value, dict):
        return _marked(cast("dict[str, Any]", value))
    return cast("Value", value)


def _marked(value: dict[str, Any]) -> Value:
    if "all" in value:
        several: list[list[Any]] = value["all"]
        return tuple(_sentence(*one) for one in several)
    return datetime.fromisoformat(value["at"])
