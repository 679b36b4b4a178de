"""competitions

Competitions with rounds, each held as a roadshow, rankings and prizes.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

import app.core.model

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        "roadshow", sa.Column("by_application", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.create_table(
        "competition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("draft", "open", "finished", name="competitionstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("eligibility", sa.Text(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("created_at", app.core.model.UtcDateTime(), nullable=False),
        sa.Column("updated_at", app.core.model.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_competition_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_competition_created_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition")),
    )
    op.create_index(op.f("ix_competition_organisation_id"), "competition", ["organisation_id"])
    op.create_index(op.f("ix_competition_region_code"), "competition", ["region_code"])
    op.create_table(
        "competition_prize",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("competition_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("places > 0", name=op.f("ck_competition_prize_places_positive")),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name=op.f("fk_competition_prize_competition_id_competition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition_prize")),
    )
    op.create_index(op.f("ix_competition_prize_competition_id"), "competition_prize", ["competition_id"])
    op.create_table(
        "competition_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("competition_id", sa.Uuid(), nullable=False),
        sa.Column("roadshow_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("advance", sa.Integer(), nullable=True),
        sa.Column("decided_at", app.core.model.UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("released_at", app.core.model.UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_competition_round_number_positive")),
        sa.CheckConstraint("advance > 0", name=op.f("ck_competition_round_advance_positive")),
        sa.CheckConstraint(
            "released_at IS NULL OR decided_at IS NOT NULL", name=op.f("ck_competition_round_released_when_decided")
        ),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name=op.f("fk_competition_round_competition_id_competition")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["roadshow.id"], name=op.f("fk_competition_round_roadshow_id_roadshow")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_competition_round_decided_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition_round")),
        sa.UniqueConstraint("competition_id", "number", name=op.f("uq_competition_round_competition_id_number")),
        sa.UniqueConstraint("roadshow_id", name=op.f("uq_competition_round_roadshow_id")),
    )
    op.create_table(
        "competition_standing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("advances", sa.Boolean(), nullable=False),
        sa.Column("prize_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["competition_round.id"], name=op.f("fk_competition_standing_round_id_competition_round")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_competition_standing_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_competition_standing_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["prize_id"], ["competition_prize.id"], name=op.f("fk_competition_standing_prize_id_competition_prize")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition_standing")),
        sa.UniqueConstraint(
            "round_id", "application_id", name=op.f("uq_competition_standing_round_id_application_id")
        ),
    )
    for column in ("application_id", "prize_id", "project_id"):
        op.create_index(op.f(f"ix_competition_standing_{column}"), "competition_standing", [column])


def downgrade():
    for table in ("competition_standing", "competition_round", "competition_prize", "competition"):
        op.drop_table(table)
    op.drop_column("roadshow", "by_application")
