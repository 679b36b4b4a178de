"""coaching

Goals, sessions with notes and actions, files, ratings, and when mentors have time.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('availability',
    sa.Column('mentor_id', sa.Uuid(), nullable=False),
    sa.Column('slot_minutes', sa.Integer(), nullable=False),
    sa.Column('notice_hours', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=300), nullable=False),
    sa.Column('video_url', sa.String(length=300), nullable=False),
    sa.Column('is_honoured', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('notice_hours BETWEEN 0 AND 336', name=op.f('ck_availability_notice_hours_in_range')),
    sa.CheckConstraint('slot_minutes BETWEEN 15 AND 240', name=op.f('ck_availability_slot_minutes_in_range')),
    sa.ForeignKeyConstraint(['mentor_id'], ['mentor.id'], name=op.f('fk_availability_mentor_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('mentor_id', name=op.f('pk_availability'))
    )
    op.create_table('availability_exception',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mentor_id', sa.Uuid(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('begins', sa.Integer(), nullable=False),
    sa.Column('ends', sa.Integer(), nullable=False),
    sa.Column('is_available', sa.Boolean(), nullable=False),
    sa.CheckConstraint('begins >= 0 AND begins < ends AND ends <= 1440', name=op.f('ck_availability_exception_hours_in_order')),
    sa.CheckConstraint('first_day <= last_day', name=op.f('ck_availability_exception_days_in_order')),
    sa.ForeignKeyConstraint(['mentor_id'], ['availability.mentor_id'], name=op.f('fk_availability_exception_mentor_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_availability_exception'))
    )
    with op.batch_alter_table('availability_exception') as batch:
        batch.create_index(batch.f('ix_availability_exception_mentor_id'), ['mentor_id'], unique=False)

    op.create_table('weekly_hours',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mentor_id', sa.Uuid(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('begins', sa.Integer(), nullable=False),
    sa.Column('ends', sa.Integer(), nullable=False),
    sa.CheckConstraint('begins >= 0 AND begins < ends AND ends <= 1440', name=op.f('ck_weekly_hours_hours_in_order')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_weekly_hours_weekday_in_range')),
    sa.ForeignKeyConstraint(['mentor_id'], ['availability.mentor_id'], name=op.f('fk_weekly_hours_mentor_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_weekly_hours')),
    sa.UniqueConstraint('mentor_id', 'weekday', 'begins', name=op.f('uq_weekly_hours_mentor_id_weekday_begins'))
    )
    op.create_table('coaching_session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mentorship_id', sa.Uuid(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'booked', 'held', 'missed', 'disputed', 'cancelled', name='sessionstate', native_enum=False, length=20), nullable=False),
    sa.Column('proposed_by', sa.Enum('mentor', 'project', name='side', native_enum=False, length=20), nullable=False),
    sa.Column('attendee_id', sa.Uuid(), nullable=True),
    sa.Column('topic', sa.String(length=300), nullable=False),
    sa.Column('place', sa.String(length=300), nullable=False),
    sa.Column('video_url', sa.String(length=300), nullable=False),
    sa.Column('mentor_report', sa.Enum('both', 'no_mentor', 'no_project', 'nobody', name='turnout', native_enum=False, length=20), nullable=True),
    sa.Column('project_report', sa.Enum('both', 'no_mentor', 'no_project', 'nobody', name='turnout', native_enum=False, length=20), nullable=True),
    sa.Column('cancelled_by', sa.Enum('mentor', 'project', name='side', native_enum=False, length=20), nullable=True),
    sa.Column('cancel_reason', sa.Text(), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_coaching_session_minutes_within_a_day')),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_coaching_session_times_in_order')),
    sa.ForeignKeyConstraint(['attendee_id'], ['account.id'], name=op.f('fk_coaching_session_attendee_id')),
    sa.ForeignKeyConstraint(['mentorship_id'], ['mentorship.id'], name=op.f('fk_coaching_session_mentorship_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coaching_session'))
    )
    with op.batch_alter_table('coaching_session') as batch:
        batch.create_index(batch.f('ix_coaching_session_attendee_id'), ['attendee_id'], unique=False)
        batch.create_index('ix_coaching_session_mentorship_id_starts_at', ['mentorship_id', 'starts_at'], unique=False)
        batch.create_index('ix_coaching_session_state_starts_at', ['state', 'starts_at'], unique=False)

    op.create_table('mentorship_file',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mentorship_id', sa.Uuid(), nullable=False),
    sa.Column('file_id', sa.Uuid(), nullable=False),
    sa.Column('side', sa.Enum('mentor', 'project', name='side', native_enum=False, length=20), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_mentorship_file_file_id')),
    sa.ForeignKeyConstraint(['mentorship_id'], ['mentorship.id'], name=op.f('fk_mentorship_file_mentorship_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentorship_file')),
    sa.UniqueConstraint('file_id', name=op.f('uq_mentorship_file_file_id'))
    )
    with op.batch_alter_table('mentorship_file') as batch:
        batch.create_index(batch.f('ix_mentorship_file_mentorship_id'), ['mentorship_id'], unique=False)

    op.create_table('mentorship_goal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mentorship_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('open', 'done', 'dropped', name='stepstate', native_enum=False, length=20), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['mentorship_id'], ['mentorship.id'], name=op.f('fk_mentorship_goal_mentorship_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentorship_goal'))
    )
    with op.batch_alter_table('mentorship_goal') as batch:
        batch.create_index(batch.f('ix_mentorship_goal_mentorship_id'), ['mentorship_id'], unique=False)

    op.create_table('mentorship_rating',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mentorship_id', sa.Uuid(), nullable=False),
    sa.Column('side', sa.Enum('mentor', 'project', name='side', native_enum=False, length=20), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=True),
    sa.Column('stars', sa.Integer(), nullable=False),
    sa.Column('testimonial', sa.Text(), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('stars BETWEEN 1 AND 5', name=op.f('ck_mentorship_rating_stars_in_range')),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_mentorship_rating_author_id')),
    sa.ForeignKeyConstraint(['mentorship_id'], ['mentorship.id'], name=op.f('fk_mentorship_rating_mentorship_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentorship_rating')),
    sa.UniqueConstraint('mentorship_id', 'side', name=op.f('uq_mentorship_rating_mentorship_id_side'))
    )
    with op.batch_alter_table('mentorship_rating') as batch:
        batch.create_index(batch.f('ix_mentorship_rating_author_id'), ['author_id'], unique=False)

    op.create_table('action_item',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mentorship_id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=True),
    sa.Column('owner', sa.Enum('mentor', 'project', name='side', native_enum=False, length=20), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('open', 'done', 'dropped', name='stepstate', native_enum=False, length=20), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['mentorship_id'], ['mentorship.id'], name=op.f('fk_action_item_mentorship_id')),
    sa.ForeignKeyConstraint(['session_id'], ['coaching_session.id'], name=op.f('fk_action_item_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_item'))
    )
    with op.batch_alter_table('action_item') as batch:
        batch.create_index(batch.f('ix_action_item_mentorship_id'), ['mentorship_id'], unique=False)
        batch.create_index(batch.f('ix_action_item_session_id'), ['session_id'], unique=False)

    op.create_table('session_note',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('is_shared', sa.Boolean(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_session_note_author_id')),
    sa.ForeignKeyConstraint(['session_id'], ['coaching_session.id'], name=op.f('fk_session_note_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_note'))
    )
    with op.batch_alter_table('session_note') as batch:
        batch.create_index(batch.f('ix_session_note_author_id'), ['author_id'], unique=False)
        batch.create_index(batch.f('ix_session_note_session_id'), ['session_id'], unique=False)


def downgrade():
    with op.batch_alter_table('session_note') as batch:
        batch.drop_index(batch.f('ix_session_note_session_id'))
        batch.drop_index(batch.f('ix_session_note_author_id'))

    op.drop_table('session_note')
    with op.batch_alter_table('action_item') as batch:
        batch.drop_index(batch.f('ix_action_item_session_id'))
        batch.drop_index(batch.f('ix_action_item_mentorship_id'))

    op.drop_table('action_item')
    with op.batch_alter_table('mentorship_rating') as batch:
        batch.drop_index(batch.f('ix_mentorship_rating_author_id'))

    op.drop_table('mentorship_rating')
    with op.batch_alter_table('mentorship_goal') as batch:
        batch.drop_index(batch.f('ix_mentorship_goal_mentorship_id'))

    op.drop_table('mentorship_goal')
    with op.batch_alter_table('mentorship_file') as batch:
        batch.drop_index(batch.f('ix_mentorship_file_mentorship_id'))

    op.drop_table('mentorship_file')
    with op.batch_alter_table('coaching_session') as batch:
        batch.drop_index('ix_coaching_session_state_starts_at')
        batch.drop_index('ix_coaching_session_mentorship_id_starts_at')
        batch.drop_index(batch.f('ix_coaching_session_attendee_id'))

    op.drop_table('coaching_session')
    op.drop_table('weekly_hours')
    with op.batch_alter_table('availability_exception') as batch:
        batch.drop_index(batch.f('ix_availability_exception_mentor_id'))

    op.drop_table('availability_exception')
    op.drop_table('availability')
