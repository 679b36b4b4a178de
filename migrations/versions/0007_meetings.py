"""1:1 meetings

Requests from either side, rooms and slots, timetables, meetings and what people write about them. Wishes to meet that
funds marked become requests, and agreed ones meetings; their columns in `interest` are dropped one release later.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

QUOTA = 10
ASKED = ("state", "message", "decline_reason", "asked_at", "expires_at", "answered_at", "answered_by_id")
MOMENTS = ("created_at", "updated_at", "changed_at")
PAIR = ("id", "roadshow_id", "project_id", "fund_id")


def upgrade():
    op.create_table('meeting_attendee',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('roadshow_id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('attendance', sa.Enum('on_site', 'online', name='attendance', native_enum=False, length=20), nullable=False),
        sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_meeting_attendee_account_id')),
        sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_meeting_attendee_roadshow_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_attendee')),
        sa.UniqueConstraint('roadshow_id', 'account_id', name=op.f('uq_meeting_attendee_roadshow_id_account_id'))
    )
    op.create_index('ix_meeting_attendee_account_id', 'meeting_attendee', ['account_id'])
    op.create_table('meeting_request',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('roadshow_id', sa.Uuid(), nullable=False),
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('fund_id', sa.Uuid(), nullable=False),
        sa.Column('asked_by', sa.Enum('project', 'fund', name='side', native_enum=False, length=20), nullable=False),
        sa.Column('asker_id', sa.Uuid(), nullable=False),
        sa.Column('sent_by_id', sa.Uuid(), nullable=True),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('quota', sa.Integer(), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=True),
        sa.Column('state', sa.Enum('pending', 'accepted', 'declined', 'withdrawn', 'expired', name='answerstate', native_enum=False, length=20), nullable=False),
        sa.Column('message', sa.Text(), nullable=False),
        sa.Column('decline_reason', sa.Text(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('answered_by_id', sa.Uuid(), nullable=True),
        sa.CheckConstraint('number BETWEEN 1 AND quota', name=op.f('ck_meeting_request_number_within_quota')),
        sa.ForeignKeyConstraint(['answered_by_id'], ['account.id'], name=op.f('fk_meeting_request_answered_by_id')),
        sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_meeting_request_fund_id')),
        sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_meeting_request_project_id')),
        sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_meeting_request_roadshow_id')),
        sa.ForeignKeyConstraint(['sent_by_id'], ['account.id'], name=op.f('fk_meeting_request_sent_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_request'))
    )
    op.create_index('ix_meeting_request_fund_id', 'meeting_request', ['fund_id'])
    op.create_index('ix_meeting_request_project_id', 'meeting_request', ['project_id'])
    op.create_index('ix_meeting_request_state_expires_at', 'meeting_request', ['state', 'expires_at'])
    op.create_index('uq_meeting_request_roadshow_id_asker_id_number', 'meeting_request', ['roadshow_id', 'asker_id', 'number'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
    op.create_index('uq_meeting_request_roadshow_id_project_id_fund_id', 'meeting_request', ['roadshow_id', 'project_id', 'fund_id'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
    op.create_table('meeting_room',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('roadshow_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('kind', sa.Enum('table', 'video', name='roomkind', native_enum=False, length=20), nullable=False),
        sa.Column('url', sa.String(length=300), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_meeting_room_roadshow_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_room')),
        sa.UniqueConstraint('roadshow_id', 'name', name=op.f('uq_meeting_room_roadshow_id_name'))
    )
    op.create_table('meeting_slot',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('roadshow_id', sa.Uuid(), nullable=False),
        sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('is_break', sa.Boolean(), nullable=False),
        sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_meeting_slot_times_in_order')),
        sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_meeting_slot_roadshow_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_slot')),
        sa.UniqueConstraint('roadshow_id', 'starts_at', name=op.f('uq_meeting_slot_roadshow_id_starts_at'))
    )
    op.create_table('timetable',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('roadshow_id', sa.Uuid(), nullable=False),
        sa.Column('state', sa.Enum('computing', 'draft', 'published', 'discarded', 'failed', name='timetablestate', native_enum=False, length=20), nullable=False),
        sa.Column('job_id', sa.Uuid(), nullable=True),
        sa.Column('created_by_id', sa.Uuid(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('summary', sa.JSON(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_timetable_created_by_id')),
        sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_timetable_job_id'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_timetable_roadshow_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_timetable'))
    )
    op.create_index('ix_timetable_roadshow_id_created_at', 'timetable', ['roadshow_id', 'created_at'])
    op.create_index('uq_timetable_roadshow_id', 'timetable', ['roadshow_id'], unique=True, sqlite_where=sa.text("state IN ('computing', 'draft')"), postgresql_where=sa.text("state IN ('computing', 'draft')"))
    op.create_table('meeting',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('request_id', sa.Uuid(), nullable=False),
        sa.Column('roadshow_id', sa.Uuid(), nullable=False),
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('fund_id', sa.Uuid(), nullable=False),
        sa.Column('project_person_id', sa.Uuid(), nullable=False),
        sa.Column('fund_person_id', sa.Uuid(), nullable=False),
        sa.Column('slot_id', sa.Uuid(), nullable=True),
        sa.Column('room_id', sa.Uuid(), nullable=True),
        sa.Column('reason', sa.String(length=20), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('cancelled_by_id', sa.Uuid(), nullable=True),
        sa.Column('cancel_reason', sa.Text(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('(slot_id IS NULL) = (room_id IS NULL)', name=op.f('ck_meeting_slot_with_room')),
        sa.CheckConstraint('project_person_id <> fund_person_id', name=op.f('ck_meeting_two_people')),
        sa.ForeignKeyConstraint(['cancelled_by_id'], ['account.id'], name=op.f('fk_meeting_cancelled_by_id')),
        sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_meeting_fund_id')),
        sa.ForeignKeyConstraint(['fund_person_id'], ['account.id'], name=op.f('fk_meeting_fund_person_id')),
        sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_meeting_project_id')),
        sa.ForeignKeyConstraint(['project_person_id'], ['account.id'], name=op.f('fk_meeting_project_person_id')),
        sa.ForeignKeyConstraint(['request_id'], ['meeting_request.id'], name=op.f('fk_meeting_request_id')),
        sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_meeting_roadshow_id')),
        sa.ForeignKeyConstraint(['room_id'], ['meeting_room.id'], name=op.f('fk_meeting_room_id')),
        sa.ForeignKeyConstraint(['slot_id'], ['meeting_slot.id'], name=op.f('fk_meeting_slot_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
        sa.UniqueConstraint('request_id', name=op.f('uq_meeting_request_id')),
        sa.UniqueConstraint('slot_id', 'room_id', name=op.f('uq_meeting_slot_id_room_id'))
    )
    op.create_index('ix_meeting_fund_id', 'meeting', ['fund_id'])
    op.create_index('ix_meeting_fund_person_id', 'meeting', ['fund_person_id'])
    op.create_index('ix_meeting_project_id', 'meeting', ['project_id'])
    op.create_index('ix_meeting_project_person_id', 'meeting', ['project_person_id'])
    op.create_index('ix_meeting_room_id', 'meeting', ['room_id'])
    op.create_index('uq_meeting_roadshow_id_project_id_fund_id', 'meeting', ['roadshow_id', 'project_id', 'fund_id'], unique=True, sqlite_where=sa.text('cancelled_at IS NULL'), postgresql_where=sa.text('cancelled_at IS NULL'))
    op.create_table('meeting_absence',
        sa.Column('attendee_id', sa.Uuid(), nullable=False),
        sa.Column('slot_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['attendee_id'], ['meeting_attendee.id'], name=op.f('fk_meeting_absence_attendee_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['slot_id'], ['meeting_slot.id'], name=op.f('fk_meeting_absence_slot_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('attendee_id', 'slot_id', name=op.f('pk_meeting_absence'))
    )
    op.create_index('ix_meeting_absence_slot_id', 'meeting_absence', ['slot_id'])
    op.create_table('meeting_action',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('meeting_id', sa.Uuid(), nullable=False),
        sa.Column('side', sa.Enum('project', 'fund', name='side', native_enum=False, length=20), nullable=False),
        sa.Column('text', sa.String(length=300), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=True),
        sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_by_id', sa.Uuid(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_meeting_action_created_by_id')),
        sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_action_meeting_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_action'))
    )
    op.create_index('ix_meeting_action_meeting_id', 'meeting_action', ['meeting_id'])
    op.create_table('meeting_note',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('meeting_id', sa.Uuid(), nullable=False),
        sa.Column('author_id', sa.Uuid(), nullable=False),
        sa.Column('is_shared', sa.Boolean(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_meeting_note_author_id')),
        sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_note_meeting_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_note'))
    )
    op.create_index('ix_meeting_note_author_id', 'meeting_note', ['author_id'])
    op.create_index('ix_meeting_note_meeting_id', 'meeting_note', ['meeting_id'])
    op.create_table('meeting_outcome',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('meeting_id', sa.Uuid(), nullable=False),
        sa.Column('side', sa.Enum('project', 'fund', name='side', native_enum=False, length=20), nullable=False),
        sa.Column('held', sa.Enum('met', 'missed', 'not_held', name='held', native_enum=False, length=20), nullable=False),
        sa.Column('follow_up', sa.Enum('yes', 'open', 'no', name='followup', native_enum=False, length=20), nullable=True),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_meeting_outcome_account_id')),
        sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_outcome_meeting_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_outcome')),
        sa.UniqueConstraint('meeting_id', 'side', name=op.f('uq_meeting_outcome_meeting_id_side'))
    )
    op.create_table('placement',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('timetable_id', sa.Uuid(), nullable=False),
        sa.Column('meeting_id', sa.Uuid(), nullable=False),
        sa.Column('slot_id', sa.Uuid(), nullable=True),
        sa.Column('room_id', sa.Uuid(), nullable=True),
        sa.Column('is_pinned', sa.Boolean(), nullable=False),
        sa.Column('reason', sa.String(length=20), nullable=False),
        sa.CheckConstraint('(slot_id IS NULL) = (room_id IS NULL)', name=op.f('ck_placement_slot_with_room')),
        sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_placement_meeting_id')),
        sa.ForeignKeyConstraint(['room_id'], ['meeting_room.id'], name=op.f('fk_placement_room_id')),
        sa.ForeignKeyConstraint(['slot_id'], ['meeting_slot.id'], name=op.f('fk_placement_slot_id')),
        sa.ForeignKeyConstraint(['timetable_id'], ['timetable.id'], name=op.f('fk_placement_timetable_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_placement')),
        sa.UniqueConstraint('timetable_id', 'meeting_id', name=op.f('uq_placement_timetable_id_meeting_id')),
        sa.UniqueConstraint('timetable_id', 'slot_id', 'room_id', name=op.f('uq_placement_timetable_id_slot_id_room_id'))
    )
    op.create_index('ix_placement_meeting_id', 'placement', ['meeting_id'])
    op.create_index('ix_placement_room_id', 'placement', ['room_id'])
    op.create_index('ix_placement_slot_id', 'placement', ['slot_id'])
    op.add_column('interest', sa.Column('amount', sa.BigInteger(), nullable=True))
    op.add_column('roadshow', sa.Column('meeting_quota', sa.Integer(), server_default='10', nullable=False))
    _move_wishes(op.get_bind())


def _column(name):
    kind = sa.Uuid() if name.endswith("id") else sa.DateTime(timezone=True) if name.endswith("_at") else sa.Text()
    return sa.column(name, sa.Integer() if name in {"number", "quota", "sequence"} else kind)


def _move_wishes(connection):
    def table(name, *columns):
        return sa.table(name, *(_column(column) for column in columns))

    interest = table("interest", *PAIR, *ASKED, "account_id")
    request = table("meeting_request", *PAIR, *ASKED, "asked_by", "asker_id", "sent_by_id", "number", "quota")
    people = ("project_person_id", "fund_person_id")
    meeting = table("meeting", *PAIR, "request_id", *people, "reason", "sequence", "cancel_reason", *MOMENTS)
    numbers = {}
    for row in connection.execute(sa.select(interest).where(interest.c.state.is_not(None)).order_by(interest.c.id)).mappings().all():
        pair = {name: row[name] for name in PAIR}
        key = row["roadshow_id"], row["fund_id"]
        number = numbers[key] = numbers.get(key, 0) + 1
        connection.execute(
            sa.insert(request).values(
                **pair,
                **{name: row[name] for name in ASKED},
                asked_by="fund",
                asker_id=row["fund_id"],
                sent_by_id=row["account_id"],
                number=number,
                quota=max(QUOTA, number),
            )
        )
        project_person, fund_person = row["answered_by_id"], row["account_id"]
        if row["state"] == "accepted" and project_person and fund_person and project_person != fund_person:
            moments = dict.fromkeys(MOMENTS, row["answered_at"])
            connection.execute(
                sa.insert(meeting).values(
                    **pair,
                    request_id=row["id"],
                    project_person_id=project_person,
                    fund_person_id=fund_person,
                    reason="",
                    sequence=0,
                    cancel_reason="",
                    **moments,
                )
            )


def downgrade():
    with op.batch_alter_table("roadshow") as batch:
        batch.drop_column("meeting_quota")
    with op.batch_alter_table("interest") as batch:
        batch.drop_column("amount")
    op.drop_table("placement")
    op.drop_table("meeting_outcome")
    op.drop_table("meeting_note")
    op.drop_table("meeting_action")
    op.drop_table("meeting_absence")
    op.drop_table("meeting")
    op.drop_table("timetable")
    op.drop_table("meeting_slot")
    op.drop_table("meeting_room")
    op.drop_table("meeting_request")
    op.drop_table("meeting_attendee")
