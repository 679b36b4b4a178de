"""Reads of the staff's pages."""

import datetime as dt
import uuid
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import selectinload

from app.accounts.actor import Actor
from app.accounts.models import Account, Invitation, Membership, Organisation, OrganisationKind, Role, SignIn, SignUp
from app.admin.imports import PAGES
from app.admin.imports.kinds import Kind
from app.admin.models import Import
from app.admin.policies import can_administer, can_see_import
from app.core.audit import AuditEntry
from app.core.jobs import Job
from app.core.model import utc_now
from app.extensions import Base, db


def import_kind(_actor: Actor, kind: str) -> Kind | None:
    return PAGES.get(kind)


def visible_import(actor: Actor, import_id: uuid.UUID) -> Import | None:
    run = db.session.get(Import, import_id)
    return run if run is not None and can_see_import(actor, run) else None


def imports(actor: Actor) -> Select[Import]:
    """The imports of the actor's authority, the newest first."""
    statement = select(Import).where(Import.organisation_id == actor.organisation_id)
    return statement.order_by(Import.created_at.desc(), Import.id)


def day_bounds(since: dt.date | None, until: dt.date | None) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The moments at which the first day begins and the last one ends, in the city's zone."""
    zone = ZoneInfo(current_app.config["TIME_ZONE"])
    start = dt.datetime.combine(since, dt.time(), zone) if since else None
    end = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), zone) if until else None
    return start, end


def audited_tables() -> list[str]:
    return sorted(
        mapper.class_.__tablename__ for mapper in Base.registry.mappers if not hasattr(mapper.class_, "__unaudited__")
    )


def audit_entries(
    *,
    person: str = "",
    table: str = "",
    object_id: str = "",
    action: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Select[AuditEntry, str]:
    """(entry, the name of who did it), the newest first."""
    statement = select(AuditEntry, Account.name).outerjoin(Account, Account.id == AuditEntry.actor_id)
    if person:
        matching = or_(Account.name.contains(person, autoescape=True), Account.email == person.lower())
        statement = statement.where(AuditEntry.actor_id.in_(select(Account.id).where(matching)))
    for column, value in ((AuditEntry.table, table), (AuditEntry.object_id, object_id), (AuditEntry.action, action)):
        if value:
            statement = statement.where(column == value)
    start, end = day_bounds(since, until)
    if start:
        statement = statement.where(AuditEntry.at >= start)
    if end:
        statement = statement.where(AuditEntry.at < end)
    return statement.order_by(AuditEntry.position.desc())


def jobs(*, kind: str = "", state: str = "") -> Select[Job, str]:
    """(job, the name of who started it), the newest first."""
    statement = select(Job, Account.name).outerjoin(Account, Account.id == Job.account_id)
    if kind:
        statement = statement.where(Job.kind == kind)
    if state:
        statement = statement.where(Job.state == state)
    return statement.order_by(Job.created_at.desc(), Job.id)


def latest_job(kind: str) -> Job | None:
    return db.session.scalar(select(Job).where(Job.kind == kind).order_by(Job.created_at.desc(), Job.id).limit(1))


def accounts(*, words: str = "", role: Role | None = None) -> Select[Account]:
    """Open accounts with their memberships, the newest first."""
    statement = select(Account).where(Account.closed_at.is_(None)).options(selectinload(Account.memberships))
    if words:
        statement = statement.where(
            or_(Account.name.contains(words, autoescape=True), Account.email.contains(words.lower(), autoescape=True))
        )
    if role is not None:
        active = select(Membership.account_id).where(Membership.role == role, Membership.ended_at.is_(None))
        statement = statement.where(Account.id.in_(active))
    return statement.order_by(Account.created_at.desc(), Account.id)


def last_sign_ins(account_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dt.datetime]:
    statement = select(SignIn.account_id, func.max(SignIn.last_used_at)).where(SignIn.account_id.in_(account_ids))
    return dict(db.session.execute(statement.group_by(SignIn.account_id)).all())


def open_account(actor: Actor, account_id: uuid.UUID) -> Account | None:
    account = db.session.get(Account, account_id)
    return account if account is not None and account.closed_at is None and can_administer(actor) else None


def sign_ups(*, words: str = "") -> Select[SignUp]:
    """People who have not opened the link in their mail yet."""
    statement = select(SignUp).where(SignUp.expires_at > utc_now())
    if words:
        statement = statement.where(
            or_(SignUp.name.contains(words, autoescape=True), SignUp.email.contains(words.lower(), autoescape=True))
        )
    return statement.order_by(SignUp.created_at.desc(), SignUp.id)


def open_sign_up(actor: Actor, sign_up_id: uuid.UUID) -> SignUp | None:
    found = db.session.get(SignUp, sign_up_id)
    return found if found is not None and found.expires_at > utc_now() and can_administer(actor) else None


def handed_over(actor: Actor, *, words: str = "") -> Select[Organisation, dt.datetime | None]:
    """(organisation, until when an invitation is open) of those that the authority's imports brought and nobody acts
    for yet, by name."""
    acted_for = exists().where(Membership.organisation_id == Organisation.id, Membership.ended_at.is_(None))
    open_until = select(func.max(Invitation.expires_at)).where(
        Invitation.organisation_id == Organisation.id,
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > utc_now(),
    )
    statement = select(Organisation, open_until.scalar_subquery()).where(
        Organisation.registered_by_id == actor.organisation_id, ~acted_for
    )
    if words:
        statement = statement.where(Organisation.name.contains(words, autoescape=True))
    return statement.order_by(Organisation.name, Organisation.id)


def organisations(*, words: str = "", kind: OrganisationKind | None = None) -> Select[Organisation, int]:
    """(organisation, number of members), by name."""
    members = (
        select(func.count(Membership.id))
        .where(Membership.organisation_id == Organisation.id, Membership.ended_at.is_(None))
        .scalar_subquery()
    )
    statement = select(Organisation, members)
    if words:
        statement = statement.where(Organisation.name.contains(words, autoescape=True))
    if kind is not None:
        statement = statement.where(Organisation.kind == kind)
    return statement.order_by(Organisation.name, Organisation.id)
