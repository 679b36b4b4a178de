"""subsidies

Seed money that carriers granted, what authorities set for a year, statements with the rows behind them, and what each
carrier may get at the most.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

from app.core.model import UtcDateTime

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('computed', 'sent', 'objected', 'confirmed')")
STATES = ("computed", "sent", "objected", "confirmed", "approved", "paid", "discarded")
FINAL_TABLES = ("subsidy_line", "subsidy_input")


def _final(table):
    """The database keeps the lines of a statement as they were computed."""
    return {
        "sqlite": [
            f"""CREATE TRIGGER {table}_{word} BEFORE {word} ON {table}
                BEGIN SELECT RAISE(ABORT, 'a line of a statement is final'); END"""
            for word in ("update", "delete")
        ],
        "postgresql": [
            f"""CREATE OR REPLACE FUNCTION {table}_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION 'a line of a statement is final' USING ERRCODE = 'integrity_constraint_violation';
                END $$""",
            f"""CREATE TRIGGER {table}_final BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION {table}_final()""",
        ],
    }


def _moment(name, nullable=False):
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def _id(name="id", nullable=False):
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _fen(name, nullable=False):
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _key(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _check(table, name, condition):
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _state(name, *values):
    return sa.Column("state", sa.Enum(*values, name=name, native_enum=False, length=20), nullable=False)


def _grants():
    table = "seed_grant"
    op.create_table(
        table,
        _id(),
        _id("carrier_id"),
        _id("tenancy_id"),
        _fen("amount"),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(300), nullable=False),
        _id("evidence_id"),
        _state("grantstate", "reported", "confirmed", "rejected", "withdrawn", "revoked"),
        _id("reported_by_id", nullable=True),
        _moment("decided_at", nullable=True),
        _id("decided_by_id", nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _moment("created_at"),
        _moment("updated_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        _check(table, "amount_positive", "amount > 0"),
        _key(table, "carrier_id", "carrier"),
        _key(table, "tenancy_id", "tenancy"),
        _key(table, "evidence_id", "file"),
        _key(table, "reported_by_id", "account"),
        _key(table, "decided_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seed_grant")),
        sa.UniqueConstraint("evidence_id", name=op.f("uq_seed_grant_evidence_id")),
    )
    op.create_index("ix_seed_grant_carrier_id_granted_on", table, ["carrier_id", "granted_on"])
    op.create_index("ix_seed_grant_state", table, ["state"])
    op.create_index("ix_seed_grant_tenancy_id", table, ["tenancy_id"])


def _years():
    table = "subsidy_year"
    op.create_table(
        table,
        _id(),
        _id("organisation_id"),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        _fen("budget"),
        _fen("committed"),
        sa.Column("rules_version", sa.String(40), nullable=False),
        sa.Column("seed_rate", sa.Integer(), nullable=False),
        _fen("seed_cap"),
        _fen("reward_national"),
        _fen("reward_provincial"),
        _fen("reward_municipal"),
        _fen("reward_settlement"),
        _id("created_by_id", nullable=True),
        _moment("created_at"),
        _moment("updated_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        _check(table, "committed_within_budget", "committed BETWEEN 0 AND budget"),
        _check(table, "seed_rate_is_a_share", "seed_rate BETWEEN 0 AND 10000"),
        _check(table, "seed_cap_not_negative", "seed_cap >= 0"),
        _check(
            table,
            "rewards_not_negative",
            "reward_national >= 0 AND reward_provincial >= 0 AND reward_municipal >= 0 AND reward_settlement >= 0",
        ),
        _key(table, "organisation_id", "organisation"),
        _key(table, "created_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_year")),
        sa.UniqueConstraint("region_code", "year", name=op.f("uq_subsidy_year_region_code_year")),
    )
    op.create_index("ix_subsidy_year_organisation_id", table, ["organisation_id"])


def _statements():
    table = "subsidy_statement"
    op.create_table(
        table,
        _id(),
        _id("year_id"),
        _id("carrier_id"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _state("statementstate", *STATES),
        _fen("total"),
        sa.Column("rules_version", sa.String(40), nullable=False),
        _id("computed_by_id", nullable=True),
        _id("approved_by_id", nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(300), nullable=False),
        _moment("created_at"),
        _moment("updated_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        _check(table, "paid_on_a_day", "(state = 'paid') = (paid_on IS NOT NULL)"),
        _key(table, "year_id", "subsidy_year"),
        _key(table, "carrier_id", "carrier"),
        _key(table, "computed_by_id", "account"),
        _key(table, "approved_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_statement")),
        sa.UniqueConstraint("carrier_id", "year", "number", name=op.f("uq_subsidy_statement_carrier_id_year_number")),
    )
    op.create_index("ix_subsidy_statement_year_id_state", table, ["year_id", "state"])
    op.create_index(
        "uq_subsidy_statement_carrier_id_year",
        table,
        ["carrier_id", "year"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "subsidy_step",
        _id(),
        _id("statement_id"),
        _state("statementstate", *STATES),
        _moment("at"),
        _id("by_id", nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        _key("subsidy_step", "statement_id", "subsidy_statement"),
        _key("subsidy_step", "by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_step")),
    )
    op.create_index("ix_subsidy_step_statement_id", "subsidy_step", ["statement_id"])


def _lines():
    table = "subsidy_line"
    op.create_table(
        table,
        _id(),
        _id("statement_id"),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        _fen("base"),
        sa.Column("rate", sa.Integer(), nullable=True),
        *(_fen(name) for name in ("computed", "most", "due", "before", "amount")),
        _check(table, "due_within_cap", "due <= most AND due <= computed"),
        _check(table, "amount_adds_up", "amount = due - before"),
        _key(table, "statement_id", "subsidy_statement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_line")),
        sa.UniqueConstraint("statement_id", "rule", "key", name=op.f("uq_subsidy_line_statement_id_rule_key")),
    )
    table = "subsidy_input"
    op.create_table(
        table,
        _id(),
        _id("line_id"),
        sa.Column("kind", sa.String(40), nullable=False),
        _id("source_id"),
        sa.Column("label", sa.String(300), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _fen("amount"),
        _key(table, "line_id", "subsidy_line"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_input")),
    )
    op.create_index("ix_subsidy_input_line_id", table, ["line_id"])
    table = "subsidy_entitlement"
    op.create_table(
        table,
        _id(),
        _id("carrier_id"),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        _fen("most"),
        _fen("granted"),
        _check(table, "granted_within_cap", "granted BETWEEN 0 AND most"),
        _key(table, "carrier_id", "carrier"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_entitlement")),
        sa.UniqueConstraint("carrier_id", "rule", "key", name=op.f("uq_subsidy_entitlement_carrier_id_rule_key")),
    )
    op.create_index("ix_subsidy_entitlement_carrier_id_year", table, ["carrier_id", "year"])


def upgrade():
    for part in (_grants, _years, _statements, _lines):
        part()
    for table in FINAL_TABLES:
        for statement in _final(table)[op.get_bind().dialect.name]:
            op.execute(statement)


def downgrade():
    for table in (
        "subsidy_entitlement",
        "subsidy_input",
        "subsidy_line",
        "subsidy_step",
        "subsidy_statement",
        "subsidy_year",
        "seed_grant",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in FINAL_TABLES:
            op.execute(f"DROP FUNCTION {table}_final()")
