"""The bench of a year measures each page on a store of its own making."""

import pytest

from web.bench import year


class _Quiet:
    """Is told how far it is, and keeps it to itself."""

    def begin(self, what: str, steps: int) -> None:
        del what, steps

    def step(self) -> None:
        pass

    def say(self, sentence: str) -> None:
        del sentence


def test_each_page_is_measured_on_the_first_day_and_after_the_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(year, "YEAR", 150)
    monkeypatch.setattr(year, "ROUNDS", 1)
    found = {one.figure: one for one in year.figures(_Quiet())}
    names = ("queue", "all", "filter", "search", "search_rare", "lane", "export", "export_whole")
    assert set(found) == {"year.store_mb", *(f"year.{name}_x" for name in names)}
    assert all(one.value > 0 for one in found.values())
