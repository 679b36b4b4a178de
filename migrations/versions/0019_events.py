"""events

Salons, forums and training classes, the seats of people, and certificates of attendance.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from app.core.model import UtcDateTime

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def _enum(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, length=20)


def _moment(name, nullable=False):
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def _key(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade():
    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", _enum("eventkind", "salon", "forum", "training_class"), nullable=False),
        sa.Column("state", _enum("eventstate", "draft", "open", "held", "cancelled"), nullable=False),
        sa.Column("speakers", sa.Text(), nullable=False),
        _moment("register_until"),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("gives_certificates", sa.Boolean(), nullable=False),
        sa.Column("cancel_reason", sa.String(300), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("title_en", sa.String(120), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("mode", _enum("eventmode", "on_site", "online", "both"), nullable=False),
        sa.Column("venue", sa.String(300), nullable=False),
        sa.Column("online_url", sa.String(300), nullable=False),
        sa.Column("replay_url", sa.String(300), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        _moment("starts_at"),
        _moment("ends_at"),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        _moment("created_at"),
        _moment("updated_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seats_taken BETWEEN 0 AND seats", name=op.f("ck_event_seats_not_overbooked")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_event_ends_after_start")),
        sa.CheckConstraint("register_until <= ends_at", name=op.f("ck_event_registration_ends_in_time")),
        sa.CheckConstraint("hours > 0", name=op.f("ck_event_hours_positive")),
        _key("event", "organisation_id", "organisation"),
        _key("event", "created_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_state_starts_at", "event", ["state", "starts_at"])
    op.create_index("ix_event_organisation_id", "event", ["organisation_id"])
    op.create_index("ix_event_region_code", "event", ["region_code"])
    op.create_table(
        "event_facet",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("facet", sa.String(20), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_facet_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "facet", "code", name=op.f("pk_event_facet")),
    )
    op.create_index("ix_event_facet_code", "event_facet", ["code"])
    op.create_table(
        "event_registration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("state", _enum("seatstate", "confirmed", "waiting", "cancelled"), nullable=False),
        sa.Column("attendance", _enum("attendance", "on_site", "online"), nullable=False),
        _moment("asked_at"),
        _moment("cancelled_at", nullable=True),
        _moment("attended_at", nullable=True),
        _key("event_registration", "event_id", "event"),
        _key("event_registration", "account_id", "account"),
        _key("event_registration", "membership_id", "membership"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_registration")),
        sa.UniqueConstraint("event_id", "account_id", name=op.f("uq_event_registration_event_id_account_id")),
    )
    op.create_index("ix_event_registration_account_id", "event_registration", ["account_id"])
    op.create_index(
        "ix_event_registration_event_id_state_asked_at", "event_registration", ["event_id", "state", "asked_at"]
    )
    op.create_table(
        "attendance_certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        _moment("issued_at"),
        sa.Column("issued_by_id", sa.Uuid(), nullable=True),
        _moment("revoked_at", nullable=True),
        sa.Column("revoke_reason", sa.String(300), nullable=False),
        _key("attendance_certificate", "registration_id", "event_registration"),
        _key("attendance_certificate", "issued_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_attendance_certificate_number")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_attendance_certificate_registration_id")),
    )


def downgrade():
    for table in ("attendance_certificate", "event_registration", "event_facet", "event"):
        op.drop_table(table)
