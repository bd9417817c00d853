"""The stage that the console's tests play on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.stage import Stage, stage


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        await made.account("somchai")
        yield made
