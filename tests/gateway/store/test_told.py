"""What PostgreSQL says of itself is told as the store's fault, whatever class its driver gives it."""

import pytest
from psycopg import Error, errors

from gateway.errors import StoreLostError
from gateway.store.faults import store_error

_OURS: list[tuple[type[Error], str]] = [
    (errors.IdleInTransactionSessionTimeout, "too long"),
    (errors.QueryCanceled, "too long"),
    (errors.DataCorrupted, "damaged"),
    (errors.IndexCorrupted, "damaged"),
    (errors.AdminShutdown, "does not answer"),
]


@pytest.mark.parametrize(("error", "says"), _OURS)
def test_the_servers_own_trouble_is_the_stores(error: type[Error], says: str) -> None:
    told = store_error(error(), None)
    assert isinstance(told, StoreLostError)
    assert says in str(told)


@pytest.mark.parametrize("error", [errors.UniqueViolation, errors.NumericValueOutOfRange])
def test_what_a_work_did_wrong_is_its_own(error: type[Error]) -> None:
    assert store_error(error(), None) is None
