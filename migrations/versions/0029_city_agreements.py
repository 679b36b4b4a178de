"""Agreements of cities to show each other's published projects, mentors and funds.

Revision ID: 0029
Revises: 0028
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

LIVE = sa.text('ended_at IS NULL')


def upgrade() -> None:
    op.create_table('city_agreement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('first_code', sa.String(length=6), nullable=False),
    sa.Column('second_code', sa.String(length=6), nullable=False),
    sa.Column('offered_by_code', sa.String(length=6), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('offered_by_id', sa.Uuid(), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_by_id', sa.Uuid(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('first_code < second_code', name=op.f('ck_city_agreement_cities_in_order')),
    sa.CheckConstraint('offered_by_code IN (first_code, second_code)', name=op.f('ck_city_agreement_offered_by_one_of_them')),
    sa.ForeignKeyConstraint(['accepted_by_id'], ['account.id'], name=op.f('fk_city_agreement_accepted_by_id')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name=op.f('fk_city_agreement_ended_by_id')),
    sa.ForeignKeyConstraint(['offered_by_id'], ['account.id'], name=op.f('fk_city_agreement_offered_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_city_agreement'))
    )
    with op.batch_alter_table('city_agreement') as batch_op:
        batch_op.create_index('ix_city_agreement_second_code', ['second_code'], unique=False)
        batch_op.create_index('uq_city_agreement_first_code_second_code', ['first_code', 'second_code'], unique=True, sqlite_where=LIVE, postgresql_where=LIVE)


def downgrade() -> None:
    op.drop_table('city_agreement')
