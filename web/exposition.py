"""Prometheus' text format (version 0.0.4): families of samples, written out; nothing in it names a person."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

MEDIA_TYPE: Final = "text/plain; version=0.0.4"  # Litestar adds the charset


@dataclass(frozen=True, slots=True)
class Sample:
    """One figure with what it is of."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Family:
    """All samples of one name; `kind` is `gauge` or `counter`, and a counter's name ends in `_total`."""

    name: str
    kind: str
    help: str
    samples: tuple[Sample, ...]


def written(families: Iterable[Family]) -> str:
    """Return the text that a Prometheus reads; a family without samples is left out."""
    return "".join(f"{line}\n" for family in families if family.samples for line in _lines(family))


def _lines(family: Family) -> Iterator[str]:
    yield f"# HELP {family.name} {_escaped(family.help)}"
    yield f"# TYPE {family.name} {family.kind}"
    for sample in family.samples:
        pairs = ",".join(f'{name}="{_quoted(value)}"' for name, value in sample.labels.items())
        yield (
            f"{family.name}{{{pairs}}} {_figure(sample.value)}"
            if pairs
            else (f"{family.name} {_figure(sample.value)}")
        )


def _figure(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return repr(float(value))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', '\\"')
