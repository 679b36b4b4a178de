"""returns

What carriers report for a period, revision by revision; a filed figure is final.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from app.core.model import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

FINAL = {
    "sqlite": [
        f"""CREATE TRIGGER return_entry_{word} BEFORE {word} ON return_entry
            BEGIN SELECT RAISE(ABORT, 'a filed figure is final'); END"""
        for word in ("update", "delete")
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION return_entry_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'a filed figure is final' USING ERRCODE = 'integrity_constraint_violation';
            END $$""",
        """CREATE TRIGGER return_entry_final BEFORE UPDATE OR DELETE ON return_entry
            FOR EACH ROW EXECUTE FUNCTION return_entry_final()""",
    ],
}


def _moment(name, nullable=False):
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def _key(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade():
    op.create_table(
        "collection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        _moment("created_at"),
        _moment("updated_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("collection", "organisation_id", "organisation"),
        _key("collection", "created_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("region_code", "period", name=op.f("uq_collection_region_code_period")),
    )
    op.create_index("ix_collection_organisation_id", "collection", ["organisation_id"])
    op.create_index("ix_collection_due_on", "collection", ["due_on"])
    op.create_table(
        "carrier_return",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "submitted", "returned", "accepted", name="returnstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("accepted_revision", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _moment("created_at"),
        _moment("updated_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("accepted_revision <= revision", name=op.f("ck_carrier_return_accepted_was_filed")),
        sa.CheckConstraint(
            "state <> 'accepted' OR accepted_revision = revision", name=op.f("ck_carrier_return_accepted_is_the_last")
        ),
        _key("carrier_return", "collection_id", "collection"),
        _key("carrier_return", "carrier_id", "carrier"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_return")),
        sa.UniqueConstraint("carrier_id", "period", name=op.f("uq_carrier_return_carrier_id_period")),
    )
    op.create_index("ix_carrier_return_collection_id_state", "carrier_return", ["collection_id", "state"])
    op.create_table(
        "return_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        _moment("submitted_at"),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        _moment("decided_at", nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _key("return_revision", "return_id", "carrier_return"),
        _key("return_revision", "submitted_by_id", "account"),
        _key("return_revision", "decided_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_revision")),
        sa.UniqueConstraint("return_id", "number", name=op.f("uq_return_revision_return_id_number")),
    )
    op.create_table(
        "return_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("zone_code", sa.String(6), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_return_entry_amount_not_negative")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_return_entry_days_in_order")),
        _key("return_entry", "return_id", "carrier_return"),
        _key("return_entry", "carrier_id", "carrier"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_entry")),
        sa.UniqueConstraint("return_id", "revision", "code", name=op.f("uq_return_entry_return_id_revision_code")),
    )
    op.create_index("ix_return_entry_code_last_day", "return_entry", ["code", "last_day"])
    op.create_index("ix_return_entry_carrier_id_code", "return_entry", ["carrier_id", "code"])
    for statement in FINAL[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade():
    for table in ("return_entry", "return_revision", "carrier_return", "collection"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION return_entry_final()")
