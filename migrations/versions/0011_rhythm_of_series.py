"""rhythm of series

When a series of roadshows comes again, so that its next dates are computed.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

EVERY = sa.Enum("week", "fortnight", "month", "quarter", name="every", native_enum=False, length=20)
CHECKS = {
    "ck_roadshow_series_weekday_of_a_week": "weekday BETWEEN 0 AND 6",
    "ck_roadshow_series_week_of_a_month": "week BETWEEN 1 AND 4 OR week = -1",
}


def upgrade():
    with op.batch_alter_table("roadshow_series") as batch:
        batch.add_column(sa.Column("every", EVERY, nullable=True))
        batch.add_column(sa.Column("weekday", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("week", sa.Integer(), nullable=True))
        for name, condition in CHECKS.items():
            batch.create_check_constraint(op.f(name), condition)


def downgrade():
    with op.batch_alter_table("roadshow_series") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(name), type_="check")
        for name in ("week", "weekday", "every"):
            batch.drop_column(name)
