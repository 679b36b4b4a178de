"""asking on

How many mentors a project wants, the number of each of its present mentors, when a mentor is reminded of a request, and
whom a mentor who declines suggests. A project that has mentors and asks for another wants one more than it has.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

from app.core.model import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ACTIVE = sa.text("ended_at IS NULL")
SUGGESTED = "fk_mentor_request_suggested_id_mentor"
mentorship = sa.table("mentorship", sa.column("project_id", sa.Uuid), sa.column("ended_at"))
request = sa.table(
    "mentor_request", sa.column("project_id", sa.Uuid), sa.column("state", sa.String), sa.column("origin", sa.String)
)
wish = sa.table("mentor_wish", sa.column("project_id", sa.Uuid), sa.column("wanted", sa.Integer))


def upgrade():
    op.create_table(
        "mentor_wish",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.CheckConstraint("wanted BETWEEN 1 AND 5", name=op.f("ck_mentor_wish_wanted_in_range")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_mentor_wish_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_mentor_wish")),
    )
    with op.batch_alter_table("mentor_request") as batch:
        batch.add_column(sa.Column("nudge_at", UtcDateTime(), nullable=True))
        batch.add_column(sa.Column("suggested_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(SUGGESTED, "mentor", ["suggested_id"], ["id"])
        batch.create_index("ix_mentor_request_suggested_id", ["suggested_id"])
    with op.batch_alter_table("mentorship") as batch:
        batch.add_column(sa.Column("place", sa.Integer(), nullable=True))
        batch.create_check_constraint("place_positive", "place >= 1")
        batch.create_index(
            "uq_mentorship_project_id_place",
            ["project_id", "place"],
            unique=True,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        )
    _want_who_is_asked()


def _want_who_is_asked():
    connection = op.get_bind()
    present = dict(
        connection.execute(
            sa.select(mentorship.c.project_id, sa.func.count())
            .where(mentorship.c.ended_at.is_(None))
            .group_by(mentorship.c.project_id)
        ).all()
    )
    asked = sa.select(request.c.project_id).where(request.c.state == "pending", request.c.origin == "project").distinct()
    for project_id in connection.execute(asked).scalars().all():
        if project_id in present:
            wanted = min(5, present[project_id] + 1)
            connection.execute(sa.insert(wish).values(project_id=project_id, wanted=wanted))


def downgrade():
    with op.batch_alter_table("mentorship") as batch:
        batch.drop_index("uq_mentorship_project_id_place")
        batch.drop_constraint("place_positive", type_="check")
        batch.drop_column("place")
    with op.batch_alter_table("mentor_request") as batch:
        batch.drop_index("ix_mentor_request_suggested_id")
        batch.drop_constraint(SUGGESTED, type_="foreignkey")
        batch.drop_column("suggested_id")
        batch.drop_column("nudge_at")
    op.drop_table("mentor_wish")
