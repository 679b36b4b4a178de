"""finance for projects

What a project adds to be compared with conditions, and how near financing products are to it.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

from app.core.model import UtcDateTime

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "finance_facts",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("revenue", sa.BigInteger(), nullable=True),
        sa.Column("ip_rights", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("revenue >= 0", name=op.f("ck_finance_facts_revenue_not_negative")),
        sa.CheckConstraint("ip_rights >= 0", name=op.f("ck_finance_facts_ip_rights_not_negative")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_finance_facts_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_finance_facts")),
    )
    op.create_table(
        "product_match",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("raw", sa.Float(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("computed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_product_match_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_product_match_offering_id_offering"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "offering_id", name=op.f("pk_product_match")),
    )
    op.create_index("ix_product_match_offering_id", "product_match", ["offering_id"])


def downgrade():
    op.drop_table("product_match")
    op.drop_table("finance_facts")
