"""filing of mentors

Applications, decisions and history; how a mentor stands in the register, with number and period.

Until now publishing alone put a mentor into the register, so everybody published is carried over with a number. Whom
the authority keeps or has imported is filed by it for the usual two years; mentors who came by themselves are filed for
half a year, in which they apply.

Revision ID: 0010
Revises: 0009
"""

import datetime as dt
import uuid

import sqlalchemy as sa
from alembic import op

from app.core.model import UtcDateTime, new_id, utc_now
from app.mentors.register import new_number, today, years_after

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('draft', 'submitted', 'returned')")
HALF_A_YEAR = dt.timedelta(days=182)
mentor = sa.table(
    "mentor",
    sa.column("id", sa.Uuid),
    sa.column("account_id", sa.Uuid),
    sa.column("organisation_id", sa.Uuid),
    sa.column("state", sa.String),
    sa.column("source_key", sa.String),
    sa.column("standing", sa.String),
    sa.column("filing_number", sa.String),
    sa.column("filed_on", sa.Date),
    sa.column("filed_until", sa.Date),
)
organisation = sa.table("organisation", sa.column("id", sa.Uuid), sa.column("region_code", sa.String))
history = sa.table(
    "mentor_filing_event",
    sa.column("id", sa.Uuid),
    sa.column("mentor_id", sa.Uuid),
    sa.column("step", sa.String),
    sa.column("at", UtcDateTime()),
    sa.column("reason", sa.Text),
    sa.column("until", sa.Date),
)


def upgrade():
    with op.batch_alter_table("mentor") as batch:
        batch.add_column(sa.Column("standing", sa.String(20), nullable=False, server_default="unfiled"))
        batch.add_column(sa.Column("filing_number", sa.String(24), nullable=True))
        batch.add_column(sa.Column("filed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("filed_until", sa.Date(), nullable=True))
        batch.create_unique_constraint("uq_mentor_filing_number", ["filing_number"])
        batch.create_check_constraint(
            "standing_has_filing",
            "standing = 'unfiled' OR (filing_number IS NOT NULL AND filed_on IS NOT NULL AND filed_until IS NOT NULL)",
        )
        batch.create_check_constraint("filed_period_in_order", "filed_on <= filed_until")
        batch.drop_index("ix_mentor_state_published_at")
        batch.create_index("ix_mentor_state_standing_published_at", ["state", "standing", "published_at"])
    _create_tables()
    _carry_over()


def _create_tables():
    op.create_table(
        "mentor_filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("consents", sa.JSON(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_mentor_filing_decided_by_id_account")),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["mentor.id"], name=op.f("fk_mentor_filing_mentor_id_mentor"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_filing")),
    )
    op.create_index(
        "uq_mentor_filing_mentor_id",
        "mentor_filing",
        ["mentor_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_mentor_filing_mentor_id_created_at", "mentor_filing", ["mentor_id", "created_at"])
    op.create_index("ix_mentor_filing_state_submitted_at", "mentor_filing", ["state", "submitted_at"])
    op.create_table(
        "mentor_filing_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_mentor_filing_evidence_file_id_file")),
        sa.ForeignKeyConstraint(
            ["filing_id"],
            ["mentor_filing.id"],
            name=op.f("fk_mentor_filing_evidence_filing_id_mentor_filing"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_filing_evidence")),
        sa.UniqueConstraint("file_id", name=op.f("uq_mentor_filing_evidence_file_id")),
    )
    op.create_index("ix_mentor_filing_evidence_filing_id", "mentor_filing_evidence", ["filing_id"])
    op.create_table(
        "mentor_filing_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_mentor_filing_event_by_id_account")),
        sa.ForeignKeyConstraint(
            ["filing_id"],
            ["mentor_filing.id"],
            name=op.f("fk_mentor_filing_event_filing_id_mentor_filing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["mentor.id"], name=op.f("fk_mentor_filing_event_mentor_id_mentor"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_filing_event")),
    )
    op.create_index("ix_mentor_filing_event_mentor_id_at", "mentor_filing_event", ["mentor_id", "at"])


def _carry_over():
    connection = op.get_bind()
    region = dict(connection.execute(sa.select(organisation.c.id, organisation.c.region_code)).all())
    found = sa.select(mentor.c.id, mentor.c.account_id, mentor.c.organisation_id, mentor.c.source_key)
    day, taken = today(), set()
    for row in connection.execute(found.where(mentor.c.state == "published").order_by(mentor.c.id)).all():
        kept = row.account_id is None or row.source_key is not None
        until = years_after(day, 2) if kept else day + HALF_A_YEAR
        number = new_number(region.get(row.organisation_id, ""), day.year, taken)
        taken.add(number)
        filed = {"standing": "filed", "filing_number": number, "filed_on": day, "filed_until": until}
        connection.execute(sa.update(mentor).where(mentor.c.id == row.id).values(**filed))
        step = {"id": new_id(), "mentor_id": row.id, "step": "carried_over", "at": utc_now(), "reason": "", "until": until}
        connection.execute(sa.insert(history).values(**step))


def downgrade():
    for table in ("mentor_filing_event", "mentor_filing_evidence", "mentor_filing"):
        op.drop_table(table)
    with op.batch_alter_table("mentor") as batch:
        batch.drop_index("ix_mentor_state_standing_published_at")
        batch.create_index("ix_mentor_state_published_at", ["state", "published_at"])
        batch.drop_constraint("standing_has_filing", type_="check")
        batch.drop_constraint("filed_period_in_order", type_="check")
        batch.drop_constraint("uq_mentor_filing_number", type_="unique")
        for name in ("filed_until", "filed_on", "filing_number", "standing"):
            batch.drop_column(name)
