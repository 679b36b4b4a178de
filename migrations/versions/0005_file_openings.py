"""file openings

Who opened which deck or document of a data room, for which organisation, and when.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

import app.core.model

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "file_opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("at", app.core.model.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_file_opening_account_id_account")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_file_opening_file_id_file")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_file_opening_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_opening")),
    )
    op.create_index("ix_file_opening_account_id", "file_opening", ["account_id"])
    op.create_index("ix_file_opening_file_id_at", "file_opening", ["file_id", "at"])
    op.create_index("ix_file_opening_organisation_id", "file_opening", ["organisation_id"])


def downgrade():
    for column in ("organisation_id", "file_id_at", "account_id"):
        op.drop_index(f"ix_file_opening_{column}", "file_opening")
    op.drop_table("file_opening")
