"""What the fourth landing adds: a function for each thing, called in order."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _port()
    _place()


def _port() -> None:
    """Keep with each segment which application it is for: data of two applications is never one message."""
    op.add_column("segment", sa.Column("port", sa.Integer(), nullable=True))


def _place() -> None:
    """Keep by which envelope a partner's head came, so that an older one that comes late is known as such."""
    for name in ("epoch", "seq"):
        op.add_column("witness", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
