"""deals

Deals of fund managers, financing rounds of projects, and the ledger of investments, whose entries are final: the
database refuses to change or delete one. A fund says how many deals it plans in a year; an investment of its portfolio
may be kept from readers.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

FINAL = {
    "sqlite": [
        f"""CREATE TRIGGER ledger_entry_{word} BEFORE {word} ON ledger_entry
            BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is final'); END"""
        for word in ("update", "delete")
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION ledger_entry_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'an entry of the ledger is final' USING ERRCODE = 'integrity_constraint_violation';
            END $$""",
        """CREATE TRIGGER ledger_entry_final BEFORE UPDATE OR DELETE ON ledger_entry
            FOR EACH ROW EXECUTE FUNCTION ledger_entry_final()""",
    ],
}


def upgrade() -> None:
    op.create_table(
        'financing_round',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('opened_by_id', sa.Uuid(), nullable=True),
        sa.Column('state', sa.Enum('open', 'closed', 'cancelled', name='roundstate', native_enum=False, length=20), nullable=False),
        sa.Column('round', sa.String(length=40), nullable=False),
        sa.Column('amount_sought', sa.BigInteger(), nullable=False),
        sa.Column('least', sa.BigInteger(), nullable=True),
        sa.Column('lead_required', sa.Boolean(), nullable=False),
        sa.Column('lead_fund_id', sa.Uuid(), nullable=True),
        sa.Column('valuation', sa.BigInteger(), nullable=True),
        sa.Column('instrument', sa.Enum('equity', 'convertible_bond', 'fund_share', 'other', name='instrument', native_enum=False, length=20), nullable=False),
        sa.Column('terms', sa.Text(), nullable=False),
        sa.Column('closes_on', sa.Date(), nullable=True),
        sa.Column('firm_total', sa.BigInteger(), nullable=False),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'closed' OR NOT lead_required OR lead_fund_id IS NOT NULL", name=op.f('ck_financing_round_closed_with_lead')),
        sa.CheckConstraint('amount_sought > 0', name=op.f('ck_financing_round_amount_sought_positive')),
        sa.CheckConstraint('firm_total >= 0 AND firm_total <= amount_sought', name=op.f('ck_financing_round_firm_within_sought')),
        sa.CheckConstraint('least > 0 AND least <= amount_sought', name=op.f('ck_financing_round_least_within_sought')),
        sa.CheckConstraint('valuation > 0', name=op.f('ck_financing_round_valuation_positive')),
        sa.ForeignKeyConstraint(['lead_fund_id'], ['fund.id'], name=op.f('fk_financing_round_lead_fund_id')),
        sa.ForeignKeyConstraint(['opened_by_id'], ['account.id'], name=op.f('fk_financing_round_opened_by_id')),
        sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_financing_round_project_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_financing_round'))
    )
    op.create_index('ix_financing_round_project_id', 'financing_round', ['project_id'])
    op.create_index('uq_financing_round_project_id', 'financing_round', ['project_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table(
        'commitment',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('round_id', sa.Uuid(), nullable=False),
        sa.Column('fund_id', sa.Uuid(), nullable=False),
        sa.Column('state', sa.Enum('invited', 'soft', 'firm', 'declined', 'taken', 'lapsed', name='commitmentstate', native_enum=False, length=20), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=True),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint("amount IS NOT NULL OR state IN ('invited', 'declined', 'lapsed')", name=op.f('ck_commitment_committed_with_amount')),
        sa.CheckConstraint('amount > 0', name=op.f('ck_commitment_amount_positive')),
        sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_commitment_fund_id')),
        sa.ForeignKeyConstraint(['round_id'], ['financing_round.id'], name=op.f('fk_commitment_round_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment')),
        sa.UniqueConstraint('round_id', 'fund_id', name=op.f('uq_commitment_round_id_fund_id'))
    )
    op.create_index('ix_commitment_fund_id', 'commitment', ['fund_id'])

    op.create_table(
        'deal',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('fund_id', sa.Uuid(), nullable=False),
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('project_name', sa.String(length=120), nullable=False),
        sa.Column('stage', sa.Enum('interest', 'meeting', 'due_diligence', 'term_sheet', 'invested', 'passed', name='stage', native_enum=False, length=20), nullable=False),
        sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('owner_id', sa.Uuid(), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=True),
        sa.Column('origin', sa.Enum('roadshow', 'match', 'round', 'hand', name='origin', native_enum=False, length=20), nullable=False),
        sa.Column('roadshow_id', sa.Uuid(), nullable=True),
        sa.Column('pass_reason', sa.Enum('too_early', 'team', 'market', 'technology', 'valuation', 'mandate', 'capital', 'conflict', 'lost', 'other', name='passreason', native_enum=False, length=20), nullable=True),
        sa.Column('pass_note', sa.Text(), nullable=False),
        sa.Column('told_stage', sa.Enum('interest', 'meeting', 'due_diligence', 'term_sheet', 'invested', 'passed', name='stage', native_enum=False, length=20), nullable=True),
        sa.Column('told_note', sa.Text(), nullable=False),
        sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint("(stage = 'passed') = (pass_reason IS NOT NULL)", name=op.f('ck_deal_passed_with_reason')),
        sa.CheckConstraint("(stage IN ('invested', 'passed')) = (closed_at IS NOT NULL)", name=op.f('ck_deal_closed_when_over')),
        sa.CheckConstraint('amount > 0', name=op.f('ck_deal_amount_positive')),
        sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_deal_fund_id')),
        sa.ForeignKeyConstraint(['owner_id'], ['membership.id'], name=op.f('fk_deal_owner_id')),
        sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_deal_project_id')),
        sa.ForeignKeyConstraint(['roadshow_id'], ['roadshow.id'], name=op.f('fk_deal_roadshow_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_deal'))
    )
    op.create_index('ix_deal_fund_id_stage', 'deal', ['fund_id', 'stage'])
    op.create_index('ix_deal_owner_id', 'deal', ['owner_id'])
    op.create_index('ix_deal_project_id', 'deal', ['project_id'])
    op.create_index('ix_deal_roadshow_id', 'deal', ['roadshow_id'])
    op.create_index('uq_deal_fund_id_project_id', 'deal', ['fund_id', 'project_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table(
        'deal_event',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('deal_id', sa.Uuid(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=True),
        sa.Column('kind', sa.Enum('opened', 'moved', 'passed', 'reopened', 'told', 'owner', 'amount', 'task_done', 'committed', 'invested', 'corrected', name='eventkind', native_enum=False, length=20), nullable=False),
        sa.Column('params', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_deal_event_account_id')),
        sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], name=op.f('fk_deal_event_deal_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_deal_event'))
    )
    op.create_index('ix_deal_event_deal_id', 'deal_event', ['deal_id'])

    op.create_table(
        'deal_note',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('deal_id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('is_private', sa.Boolean(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_deal_note_account_id')),
        sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], name=op.f('fk_deal_note_deal_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_deal_note'))
    )
    op.create_index('ix_deal_note_account_id', 'deal_note', ['account_id'])
    op.create_index('ix_deal_note_deal_id', 'deal_note', ['deal_id'])

    op.create_table(
        'deal_task',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('deal_id', sa.Uuid(), nullable=False),
        sa.Column('title', sa.String(length=300), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=False),
        sa.Column('reminder', sa.Enum('none', 'day', 'day_before', 'week_before', name='reminder', native_enum=False, length=20), nullable=False),
        sa.Column('remind_on', sa.Date(), nullable=True),
        sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('assignee_id', sa.Uuid(), nullable=False),
        sa.Column('created_by_id', sa.Uuid(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['assignee_id'], ['membership.id'], name=op.f('fk_deal_task_assignee_id')),
        sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_deal_task_created_by_id')),
        sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], name=op.f('fk_deal_task_deal_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_deal_task'))
    )
    op.create_index('ix_deal_task_assignee_id_due_on', 'deal_task', ['assignee_id', 'due_on'])
    op.create_index('ix_deal_task_deal_id', 'deal_task', ['deal_id'])
    op.create_index('ix_deal_task_remind_on', 'deal_task', ['remind_on'])

    op.create_table(
        'ledger_entry',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('fund_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.Enum('own', 'lead', 'follow', 'incubate', 'sub_fund', name='entrykind', native_enum=False, length=20), nullable=False),
        sa.Column('made_on', sa.Date(), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('instrument', sa.Enum('equity', 'convertible_bond', 'fund_share', 'other', name='instrument', native_enum=False, length=20), nullable=False),
        sa.Column('share', sa.Integer(), nullable=True),
        sa.Column('company', sa.String(length=120), nullable=False),
        sa.Column('project_id', sa.Uuid(), nullable=True),
        sa.Column('sub_fund_id', sa.Uuid(), nullable=True),
        sa.Column('deal_id', sa.Uuid(), nullable=True),
        sa.Column('round_id', sa.Uuid(), nullable=True),
        sa.Column('round', sa.String(length=40), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('reverses_id', sa.Uuid(), nullable=True),
        sa.Column('created_by_id', sa.Uuid(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'sub_fund') = (sub_fund_id IS NOT NULL)", name=op.f('ck_ledger_entry_sub_fund_named')),
        sa.CheckConstraint('(reverses_id IS NULL AND amount >= 0) OR (reverses_id IS NOT NULL AND amount <= 0)', name=op.f('ck_ledger_entry_sign_tells_reversal')),
        sa.CheckConstraint('share BETWEEN 0 AND 10000', name=op.f('ck_ledger_entry_share_is_a_share')),
        sa.CheckConstraint('sub_fund_id <> fund_id', name=op.f('ck_ledger_entry_not_into_itself')),
        sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_ledger_entry_created_by_id')),
        sa.ForeignKeyConstraint(['deal_id'], ['deal.id'], name=op.f('fk_ledger_entry_deal_id')),
        sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_ledger_entry_fund_id')),
        sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_ledger_entry_project_id')),
        sa.ForeignKeyConstraint(['reverses_id'], ['ledger_entry.id'], name=op.f('fk_ledger_entry_reverses_id')),
        sa.ForeignKeyConstraint(['round_id'], ['financing_round.id'], name=op.f('fk_ledger_entry_round_id')),
        sa.ForeignKeyConstraint(['sub_fund_id'], ['fund.id'], name=op.f('fk_ledger_entry_sub_fund_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entry')),
        sa.UniqueConstraint('reverses_id', name=op.f('uq_ledger_entry_reverses_id'))
    )
    op.create_index('ix_ledger_entry_deal_id', 'ledger_entry', ['deal_id'])
    op.create_index('ix_ledger_entry_fund_id_made_on', 'ledger_entry', ['fund_id', 'made_on'])
    op.create_index('ix_ledger_entry_project_id', 'ledger_entry', ['project_id'])
    op.create_index('ix_ledger_entry_round_id', 'ledger_entry', ['round_id'])
    op.create_index('ix_ledger_entry_sub_fund_id', 'ledger_entry', ['sub_fund_id'])
    for statement in FINAL[op.get_bind().dialect.name]:
        op.execute(statement)

    with op.batch_alter_table('fund') as batch:
        batch.add_column(sa.Column('deals_per_year', sa.Integer(), nullable=True))
        batch.create_check_constraint(op.f('ck_fund_deals_per_year_in_range'), 'deals_per_year BETWEEN 1 AND 500')
    with op.batch_alter_table('fund_investment') as batch:
        batch.add_column(sa.Column('is_public', sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('fund_investment') as batch:
        batch.drop_column('is_public')
    with op.batch_alter_table('fund') as batch:
        batch.drop_constraint(op.f('ck_fund_deals_per_year_in_range'), type_='check')
        batch.drop_column('deals_per_year')
    for table in ('ledger_entry', 'deal_task', 'deal_note', 'deal_event', 'deal', 'commitment', 'financing_round'):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION ledger_entry_final()")
