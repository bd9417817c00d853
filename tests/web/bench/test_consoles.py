"""The bench of many consoles, with few: each event reaches all, a break loses no row, SIGTERM is quick."""

import pytest

from web.bench import consoles


class Quiet:
    """Is told how far it is, and tells nobody."""

    def begin(self, what: str, steps: int) -> None:
        del what, steps

    def step(self) -> None:
        pass

    def say(self, sentence: str) -> None:
        del sentence


@pytest.mark.timeout(240)
def test_few_consoles_are_told_everything_and_end_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("CONSOLES", 14), ("EVENTS", 4), ("BREAK_S", 0.0)):
        monkeypatch.setattr(consoles, name, value)
    found = {one.figure: one for one in consoles.figures(Quiet())}
    assert set(found) == {
        "console.fanout_p99_ms",
        "console.fanout_cpu_ms",
        "console.fanout_memory_mb",
        "console.fanout_missing_rows",
        "console.fanout_end_s",
    }
    assert found["console.fanout_p99_ms"].n == 4
    assert found["console.fanout_missing_rows"].value == 0
    assert found["console.fanout_end_s"].holds
    assert found["console.fanout_memory_mb"].value > 20
