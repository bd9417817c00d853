"""The shipped book and a fixed moment, for every test of the decoder."""

import pytest

from codes.book import Book
from codes.context import Context
from codes.load import shipped
from tests.codes.moment import MOMENT


@pytest.fixture(scope="session")
def book() -> Book:
    return shipped()


@pytest.fixture(scope="session")
def context() -> Context:
    return Context(MOMENT, "MSI")
