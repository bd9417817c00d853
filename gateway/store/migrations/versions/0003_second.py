"""What the second landing adds: a function for each thing, called in order."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from gateway.merkle.tree import Frontier, leaf

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _audit_tree()


def _col(name: str, kind: Any, *, null: bool = False) -> sa.Column[Any]:  # noqa: ANN401  # a type of column
    return sa.Column(name, kind, nullable=null)


def _audit_tree() -> None:
    """Grow the tree over the hashes of the chain that stands, so that it covers the old rows as they are."""
    big, text, blob, time = sa.BigInteger(), sa.String(), sa.LargeBinary(), sa.DateTime(timezone=True)
    tree = op.create_table(
        "tree",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *(_col("size", big), _col("peaks", blob), _col("chained", big)),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "told",
        *(_col("partner", text), _col("size", big), _col("base", big), _col("peaks", blob)),
        *(_col("proved_at", time), _col("at", time)),
        sa.PrimaryKeyConstraint("partner"),
    )
    op.create_table(
        "witness",
        *(_col("office", text), _col("size", big), _col("root", blob), _col("at", big)),
        *(
            _col("signature", blob),
            _col("seen_at", time),
            _col("proved", sa.Boolean()),
            _col("problem", text),
        ),
        sa.PrimaryKeyConstraint("office", "size", "root"),
    )
    chain = op.get_bind().execute(sa.text("SELECT hash FROM audit ORDER BY seq")).scalars()
    grown = Frontier().grow(leaf(bytes(kept)) for kept in chain)
    if grown.size:
        row = {"id": 1, "size": grown.size, "peaks": grown.encode(), "chained": grown.size}
        op.get_bind().execute(sa.insert(tree), row)
