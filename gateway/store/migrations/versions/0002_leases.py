"""Several workers share one outbox: a lease on what each has in hand."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("delivery", "envelope"):
        op.add_column(name, sa.Column("lease", sa.Integer(), nullable=False, server_default="0"))
        op.add_column(name, sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True))
        with op.batch_alter_table(name) as table:
            table.alter_column("lease", server_default=None)
