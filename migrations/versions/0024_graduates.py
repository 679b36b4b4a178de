"""graduates of carriers

By which criterion they graduated, what became of them year by year, and where they settled.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('graduation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('tenancy_id', sa.Uuid(), nullable=False),
    sa.Column('graduated_on', sa.Date(), nullable=False),
    sa.Column('criterion', sa.Enum('high_tech', 'invested', 'revenue', 'listed', 'other', name='criterion', native_enum=False, length=20), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('figure', sa.BigInteger(), nullable=True),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('figure >= 0', name=op.f('ck_graduation_figure_not_negative')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_graduation_recorded_by_id')),
    sa.ForeignKeyConstraint(['tenancy_id'], ['tenancy.id'], name=op.f('fk_graduation_tenancy_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_graduation')),
    sa.UniqueConstraint('tenancy_id', name=op.f('uq_graduation_tenancy_id'))
    )
    with op.batch_alter_table('graduation') as batch_op:
        batch_op.create_index('ix_graduation_graduated_on', ['graduated_on'], unique=False)

    op.create_table('follow_up',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('graduation_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('sent', 'answered', name='followupstate', native_enum=False, length=20), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.Column('is_operating', sa.Boolean(), nullable=False),
    sa.Column('revenue', sa.BigInteger(), nullable=True),
    sa.Column('jobs', sa.Integer(), nullable=True),
    sa.Column('region_code', sa.String(length=6), nullable=False),
    sa.Column('market', sa.Enum('none', 'regional', 'neeq', 'domestic', 'overseas', name='market', native_enum=False, length=20), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('jobs >= 0', name=op.f('ck_follow_up_jobs_not_negative')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['account.id'], name=op.f('fk_follow_up_answered_by_id')),
    sa.ForeignKeyConstraint(['graduation_id'], ['graduation.id'], name=op.f('fk_follow_up_graduation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow_up')),
    sa.UniqueConstraint('graduation_id', 'year', name=op.f('uq_follow_up_graduation_id_year'))
    )
    with op.batch_alter_table('follow_up') as batch_op:
        batch_op.create_index('ix_follow_up_state', ['state'], unique=False)

    op.create_table('settlement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('graduation_id', sa.Uuid(), nullable=False),
    sa.Column('park_id', sa.Uuid(), nullable=True),
    sa.Column('park_name', sa.String(length=120), nullable=False),
    sa.Column('region_code', sa.String(length=6), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('reported', 'confirmed', 'rejected', name='settlementstate', native_enum=False, length=20), nullable=False),
    sa.Column('reported_by_id', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_settlement_decided_by_id')),
    sa.ForeignKeyConstraint(['graduation_id'], ['graduation.id'], name=op.f('fk_settlement_graduation_id')),
    sa.ForeignKeyConstraint(['park_id'], ['carrier.id'], name=op.f('fk_settlement_park_id')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['account.id'], name=op.f('fk_settlement_reported_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_settlement')),
    sa.UniqueConstraint('graduation_id', name=op.f('uq_settlement_graduation_id'))
    )
    with op.batch_alter_table('settlement') as batch_op:
        batch_op.create_index('ix_settlement_park_id', ['park_id'], unique=False)
        batch_op.create_index('ix_settlement_settled_on', ['settled_on'], unique=False)
        batch_op.create_index('ix_settlement_state', ['state'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('settlement') as batch_op:
        batch_op.drop_index('ix_settlement_state')
        batch_op.drop_index('ix_settlement_settled_on')
        batch_op.drop_index('ix_settlement_park_id')

    op.drop_table('settlement')
    with op.batch_alter_table('follow_up') as batch_op:
        batch_op.drop_index('ix_follow_up_state')

    op.drop_table('follow_up')
    with op.batch_alter_table('graduation') as batch_op:
        batch_op.drop_index('ix_graduation_graduated_on')

    op.drop_table('graduation')
