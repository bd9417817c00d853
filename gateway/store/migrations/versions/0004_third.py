"""What the third landing adds: a function for each thing, called in order."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _asked()
    _quick()


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
