"""places over time

Changes of a mentor's places from days to come, and pauses with an end.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("mentor") as batch:
        batch.add_column(sa.Column("paused_until", sa.Date(), nullable=True))
    op.create_table(
        "mentor_capacity_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity BETWEEN 0 AND 50", name=op.f("ck_mentor_capacity_change_capacity_in_range")),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["mentor.id"],
            name=op.f("fk_mentor_capacity_change_mentor_id_mentor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_capacity_change")),
        sa.UniqueConstraint("mentor_id", "starts_on", name=op.f("uq_mentor_capacity_change_mentor_id_starts_on")),
    )
    op.create_index("ix_mentor_capacity_change_starts_on", "mentor_capacity_change", ["starts_on"])


def downgrade():
    op.drop_table("mentor_capacity_change")
    with op.batch_alter_table("mentor") as batch:
        batch.drop_column("paused_until")
