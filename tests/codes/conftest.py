"""The shipped book and a fixed moment, for every test of the decoder."""

from datetime import datetime, timedelta, timezone

import pytest

from codes.book import Book
from codes.context import Context
from codes.load import shipped


@pytest.fixture(scope="session")
def book() -> Book:
    return shipped()


@pytest.fixture(scope="session")
def context() -> Context:
    return Context(datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=7))), "MSI")
