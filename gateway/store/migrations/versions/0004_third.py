"""What the third landing adds: a function for each thing, called in order."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _asked()
    _quick()
    _unseen()
    _talk()
    _taken()


def _asked() -> None:
    """Keep what a restored office asked of its partners, and what came back."""
    whole = ("epoch", "parts", "came", "reports", "versions", "doubtful", "unread")
    op.create_table(
        "asked",
        sa.Column("partner", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in whole),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("partner"),
    )


def _quick() -> None:
    """Keep an index from those it holds nothing of, and the last of what is asked for at every look at hand.

    The old index by `merged_into` held all that are merged into none, and SQLite read a year of them for
    each page of the queue.
    """
    merged = sa.text("merged_into IS NOT NULL")
    op.drop_index("report_merged", "report")
    op.create_index("report_merged", "report", ["merged_into"], sqlite_where=merged, postgresql_where=merged)
    asked = sa.text("action IN ('backup taken', 'receiving proved')")
    op.create_index(
        "audit_asked", "audit", ["action", "subject", "seq"], sqlite_where=asked, postgresql_where=asked
    )


def _unseen() -> None:
    """Keep what of a report nobody has looked at, and what a partner did with its earlier version."""
    op.add_column("report", sa.Column("unseen", sa.String(), nullable=True))
    op.add_column("passage", sa.Column("earlier", sa.String(), nullable=True))
    waits = sa.text("(state NOT IN ('closed', 'cancelled') AND merged_into IS NULL OR unseen IS NOT NULL)")
    newest: list[sa.ColumnElement[Any]] = [
        sa.desc(name) for name in ("received_at", "seq", "epoch", "origin")
    ]
    op.drop_index("report_open", "report")
    op.create_index(
        "report_open", "report", [sa.text("precedence"), *newest], sqlite_where=waits, postgresql_where=waits
    )


def _talk() -> None:
    """Keep in whose hands a message is that is no report yet, and find the texts that answered it."""
    op.add_column("message", sa.Column("claimed_by", sa.String(), nullable=True))
    op.create_index("delivery_about", "delivery", ["message_id"])


def _taken() -> None:
    """Keep which role has a partner's alarm in hand at its own office."""
    op.add_column("report", sa.Column("taken_by", sa.String(), nullable=True))
