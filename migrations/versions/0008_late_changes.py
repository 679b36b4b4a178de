"""late changes

Blind reviews, what reviewers take at most and advise applicants, and what changes in a line-up after it was fixed.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from app.core.model import UtcDateTime

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

KINDS = ("withdrew", "taken_off", "added", "moved_up", "replaced", "reordered")


def upgrade():
    with op.batch_alter_table("roadshow") as batch:
        batch.add_column(sa.Column("is_blind", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("moves_up", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("reviewer") as batch:
        batch.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch.create_check_constraint(op.f("ck_reviewer_capacity_not_negative"), "capacity >= 0")
    with op.batch_alter_table("review") as batch:
        batch.add_column(sa.Column("remark", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("application") as batch:
        batch.add_column(sa.Column("shows_points", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "lineup_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roadshow_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="lineupchangekind", native_enum=False, length=20), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_lineup_change_made_by_id_account")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_lineup_change_project_id_project")),
        sa.ForeignKeyConstraint(["roadshow_id"], ["roadshow.id"], name=op.f("fk_lineup_change_roadshow_id_roadshow")),
        sa.ForeignKeyConstraint(["successor_id"], ["project.id"], name=op.f("fk_lineup_change_successor_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lineup_change")),
    )
    op.create_index("ix_lineup_change_roadshow_id_made_at", "lineup_change", ["roadshow_id", "made_at"])
    op.create_index("ix_lineup_change_project_id", "lineup_change", ["project_id"])


def downgrade():
    op.drop_table("lineup_change")
    with op.batch_alter_table("application") as batch:
        batch.drop_column("shows_points")
    with op.batch_alter_table("review") as batch:
        batch.drop_column("remark")
    with op.batch_alter_table("reviewer") as batch:
        batch.drop_constraint(op.f("ck_reviewer_capacity_not_negative"), type_="check")
        batch.drop_column("capacity")
    with op.batch_alter_table("roadshow") as batch:
        batch.drop_column("moves_up")
        batch.drop_column("is_blind")
