"""stories

What authorities tell the city.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

import app.core.model

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "story",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Enum("story", "notice", name="storykind", native_enum=False, length=20), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "published", "archived", name="storystate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("summary_en", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=True),
        sa.Column("picture_text", sa.String(length=300), nullable=False),
        sa.Column("appears_at", app.core.model.UtcDateTime(), nullable=True),
        sa.Column("created_at", app.core.model.UtcDateTime(), nullable=False),
        sa.Column("updated_at", app.core.model.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_story_organisation_id_organisation")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_story_created_by_id_account")),
        sa.ForeignKeyConstraint(["picture_id"], ["file.id"], name=op.f("fk_story_picture_id_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
    )
    op.create_index(op.f("ix_story_organisation_id"), "story", ["organisation_id"])
    op.create_index(op.f("ix_story_picture_id"), "story", ["picture_id"])
    op.create_index("ix_story_state_appears_at", "story", ["state", "appears_at"])


def downgrade():
    op.drop_table("story")
