"""What the second landing adds: a function for each thing, called in order."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from gateway.merkle.tree import Frontier, leaf
from gateway.store import sought, wording
from gateway.store.keys import ReportKey

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _audit_tree()
    _sheets()
    _receipts_and_parts()
    _spending()
    _alarms()
    _people()
    _factors()
    _shift()
    _tokens()
    _attachments()
    _finding()
    _roster()


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


def _sheets() -> None:
    """Officers' sheets of one-time codes, and what each code that came said."""
    op.create_table(
        "sheet",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("size", "next_row", "wrong")),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_sheet_officer", "sheet", ["officer"])
    op.create_table(
        "codeuse",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("message_id", _BIG, nullable=False),
        sa.Column("sheet_id", _BIG, nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=True),
        sa.Column("duress", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("epoch", "seq")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"]),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("message_id", "officer", "at"):
        op.create_index(f"ix_codeuse_{name}", "codeuse", [name])


def _receipts_and_parts() -> None:
    """Receipts that come before their references, and parts known by the width of their reference."""
    op.add_column("reference", sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "stray",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bearer", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("to_kind", sa.String(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("fate", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_stray_bearer", "stray", ["bearer"])
    op.add_column("segment", sa.Column("part_wide", sa.Boolean(), nullable=True))
    loose = sa.text("message_id IS NULL AND part_ref IS NOT NULL")
    op.create_index("segment_loose", "segment", ["id"], sqlite_where=loose, postgresql_where=loose)


def _spending() -> None:
    """Count what each SIM has sent lately, and how long a text has waited for its end."""
    op.add_column("delivery", sa.Column("age_s", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("delivery") as table:
        table.alter_column("age_s", server_default=None)
    op.create_table(
        "spent",
        *(_col("id", _BIG), _col("bearer", sa.String()), _col("delivery_id", _BIG)),
        *(_col("segments", sa.Integer()), _col("flash", sa.Boolean())),
        _col("at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("delivery_to", "delivery", ["to", "created_at"])
    waits = sa.text("state = 'queued'")
    due = ["bearer", "precedence", "id"]
    op.create_index("delivery_waiting", "delivery", due, sqlite_where=waits, postgresql_where=waits)
    op.create_index("ix_spent_delivery_id", "spent", ["delivery_id"])
    op.create_index("spent_by", "spent", ["bearer", "at"])


def _alarms() -> None:
    """Keep the duty list, how far each alarm has come, and how long claims rest."""
    text, whole, yes, time = sa.String(), sa.Integer(), sa.Boolean(), sa.DateTime(timezone=True)
    tree = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    key = ("origin", "epoch", "seq")
    named = [("origin", text), ("epoch", whole), ("seq", whole)]
    op.create_table(
        "duty",
        *(_col("id", _BIG), _col("rank", whole), _col("account", text), _col("number", text)),
        _col("made_at", time),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_duty_account", "duty", ["account"])
    op.create_table(
        "escalation",
        *(_col(name, kind) for name, kind in named),
        *(_col("round", whole), _col("open", yes), _col("waited_s", whole), _col("told", tree)),
        _col("hub", yes),
        sa.PrimaryKeyConstraint(*key),
    )
    op.create_table(
        "claim",
        *(_col(name, kind) for name, kind in named),
        *(_col("by", text), _col("last", sa.BigInteger()), _col("rested_s", whole), _col("warned", yes)),
        sa.PrimaryKeyConstraint(*key),
    )
    op.create_table(
        "patrol",
        *(_col(name, kind) for name, kind in named),
        *(_col("last", sa.BigInteger()), _col("silent_s", whole), _col("late", yes), _col("missed", yes)),
        sa.PrimaryKeyConstraint(*key),
    )


def _people() -> None:
    """Keep when a person last proved who he is, for what asks for it anew."""
    op.add_column("session", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))


def _shift() -> None:
    """Add the log of a shift, its handover, and how each of the staff reads figures and years."""
    time = sa.DateTime(timezone=True)
    op.create_table(
        "shiftline",
        *(_col("id", _BIG), _col("at", time)),
        *(_col(name, sa.String()) for name in ("actor", "kind", "name", "text")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "handover",
        *(_col("id", _BIG), _col("at", time), _col("by", sa.String()), _col("text", sa.String())),
        *(_col("taken_by", sa.String(), null=True), _col("taken_at", time, null=True)),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, name in (
        ("shiftline", "at"),
        ("shiftline", "name"),
        ("handover", "at"),
        ("handover", "taken_by"),
    ):
        op.create_index(f"ix_{table}_{name}", table, [name])
    op.create_index("ix_audit_at", "audit", ["at"])
    for name in ("own_digits", "own_era"):
        op.add_column("account", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("account") as account:
        for name in ("own_digits", "own_era"):
            account.alter_column(name, server_default=None)


def _tokens() -> None:
    """Keep the tokens by which programs use the API."""
    text, time = sa.String(), sa.DateTime(timezone=True)
    op.create_table(
        "token",
        *(_col("id", _BIG), _col("name", text), _col("account", text)),
        _col("scopes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
        *(_col("hash", sa.LargeBinary()), _col("made_by", text)),
        *(_col("made_at", time), _col("expires_at", time)),
        *(_col("revoked_at", time, null=True), _col("used_at", time, null=True)),
        sa.ForeignKeyConstraint(["account"], ["account.name"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("ix_token_account", "token", ["account"])


def _attachments() -> None:
    """Keep files beside a report, in pieces."""
    text, time, whole = sa.String(), sa.DateTime(timezone=True), sa.Integer()
    op.create_table(
        "attachment",
        *(_col("id", _BIG), _col("origin", text), _col("epoch", whole), _col("seq", whole)),
        *(_col("name", text), _col("kind", text), _col("size", whole), _col("digest", sa.LargeBinary())),
        *(_col("located", sa.Boolean()), _col("note", text), _col("by", text), _col("at", time)),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("attachment_of", "attachment", ["origin", "epoch", "seq"])
    op.create_table(
        "attachmentpiece",
        *(_col("attachment_id", _BIG), _col("id", _BIG), _col("number", whole)),
        _col("data", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_attachmentpiece_attachment_id", "attachmentpiece", ["attachment_id"])


def _finding() -> None:
    """Indexes for a year of reports, the words of each for search, and views that staff saved."""
    text, columns = sa.String(), ("received_at", "seq", "epoch", "origin")
    newest: list[sa.ColumnElement[Any]] = [sa.desc(name) for name in columns]
    op.add_column("report", _col("merged_into", text, null=True))
    waits = sa.text("state NOT IN ('closed', 'cancelled') AND merged_into IS NULL")
    op.create_index(
        "report_open", "report", [sa.text("precedence"), *newest], sqlite_where=waits, postgresql_where=waits
    )
    for name in ("type", "place", "provenance"):
        op.create_index(f"report_{name}", "report", [sa.text(name), sa.text("precedence"), *newest])
    op.create_index("report_merged", "report", ["merged_into"])
    op.create_index("report_received", "report", ["received_at"])
    op.create_index("passage_of", "passage", ["origin", "epoch", "seq"])
    loose = sa.text("coalesce(origin, '') = '' AND outcome <> 'aside'")
    op.create_index("message_lane", "message", ["id"], sqlite_where=loose, postgresql_where=loose)
    op.create_table(
        "wording",
        *(_col("id", _BIG), _col("origin", text), _col("epoch", sa.Integer()), _col("seq", sa.Integer())),
        _col("text", text),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("origin", "epoch", "seq", name="wording_of"),
    )
    op.create_table(
        "view",
        *(_col("account", text), _col("name", text), _col("query", text)),
        _col("at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["account"], ["account.name"]),
        sa.PrimaryKeyConstraint("account", "name"),
    )
    sought.make(op.get_bind())
    reports = sa.text("SELECT origin, epoch, seq FROM report")
    wording.renew(op.get_bind(), [ReportKey(*row) for row in op.get_bind().execute(reports).all()])


def _factors() -> None:
    """Keep second factors, recovery codes, and sign-ins that wait for a code."""
    text, blob, whole, time = sa.String(), sa.LargeBinary(), sa.Integer(), sa.DateTime(timezone=True)
    op.create_table(
        "factor",
        *(_col("account", text), _col("secret", blob), _col("drift", whole), _col("last", sa.BigInteger())),
        *(_col("made_at", time), _col("on_at", time, null=True)),
        sa.ForeignKeyConstraint(["account"], ["account.name"]),
        sa.PrimaryKeyConstraint("account"),
    )
    op.create_table(
        "recovery",
        *(_col("id", _BIG), _col("account", text), _col("hash", blob)),
        sa.ForeignKeyConstraint(["account"], ["account.name"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_recovery_account", "recovery", ["account"])
    op.create_table(
        "halfway",
        *(_col("id_hash", blob), _col("account", text), _col("tries", whole), _col("expires_at", time)),
        sa.ForeignKeyConstraint(["account"], ["account.name"]),
        sa.PrimaryKeyConstraint("id_hash"),
    )


def _roster() -> None:
    """Keep the officers, how they are reached, and which of them the config had."""
    text, time = sa.String(), sa.DateTime(timezone=True)
    op.create_table(
        "enrolled",
        *(_col("id", _BIG), _col("name", text), _col("unit", text), _col("agency", text)),
        *(_col("language", text), _col("made_at", time), _col("retired_at", time, null=True)),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_enrolled_name", "enrolled", ["name"])
    op.create_table(
        "reach",
        *(_col("id", _BIG), _col("officer_id", _BIG), _col("kind", text), _col("value", text)),
        *(_col("code", text), _col("asked_at", time, null=True), _col("confirmed_at", time, null=True)),
        _col("confirmed_by", text),
        sa.ForeignKeyConstraint(["officer_id"], ["enrolled.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reach_officer_id", "reach", ["officer_id"])
    op.create_index("reach_value", "reach", ["value", "kind"])
    op.create_table(
        "listed",
        *(_col("mark", sa.LargeBinary()), _col("at", time)),
        sa.PrimaryKeyConstraint("mark"),
    )
