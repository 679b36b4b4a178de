"""booking

Who is booked when, whatever holds the appointment.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "booking",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("cell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_booking_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", "cell", name=op.f("pk_booking")),
    )
    op.create_index("ix_booking_holder_id", "booking", ["holder_id"])


def downgrade():
    op.drop_index("ix_booking_holder_id", "booking")
    op.drop_table("booking")
