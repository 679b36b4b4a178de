"""first release

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


FULL_TEXT_INDEX = {
    "sqlite": [
        """CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='search_entry', content_rowid='id')""",
        """CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN
            INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END""",
        """CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN
            INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens); END""",
        """CREATE TRIGGER search_entry_update AFTER UPDATE OF tokens ON search_entry BEGIN
            INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens);
            INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END""",
    ],
    "postgresql": [
        """CREATE INDEX ix_search_entry_tokens ON search_entry USING gin (to_tsvector('simple', tokens))""",
    ],
}


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('totp_secret', sa.String(length=64), nullable=True),
    sa.Column('totp_enabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('totp_last_step', sa.Integer(), nullable=False),
    sa.Column('email_verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email'))
    )
    op.create_table('attempt_count',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('paused_until', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_attempt_count'))
    )
    op.create_table('audit_entry',
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('membership_id', sa.Uuid(), nullable=True),
    sa.Column('action', sa.String(length=20), nullable=False),
    sa.Column('table', sa.String(length=60), nullable=False),
    sa.Column('object_id', sa.String(length=80), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_object_id'), ['object_id'], unique=False)

    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    op.create_table('draft',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
    sa.UniqueConstraint('account_id', 'key', name=op.f('uq_draft_account_id_key'))
    )
    op.create_table('job',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('arguments', sa.JSON(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=True),
    sa.Column('error', sa.Text(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('membership_id', sa.Uuid(), nullable=True),
    sa.Column('location', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('heartbeat_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_job_state_kind', ['state', 'kind'], unique=False)

    op.create_table('model_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.JSON(), nullable=False),
    sa.Column('basis', sa.JSON(), nullable=False),
    sa.Column('metrics', sa.JSON(), nullable=False),
    sa.Column('is_live', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_model_version')),
    sa.UniqueConstraint('name', name=op.f('uq_model_version_name'))
    )
    with op.batch_alter_table('model_version', schema=None) as batch_op:
        batch_op.create_index('uq_model_version_is_live', ['is_live'], unique=True, sqlite_where=sa.text('is_live'), postgresql_where=sa.text('is_live'))

    op.create_table('organisation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('startup', 'fund_manager', 'carrier_operator', 'agency', 'authority', name='organisationkind', native_enum=False, length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('credit_code', sa.String(length=18), nullable=True),
    sa.Column('region_code', sa.String(length=6), nullable=False),
    sa.Column('website', sa.String(length=300), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('credit_code', name=op.f('uq_organisation_credit_code')),
    sa.UniqueConstraint('name', name=op.f('uq_organisation_name'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_region_code'), ['region_code'], unique=False)

    op.create_table('outbox_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('headers', sa.JSON(), nullable=False),
    sa.Column('attachments', sa.JSON(), nullable=False),
    sa.Column('dedupe', sa.String(length=200), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_error', sa.String(length=500), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_message')),
    sa.UniqueConstraint('dedupe', name=op.f('uq_outbox_message_dedupe'))
    )
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_message_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_message_recipient'), ['recipient'], unique=False)
        batch_op.create_index('ix_outbox_message_state_next_attempt_at', ['state', 'next_attempt_at'], unique=False)

    op.create_table('ranked_profile',
    sa.Column('profile_id', sa.Uuid(), nullable=False),
    sa.Column('against', sa.String(length=10), nullable=False),
    sa.Column('missing', sa.JSON(), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('profile_id', 'against', name=op.f('pk_ranked_profile'))
    )
    op.create_table('region',
    sa.Column('code', sa.String(length=6), nullable=False),
    sa.Column('parent_code', sa.String(length=6), nullable=True),
    sa.Column('level', sa.String(length=10), nullable=False),
    sa.Column('short_zh', sa.String(length=120), nullable=False),
    sa.Column('name_zh', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['parent_code'], ['region.code'], name=op.f('fk_region_parent_code')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_region'))
    )
    with op.batch_alter_table('region', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_region_parent_code'), ['parent_code'], unique=False)

    op.create_table('search_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('object_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('tokens', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_entry')),
    sa.UniqueConstraint('object_id', name=op.f('uq_search_entry_object_id'))
    )
    with op.batch_alter_table('search_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_search_entry_kind'), ['kind'], unique=False)

    op.create_table('sector',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('group_code', sa.String(length=40), nullable=True),
    sa.Column('synonyms_zh', sa.JSON(), nullable=False),
    sa.Column('synonyms_en', sa.JSON(), nullable=False),
    sa.Column('name_zh', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['group_code'], ['sector.code'], name=op.f('fk_sector_group_code')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_sector'))
    )
    with op.batch_alter_table('sector', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sector_group_code'), ['group_code'], unique=False)

    op.create_table('submitted_form',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('token', sa.String(length=80), nullable=False),
    sa.Column('location', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submitted_form')),
    sa.UniqueConstraint('account_id', 'token', name=op.f('uq_submitted_form_account_id_token'))
    )
    with op.batch_alter_table('submitted_form', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_submitted_form_created_at'), ['created_at'], unique=False)

    op.create_table('taxonomy_release',
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('loaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_taxonomy_release'))
    )
    op.create_table('term',
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('name_zh', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('kind', 'code', name=op.f('pk_term'))
    )
    op.create_table('account_token',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.Enum('reset_password', 'change_email', name='tokenpurpose', native_enum=False, length=20), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_token_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_account_token_token_hash'))
    )
    with op.batch_alter_table('account_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_token_account_id'), ['account_id'], unique=False)

    op.create_table('consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('text_version', sa.String(length=40), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_consent_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent')),
    sa.UniqueConstraint('account_id', 'purpose', 'text_version', name=op.f('uq_consent_account_id_purpose_text_version'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_account_id'), ['account_id'], unique=False)

    op.create_table('file',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('logo', 'deck', 'attachment', 'image', name='filekind', native_enum=False, length=20), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_file_account_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_file_created_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_file_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file'))
    )
    with op.batch_alter_table('file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_file_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_file_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_file_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('fund',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'published', 'archived', name='fundstate', native_enum=False, length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('sort_key', sa.String(length=200), nullable=False),
    sa.Column('fund_type', sa.String(length=40), nullable=False),
    sa.Column('parent_fund_id', sa.Uuid(), nullable=True),
    sa.Column('tagline', sa.String(length=300), nullable=False),
    sa.Column('thesis', sa.Text(), nullable=False),
    sa.Column('founded_year', sa.Integer(), nullable=True),
    sa.Column('website', sa.String(length=300), nullable=False),
    sa.Column('ticket_min', sa.BigInteger(), nullable=True),
    sa.Column('ticket_max', sa.BigInteger(), nullable=True),
    sa.Column('size', sa.BigInteger(), nullable=True),
    sa.Column('remaining_capital', sa.BigInteger(), nullable=True),
    sa.Column('leads', sa.Boolean(), nullable=False),
    sa.Column('follows', sa.Boolean(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('contact_name', sa.String(length=120), nullable=False),
    sa.Column('contact_phone', sa.String(length=20), nullable=False),
    sa.Column('contact_email', sa.String(length=254), nullable=False),
    sa.Column('visibility', sa.JSON(), nullable=False),
    sa.Column('ranked', sa.Boolean(), nullable=False),
    sa.Column('logo_id', sa.Uuid(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('source_key', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('capacity BETWEEN 0 AND 100', name=op.f('ck_fund_capacity_in_range')),
    sa.CheckConstraint('parent_fund_id <> id', name=op.f('ck_fund_not_its_own_parent')),
    sa.CheckConstraint('remaining_capital <= size', name=op.f('ck_fund_remaining_capital_within_size')),
    sa.CheckConstraint('remaining_capital >= 0', name=op.f('ck_fund_remaining_capital_not_negative')),
    sa.CheckConstraint('size >= 0', name=op.f('ck_fund_size_not_negative')),
    sa.CheckConstraint('ticket_max >= 0', name=op.f('ck_fund_ticket_max_not_negative')),
    sa.CheckConstraint('ticket_min <= ticket_max', name=op.f('ck_fund_ticket_range_in_order')),
    sa.CheckConstraint('ticket_min >= 0', name=op.f('ck_fund_ticket_min_not_negative')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_fund_created_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_fund_organisation_id')),
    sa.ForeignKeyConstraint(['parent_fund_id'], ['fund.id'], name=op.f('fk_fund_parent_fund_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fund')),
    sa.UniqueConstraint('source_key', name=op.f('uq_fund_source_key'))
    )
    with op.batch_alter_table('fund', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fund_fund_type'), ['fund_type'], unique=False)
        batch_op.create_index(batch_op.f('ix_fund_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fund_parent_fund_id'), ['parent_fund_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fund_sort_key'), ['sort_key'], unique=False)
        batch_op.create_index('ix_fund_state_published_at', ['state', 'published_at'], unique=False)

    op.create_table('import',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('filename', sa.String(length=300), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('checking', 'refused', 'checked', 'importing', 'done', 'taken_back', name='importstate', native_enum=False, length=20), nullable=False),
    sa.Column('job_id', sa.Uuid(), nullable=True),
    sa.Column('line_count', sa.Integer(), nullable=False),
    sa.Column('problem_count', sa.Integer(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('findings', sa.JSON(), nullable=True),
    sa.Column('created', sa.JSON(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_import_account_id')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_import_job_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_import_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import'))
    )
    with op.batch_alter_table('import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('role', sa.Enum('entrepreneur', 'mentor', 'investor', 'carrier_staff', 'agency_staff', 'reviewer', 'organiser', 'administrator', name='role', native_enum=False, length=20), nullable=False),
    sa.Column('is_manager', sa.Boolean(), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('invited_by_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invited_by_id'], ['account.id'], name=op.f('fk_invitation_invited_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_invitation_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Enum('entrepreneur', 'mentor', 'investor', 'carrier_staff', 'agency_staff', 'reviewer', 'organiser', 'administrator', name='role', native_enum=False, length=20), nullable=False),
    sa.Column('is_manager', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_membership_account_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_membership_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('uq_membership_account_id_organisation_id_role', ['account_id', 'organisation_id', 'role'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('mentor',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', 'archived', name='mentorstate', native_enum=False, length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('sort_key', sa.String(length=200), nullable=False),
    sa.Column('headline', sa.String(length=300), nullable=False),
    sa.Column('bio', sa.Text(), nullable=False),
    sa.Column('employer', sa.String(length=120), nullable=False),
    sa.Column('position', sa.String(length=120), nullable=False),
    sa.Column('region_code', sa.String(length=6), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('mentee_count', sa.Integer(), nullable=False),
    sa.Column('paused', sa.Boolean(), nullable=False),
    sa.Column('contact_phone', sa.String(length=20), nullable=False),
    sa.Column('contact_email', sa.String(length=254), nullable=False),
    sa.Column('contact_wechat', sa.String(length=40), nullable=False),
    sa.Column('visibility', sa.JSON(), nullable=False),
    sa.Column('ranked', sa.Boolean(), nullable=False),
    sa.Column('logo_id', sa.Uuid(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('source_key', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('capacity BETWEEN 0 AND 50', name=op.f('ck_mentor_capacity_in_range')),
    sa.CheckConstraint('mentee_count >= 0 AND mentee_count <= capacity', name=op.f('ck_mentor_mentees_within_capacity')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_mentor_account_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_mentor_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentor')),
    sa.UniqueConstraint('account_id', 'organisation_id', name=op.f('uq_mentor_account_id_organisation_id')),
    sa.UniqueConstraint('source_key', name=op.f('uq_mentor_source_key'))
    )
    with op.batch_alter_table('mentor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mentor_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mentor_region_code'), ['region_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_mentor_sort_key'), ['sort_key'], unique=False)
        batch_op.create_index('ix_mentor_state_published_at', ['state', 'published_at'], unique=False)

    op.create_table('notification_setting',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('in_app', sa.Boolean(), nullable=False),
    sa.Column('mail', sa.Enum('immediate', 'digest', 'off', name='mailchoice', native_enum=False, length=20), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_notification_setting_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notification_setting')),
    sa.UniqueConstraint('account_id', 'kind', name=op.f('uq_notification_setting_account_id_kind'))
    )
    op.create_table('project',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'published', 'archived', name='projectstate', native_enum=False, length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('sort_key', sa.String(length=200), nullable=False),
    sa.Column('tagline', sa.String(length=300), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('solution', sa.Text(), nullable=False),
    sa.Column('market', sa.Text(), nullable=False),
    sa.Column('traction', sa.Text(), nullable=False),
    sa.Column('team', sa.Text(), nullable=False),
    sa.Column('website', sa.String(length=300), nullable=False),
    sa.Column('region_code', sa.String(length=6), nullable=False),
    sa.Column('second_region_code', sa.String(length=6), nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('need', sa.Text(), nullable=False),
    sa.Column('round', sa.String(length=40), nullable=False),
    sa.Column('amount_sought', sa.BigInteger(), nullable=True),
    sa.Column('equity_offered', sa.Integer(), nullable=True),
    sa.Column('cap_table', sa.Text(), nullable=False),
    sa.Column('contact_name', sa.String(length=120), nullable=False),
    sa.Column('contact_phone', sa.String(length=20), nullable=False),
    sa.Column('contact_email', sa.String(length=254), nullable=False),
    sa.Column('visibility', sa.JSON(), nullable=False),
    sa.Column('ranked', sa.Boolean(), nullable=False),
    sa.Column('logo_id', sa.Uuid(), nullable=True),
    sa.Column('deck_id', sa.Uuid(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('source_key', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount_sought >= 0', name=op.f('ck_project_amount_sought_not_negative')),
    sa.CheckConstraint('equity_offered BETWEEN 0 AND 10000', name=op.f('ck_project_equity_offered_is_a_share')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_project_created_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_project_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project')),
    sa.UniqueConstraint('source_key', name=op.f('uq_project_source_key'))
    )
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_project_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_region_code'), ['region_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_round'), ['round'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_sort_key'), ['sort_key'], unique=False)
        batch_op.create_index('ix_project_state_published_at', ['state', 'published_at'], unique=False)

    op.create_table('recovery_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_recovery_code_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code'))
    )
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_code_account_id'), ['account_id'], unique=False)

    op.create_table('roadshow_series',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('cadence', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_roadshow_series_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadshow_series'))
    )
    with op.batch_alter_table('roadshow_series', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roadshow_series_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('sector_synonym',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('sector_code', sa.String(length=40), nullable=False),
    sa.Column('text', sa.String(length=120), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_sector_synonym_created_by_id')),
    sa.ForeignKeyConstraint(['sector_code'], ['sector.code'], name=op.f('fk_sector_synonym_sector_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sector_synonym')),
    sa.UniqueConstraint('key', name=op.f('uq_sector_synonym_key'))
    )
    with op.batch_alter_table('sector_synonym', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sector_synonym_sector_code'), ['sector_code'], unique=False)

    op.create_table('sign_up',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('role', sa.Enum('entrepreneur', 'mentor', 'investor', 'carrier_staff', 'agency_staff', 'reviewer', 'organiser', 'administrator', name='role', native_enum=False, length=20), nullable=False),
    sa.Column('organisation_name', sa.String(length=120), nullable=False),
    sa.Column('authority_id', sa.Uuid(), nullable=True),
    sa.Column('consents', sa.JSON(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['organisation.id'], name=op.f('fk_sign_up_authority_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_up')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_up_token_hash'))
    )
    with op.batch_alter_table('sign_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_up_email'), ['email'], unique=False)

    op.create_table('connection',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('project_organisation_id', sa.Uuid(), nullable=False),
    sa.Column('other_kind', sa.String(length=10), nullable=False),
    sa.Column('other_id', sa.Uuid(), nullable=False),
    sa.Column('other_account_id', sa.Uuid(), nullable=True),
    sa.Column('other_organisation_id', sa.Uuid(), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['other_account_id'], ['account.id'], name=op.f('fk_connection_other_account_id')),
    sa.ForeignKeyConstraint(['other_organisation_id'], ['organisation.id'], name=op.f('fk_connection_other_organisation_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_connection_project_id')),
    sa.ForeignKeyConstraint(['project_organisation_id'], ['organisation.id'], name=op.f('fk_connection_project_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_connection')),
    sa.UniqueConstraint('project_id', 'other_id', name=op.f('uq_connection_project_id_other_id'))
    )
    with op.batch_alter_table('connection', schema=None) as batch_op:
        batch_op.create_index('ix_connection_other_account_id', ['other_account_id'], unique=False)
        batch_op.create_index('ix_connection_other_organisation_id', ['other_organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_connection_project_organisation_id'), ['project_organisation_id'], unique=False)

    op.create_table('fund_facet',
    sa.Column('fund_id', sa.Uuid(), nullable=False),
    sa.Column('facet', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_fund_facet_fund_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('fund_id', 'facet', 'code', name=op.f('pk_fund_facet'))
    )
    with op.batch_alter_table('fund_facet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fund_facet_code'), ['code'], unique=False)

    op.create_table('fund_investment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('fund_id', sa.Uuid(), nullable=False),
    sa.Column('invested_on', sa.Date(), nullable=False),
    sa.Column('company', sa.String(length=120), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=True),
    sa.Column('sectors', sa.JSON(), nullable=False),
    sa.Column('region_code', sa.String(length=6), nullable=False),
    sa.Column('round', sa.String(length=40), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('is_lead', sa.Boolean(), nullable=True),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('source_key', sa.String(length=200), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_fund_investment_amount_not_negative')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_fund_investment_fund_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_fund_investment_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fund_investment')),
    sa.UniqueConstraint('source_key', name=op.f('uq_fund_investment_source_key'))
    )
    with op.batch_alter_table('fund_investment', schema=None) as batch_op:
        batch_op.create_index('ix_fund_investment_fund_id_invested_on', ['fund_id', 'invested_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_fund_investment_project_id'), ['project_id'], unique=False)

    op.create_table('match',
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('candidate_kind', sa.Enum('mentor', 'fund', name='kind', native_enum=False, length=20), nullable=False),
    sa.Column('score', sa.SmallInteger(), nullable=False),
    sa.Column('raw', sa.Float(), nullable=False),
    sa.Column('band', sa.String(length=10), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('conflicts', sa.JSON(), nullable=False),
    sa.Column('missing', sa.JSON(), nullable=False),
    sa.Column('project_rank', sa.Integer(), nullable=True),
    sa.Column('candidate_rank', sa.Integer(), nullable=True),
    sa.Column('model_version_id', sa.Uuid(), nullable=True),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('score BETWEEN 0 AND 100', name=op.f('ck_match_score_in_range')),
    sa.ForeignKeyConstraint(['model_version_id'], ['model_version.id'], name=op.f('fk_match_model_version_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_match_project_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('project_id', 'candidate_id', name=op.f('pk_match'))
    )
    with op.batch_alter_table('match', schema=None) as batch_op:
        batch_op.create_index('ix_match_candidate_id_raw', ['candidate_id', 'raw'], unique=False)
        batch_op.create_index(batch_op.f('ix_match_model_version_id'), ['model_version_id'], unique=False)
        batch_op.create_index('ix_match_project_id_candidate_kind_raw', ['project_id', 'candidate_kind', 'raw'], unique=False)

    op.create_table('match_feedback',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('side', sa.Enum('project', 'candidate', name='side', native_enum=False, length=20), nullable=False),
    sa.Column('reason', sa.Enum('stage', 'sector', 'region', 'known', 'busy', 'other', name='notrelevant', native_enum=False, length=20), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_match_feedback_membership_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_match_feedback_project_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_feedback')),
    sa.UniqueConstraint('project_id', 'candidate_id', 'side', name=op.f('uq_match_feedback_project_id_candidate_id_side'))
    )
    with op.batch_alter_table('match_feedback', schema=None) as batch_op:
        batch_op.create_index('ix_match_feedback_candidate_id', ['candidate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_match_feedback_membership_id'), ['membership_id'], unique=False)

    op.create_table('mentor_conflict',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mentor_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('project_id', sa.Uuid(), nullable=True),
    sa.Column('relation', sa.Enum('investment', 'position', 'family', 'competitor', 'other', name='conflictrelation', native_enum=False, length=20), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['mentor_id'], ['mentor.id'], name=op.f('fk_mentor_conflict_mentor_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_mentor_conflict_organisation_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_mentor_conflict_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentor_conflict'))
    )
    with op.batch_alter_table('mentor_conflict', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mentor_conflict_mentor_id'), ['mentor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mentor_conflict_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mentor_conflict_project_id'), ['project_id'], unique=False)

    op.create_table('mentor_facet',
    sa.Column('mentor_id', sa.Uuid(), nullable=False),
    sa.Column('facet', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['mentor_id'], ['mentor.id'], name=op.f('fk_mentor_facet_mentor_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('mentor_id', 'facet', 'code', name=op.f('pk_mentor_facet'))
    )
    with op.batch_alter_table('mentor_facet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mentor_facet_code'), ['code'], unique=False)

    op.create_table('mentor_text',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mentor_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('experience', 'case', 'other', name='textkind', native_enum=False, length=20), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['mentor_id'], ['mentor.id'], name=op.f('fk_mentor_text_mentor_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentor_text'))
    )
    with op.batch_alter_table('mentor_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mentor_text_mentor_id'), ['mentor_id'], unique=False)

    op.create_table('notification',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('params', sa.JSON(), nullable=False),
    sa.Column('url', sa.String(length=500), nullable=False),
    sa.Column('dedupe', sa.String(length=200), nullable=True),
    sa.Column('is_shown', sa.Boolean(), nullable=False),
    sa.Column('in_digest', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_notification_account_id')),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_notification_membership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notification')),
    sa.UniqueConstraint('account_id', 'dedupe', name=op.f('uq_notification_account_id_dedupe'))
    )
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.create_index('ix_notification_account_id_created_at', ['account_id', 'created_at'], unique=False)
        batch_op.create_index('ix_notification_account_id_unread', ['account_id'], unique=False, sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))
        batch_op.create_index('ix_notification_in_digest', ['created_at'], unique=False, sqlite_where=sa.text('in_digest'), postgresql_where=sa.text('in_digest'))

    op.create_table('project_facet',
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('facet', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_project_facet_project_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('project_id', 'facet', 'code', name=op.f('pk_project_facet'))
    )
    with op.batch_alter_table('project_facet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_project_facet_code'), ['code'], unique=False)

    op.create_table('roadshow',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=True),
    sa.Column('created_by_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'open', 'lineup_fixed', 'published', 'held', 'closed', name='roadshowstate', native_enum=False, length=20), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('title_en', sa.String(length=120), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('eligibility', sa.Text(), nullable=False),
    sa.Column('mode', sa.Enum('on_site', 'online', 'both', name='roadshowmode', native_enum=False, length=20), nullable=False),
    sa.Column('venue', sa.String(length=300), nullable=False),
    sa.Column('online_url', sa.String(length=300), nullable=False),
    sa.Column('replay_url', sa.String(length=300), nullable=False),
    sa.Column('region_code', sa.String(length=6), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('apply_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('apply_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('lineup_count', sa.Integer(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('organisation_seats', sa.Integer(), nullable=False),
    sa.Column('seats_taken', sa.Integer(), nullable=False),
    sa.Column('reviews_wanted', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('apply_until > apply_from', name=op.f('ck_roadshow_apply_until_after_from')),
    sa.CheckConstraint('capacity > 0', name=op.f('ck_roadshow_capacity_positive')),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_roadshow_ends_after_start')),
    sa.CheckConstraint('lineup_count BETWEEN 0 AND capacity', name=op.f('ck_roadshow_lineup_within_capacity')),
    sa.CheckConstraint('organisation_seats > 0', name=op.f('ck_roadshow_organisation_seats_positive')),
    sa.CheckConstraint('seats_taken BETWEEN 0 AND seats', name=op.f('ck_roadshow_seats_not_overbooked')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_roadshow_created_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_roadshow_organisation_id')),
    sa.ForeignKeyConstraint(['series_id'], ['roadshow_series.id'], name=op.f('fk_roadshow_series_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadshow'))
    )
    with op.batch_alter_table('roadshow', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roadshow_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_roadshow_region_code'), ['region_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_roadshow_series_id'), ['series_id'], unique=False)
        batch_op.create_index('ix_roadshow_state_starts_at', ['state', 'starts_at'], unique=False)

    op.create_table('sign_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=True),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.Column('address', sa.String(length=45), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sign_in_account_id')),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_sign_in_membership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_token_hash'))
    )
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_account_id'), ['account_id'], unique=False)

    op.create_table('application',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'sent', 'withdrawn', name='applicationstate', native_enum=False, length=20), nullable=False),
    sa.Column('wants', sa.Text(), nullable=False),
    sa.Column('presenter', sa.String(length=120), nullable=False),
    sa.Column('attendance', sa.Enum('on_site', 'online', name='attendance', native_enum=False, length=20), nullable=False),
    sa.Column('consented_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_by_id', sa.Uuid(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Enum('selected', 'waiting', 'not_selected', name='outcome', native_enum=False, length=20), nullable=True),
    sa.Column('feedback', sa.Text(), nullable=False),
    sa.Column('feedback_released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_application_project_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_application_roadshow_id')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['account.id'], name=op.f('fk_application_sent_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('project_id', 'roadshow_id', name=op.f('uq_application_project_id_roadshow_id'))
    )
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.create_index('ix_application_roadshow_id_state', ['roadshow_id', 'state'], unique=False)

    op.create_table('fund_invitation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('fund_id', sa.Uuid(), nullable=False),
    sa.Column('sent_by_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.Enum('pending', 'accepted', 'declined', 'withdrawn', 'expired', name='answerstate', native_enum=False, length=20), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('decline_reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['account.id'], name=op.f('fk_fund_invitation_answered_by_id')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_fund_invitation_fund_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_fund_invitation_roadshow_id')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['account.id'], name=op.f('fk_fund_invitation_sent_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fund_invitation'))
    )
    with op.batch_alter_table('fund_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fund_invitation_fund_id'), ['fund_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fund_invitation_roadshow_id'), ['roadshow_id'], unique=False)
        batch_op.create_index('ix_fund_invitation_state_expires_at', ['state', 'expires_at'], unique=False)
        batch_op.create_index('uq_fund_invitation_roadshow_id_fund_id', ['roadshow_id', 'fund_id'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.create_table('interest',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('fund_id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('level', sa.Enum('observing', 'interested', 'wants_contact', name='interestlevel', native_enum=False, length=20), nullable=False),
    sa.Column('state', sa.Enum('pending', 'accepted', 'declined', 'withdrawn', 'expired', name='answerstate', native_enum=False, length=20), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('decline_reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_interest_account_id')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['account.id'], name=op.f('fk_interest_answered_by_id')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_interest_fund_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_interest_project_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_interest_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest')),
    sa.UniqueConstraint('roadshow_id', 'fund_id', 'project_id', name=op.f('uq_interest_roadshow_id_fund_id_project_id'))
    )
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interest_fund_id'), ['fund_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_interest_project_id'), ['project_id'], unique=False)
        batch_op.create_index('ix_interest_state_expires_at', ['state', 'expires_at'], unique=False)

    op.create_table('match_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope', sa.Enum('all', 'profiles', 'roadshow', name='scope', native_enum=False, length=20), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=True),
    sa.Column('job_id', sa.Uuid(), nullable=True),
    sa.Column('model_version_id', sa.Uuid(), nullable=True),
    sa.Column('previous_id', sa.Uuid(), nullable=True),
    sa.Column('started_by_id', sa.Uuid(), nullable=True),
    sa.Column('parameters', sa.JSON(), nullable=False),
    sa.Column('summary', sa.JSON(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_match_run_job_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['model_version_id'], ['model_version.id'], name=op.f('fk_match_run_model_version_id')),
    sa.ForeignKeyConstraint(['previous_id'], ['match_run.id'], name=op.f('fk_match_run_previous_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_match_run_roadshow_id')),
    sa.ForeignKeyConstraint(['started_by_id'], ['account.id'], name=op.f('fk_match_run_started_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_run'))
    )
    with op.batch_alter_table('match_run', schema=None) as batch_op:
        batch_op.create_index('ix_match_run_roadshow_id_started_at', ['roadshow_id', 'started_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_match_run_started_at'), ['started_at'], unique=False)

    op.create_table('mentor_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('mentor_id', sa.Uuid(), nullable=False),
    sa.Column('origin', sa.Enum('project', 'organiser', name='requestorigin', native_enum=False, length=20), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=True),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('sent_by_id', sa.Uuid(), nullable=True),
    sa.Column('slot', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('pending', 'accepted', 'declined', 'withdrawn', 'expired', name='answerstate', native_enum=False, length=20), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('decline_reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('slot BETWEEN 1 AND 5', name=op.f('ck_mentor_request_slot_within_quota')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['account.id'], name=op.f('fk_mentor_request_answered_by_id')),
    sa.ForeignKeyConstraint(['mentor_id'], ['mentor.id'], name=op.f('fk_mentor_request_mentor_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_mentor_request_organisation_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_mentor_request_project_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_mentor_request_roadshow_id')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['account.id'], name=op.f('fk_mentor_request_sent_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentor_request'))
    )
    with op.batch_alter_table('mentor_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mentor_request_mentor_id'), ['mentor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mentor_request_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mentor_request_project_id'), ['project_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mentor_request_roadshow_id'), ['roadshow_id'], unique=False)
        batch_op.create_index('ix_mentor_request_state_expires_at', ['state', 'expires_at'], unique=False)
        batch_op.create_index('uq_mentor_request_project_id_mentor_id', ['project_id', 'mentor_id'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
        batch_op.create_index('uq_mentor_request_project_id_slot', ['project_id', 'slot'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.create_table('pair_rule',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('candidate_kind', sa.Enum('mentor', 'fund', name='kind', native_enum=False, length=20), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('rule', sa.Enum('pin', 'forbid', name='rule', native_enum=False, length=20), nullable=False),
    sa.Column('why', sa.String(length=300), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_pair_rule_created_by_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_pair_rule_project_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_pair_rule_roadshow_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pair_rule')),
    sa.UniqueConstraint('roadshow_id', 'project_id', 'candidate_id', name=op.f('uq_pair_rule_roadshow_id_project_id_candidate_id'))
    )
    with op.batch_alter_table('pair_rule', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pair_rule_project_id'), ['project_id'], unique=False)

    op.create_table('registration',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('confirmed', 'waiting', 'cancelled', name='registrationstate', native_enum=False, length=20), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('quota', sa.Integer(), nullable=False),
    sa.Column('attendance', sa.Enum('on_site', 'online', name='attendance', native_enum=False, length=20), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('people BETWEEN 1 AND quota', name=op.f('ck_registration_people_within_quota')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_registration_account_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_registration_organisation_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_registration_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
    sa.UniqueConstraint('roadshow_id', 'organisation_id', name=op.f('uq_registration_roadshow_id_organisation_id'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('ix_registration_roadshow_id_state_asked_at', ['roadshow_id', 'state', 'asked_at'], unique=False)

    op.create_table('review_criterion',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('hint', sa.String(length=300), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('weight > 0', name=op.f('ck_review_criterion_weight_positive')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_review_criterion_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_criterion'))
    )
    with op.batch_alter_table('review_criterion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_criterion_roadshow_id'), ['roadshow_id'], unique=False)

    op.create_table('reviewer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_reviewer_membership_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_reviewer_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviewer')),
    sa.UniqueConstraint('roadshow_id', 'membership_id', name=op.f('uq_reviewer_roadshow_id_membership_id'))
    )
    with op.batch_alter_table('reviewer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reviewer_membership_id'), ['membership_id'], unique=False)

    op.create_table('roadshow_facet',
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('facet', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_roadshow_facet_roadshow_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('roadshow_id', 'facet', 'code', name=op.f('pk_roadshow_facet'))
    )
    with op.batch_alter_table('roadshow_facet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roadshow_facet_code'), ['code'], unique=False)

    op.create_table('assignment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('candidate_kind', sa.Enum('mentor', 'fund', name='kind', native_enum=False, length=20), nullable=False),
    sa.Column('candidate_id', sa.Uuid(), nullable=True),
    sa.Column('score', sa.SmallInteger(), nullable=True),
    sa.Column('band', sa.String(length=10), nullable=False),
    sa.Column('is_pinned', sa.Boolean(), nullable=False),
    sa.Column('was_planned', sa.Boolean(), nullable=True),
    sa.Column('state', sa.Enum('proposed', 'invited', name='assignmentstate', native_enum=False, length=20), nullable=False),
    sa.Column('shortage', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_assignment_project_id')),
    sa.ForeignKeyConstraint(['run_id'], ['match_run.id'], name=op.f('fk_assignment_run_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sa.UniqueConstraint('run_id', 'project_id', 'candidate_id', name=op.f('uq_assignment_run_id_project_id_candidate_id'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index('ix_assignment_candidate_id', ['candidate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_project_id'), ['project_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_run_id'), ['run_id'], unique=False)

    op.create_table('lineup_place',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('is_waiting', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_lineup_place_application_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_lineup_place_project_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_lineup_place_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lineup_place')),
    sa.UniqueConstraint('application_id', name=op.f('uq_lineup_place_application_id')),
    sa.UniqueConstraint('roadshow_id', 'project_id', name=op.f('uq_lineup_place_roadshow_id_project_id'))
    )
    with op.batch_alter_table('lineup_place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lineup_place_project_id'), ['project_id'], unique=False)

    op.create_table('mentorship',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('mentor_id', sa.Uuid(), nullable=False),
    sa.Column('roadshow_id', sa.Uuid(), nullable=True),
    sa.Column('request_id', sa.Uuid(), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Uuid(), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name=op.f('fk_mentorship_ended_by_id')),
    sa.ForeignKeyConstraint(['mentor_id'], ['mentor.id'], name=op.f('fk_mentorship_mentor_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_mentorship_project_id')),
    sa.ForeignKeyConstraint(['request_id'], ['mentor_request.id'], name=op.f('fk_mentorship_request_id')),
    sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_mentorship_roadshow_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentorship')),
    sa.UniqueConstraint('request_id', name=op.f('uq_mentorship_request_id'))
    )
    with op.batch_alter_table('mentorship', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mentorship_mentor_id'), ['mentor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mentorship_project_id'), ['project_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mentorship_roadshow_id'), ['roadshow_id'], unique=False)
        batch_op.create_index('uq_mentorship_project_id_mentor_id', ['project_id', 'mentor_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('review',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('reviewer_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('assigned', 'scored', 'abstained', 'conflict', name='reviewstate', native_enum=False, length=20), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('assigned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_review_application_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['reviewer.id'], name=op.f('fk_review_reviewer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sa.UniqueConstraint('application_id', 'reviewer_id', name=op.f('uq_review_application_id_reviewer_id'))
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_reviewer_id'), ['reviewer_id'], unique=False)

    op.create_table('suggested_project',
    sa.Column('invitation_id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['fund_invitation.id'], name=op.f('fk_suggested_project_invitation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_suggested_project_project_id')),
    sa.PrimaryKeyConstraint('invitation_id', 'project_id', name=op.f('pk_suggested_project'))
    )
    op.create_table('review_score',
    sa.Column('review_id', sa.Uuid(), nullable=False),
    sa.Column('criterion_id', sa.Uuid(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.CheckConstraint('score BETWEEN 1 AND 5', name=op.f('ck_review_score_score_from_1_to_5')),
    sa.ForeignKeyConstraint(['criterion_id'], ['review_criterion.id'], name=op.f('fk_review_score_criterion_id')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_score_review_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('review_id', 'criterion_id', name=op.f('pk_review_score'))
    )
    for statement in FULL_TEXT_INDEX[op.get_bind().dialect.name]:
        op.execute(statement)



def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    op.drop_table('review_score')
    op.drop_table('suggested_project')
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_reviewer_id'))

    op.drop_table('review')
    with op.batch_alter_table('mentorship', schema=None) as batch_op:
        batch_op.drop_index('uq_mentorship_project_id_mentor_id', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_mentorship_roadshow_id'))
        batch_op.drop_index(batch_op.f('ix_mentorship_project_id'))
        batch_op.drop_index(batch_op.f('ix_mentorship_mentor_id'))

    op.drop_table('mentorship')
    with op.batch_alter_table('lineup_place', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lineup_place_project_id'))

    op.drop_table('lineup_place')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assignment_run_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_project_id'))
        batch_op.drop_index('ix_assignment_candidate_id')

    op.drop_table('assignment')
    with op.batch_alter_table('roadshow_facet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_roadshow_facet_code'))

    op.drop_table('roadshow_facet')
    with op.batch_alter_table('reviewer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reviewer_membership_id'))

    op.drop_table('reviewer')
    with op.batch_alter_table('review_criterion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_criterion_roadshow_id'))

    op.drop_table('review_criterion')
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_index('ix_registration_roadshow_id_state_asked_at')
        batch_op.drop_index(batch_op.f('ix_registration_organisation_id'))

    op.drop_table('registration')
    with op.batch_alter_table('pair_rule', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pair_rule_project_id'))

    op.drop_table('pair_rule')
    with op.batch_alter_table('mentor_request', schema=None) as batch_op:
        batch_op.drop_index('uq_mentor_request_project_id_slot', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
        batch_op.drop_index('uq_mentor_request_project_id_mentor_id', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
        batch_op.drop_index('ix_mentor_request_state_expires_at')
        batch_op.drop_index(batch_op.f('ix_mentor_request_roadshow_id'))
        batch_op.drop_index(batch_op.f('ix_mentor_request_project_id'))
        batch_op.drop_index(batch_op.f('ix_mentor_request_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_mentor_request_mentor_id'))

    op.drop_table('mentor_request')
    with op.batch_alter_table('match_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_match_run_started_at'))
        batch_op.drop_index('ix_match_run_roadshow_id_started_at')

    op.drop_table('match_run')
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.drop_index('ix_interest_state_expires_at')
        batch_op.drop_index(batch_op.f('ix_interest_project_id'))
        batch_op.drop_index(batch_op.f('ix_interest_fund_id'))

    op.drop_table('interest')
    with op.batch_alter_table('fund_invitation', schema=None) as batch_op:
        batch_op.drop_index('uq_fund_invitation_roadshow_id_fund_id', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
        batch_op.drop_index('ix_fund_invitation_state_expires_at')
        batch_op.drop_index(batch_op.f('ix_fund_invitation_roadshow_id'))
        batch_op.drop_index(batch_op.f('ix_fund_invitation_fund_id'))

    op.drop_table('fund_invitation')
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.drop_index('ix_application_roadshow_id_state')

    op.drop_table('application')
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_account_id'))

    op.drop_table('sign_in')
    with op.batch_alter_table('roadshow', schema=None) as batch_op:
        batch_op.drop_index('ix_roadshow_state_starts_at')
        batch_op.drop_index(batch_op.f('ix_roadshow_series_id'))
        batch_op.drop_index(batch_op.f('ix_roadshow_region_code'))
        batch_op.drop_index(batch_op.f('ix_roadshow_organisation_id'))

    op.drop_table('roadshow')
    with op.batch_alter_table('project_facet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_project_facet_code'))

    op.drop_table('project_facet')
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.drop_index('ix_notification_in_digest', sqlite_where=sa.text('in_digest'), postgresql_where=sa.text('in_digest'))
        batch_op.drop_index('ix_notification_account_id_unread', sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))
        batch_op.drop_index('ix_notification_account_id_created_at')

    op.drop_table('notification')
    with op.batch_alter_table('mentor_text', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mentor_text_mentor_id'))

    op.drop_table('mentor_text')
    with op.batch_alter_table('mentor_facet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mentor_facet_code'))

    op.drop_table('mentor_facet')
    with op.batch_alter_table('mentor_conflict', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mentor_conflict_project_id'))
        batch_op.drop_index(batch_op.f('ix_mentor_conflict_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_mentor_conflict_mentor_id'))

    op.drop_table('mentor_conflict')
    with op.batch_alter_table('match_feedback', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_match_feedback_membership_id'))
        batch_op.drop_index('ix_match_feedback_candidate_id')

    op.drop_table('match_feedback')
    with op.batch_alter_table('match', schema=None) as batch_op:
        batch_op.drop_index('ix_match_project_id_candidate_kind_raw')
        batch_op.drop_index(batch_op.f('ix_match_model_version_id'))
        batch_op.drop_index('ix_match_candidate_id_raw')

    op.drop_table('match')
    with op.batch_alter_table('fund_investment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fund_investment_project_id'))
        batch_op.drop_index('ix_fund_investment_fund_id_invested_on')

    op.drop_table('fund_investment')
    with op.batch_alter_table('fund_facet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fund_facet_code'))

    op.drop_table('fund_facet')
    with op.batch_alter_table('connection', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_connection_project_organisation_id'))
        batch_op.drop_index('ix_connection_other_organisation_id')
        batch_op.drop_index('ix_connection_other_account_id')

    op.drop_table('connection')
    with op.batch_alter_table('sign_up', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_up_email'))

    op.drop_table('sign_up')
    with op.batch_alter_table('sector_synonym', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sector_synonym_sector_code'))

    op.drop_table('sector_synonym')
    with op.batch_alter_table('roadshow_series', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_roadshow_series_organisation_id'))

    op.drop_table('roadshow_series')
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recovery_code_account_id'))

    op.drop_table('recovery_code')
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.drop_index('ix_project_state_published_at')
        batch_op.drop_index(batch_op.f('ix_project_sort_key'))
        batch_op.drop_index(batch_op.f('ix_project_round'))
        batch_op.drop_index(batch_op.f('ix_project_region_code'))
        batch_op.drop_index(batch_op.f('ix_project_organisation_id'))

    op.drop_table('project')
    op.drop_table('notification_setting')
    with op.batch_alter_table('mentor', schema=None) as batch_op:
        batch_op.drop_index('ix_mentor_state_published_at')
        batch_op.drop_index(batch_op.f('ix_mentor_sort_key'))
        batch_op.drop_index(batch_op.f('ix_mentor_region_code'))
        batch_op.drop_index(batch_op.f('ix_mentor_organisation_id'))

    op.drop_table('mentor')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index('uq_membership_account_id_organisation_id_role', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_membership_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_membership_account_id'))

    op.drop_table('membership')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_email'))

    op.drop_table('invitation')
    with op.batch_alter_table('import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_import_created_at'))

    op.drop_table('import')
    with op.batch_alter_table('fund', schema=None) as batch_op:
        batch_op.drop_index('ix_fund_state_published_at')
        batch_op.drop_index(batch_op.f('ix_fund_sort_key'))
        batch_op.drop_index(batch_op.f('ix_fund_parent_fund_id'))
        batch_op.drop_index(batch_op.f('ix_fund_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_fund_fund_type'))

    op.drop_table('fund')
    with op.batch_alter_table('file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_file_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_file_created_by_id'))
        batch_op.drop_index(batch_op.f('ix_file_account_id'))

    op.drop_table('file')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_account_id'))

    op.drop_table('consent')
    with op.batch_alter_table('account_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_token_account_id'))

    op.drop_table('account_token')
    op.drop_table('term')
    op.drop_table('taxonomy_release')
    with op.batch_alter_table('submitted_form', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_submitted_form_created_at'))

    op.drop_table('submitted_form')
    with op.batch_alter_table('sector', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sector_group_code'))

    op.drop_table('sector')
    with op.batch_alter_table('search_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_search_entry_kind'))

    op.drop_table('search_entry')
    with op.batch_alter_table('region', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_region_parent_code'))

    op.drop_table('region')
    op.drop_table('ranked_profile')
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_message_state_next_attempt_at')
        batch_op.drop_index(batch_op.f('ix_outbox_message_recipient'))
        batch_op.drop_index(batch_op.f('ix_outbox_message_created_at'))

    op.drop_table('outbox_message')
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_region_code'))
        batch_op.drop_index(batch_op.f('ix_organisation_kind'))

    op.drop_table('organisation')
    with op.batch_alter_table('model_version', schema=None) as batch_op:
        batch_op.drop_index('uq_model_version_is_live', sqlite_where=sa.text('is_live'), postgresql_where=sa.text('is_live'))

    op.drop_table('model_version')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('ix_job_state_kind')
        batch_op.drop_index(batch_op.f('ix_job_account_id'))

    op.drop_table('job')
    op.drop_table('draft')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_object_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_at'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_actor_id'))

    op.drop_table('audit_entry')
    op.drop_table('attempt_count')
    op.drop_table('account')
