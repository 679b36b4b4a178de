"""data rooms

Rooms of projects with folders, documents in versions, agreements, access and requests for it.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'data_room',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('takes_requests', sa.Boolean(), nullable=False),
        sa.Column('terms_number', sa.Integer(), nullable=False),
        sa.Column('created_by_id', sa.Uuid(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_data_room_created_by_id')),
        sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_data_room_project_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_data_room')),
        sa.UniqueConstraint('project_id', name=op.f('uq_data_room_project_id'))
    )
    op.create_table(
        'room_folder',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('room_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(['room_id'], ['data_room.id'], name=op.f('fk_room_folder_room_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_room_folder')),
        sa.UniqueConstraint('room_id', 'name', name=op.f('uq_room_folder_room_id_name'))
    )
    op.create_table(
        'room_grant',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('room_id', sa.Uuid(), nullable=False),
        sa.Column('organisation_id', sa.Uuid(), nullable=False),
        sa.Column('granted_by_id', sa.Uuid(), nullable=True),
        sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('expires_at > granted_at', name=op.f('ck_room_grant_ends_after_it_begins')),
        sa.ForeignKeyConstraint(['granted_by_id'], ['account.id'], name=op.f('fk_room_grant_granted_by_id')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_room_grant_organisation_id')),
        sa.ForeignKeyConstraint(['room_id'], ['data_room.id'], name=op.f('fk_room_grant_room_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_room_grant')),
        sa.UniqueConstraint('room_id', 'organisation_id', name=op.f('uq_room_grant_room_id_organisation_id'))
    )
    op.create_index('ix_room_grant_organisation_id', 'room_grant', ['organisation_id'])
    op.create_table(
        'room_request',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('room_id', sa.Uuid(), nullable=False),
        sa.Column('organisation_id', sa.Uuid(), nullable=False),
        sa.Column('sent_by_id', sa.Uuid(), nullable=False),
        sa.Column('state', sa.Enum('pending', 'accepted', 'declined', 'withdrawn', 'expired', name='answerstate', native_enum=False, length=20), nullable=False),
        sa.Column('message', sa.Text(), nullable=False),
        sa.Column('decline_reason', sa.Text(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('answered_by_id', sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(['answered_by_id'], ['account.id'], name=op.f('fk_room_request_answered_by_id')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_room_request_organisation_id')),
        sa.ForeignKeyConstraint(['room_id'], ['data_room.id'], name=op.f('fk_room_request_room_id')),
        sa.ForeignKeyConstraint(['sent_by_id'], ['account.id'], name=op.f('fk_room_request_sent_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_room_request'))
    )
    op.create_index('ix_room_request_organisation_id', 'room_request', ['organisation_id'])
    op.create_index('ix_room_request_room_id', 'room_request', ['room_id'])
    op.create_index('ix_room_request_state_expires_at', 'room_request', ['state', 'expires_at'])
    op.create_index('uq_room_request_room_id_organisation_id', 'room_request', ['room_id', 'organisation_id'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
    op.create_table(
        'room_terms',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('room_id', sa.Uuid(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('file_id', sa.Uuid(), nullable=True),
        sa.Column('created_by_id', sa.Uuid(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_room_terms_created_by_id')),
        sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_room_terms_file_id')),
        sa.ForeignKeyConstraint(['room_id'], ['data_room.id'], name=op.f('fk_room_terms_room_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_room_terms')),
        sa.UniqueConstraint('file_id', name=op.f('uq_room_terms_file_id')),
        sa.UniqueConstraint('room_id', 'number', name=op.f('uq_room_terms_room_id_number'))
    )
    op.create_table(
        'room_document',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('room_id', sa.Uuid(), nullable=False),
        sa.Column('folder_id', sa.Uuid(), nullable=True),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('is_handed_out', sa.Boolean(), nullable=False),
        sa.Column('version_number', sa.Integer(), nullable=False),
        sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['folder_id'], ['room_folder.id'], name=op.f('fk_room_document_folder_id')),
        sa.ForeignKeyConstraint(['room_id'], ['data_room.id'], name=op.f('fk_room_document_room_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_room_document'))
    )
    op.create_index('ix_room_document_folder_id', 'room_document', ['folder_id'])
    op.create_index('ix_room_document_room_id_removed_at', 'room_document', ['room_id', 'removed_at'])
    op.create_table(
        'terms_acceptance',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('terms_id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('organisation_id', sa.Uuid(), nullable=False),
        sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_terms_acceptance_account_id')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_terms_acceptance_organisation_id')),
        sa.ForeignKeyConstraint(['terms_id'], ['room_terms.id'], name=op.f('fk_terms_acceptance_terms_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_terms_acceptance')),
        sa.UniqueConstraint('terms_id', 'account_id', 'organisation_id', name=op.f('uq_terms_acceptance_terms_id_account_id_organisation_id'))
    )
    op.create_index('ix_terms_acceptance_account_id', 'terms_acceptance', ['account_id'])
    op.create_index('ix_terms_acceptance_organisation_id', 'terms_acceptance', ['organisation_id'])
    op.create_table(
        'room_version',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('document_id', sa.Uuid(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('file_id', sa.Uuid(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['document_id'], ['room_document.id'], name=op.f('fk_room_version_document_id')),
        sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_room_version_file_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_room_version')),
        sa.UniqueConstraint('document_id', 'number', name=op.f('uq_room_version_document_id_number')),
        sa.UniqueConstraint('file_id', name=op.f('uq_room_version_file_id'))
    )


def downgrade():
    op.drop_table('room_version')
    op.drop_index('ix_terms_acceptance_organisation_id', 'terms_acceptance')
    op.drop_index('ix_terms_acceptance_account_id', 'terms_acceptance')
    op.drop_table('terms_acceptance')
    op.drop_index('ix_room_document_room_id_removed_at', 'room_document')
    op.drop_index('ix_room_document_folder_id', 'room_document')
    op.drop_table('room_document')
    op.drop_table('room_terms')
    op.drop_index('uq_room_request_room_id_organisation_id', 'room_request')
    op.drop_index('ix_room_request_state_expires_at', 'room_request')
    op.drop_index('ix_room_request_room_id', 'room_request')
    op.drop_index('ix_room_request_organisation_id', 'room_request')
    op.drop_table('room_request')
    op.drop_index('ix_room_grant_organisation_id', 'room_grant')
    op.drop_table('room_grant')
    op.drop_table('room_folder')
    op.drop_table('data_room')
