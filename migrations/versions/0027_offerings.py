"""offerings and vouchers

Services and financing products of agencies, what projects ask for and get of them, and the vouchers that pay.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# The database keeps the entries of a voucher as they were written.
FINAL = {
    "sqlite": [
        f"""CREATE TRIGGER voucher_entry_{word} BEFORE {word} ON voucher_entry
            BEGIN SELECT RAISE(ABORT, 'an entry of a voucher is final'); END"""
        for word in ("update", "delete")
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION voucher_entry_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'an entry of a voucher is final' USING ERRCODE = 'integrity_constraint_violation';
            END $$""",
        """CREATE TRIGGER voucher_entry_final BEFORE UPDATE OR DELETE ON voucher_entry
            FOR EACH ROW EXECUTE FUNCTION voucher_entry_final()""",
    ],
}


def upgrade() -> None:
    op.create_table('offering',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.Enum('legal', 'ip', 'accounting', 'testing', 'technology_transfer', 'platform', 'training', 'consulting', 'credit', 'guarantee', 'ip_pledge', 'leasing', 'convertible_bond', 'crowdfunding', 'talent_loan', name='offeringkind', native_enum=False, length=20), nullable=False),
    sa.Column('tagline', sa.String(length=300), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('price', sa.String(length=300), nullable=False),
    sa.Column('takes_vouchers', sa.Boolean(), nullable=False),
    sa.Column('amount_min', sa.BigInteger(), nullable=True),
    sa.Column('amount_max', sa.BigInteger(), nullable=True),
    sa.Column('term_min', sa.Integer(), nullable=True),
    sa.Column('term_max', sa.Integer(), nullable=True),
    sa.Column('rate_min', sa.Integer(), nullable=True),
    sa.Column('rate_max', sa.Integer(), nullable=True),
    sa.Column('collateral', sa.Enum('none', 'ip', 'receivables', 'equipment', 'real_estate', 'guarantor', 'equity', name='collateral', native_enum=False, length=20), nullable=True),
    sa.Column('revenue_min', sa.BigInteger(), nullable=True),
    sa.Column('age_min', sa.Integer(), nullable=True),
    sa.Column('age_max', sa.Integer(), nullable=True),
    sa.Column('contact_name', sa.String(length=120), nullable=False),
    sa.Column('contact_phone', sa.String(length=20), nullable=False),
    sa.Column('contact_email', sa.String(length=254), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', 'archived', name='profilestate', native_enum=False, length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('sort_key', sa.String(length=200), nullable=False),
    sa.Column('visibility', sa.JSON(), nullable=False),
    sa.Column('ranked', sa.Boolean(), nullable=False),
    sa.Column('logo_id', sa.Uuid(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('source_key', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('age_min >= 0 AND age_max >= age_min', name=op.f('ck_offering_ages_in_order')),
    sa.CheckConstraint('amount_min >= 0 AND amount_max >= amount_min', name=op.f('ck_offering_amounts_in_order')),
    sa.CheckConstraint('rate_min >= 0 AND rate_max >= rate_min AND rate_max <= 10000', name=op.f('ck_offering_rates_in_order')),
    sa.CheckConstraint('revenue_min >= 0', name=op.f('ck_offering_revenue_not_negative')),
    sa.CheckConstraint('term_min >= 1 AND term_max >= term_min', name=op.f('ck_offering_terms_in_order')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_offering_created_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_offering_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offering')),
    sa.UniqueConstraint('source_key', name=op.f('uq_offering_source_key'))
    )
    with op.batch_alter_table('offering') as batch_op:
        batch_op.create_index('ix_offering_kind', ['kind'], unique=False)
        batch_op.create_index('ix_offering_organisation_id', ['organisation_id'], unique=False)
        batch_op.create_index('ix_offering_sort_key', ['sort_key'], unique=False)
        batch_op.create_index('ix_offering_state_published_at', ['state', 'published_at'], unique=False)

    op.create_table('voucher',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('holder_id', sa.Uuid(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('balance', sa.BigInteger(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('purpose', sa.String(length=300), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_by_id', sa.Uuid(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_voucher_amount_positive')),
    sa.CheckConstraint('balance BETWEEN 0 AND amount', name=op.f('ck_voucher_balance_within_amount')),
    sa.ForeignKeyConstraint(['holder_id'], ['organisation.id'], name=op.f('fk_voucher_holder_id')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['account.id'], name=op.f('fk_voucher_issued_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_voucher_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voucher')),
    sa.UniqueConstraint('number', name=op.f('uq_voucher_number'))
    )
    with op.batch_alter_table('voucher') as batch_op:
        batch_op.create_index('ix_voucher_holder_id', ['holder_id'], unique=False)
        batch_op.create_index('ix_voucher_organisation_id_issued_at', ['organisation_id', 'issued_at'], unique=False)
        batch_op.create_index('ix_voucher_valid_until', ['valid_until'], unique=False)

    op.create_table('offering_facet',
    sa.Column('offering_id', sa.Uuid(), nullable=False),
    sa.Column('facet', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['offering_id'], ['offering.id'], name=op.f('fk_offering_facet_offering_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('offering_id', 'facet', 'code', name=op.f('pk_offering_facet'))
    )
    with op.batch_alter_table('offering_facet') as batch_op:
        batch_op.create_index('ix_offering_facet_code', ['code'], unique=False)

    op.create_table('service_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('offering_id', sa.Uuid(), nullable=False),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('requested', 'quoted', 'accepted', 'completed', 'refused', 'declined', 'withdrawn', 'expired', 'cancelled', name='requeststate', native_enum=False, length=20), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('sent_by_id', sa.Uuid(), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('rate', sa.Integer(), nullable=True),
    sa.Column('term', sa.Integer(), nullable=True),
    sa.Column('terms', sa.Text(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('quoted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('quoted_by_id', sa.Uuid(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('voucher_id', sa.Uuid(), nullable=True),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('review', sa.Text(), nullable=False),
    sa.Column('rated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("rating IS NULL OR state = 'completed'", name=op.f('ck_service_request_rated_when_completed')),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_service_request_amount_not_negative')),
    sa.CheckConstraint('quoted_at IS NULL OR valid_until IS NOT NULL', name=op.f('ck_service_request_quotation_has_its_day')),
    sa.CheckConstraint('rate BETWEEN 0 AND 10000', name=op.f('ck_service_request_rate_is_a_share')),
    sa.CheckConstraint('rating BETWEEN 1 AND 5', name=op.f('ck_service_request_rating_within_scale')),
    sa.CheckConstraint('term >= 1', name=op.f('ck_service_request_term_at_least_a_month')),
    sa.ForeignKeyConstraint(['offering_id'], ['offering.id'], name=op.f('fk_service_request_offering_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_service_request_project_id')),
    sa.ForeignKeyConstraint(['quoted_by_id'], ['account.id'], name=op.f('fk_service_request_quoted_by_id')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['account.id'], name=op.f('fk_service_request_sent_by_id')),
    sa.ForeignKeyConstraint(['voucher_id'], ['voucher.id'], name=op.f('fk_service_request_voucher_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request'))
    )
    with op.batch_alter_table('service_request') as batch_op:
        batch_op.create_index('ix_service_request_offering_id', ['offering_id'], unique=False)
        batch_op.create_index('ix_service_request_project_id', ['project_id'], unique=False)
        batch_op.create_index('ix_service_request_state_valid_until', ['state', 'valid_until'], unique=False)
        batch_op.create_index('ix_service_request_voucher_id', ['voucher_id'], unique=False)
        batch_op.create_index('uq_service_request_project_id_offering_id', ['project_id', 'offering_id'], unique=True, sqlite_where=sa.text("state IN ('requested', 'quoted', 'accepted')"), postgresql_where=sa.text("state IN ('requested', 'quoted', 'accepted')"))

    op.create_table('voucher_redemption',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('voucher_id', sa.Uuid(), nullable=False),
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('submitted', 'confirmed', 'paid', 'refused', 'withdrawn', name='redemptionstate', native_enum=False, length=20), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('invoice_number', sa.String(length=40), nullable=False),
    sa.Column('invoice_id', sa.Uuid(), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_by_id', sa.Uuid(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_voucher_redemption_amount_positive')),
    sa.ForeignKeyConstraint(['agency_id'], ['organisation.id'], name=op.f('fk_voucher_redemption_agency_id')),
    sa.ForeignKeyConstraint(['invoice_id'], ['file.id'], name=op.f('fk_voucher_redemption_invoice_id')),
    sa.ForeignKeyConstraint(['request_id'], ['service_request.id'], name=op.f('fk_voucher_redemption_request_id')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['account.id'], name=op.f('fk_voucher_redemption_submitted_by_id')),
    sa.ForeignKeyConstraint(['voucher_id'], ['voucher.id'], name=op.f('fk_voucher_redemption_voucher_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voucher_redemption'))
    )
    with op.batch_alter_table('voucher_redemption') as batch_op:
        batch_op.create_index('ix_voucher_redemption_agency_id', ['agency_id'], unique=False)
        batch_op.create_index('ix_voucher_redemption_invoice_id', ['invoice_id'], unique=False)
        batch_op.create_index('ix_voucher_redemption_request_id', ['request_id'], unique=False)
        batch_op.create_index('ix_voucher_redemption_voucher_id_state', ['voucher_id', 'state'], unique=False)
        batch_op.create_index('uq_voucher_redemption_agency_id_invoice_number', ['agency_id', 'invoice_number'], unique=True, sqlite_where=sa.text("state IN ('submitted', 'confirmed', 'paid')"), postgresql_where=sa.text("state IN ('submitted', 'confirmed', 'paid')"))

    op.create_table('voucher_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('voucher_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('issue', 'redeem', 'release', 'expire', 'revoke', name='entrykind', native_enum=False, length=20), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('redemption_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("(kind IN ('issue', 'release') AND amount > 0) OR (kind NOT IN ('issue', 'release') AND amount < 0)", name=op.f('ck_voucher_entry_sign_tells_kind')),
    sa.CheckConstraint("(kind IN ('redeem', 'release')) = (redemption_id IS NOT NULL)", name=op.f('ck_voucher_entry_redemption_named')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_voucher_entry_created_by_id')),
    sa.ForeignKeyConstraint(['redemption_id'], ['voucher_redemption.id'], name=op.f('fk_voucher_entry_redemption_id')),
    sa.ForeignKeyConstraint(['voucher_id'], ['voucher.id'], name=op.f('fk_voucher_entry_voucher_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voucher_entry')),
    sa.UniqueConstraint('redemption_id', 'kind', name=op.f('uq_voucher_entry_redemption_id_kind'))
    )
    with op.batch_alter_table('voucher_entry') as batch_op:
        batch_op.create_index('ix_voucher_entry_voucher_id', ['voucher_id'], unique=False)

    for statement in FINAL[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table('voucher_entry') as batch_op:
        batch_op.drop_index('ix_voucher_entry_voucher_id')

    op.drop_table('voucher_entry')
    with op.batch_alter_table('voucher_redemption') as batch_op:
        batch_op.drop_index('uq_voucher_redemption_agency_id_invoice_number', sqlite_where=sa.text("state IN ('submitted', 'confirmed', 'paid')"), postgresql_where=sa.text("state IN ('submitted', 'confirmed', 'paid')"))
        batch_op.drop_index('ix_voucher_redemption_voucher_id_state')
        batch_op.drop_index('ix_voucher_redemption_request_id')
        batch_op.drop_index('ix_voucher_redemption_invoice_id')
        batch_op.drop_index('ix_voucher_redemption_agency_id')

    op.drop_table('voucher_redemption')
    with op.batch_alter_table('service_request') as batch_op:
        batch_op.drop_index('uq_service_request_project_id_offering_id', sqlite_where=sa.text("state IN ('requested', 'quoted', 'accepted')"), postgresql_where=sa.text("state IN ('requested', 'quoted', 'accepted')"))
        batch_op.drop_index('ix_service_request_voucher_id')
        batch_op.drop_index('ix_service_request_state_valid_until')
        batch_op.drop_index('ix_service_request_project_id')
        batch_op.drop_index('ix_service_request_offering_id')

    op.drop_table('service_request')
    with op.batch_alter_table('offering_facet') as batch_op:
        batch_op.drop_index('ix_offering_facet_code')

    op.drop_table('offering_facet')
    with op.batch_alter_table('voucher') as batch_op:
        batch_op.drop_index('ix_voucher_valid_until')
        batch_op.drop_index('ix_voucher_organisation_id_issued_at')
        batch_op.drop_index('ix_voucher_holder_id')

    op.drop_table('voucher')
    with op.batch_alter_table('offering') as batch_op:
        batch_op.drop_index('ix_offering_state_published_at')
        batch_op.drop_index('ix_offering_sort_key')
        batch_op.drop_index('ix_offering_organisation_id')
        batch_op.drop_index('ix_offering_kind')

    op.drop_table('offering')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS voucher_entry_final()")
