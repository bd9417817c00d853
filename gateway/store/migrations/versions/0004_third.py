"""What the third landing adds: a function for each thing, called in order."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add nothing so far."""
