"""The first schema."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TREE = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    _heard()
    _reports()
    _outbox()
    _relay()
    _record()
    _staff()
    _station()


def _text(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=null)


def _int(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _big(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _id(name: str = "id", *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _BIG, nullable=null)


def _bytes(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=null)


def _tree(name: str) -> sa.Column[Any]:
    return sa.Column(name, _TREE, nullable=False)


def _time(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _key(*, null: bool = False) -> list[sa.Column[Any]]:
    return [_text("origin", null=null), _int("epoch", null=null), _int("seq", null=null)]


def _heard() -> None:
    op.create_table(
        "message",
        _id(),
        *(_text(name) for name in ("bearer", "sender_kind", "sender", "text")),
        _time("sent_at", null=True),
        _time("received_at"),
        *(_text(name) for name in ("outcome", "provenance")),
        sa.Column("late", sa.Boolean(), nullable=False),
        _text("note"),
        *_key(null=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("message_of", "message", ["origin", "epoch", "seq"])
    op.create_index("ix_message_received_at", "message", ["received_at"])
    op.create_index("ix_message_sender", "message", ["sender"])
    op.create_table(
        "segment",
        _id(),
        _bytes("key"),
        *(_text(name) for name in ("bearer", "sender_kind", "sender")),
        _bytes("raw"),
        _text("text", null=True),
        _bytes("data", null=True),
        _time("sent_at", null=True),
        _time("heard_at"),
        *(_int(name, null=True) for name in ("part_ref", "part_count", "part_index")),
        _text("problem", null=True),
        _id("message_id", null=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_segment_message_id", "segment", ["message_id"])
    op.create_index("ix_segment_sender", "segment", ["sender"])


def _reports() -> None:
    op.create_table(
        "report",
        *_key(),
        *(_text(name) for name in ("ref", "type")),
        _tree("fields"),
        _text("canonical"),
        *(_int(name) for name in ("edition", "precedence")),
        _text("state"),
        _int("version"),
        *(_text(name) for name in ("provenance", "handling")),
        _text("place", null=True),
        *(_text(name) for name in ("agency", "unit")),
        _tree("corrections"),
        _text("claimed_by", null=True),
        _time("sent_at", null=True),
        _time("received_at"),
        _id("feed_seq"),
        sa.PrimaryKeyConstraint("origin", "epoch", "seq"),
    )
    newest = (sa.text(f"{name} DESC") for name in ("received_at", "seq", "epoch", "origin"))
    op.create_index("report_page", "report", ["precedence", *newest])
    op.create_index("report_queue", "report", ["state", "precedence", "received_at"])
    op.create_index("ix_report_ref", "report", ["ref"])
    op.create_index("ix_report_feed_seq", "report", ["feed_seq"])
    op.create_table(
        "source",
        *_key(),
        _text("officer", null=True),
        *(_text(name) for name in ("sender_kind", "sender", "bearer", "language")),
        _big("message_id"),
        sa.PrimaryKeyConstraint("origin", "epoch", "seq"),
    )
    op.create_index("ix_source_sender", "source", ["sender"])
    op.create_table(
        "history",
        _id(),
        *_key(),
        _time("at"),
        *(_text(name) for name in ("actor", "what")),
        _tree("detail"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("history_of", "history", ["origin", "epoch", "seq"])


def _outbox() -> None:
    op.create_table(
        "delivery",
        _id(),
        *(_text(name) for name in ("tag", "bearer", "to_kind", "to", "text")),
        _int("precedence"),
        _text("state"),
        _int("attempts"),
        _time("not_before", null=True),
        _tree("references"),
        _text("sentence"),
        _id("message_id", null=True),
        *_key(null=True),
        *(_time(name) for name in ("created_at", "changed_at")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tag"),
    )
    op.create_index("delivery_due", "delivery", ["state", "precedence", "id"])
    op.create_index("delivery_of", "delivery", ["origin", "epoch", "seq"])
    op.create_table(
        "reference",
        _id(),
        *(_text(name) for name in ("bearer", "reference")),
        _id("delivery_id"),
        _text("fate"),
        _time("at"),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reference_reference", "reference", ["reference"])
    op.create_index("ix_reference_delivery_id", "reference", ["delivery_id"])


def _relay() -> None:
    op.create_table(
        "envelope",
        *_key(),
        *(_text(name) for name in ("partner", "kind")),
        _int("precedence"),
        _bytes("frame"),
        _text("state"),
        _int("attempts"),
        *(_time(name) for name in ("at", "changed_at")),
        _text("report_origin", null=True),
        *(_int(name, null=True) for name in ("report_epoch", "report_seq")),
        sa.PrimaryKeyConstraint("origin", "epoch", "seq"),
    )
    op.create_index("envelope_due", "envelope", ["partner", "state", "precedence", "seq"])
    op.create_index("envelope_of", "envelope", ["report_origin", "report_epoch", "report_seq"])
    op.create_table(
        "passage",
        _text("partner"),
        *_key(),
        _int("version"),
        *(_text(name) for name in ("state", "why", "by")),
        _time("queued_at"),
        *(_time(name, null=True) for name in ("sent_at", "stored_at", "seen_at", "acted_at")),
        sa.PrimaryKeyConstraint("partner", "origin", "epoch", "seq"),
    )


def _record() -> None:
    op.create_table(
        "feed",
        _id("seq"),
        _time("at"),
        _text("kind"),
        _text("origin", null=True),
        *(_int(name, null=True) for name in ("epoch", "report_seq")),
        _big("message_id", null=True),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        _time("at"),
        *(_text(name) for name in ("actor", "action", "subject")),
        *(_bytes(name) for name in ("digest", "hash")),
        sa.PrimaryKeyConstraint("seq"),
    )


def _staff() -> None:
    op.create_table(
        "account",
        *(_text(name) for name in ("name", "role", "agency", "language", "password")),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        _time("created_at"),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "session",
        _bytes("id_hash"),
        *(_text(name) for name in ("account", "csrf")),
        *(_time(name) for name in ("created_at", "seen_at", "expires_at")),
        sa.ForeignKeyConstraint(["account"], ["account.name"]),
        sa.PrimaryKeyConstraint("id_hash"),
    )
    op.create_index("ix_session_account", "session", ["account"])


def _station() -> None:
    op.create_table(
        "dialogue",
        *(_text(name) for name in ("sender_kind", "sender")),
        _tree("open"),
        _id("message_id"),
        *(_time(name) for name in ("asked_at", "expires_at")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"]),
        sa.PrimaryKeyConstraint("sender_kind", "sender"),
    )
    op.create_table("counter", _text("name"), _big("value"), sa.PrimaryKeyConstraint("name"))
    op.create_table(
        "notice",
        _text("name"),
        _time("at"),
        *(_text(name) for name in ("level", "sentence")),
        sa.PrimaryKeyConstraint("name"),
    )
