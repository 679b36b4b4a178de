"""tenants of carriers

Who asks whom for a place, who is inside from which day, and who looks after them.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('tenancy',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('carrier_id', sa.Uuid(), nullable=False),
    sa.Column('previous_id', sa.Uuid(), nullable=True),
    sa.Column('entered_on', sa.Date(), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('left_reason', sa.Enum('graduated', 'handed_over', 'moved_out', 'dismissed', 'closed_down', 'contested', name='leavereason', native_enum=False, length=20), nullable=True),
    sa.Column('leave_note', sa.Text(), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=True),
    sa.Column('area', sa.BigInteger(), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(left_on IS NULL) = (left_reason IS NULL)', name=op.f('ck_tenancy_leaves_for_a_reason')),
    sa.CheckConstraint('area >= 0', name=op.f('ck_tenancy_area_not_negative')),
    sa.CheckConstraint('left_on >= entered_on', name=op.f('ck_tenancy_leaves_after_it_enters')),
    sa.ForeignKeyConstraint(['carrier_id'], ['carrier.id'], name=op.f('fk_tenancy_carrier_id')),
    sa.ForeignKeyConstraint(['previous_id'], ['tenancy.id'], name=op.f('fk_tenancy_previous_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_tenancy_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tenancy')),
    sa.UniqueConstraint('previous_id', name=op.f('uq_tenancy_previous_id'))
    )
    with op.batch_alter_table('tenancy') as batch_op:
        batch_op.create_index('ix_tenancy_carrier_id_left_on', ['carrier_id', 'left_on'], unique=False)
        batch_op.create_index('ix_tenancy_project_id', ['project_id'], unique=False)
        batch_op.create_index('uq_tenancy_project_id', ['project_id'], unique=True, sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))

    op.create_table('admission',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('carrier_id', sa.Uuid(), nullable=False),
    sa.Column('tenancy_id', sa.Uuid(), nullable=True),
    sa.Column('origin', sa.Enum('carrier', 'project', 'hand_over', name='admissionorigin', native_enum=False, length=20), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('sent_by_id', sa.Uuid(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=True),
    sa.Column('carrier_agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('project_agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.Enum('pending', 'accepted', 'declined', 'withdrawn', 'expired', name='answerstate', native_enum=False, length=20), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('decline_reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['account.id'], name=op.f('fk_admission_answered_by_id')),
    sa.ForeignKeyConstraint(['carrier_id'], ['carrier.id'], name=op.f('fk_admission_carrier_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_admission_organisation_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_admission_project_id')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['account.id'], name=op.f('fk_admission_sent_by_id')),
    sa.ForeignKeyConstraint(['tenancy_id'], ['tenancy.id'], name=op.f('fk_admission_tenancy_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admission'))
    )
    with op.batch_alter_table('admission') as batch_op:
        batch_op.create_index('ix_admission_carrier_id', ['carrier_id'], unique=False)
        batch_op.create_index('ix_admission_organisation_id', ['organisation_id'], unique=False)
        batch_op.create_index('ix_admission_project_id', ['project_id'], unique=False)
        batch_op.create_index('ix_admission_state_expires_at', ['state', 'expires_at'], unique=False)
        batch_op.create_index('ix_admission_tenancy_id', ['tenancy_id'], unique=False)
        batch_op.create_index('uq_admission_project_id_carrier_id', ['project_id', 'carrier_id'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.create_table('service_assignment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('tenancy_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Enum('liaison', 'counsellor', name='teamrole', native_enum=False, length=20), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.CheckConstraint('ended_on >= started_on', name=op.f('ck_service_assignment_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['staff_id'], ['carrier_staff.id'], name=op.f('fk_service_assignment_staff_id')),
    sa.ForeignKeyConstraint(['tenancy_id'], ['tenancy.id'], name=op.f('fk_service_assignment_tenancy_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_assignment'))
    )
    with op.batch_alter_table('service_assignment') as batch_op:
        batch_op.create_index('ix_service_assignment_staff_id', ['staff_id'], unique=False)
        batch_op.create_index('ix_service_assignment_tenancy_id', ['tenancy_id'], unique=False)
        batch_op.create_index('uq_service_assignment_tenancy_id_role', ['tenancy_id', 'role'], unique=True, sqlite_where=sa.text('ended_on IS NULL'), postgresql_where=sa.text('ended_on IS NULL'))



def downgrade() -> None:
    with op.batch_alter_table('service_assignment') as batch_op:
        batch_op.drop_index('uq_service_assignment_tenancy_id_role', sqlite_where=sa.text('ended_on IS NULL'), postgresql_where=sa.text('ended_on IS NULL'))
        batch_op.drop_index('ix_service_assignment_tenancy_id')
        batch_op.drop_index('ix_service_assignment_staff_id')

    op.drop_table('service_assignment')
    with op.batch_alter_table('admission') as batch_op:
        batch_op.drop_index('uq_admission_project_id_carrier_id', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
        batch_op.drop_index('ix_admission_tenancy_id')
        batch_op.drop_index('ix_admission_state_expires_at')
        batch_op.drop_index('ix_admission_project_id')
        batch_op.drop_index('ix_admission_organisation_id')
        batch_op.drop_index('ix_admission_carrier_id')

    op.drop_table('admission')
    with op.batch_alter_table('tenancy') as batch_op:
        batch_op.drop_index('uq_tenancy_project_id', sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))
        batch_op.drop_index('ix_tenancy_project_id')
        batch_op.drop_index('ix_tenancy_carrier_id_left_on')

    op.drop_table('tenancy')
