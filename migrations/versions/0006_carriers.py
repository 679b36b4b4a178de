"""carriers

Carriers of the incubation chain and what each was on which day.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('carrier',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=True),
    sa.Column('level', sa.Enum('national', 'provincial', 'municipal', 'county', name='level', native_enum=False, length=20), nullable=True),
    sa.Column('home_region_code', sa.String(length=6), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=True),
    sa.Column('tagline', sa.String(length=300), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('services', sa.Text(), nullable=False),
    sa.Column('conditions', sa.Text(), nullable=False),
    sa.Column('website', sa.String(length=300), nullable=False),
    sa.Column('contact_name', sa.String(length=120), nullable=False),
    sa.Column('contact_phone', sa.String(length=20), nullable=False),
    sa.Column('contact_email', sa.String(length=254), nullable=False),
    sa.Column('link', sa.Enum('makerspace', 'incubator', 'accelerator', 'park', name='link', native_enum=False, length=20), nullable=False),
    sa.Column('ownership', sa.Enum('state', 'private', 'mixed', name='ownership', native_enum=False, length=20), nullable=True),
    sa.Column('leading_sector', sa.String(length=40), nullable=False),
    sa.Column('region_code', sa.String(length=6), nullable=False),
    sa.Column('zone_code', sa.String(length=6), nullable=False),
    sa.Column('total_area', sa.BigInteger(), nullable=True),
    sa.Column('incubation_area', sa.BigInteger(), nullable=True),
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
    sa.CheckConstraint('incubation_area <= total_area', name=op.f('ck_carrier_incubation_within_total')),
    sa.CheckConstraint('total_area >= 0 AND incubation_area >= 0', name=op.f('ck_carrier_areas_not_negative')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_carrier_created_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_carrier_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carrier')),
    sa.UniqueConstraint('source_key', name=op.f('uq_carrier_source_key'))
    )
    with op.batch_alter_table('carrier') as batch_op:
        batch_op.create_index('ix_carrier_level', ['level'], unique=False)
        batch_op.create_index('ix_carrier_organisation_id', ['organisation_id'], unique=False)
        batch_op.create_index('ix_carrier_region_code', ['region_code'], unique=False)
        batch_op.create_index('ix_carrier_sort_key', ['sort_key'], unique=False)
        batch_op.create_index('ix_carrier_state_published_at', ['state', 'published_at'], unique=False)
        batch_op.create_index('ix_carrier_zone_code', ['zone_code'], unique=False)

    op.create_table('carrier_facet',
    sa.Column('carrier_id', sa.Uuid(), nullable=False),
    sa.Column('facet', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['carrier_id'], ['carrier.id'], name=op.f('fk_carrier_facet_carrier_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('carrier_id', 'facet', 'code', name=op.f('pk_carrier_facet'))
    )
    with op.batch_alter_table('carrier_facet') as batch_op:
        batch_op.create_index('ix_carrier_facet_code', ['code'], unique=False)

    op.create_table('carrier_period',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('carrier_id', sa.Uuid(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('link', sa.Enum('makerspace', 'incubator', 'accelerator', 'park', name='link', native_enum=False, length=20), nullable=False),
    sa.Column('ownership', sa.Enum('state', 'private', 'mixed', name='ownership', native_enum=False, length=20), nullable=True),
    sa.Column('leading_sector', sa.String(length=40), nullable=False),
    sa.Column('region_code', sa.String(length=6), nullable=False),
    sa.Column('zone_code', sa.String(length=6), nullable=False),
    sa.Column('total_area', sa.BigInteger(), nullable=True),
    sa.Column('incubation_area', sa.BigInteger(), nullable=True),
    sa.CheckConstraint('valid_until > valid_from', name=op.f('ck_carrier_period_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['carrier_id'], ['carrier.id'], name=op.f('fk_carrier_period_carrier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carrier_period'))
    )
    with op.batch_alter_table('carrier_period') as batch_op:
        batch_op.create_index('ix_carrier_period_carrier_id', ['carrier_id'], unique=False)
        batch_op.create_index('ix_carrier_period_valid_from_valid_until', ['valid_from', 'valid_until'], unique=False)
        batch_op.create_index('uq_carrier_period_carrier_id', ['carrier_id'], unique=True, sqlite_where=sa.text('valid_until IS NULL'), postgresql_where=sa.text('valid_until IS NULL'))



def downgrade() -> None:
    with op.batch_alter_table('carrier_period') as batch_op:
        batch_op.drop_index('uq_carrier_period_carrier_id', sqlite_where=sa.text('valid_until IS NULL'), postgresql_where=sa.text('valid_until IS NULL'))
        batch_op.drop_index('ix_carrier_period_valid_from_valid_until')
        batch_op.drop_index('ix_carrier_period_carrier_id')

    op.drop_table('carrier_period')
    with op.batch_alter_table('carrier_facet') as batch_op:
        batch_op.drop_index('ix_carrier_facet_code')

    op.drop_table('carrier_facet')
    with op.batch_alter_table('carrier') as batch_op:
        batch_op.drop_index('ix_carrier_zone_code')
        batch_op.drop_index('ix_carrier_state_published_at')
        batch_op.drop_index('ix_carrier_sort_key')
        batch_op.drop_index('ix_carrier_region_code')
        batch_op.drop_index('ix_carrier_organisation_id')
        batch_op.drop_index('ix_carrier_level')

    op.drop_table('carrier')
