from collections.abc import Callable
from typing import Any

sqlite_version: str

class Error(Exception):
    sqlite_errorcode: int
    sqlite_errorname: str

class DatabaseError(Error): ...
class OperationalError(DatabaseError): ...

class Cursor:
    rowcount: int
    def execute(self, sql: str, parameters: Any = ...) -> Cursor: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def close(self) -> None: ...

class Connection:
    isolation_level: str | None
    in_transaction: bool
    def execute(self, sql: str, parameters: Any = ...) -> Cursor: ...
    def cursor(self) -> Cursor: ...
    def backup(
        self,
        target: Connection,
        *,
        pages: int = ...,
        progress: Callable[[int, int, int], None] | None = ...,
        sleep: float = ...,
    ) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def close(self) -> None: ...

def connect(
    database: str,
    timeout: float = ...,
    *,
    check_same_thread: bool = ...,
    cached_statements: int = ...,
    uri: bool = ...,
) -> Connection: ...
