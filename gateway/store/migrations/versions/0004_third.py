"""What the third landing adds: a function for each thing, called in order."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _asked()


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
