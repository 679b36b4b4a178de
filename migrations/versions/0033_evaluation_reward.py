"""evaluation reward

A reward for carriers that pass the year's evaluation. Years that are open already give none until somebody sets it.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

CHECK = "ck_subsidy_year_reward_evaluation_not_negative"


def upgrade() -> None:
    with op.batch_alter_table("subsidy_year") as batch:
        batch.add_column(sa.Column("reward_evaluation", sa.BigInteger(), nullable=False, server_default="0"))
        batch.create_check_constraint(op.f(CHECK), "reward_evaluation >= 0")


def downgrade() -> None:
    with op.batch_alter_table("subsidy_year") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.drop_column("reward_evaluation")
