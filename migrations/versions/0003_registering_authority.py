"""registering authority

Which authority's import brought an organisation. Earlier imports kept a list of the profiles that they made; those
organisations that nobody acts for get the authority of theirs.

Revision ID: 0003
Revises: 0002
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

KEY = "fk_organisation_registered_by_id"
organisation = sa.table("organisation", sa.column("id", sa.Uuid), sa.column("registered_by_id", sa.Uuid))
membership = sa.table("membership", sa.column("organisation_id", sa.Uuid))
run = sa.table(
    "import", sa.column("kind"), sa.column("created", sa.JSON), sa.column("organisation_id", sa.Uuid), sa.column("created_at")
)
PROFILES = {
    kind: sa.table(name, sa.column("id", sa.Uuid), sa.column("organisation_id", sa.Uuid))
    for kind, name in (("projects", "project"), ("funds", "fund"), ("rounds", "fund"))
}
CHUNK = 500


def upgrade():
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("registered_by_id", sa.Uuid(), nullable=True))
        batch.create_index("ix_organisation_registered_by_id", ["registered_by_id"])
        batch.create_foreign_key(KEY, "organisation", ["registered_by_id"], ["id"])
    connection = op.get_bind()
    for kind, created, authority_id in connection.execute(
        sa.select(run.c.kind, run.c.created, run.c.organisation_id).order_by(run.c.created_at)
    ).all():
        if kind in PROFILES:
            _fill(connection, PROFILES[kind], [uuid.UUID(hex=text) for text in created or ()], authority_id)


def _fill(connection, profile, ids, authority_id):
    acted_for = sa.select(membership.c.organisation_id)
    for start in range(0, len(ids), CHUNK):
        owners = sa.select(profile.c.organisation_id).where(profile.c.id.in_(ids[start : start + CHUNK]))
        connection.execute(
            sa.update(organisation)
            .where(
                organisation.c.id.in_(owners),
                organisation.c.registered_by_id.is_(None),
                organisation.c.id.not_in(acted_for),
            )
            .values(registered_by_id=authority_id)
        )


def downgrade():
    with op.batch_alter_table("organisation") as batch:
        batch.drop_constraint(KEY, type_="foreignkey")
        batch.drop_index("ix_organisation_registered_by_id")
        batch.drop_column("registered_by_id")
