"""What a connection to the database is for."""

import enum

READERS = 4  # connections that read at the same time


class Use(enum.Enum):
    """What a connection is for."""

    WRITE = enum.auto()
    READ = enum.auto()
    MIGRATE = enum.auto()  # one writer without foreign keys, so that a table can be rebuilt
