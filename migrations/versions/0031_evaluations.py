"""evaluations

Schemes of evaluation, runs over the carriers, and what follows from a published result.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

_PUBLISHED = "EXISTS (SELECT 1 FROM evaluation_run WHERE id = OLD.run_id AND published_at IS NOT NULL)"
# Table, the condition from which on the database keeps its row, and what it says then.
FROZEN = (
    ("evaluation_scheme", "OLD.fixed_at IS NOT NULL", "a scheme in use is final"),
    ("evaluation_run", "OLD.published_at IS NOT NULL", "a published evaluation is final"),
    ("evaluation_judgement", _PUBLISHED, "a published evaluation is final"),
    ("evaluation_result", _PUBLISHED, "a published evaluation is final"),
    ("evaluation_point", _PUBLISHED, "a published evaluation is final"),
)


def _final(dialect: str, table: str, fixed: str, message: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"""CREATE TRIGGER {table}_{word} BEFORE {word} ON {table} WHEN {fixed}
            BEGIN SELECT RAISE(ABORT, '{message}'); END"""
            for word in ("update", "delete")
        ]
    return [
        f"""CREATE OR REPLACE FUNCTION {table}_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF {fixed} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$""",
        f"""CREATE TRIGGER {table}_final BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_final()""",
    ]


def upgrade() -> None:
    op.create_table('evaluation_scheme',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('origin', sa.String(length=40), nullable=False),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.Column('fixed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('edition > 0', name=op.f('ck_evaluation_scheme_edition_positive')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_evaluation_scheme_created_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_evaluation_scheme_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_scheme')),
    sa.UniqueConstraint('family_id', 'edition', name=op.f('uq_evaluation_scheme_family_id_edition'))
    )
    with op.batch_alter_table('evaluation_scheme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_scheme_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('evaluation_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('scheme_id', sa.Uuid(), nullable=False),
    sa.Column('region_code', sa.String(length=6), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('links', sa.JSON(), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=True),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('catalogue', sa.String(length=40), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by_id', sa.Uuid(), nullable=True),
    sa.Column('appeal_until', sa.Date(), nullable=True),
    sa.Column('rectify_until', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('published_at IS NULL OR appeal_until IS NOT NULL', name=op.f('ck_evaluation_run_published_with_a_day_for_appeals')),
    sa.CheckConstraint('published_at IS NULL OR computed_at IS NOT NULL', name=op.f('ck_evaluation_run_published_when_computed')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_evaluation_run_created_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_evaluation_run_organisation_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['account.id'], name=op.f('fk_evaluation_run_published_by_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['evaluation_scheme.id'], name=op.f('fk_evaluation_run_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_run')),
    sa.UniqueConstraint('scheme_id', 'period', 'region_code', name=op.f('uq_evaluation_run_scheme_id_period_region_code'))
    )
    with op.batch_alter_table('evaluation_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_run_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evaluation_run_region_code'), ['region_code'], unique=False)

    op.create_table('evaluation_judgement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('carrier_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('judged_by_id', sa.Uuid(), nullable=True),
    sa.Column('judged_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('points >= 0', name=op.f('ck_evaluation_judgement_points_not_negative')),
    sa.ForeignKeyConstraint(['carrier_id'], ['carrier.id'], name=op.f('fk_evaluation_judgement_carrier_id')),
    sa.ForeignKeyConstraint(['judged_by_id'], ['account.id'], name=op.f('fk_evaluation_judgement_judged_by_id')),
    sa.ForeignKeyConstraint(['run_id'], ['evaluation_run.id'], name=op.f('fk_evaluation_judgement_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_judgement')),
    sa.UniqueConstraint('run_id', 'carrier_id', 'code', name=op.f('uq_evaluation_judgement_run_id_carrier_id_code'))
    )
    op.create_table('evaluation_result',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('carrier_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('link', sa.Enum('makerspace', 'incubator', 'accelerator', 'park', name='link', native_enum=False, length=20), nullable=False),
    sa.Column('zone_code', sa.String(length=6), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('grade', sa.String(length=40), nullable=False),
    sa.Column('gates', sa.JSON(), nullable=False),
    sa.CheckConstraint('rank > 0', name=op.f('ck_evaluation_result_rank_positive')),
    sa.CheckConstraint('total >= 0', name=op.f('ck_evaluation_result_total_not_negative')),
    sa.ForeignKeyConstraint(['carrier_id'], ['carrier.id'], name=op.f('fk_evaluation_result_carrier_id')),
    sa.ForeignKeyConstraint(['run_id'], ['evaluation_run.id'], name=op.f('fk_evaluation_result_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_result')),
    sa.UniqueConstraint('run_id', 'carrier_id', name=op.f('uq_evaluation_result_run_id_carrier_id'))
    )
    with op.batch_alter_table('evaluation_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_result_carrier_id'), ['carrier_id'], unique=False)

    op.create_table('evaluation_reviewer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_evaluation_reviewer_membership_id')),
    sa.ForeignKeyConstraint(['run_id'], ['evaluation_run.id'], name=op.f('fk_evaluation_reviewer_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_reviewer')),
    sa.UniqueConstraint('run_id', 'membership_id', name=op.f('uq_evaluation_reviewer_run_id_membership_id'))
    )
    with op.batch_alter_table('evaluation_reviewer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_reviewer_membership_id'), ['membership_id'], unique=False)

    op.create_table('evaluation_appeal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('result_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('open', 'upheld', 'rejected', 'withdrawn', name='appealstate', native_enum=False, length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_by_id', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=True),
    sa.Column('grade', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'upheld' OR grade <> ''", name=op.f('ck_evaluation_appeal_upheld_with_a_grade')),
    sa.CheckConstraint("state NOT IN ('upheld', 'rejected') OR decided_at IS NOT NULL", name=op.f('ck_evaluation_appeal_decided_at_a_time')),
    sa.CheckConstraint('total >= 0', name=op.f('ck_evaluation_appeal_total_not_negative')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_evaluation_appeal_decided_by_id')),
    sa.ForeignKeyConstraint(['result_id'], ['evaluation_result.id'], name=op.f('fk_evaluation_appeal_result_id')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['account.id'], name=op.f('fk_evaluation_appeal_sent_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_appeal')),
    sa.UniqueConstraint('result_id', name=op.f('uq_evaluation_appeal_result_id'))
    )
    with op.batch_alter_table('evaluation_appeal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_appeal_state'), ['state'], unique=False)

    op.create_table('evaluation_point',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('result_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('weight', sa.BigInteger(), nullable=False),
    sa.Column('rule', sa.JSON(), nullable=False),
    sa.Column('indicator', sa.String(length=40), nullable=False),
    sa.Column('figure', sa.BigInteger(), nullable=True),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=True),
    sa.Column('among', sa.Integer(), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint('points BETWEEN 0 AND weight', name=op.f('ck_evaluation_point_points_within_weight')),
    sa.ForeignKeyConstraint(['result_id'], ['evaluation_result.id'], name=op.f('fk_evaluation_point_result_id')),
    sa.ForeignKeyConstraint(['run_id'], ['evaluation_run.id'], name=op.f('fk_evaluation_point_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_point')),
    sa.UniqueConstraint('result_id', 'code', name=op.f('uq_evaluation_point_result_id_code'))
    )
    with op.batch_alter_table('evaluation_point', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_point_run_id'), ['run_id'], unique=False)

    op.create_table('evaluation_standing',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('result_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('excellent', 'qualified', 'rectification', 'reported', 'delisted', name='standingstate', native_enum=False, length=20), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('report', sa.Text(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reported_by_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'reported' OR reported_at IS NOT NULL", name=op.f('ck_evaluation_standing_reported_at_a_time')),
    sa.CheckConstraint("state NOT IN ('rectification', 'reported') OR due_on IS NOT NULL", name=op.f('ck_evaluation_standing_rectified_by_a_day')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_evaluation_standing_decided_by_id')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['account.id'], name=op.f('fk_evaluation_standing_reported_by_id')),
    sa.ForeignKeyConstraint(['result_id'], ['evaluation_result.id'], name=op.f('fk_evaluation_standing_result_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_standing')),
    sa.UniqueConstraint('result_id', name=op.f('uq_evaluation_standing_result_id'))
    )
    with op.batch_alter_table('evaluation_standing', schema=None) as batch_op:
        batch_op.create_index('ix_evaluation_standing_state_due_on', ['state', 'due_on'], unique=False)

    op.create_table('evaluation_appeal_document',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('appeal_id', sa.Uuid(), nullable=False),
    sa.Column('file_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['appeal_id'], ['evaluation_appeal.id'], name=op.f('fk_evaluation_appeal_document_appeal_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_evaluation_appeal_document_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_appeal_document')),
    sa.UniqueConstraint('file_id', name=op.f('uq_evaluation_appeal_document_file_id'))
    )
    with op.batch_alter_table('evaluation_appeal_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_appeal_document_appeal_id'), ['appeal_id'], unique=False)

    dialect = op.get_bind().dialect.name
    for frozen in FROZEN:
        for statement in _final(dialect, *frozen):
            op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table('evaluation_appeal_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_appeal_document_appeal_id'))

    op.drop_table('evaluation_appeal_document')
    with op.batch_alter_table('evaluation_standing', schema=None) as batch_op:
        batch_op.drop_index('ix_evaluation_standing_state_due_on')

    op.drop_table('evaluation_standing')
    with op.batch_alter_table('evaluation_point', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_point_run_id'))

    op.drop_table('evaluation_point')
    with op.batch_alter_table('evaluation_appeal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_appeal_state'))

    op.drop_table('evaluation_appeal')
    with op.batch_alter_table('evaluation_reviewer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_reviewer_membership_id'))

    op.drop_table('evaluation_reviewer')
    with op.batch_alter_table('evaluation_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_result_carrier_id'))

    op.drop_table('evaluation_result')
    op.drop_table('evaluation_judgement')
    with op.batch_alter_table('evaluation_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_run_region_code'))
        batch_op.drop_index(batch_op.f('ix_evaluation_run_organisation_id'))

    op.drop_table('evaluation_run')
    with op.batch_alter_table('evaluation_scheme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_scheme_organisation_id'))

    op.drop_table('evaluation_scheme')
    if op.get_bind().dialect.name == "postgresql":
        for table, _fixed, _message in FROZEN:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_final()")
