"""the day of a roadshow

People by name with their tickets and check-ins, the live stage with its questions, judges with their points, votes.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('judge',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_judge_membership_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_judge_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_judge')),
    sa.UniqueConstraint('roadshow_id', 'membership_id', name=op.f('uq_judge_roadshow_id_membership_id'))
    )
    with op.batch_alter_table('judge') as batch_op:
        batch_op.create_index(batch_op.f('ix_judge_membership_id'), ['membership_id'], unique=False)

    op.create_table('attendee',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('registration_id', sa.Uuid(), nullable=True),
    sa.Column('application_id', sa.Uuid(), nullable=True),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.Enum('investor', 'presenter', 'judge', 'guest', name='attendeekind', native_enum=False, length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('affiliation', sa.String(length=120), nullable=False),
    sa.Column('sort_key', sa.String(length=300), nullable=False),
    sa.Column('attendance', sa.Enum('on_site', 'online', name='attendance', native_enum=False, length=20), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('position BETWEEN 1 AND places', name=op.f('ck_attendee_position_within_places')),
    sa.CheckConstraint('registration_id IS NULL OR application_id IS NULL', name=op.f('ck_attendee_one_party')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_attendee_account_id')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_attendee_application_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_attendee_registration_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_attendee_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendee')),
    sa.UniqueConstraint('application_id', 'position', name=op.f('uq_attendee_application_id_position')),
    sa.UniqueConstraint('code', name=op.f('uq_attendee_code')),
    sa.UniqueConstraint('registration_id', 'position', name=op.f('uq_attendee_registration_id_position'))
    )
    with op.batch_alter_table('attendee') as batch_op:
        batch_op.create_index(batch_op.f('ix_attendee_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_attendee_roadshow_id_sort_key', ['roadshow_id', 'sort_key'], unique=False)
        batch_op.create_index('uq_attendee_roadshow_id_account_id', ['roadshow_id', 'account_id'], unique=True, sqlite_where=sa.text('account_id IS NOT NULL'), postgresql_where=sa.text('account_id IS NOT NULL'))

    op.create_table('judgement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('judge_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('scored', 'conflict', name='judgementstate', native_enum=False, length=20), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_judgement_application_id')),
    sa.ForeignKeyConstraint(['judge_id'], ['judge.id'], name=op.f('fk_judgement_judge_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_judgement')),
    sa.UniqueConstraint('judge_id', 'application_id', name=op.f('uq_judgement_judge_id_application_id'))
    )
    with op.batch_alter_table('judgement') as batch_op:
        batch_op.create_index(batch_op.f('ix_judgement_application_id'), ['application_id'], unique=False)

    op.create_table('live_stage',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('phase', sa.Enum('before', 'pitch', 'questions', 'pause', 'over', name='phase', native_enum=False, length=20), nullable=False),
    sa.Column('current_id', sa.Uuid(), nullable=True),
    sa.Column('pitch_minutes', sa.Integer(), nullable=False),
    sa.Column('question_minutes', sa.Integer(), nullable=False),
    sa.Column('clock_started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('clock_used', sa.Integer(), nullable=False),
    sa.Column('announcement', sa.String(length=300), nullable=False),
    sa.Column('takes_questions', sa.Boolean(), nullable=False),
    sa.Column('takes_votes', sa.Boolean(), nullable=False),
    sa.Column('takes_scores', sa.Boolean(), nullable=False),
    sa.Column('results_released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_of', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('clock_used >= 0', name=op.f('ck_live_stage_clock_used_not_negative')),
    sa.CheckConstraint('pitch_minutes BETWEEN 1 AND 120', name=op.f('ck_live_stage_pitch_minutes_sensible')),
    sa.CheckConstraint('question_minutes BETWEEN 0 AND 120', name=op.f('ck_live_stage_question_minutes_sensible')),
    sa.CheckConstraint('results_released_at IS NULL OR NOT (takes_scores OR takes_votes)', name=op.f('ck_live_stage_released_results_stand')),
    sa.ForeignKeyConstraint(['current_id'], ['application.id'], name=op.f('fk_live_stage_current_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_live_stage_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_live_stage')),
    sa.UniqueConstraint('roadshow_id', name=op.f('uq_live_stage_roadshow_id'))
    )
    op.create_table('audience_question',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('attendee_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.Enum('waiting', 'shown', 'answered', 'hidden', name='questionstate', native_enum=False, length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('is_anonymous', sa.Boolean(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_audience_question_application_id')),
    sa.ForeignKeyConstraint(['attendee_id'], ['attendee.id'], name=op.f('fk_audience_question_attendee_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_audience_question_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audience_question'))
    )
    with op.batch_alter_table('audience_question') as batch_op:
        batch_op.create_index(batch_op.f('ix_audience_question_attendee_id'), ['attendee_id'], unique=False)
        batch_op.create_index('ix_audience_question_roadshow_id_state', ['roadshow_id', 'state'], unique=False)

    op.create_table('audience_vote',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('attendee_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('cast_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_audience_vote_application_id')),
    sa.ForeignKeyConstraint(['attendee_id'], ['attendee.id'], name=op.f('fk_audience_vote_attendee_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_audience_vote_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audience_vote')),
    sa.UniqueConstraint('attendee_id', name=op.f('uq_audience_vote_attendee_id'))
    )
    with op.batch_alter_table('audience_vote') as batch_op:
        batch_op.create_index('ix_audience_vote_roadshow_id', ['roadshow_id'], unique=False)

    op.create_table('check_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('attendee_id', sa.Uuid(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('method', sa.Enum('scan', 'code', 'name', 'online', name='checkinmethod', native_enum=False, length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attendee_id'], ['attendee.id'], name=op.f('fk_check_in_attendee_id')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_check_in_by_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_check_in_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_in')),
    sa.UniqueConstraint('attendee_id', name=op.f('uq_check_in_attendee_id'))
    )
    with op.batch_alter_table('check_in') as batch_op:
        batch_op.create_index('ix_check_in_roadshow_id_at', ['roadshow_id', 'at'], unique=False)

    op.create_table('judgement_points',
    sa.Column('judgement_id', sa.Uuid(), nullable=False),
    sa.Column('criterion_id', sa.Uuid(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.CheckConstraint('points BETWEEN 1 AND 5', name=op.f('ck_judgement_points_points_from_1_to_5')),
    sa.ForeignKeyConstraint(['criterion_id'], ['review_criterion.id'], name=op.f('fk_judgement_points_criterion_id')),
    sa.ForeignKeyConstraint(['judgement_id'], ['judgement.id'], name=op.f('fk_judgement_points_judgement_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('judgement_id', 'criterion_id', name=op.f('pk_judgement_points'))
    )
    op.create_table('question_vote',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('attendee_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['attendee_id'], ['attendee.id'], name=op.f('fk_question_vote_attendee_id')),
    sa.ForeignKeyConstraint(['question_id'], ['audience_question.id'], name=op.f('fk_question_vote_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_vote')),
    sa.UniqueConstraint('question_id', 'attendee_id', name=op.f('uq_question_vote_question_id_attendee_id'))
    )
    with op.batch_alter_table('question_vote') as batch_op:
        batch_op.create_index(batch_op.f('ix_question_vote_attendee_id'), ['attendee_id'], unique=False)



def downgrade() -> None:
    for table in (
        'question_vote',
        'judgement_points',
        'check_in',
        'audience_vote',
        'audience_question',
        'live_stage',
        'judgement',
        'attendee',
        'judge',
    ):
        op.drop_table(table)
