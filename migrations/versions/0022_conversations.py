"""conversations

Messages between those who agreed to talk, how far each has read, blocks and reports.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'conversation_block',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('connection_id', sa.Uuid(), nullable=False),
        sa.Column('side', sa.Enum('project', 'other', name='side', native_enum=False, length=20), nullable=False),
        sa.Column('blocked_by_id', sa.Uuid(), nullable=False),
        sa.Column('blocked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['blocked_by_id'], ['account.id'], name=op.f('fk_conversation_block_blocked_by_id')),
        sa.ForeignKeyConstraint(['connection_id'], ['connection.id'], name=op.f('fk_conversation_block_connection_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation_block'))
    )
    op.create_index('ix_conversation_block_blocked_by_id', 'conversation_block', ['blocked_by_id'])
    op.create_index('uq_conversation_block_connection_id_side', 'conversation_block', ['connection_id', 'side'], unique=True, sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'))
    op.create_table(
        'message',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('connection_id', sa.Uuid(), nullable=False),
        sa.Column('author_id', sa.Uuid(), nullable=False),
        sa.Column('side', sa.Enum('project', 'other', name='side', native_enum=False, length=20), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_message_author_id')),
        sa.ForeignKeyConstraint(['connection_id'], ['connection.id'], name=op.f('fk_message_connection_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    op.create_index('ix_message_author_id', 'message', ['author_id'])
    op.create_index('ix_message_connection_id_sent_at', 'message', ['connection_id', 'sent_at'])
    op.create_table(
        'message_reading',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('connection_id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_message_reading_account_id')),
        sa.ForeignKeyConstraint(['connection_id'], ['connection.id'], name=op.f('fk_message_reading_connection_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_message_reading')),
        sa.UniqueConstraint('connection_id', 'account_id', name=op.f('uq_message_reading_connection_id_account_id'))
    )
    op.create_index('ix_message_reading_account_id', 'message_reading', ['account_id'])
    op.create_table(
        'message_file',
        sa.Column('file_id', sa.Uuid(), nullable=False),
        sa.Column('message_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_message_file_file_id')),
        sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_message_file_message_id')),
        sa.PrimaryKeyConstraint('file_id', name=op.f('pk_message_file'))
    )
    op.create_index('ix_message_file_message_id', 'message_file', ['message_id'])
    op.create_table(
        'message_report',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('message_id', sa.Uuid(), nullable=False),
        sa.Column('reported_by_id', sa.Uuid(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('handled_by_id', sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(['handled_by_id'], ['account.id'], name=op.f('fk_message_report_handled_by_id')),
        sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_message_report_message_id')),
        sa.ForeignKeyConstraint(['reported_by_id'], ['account.id'], name=op.f('fk_message_report_reported_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_message_report')),
        sa.UniqueConstraint('message_id', 'reported_by_id', name=op.f('uq_message_report_message_id_reported_by_id'))
    )
    op.create_index('ix_message_report_reported_by_id', 'message_report', ['reported_by_id'])
    with op.batch_alter_table('connection', schema=None) as batch_op:
        batch_op.add_column(sa.Column('last_message_at', sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table('connection', schema=None) as batch_op:
        batch_op.drop_column('last_message_at')
    op.drop_index('ix_message_report_reported_by_id', 'message_report')
    op.drop_table('message_report')
    op.drop_index('ix_message_file_message_id', 'message_file')
    op.drop_table('message_file')
    op.drop_index('ix_message_reading_account_id', 'message_reading')
    op.drop_table('message_reading')
    op.drop_index('ix_message_connection_id_sent_at', 'message')
    op.drop_index('ix_message_author_id', 'message')
    op.drop_table('message')
    op.drop_index('uq_conversation_block_connection_id_side', 'conversation_block')
    op.drop_index('ix_conversation_block_blocked_by_id', 'conversation_block')
    op.drop_table('conversation_block')
