"""bulletins

A region's quarter as an authority tells it: the bulletin, its figures and its stories, final once it is published.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

from app.core.model import UtcDateTime

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

ITS = "(SELECT state FROM bulletin WHERE id = {row}.bulletin_id)"
REFUSE = "RAISE EXCEPTION 'a published bulletin is final' USING ERRCODE = 'integrity_constraint_violation'"
# What is asked before each change.
STATES = {
    "bulletin": {"UPDATE": "OLD.state", "DELETE": "OLD.state"},
    **dict.fromkeys(
        ("bulletin_figure", "bulletin_story"),
        {"INSERT": ITS.format(row="NEW"), "UPDATE": ITS.format(row="OLD"), "DELETE": ITS.format(row="OLD")},
    ),
}


def _key(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade():
    op.create_table(
        "bulletin",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("title_en", sa.String(120), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("cause", "cause_en", "changes", "changes_en", "remarks", "remarks_en")
        ),
        *(
            sa.Column(name, sa.JSON(), nullable=False)
            for name in ("sections", "headlines", "compared", "chosen_stories")
        ),
        sa.Column("counted_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("catalogue", sa.String(20), nullable=False),
        sa.Column("publisher", sa.String(120), nullable=False),
        sa.Column("publisher_en", sa.String(120), nullable=False),
        sa.Column("published_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_bulletin_published_once_it_is")
        ),
        sa.CheckConstraint("(number = 0) = (corrects_id IS NULL)", name=op.f("ck_bulletin_correction_of_another")),
        _key("bulletin", "organisation_id", "organisation"),
        _key("bulletin", "created_by_id", "account"),
        _key("bulletin", "published_by_id", "account"),
        _key("bulletin", "corrects_id", "bulletin"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
        sa.UniqueConstraint(
            "organisation_id",
            "region_code",
            "period",
            "number",
            name=op.f("uq_bulletin_organisation_id_region_code_period_number"),
        ),
    )
    published = sa.text("state = 'published'")
    op.create_index(
        "uq_bulletin_region_code_period_number",
        "bulletin",
        ["region_code", "period", "number"],
        unique=True,
        sqlite_where=published,
        postgresql_where=published,
    )
    op.create_index("ix_bulletin_state_period", "bulletin", ["state", "period"])
    op.create_index("ix_bulletin_organisation_id", "bulletin", ["organisation_id"])
    op.create_index("ix_bulletin_corrects_id", "bulletin", ["corrects_id"])
    op.create_table(
        "bulletin_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bulletin_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(20), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        *(sa.Column(name, sa.String(120), nullable=False) for name in ("name", "name_en", "place", "place_en")),
        sa.Column("unit", sa.String(10), nullable=False),
        sa.Column("positive", sa.Boolean(), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=True)
            for name in ("amount", "previous", "year_before", "target", "reached")
        ),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        _key("bulletin_figure", "bulletin_id", "bulletin"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin_figure")),
        sa.UniqueConstraint(
            "bulletin_id",
            "part",
            "code",
            "region_code",
            "period",
            name=op.f("uq_bulletin_figure_bulletin_id_part_code_region_code_period"),
        ),
    )
    op.create_table(
        "bulletin_story",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bulletin_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("title_en", sa.String(120), nullable=False),
        sa.Column("summary", sa.String(300), nullable=False),
        sa.Column("summary_en", sa.String(300), nullable=False),
        _key("bulletin_story", "bulletin_id", "bulletin"),
        _key("bulletin_story", "story_id", "story"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin_story")),
        sa.UniqueConstraint("bulletin_id", "position", name=op.f("uq_bulletin_story_bulletin_id_position")),
    )
    for table, states in STATES.items():
        _freeze(table, states)


def _freeze(table, states):
    if op.get_bind().dialect.name == "sqlite":
        for word, state in states.items():
            op.execute(
                f"""CREATE TRIGGER {table}_{word.lower()} BEFORE {word} ON {table} WHEN {state} = 'published'
                BEGIN SELECT RAISE(ABORT, 'a published bulletin is final'); END"""
            )
        return
    checks = "\n".join(
        f"IF TG_OP = '{word}' THEN IF {state} = 'published' THEN {REFUSE}; END IF; END IF;"
        for word, state in states.items()
    )
    op.execute(
        f"""CREATE OR REPLACE FUNCTION {table}_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        {checks}
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW; END $$"""
    )
    op.execute(
        f"""CREATE TRIGGER {table}_final BEFORE {" OR ".join(states)} ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_final()"""
    )


def downgrade():
    for table in ("bulletin_story", "bulletin_figure", "bulletin"):
        op.drop_table(table)
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {table}_final()")
