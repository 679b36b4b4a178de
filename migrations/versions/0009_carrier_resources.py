"""carriers' resources and accreditations

Platforms, funds and staff of carriers, and what authorities say of carriers.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('accreditation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('carrier_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.Enum('carrier', 'demonstration', 'benchmark', name='title', native_enum=False, length=20), nullable=False),
    sa.Column('level', sa.Enum('national', 'provincial', 'municipal', 'county', name='level', native_enum=False, length=20), nullable=False),
    sa.Column('number', sa.String(length=120), nullable=False),
    sa.Column('issuer', sa.String(length=120), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('submitted', 'accepted', 'declined', 'withdrawn', 'revoked', name='accreditationstate', native_enum=False, length=20), nullable=False),
    sa.Column('submitted_by_id', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('revoked_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('expires_on >= issued_on', name=op.f('ck_accreditation_expires_after_it_begins')),
    sa.CheckConstraint('revoked_on >= issued_on', name=op.f('ck_accreditation_revoked_after_it_begins')),
    sa.ForeignKeyConstraint(['carrier_id'], ['carrier.id'], name=op.f('fk_accreditation_carrier_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_accreditation_decided_by_id')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['account.id'], name=op.f('fk_accreditation_submitted_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accreditation'))
    )
    with op.batch_alter_table('accreditation') as batch_op:
        batch_op.create_index('ix_accreditation_carrier_id', ['carrier_id'], unique=False)
        batch_op.create_index('ix_accreditation_state', ['state'], unique=False)
        batch_op.create_index('uq_accreditation_carrier_id_title_level_issued_on', ['carrier_id', 'title', 'level', 'issued_on'], unique=True, sqlite_where=sa.text("state IN ('submitted', 'accepted')"), postgresql_where=sa.text("state IN ('submitted', 'accepted')"))

    op.create_table('carrier_fund',
    sa.Column('mode', sa.Enum('set_up', 'cooperating', name='fundmode', native_enum=False, length=20), nullable=False),
    sa.Column('fund_type', sa.String(length=40), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=True),
    sa.Column('fund_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('carrier_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('ended_on >= started_on', name=op.f('ck_carrier_fund_ends_after_it_begins')),
    sa.CheckConstraint('size >= 0', name=op.f('ck_carrier_fund_size_not_negative')),
    sa.ForeignKeyConstraint(['carrier_id'], ['carrier.id'], name=op.f('fk_carrier_fund_carrier_id')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_carrier_fund_fund_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carrier_fund'))
    )
    with op.batch_alter_table('carrier_fund') as batch_op:
        batch_op.create_index('ix_carrier_fund_carrier_id', ['carrier_id'], unique=False)
        batch_op.create_index('ix_carrier_fund_fund_id', ['fund_id'], unique=False)

    op.create_table('carrier_platform',
    sa.Column('mode', sa.Enum('own', 'joint', 'shared', name='platformmode', native_enum=False, length=20), nullable=False),
    sa.Column('partner', sa.String(length=120), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('equipment_value', sa.BigInteger(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('carrier_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('ended_on >= started_on', name=op.f('ck_carrier_platform_ends_after_it_begins')),
    sa.CheckConstraint('equipment_value >= 0', name=op.f('ck_carrier_platform_equipment_value_not_negative')),
    sa.ForeignKeyConstraint(['carrier_id'], ['carrier.id'], name=op.f('fk_carrier_platform_carrier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carrier_platform'))
    )
    with op.batch_alter_table('carrier_platform') as batch_op:
        batch_op.create_index('ix_carrier_platform_carrier_id', ['carrier_id'], unique=False)

    op.create_table('carrier_staff',
    sa.Column('position', sa.String(length=120), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('carrier_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('ended_on >= started_on', name=op.f('ck_carrier_staff_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_carrier_staff_account_id')),
    sa.ForeignKeyConstraint(['carrier_id'], ['carrier.id'], name=op.f('fk_carrier_staff_carrier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carrier_staff'))
    )
    with op.batch_alter_table('carrier_staff') as batch_op:
        batch_op.create_index('ix_carrier_staff_account_id', ['account_id'], unique=False)
        batch_op.create_index('ix_carrier_staff_carrier_id', ['carrier_id'], unique=False)

    op.create_table('accreditation_document',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('accreditation_id', sa.Uuid(), nullable=False),
    sa.Column('file_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_accreditation_document_accreditation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_accreditation_document_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accreditation_document')),
    sa.UniqueConstraint('file_id', name=op.f('uq_accreditation_document_file_id'))
    )
    with op.batch_alter_table('accreditation_document') as batch_op:
        batch_op.create_index('ix_accreditation_document_accreditation_id', ['accreditation_id'], unique=False)

    op.create_table('staff_training',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('level', sa.Enum('junior', 'intermediate', 'senior', name='traininglevel', native_enum=False, length=20), nullable=False),
    sa.Column('completed_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['carrier_staff.id'], name=op.f('fk_staff_training_staff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_training')),
    sa.UniqueConstraint('staff_id', 'level', name=op.f('uq_staff_training_staff_id_level'))
    )


def downgrade() -> None:
    op.drop_table('staff_training')
    with op.batch_alter_table('accreditation_document') as batch_op:
        batch_op.drop_index('ix_accreditation_document_accreditation_id')

    op.drop_table('accreditation_document')
    with op.batch_alter_table('carrier_staff') as batch_op:
        batch_op.drop_index('ix_carrier_staff_carrier_id')
        batch_op.drop_index('ix_carrier_staff_account_id')

    op.drop_table('carrier_staff')
    with op.batch_alter_table('carrier_platform') as batch_op:
        batch_op.drop_index('ix_carrier_platform_carrier_id')

    op.drop_table('carrier_platform')
    with op.batch_alter_table('carrier_fund') as batch_op:
        batch_op.drop_index('ix_carrier_fund_fund_id')
        batch_op.drop_index('ix_carrier_fund_carrier_id')

    op.drop_table('carrier_fund')
    with op.batch_alter_table('accreditation') as batch_op:
        batch_op.drop_index('uq_accreditation_carrier_id_title_level_issued_on', sqlite_where=sa.text("state IN ('submitted', 'accepted')"), postgresql_where=sa.text("state IN ('submitted', 'accepted')"))
        batch_op.drop_index('ix_accreditation_state')
        batch_op.drop_index('ix_accreditation_carrier_id')

    op.drop_table('accreditation')
