"""What people are told about conversations: one notice a burst of messages, and never what a message says."""

import datetime as dt
import uuid

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Membership, Organisation, OrganisationKind, Role
from app.extensions import db
from app.messages import parties
from app.messages.models import Connection, Message, MessageReading, MessageReport, Side
from app.messages.policies import WRITERS
from app.messages.queries import last_written
from app.notifications.kinds import register
from app.notifications.services import mark_address_read, notify
from app.taxonomy.regions import oversees

# Whoever was told and has not looked is told again only after this.
BURST = dt.timedelta(hours=12)

register(
    "message.written",
    _l("%(sender)s wrote to you about “%(project)s”."),
    "message",
    label=_l("New messages in a conversation"),
    roles=WRITERS,
)
register(
    "message.reported",
    _l("A message was reported."),
    "flag",
    label=_l("Somebody reports a message"),
    roles=(Role.ORGANISER, Role.ADMINISTRATOR),
)
register(
    "message.handled",
    _l("The message you reported about “%(project)s” was looked at."),
    "flag",
    label=_l("A message you reported was looked at"),
    roles=WRITERS,
)


def written(message: Message, actor: Actor) -> None:
    """To everybody of the other side who is not waiting to read an earlier message of this burst."""
    connection = message.connection
    people = _people(connection, Side.OTHER if message.side is Side.PROJECT else Side.PROJECT)
    before = last_written(connection, message.side, but=message)
    if before is not None and before > message.sent_at - BURST:
        read = _read_since(connection, before)
        people = {account: membership for account, membership in people.items() if account in read}
    project, _other = parties.of([connection])[connection.id]
    notify(
        account_ids=people,
        membership_ids={account: membership for account, membership in people.items() if membership},
        kind="message.written",
        params={"sender": message.author.name, "project": project.name},
        url=_path("messages.show", connection_id=connection.id),
        dedupe=f"message:{message.id}",
    )


def read(actor: Actor, connection: Connection) -> None:
    assert actor.account_id is not None
    mark_address_read(account_id=actor.account_id, url=_path("messages.show", connection_id=connection.id))


def reported(report: MessageReport) -> None:
    """To the administrators, and to the organisers of the region."""
    region = report.message.connection.project_organisation.region_code
    staff = select(Membership).join(Organisation, Organisation.id == Membership.organisation_id)
    staff = staff.where(Organisation.kind == OrganisationKind.AUTHORITY, Membership.ended_at.is_(None))
    people = {
        row.account_id: row.id
        for row in db.session.scalars(staff.where(Membership.role.in_((Role.ORGANISER, Role.ADMINISTRATOR)))).unique()
        if row.role is Role.ADMINISTRATOR or oversees(Actor(membership=row), region)
    }
    notify(
        account_ids=people,
        membership_ids=people,
        kind="message.reported",
        url=_path("messages.reports"),
        dedupe=f"report:{report.id}",
    )


def handled(report: MessageReport) -> None:
    project, _other = parties.of([report.message.connection])[report.message.connection_id]
    notify(
        account_ids=[report.reported_by_id],
        kind="message.handled",
        params={"project": project.name},
        url=_path("messages.show", connection_id=report.message.connection_id),
    )


def _people(connection: Connection, side: Side) -> dict[uuid.UUID, uuid.UUID | None]:
    """The account of each person of a side, with the membership in which they stand on it."""
    members = select(Membership.account_id, Membership.id).where(Membership.ended_at.is_(None))
    if side is Side.PROJECT:
        organisation, role = connection.project_organisation_id, Role.ENTREPRENEUR
        members = members.where(Membership.organisation_id == organisation, Membership.role == role)
    elif connection.other_account_id is not None:
        members = members.where(Membership.account_id == connection.other_account_id, Membership.role == Role.MENTOR)
    else:
        organisation_id = connection.other_organisation_id
        members = members.where(Membership.organisation_id == organisation_id, Membership.role == Role.INVESTOR)
    return {row.account_id: row.id for row in db.session.execute(members.order_by(Membership.id))}


def _read_since(connection: Connection, moment: dt.datetime) -> set[uuid.UUID]:
    statement = select(MessageReading.account_id).where(
        MessageReading.connection_id == connection.id, MessageReading.read_at >= moment
    )
    return set(db.session.scalars(statement))


def _path(endpoint: str, **values: uuid.UUID) -> str:
    """The path of a page, also in a job, where there is no request."""
    return str(current_app.url_map.bind("localhost").build(endpoint, values))
