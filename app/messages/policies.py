"""Who takes part in a conversation, and who looks at what was reported."""

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.extensions import db
from app.files.models import File
from app.messages.models import Connection, Message, MessageFile, MessageReport, Side
from app.taxonomy.regions import oversees

WRITERS = (Role.ENTREPRENEUR, Role.MENTOR, Role.INVESTOR)
MODERATORS = (Role.ORGANISER, Role.ADMINISTRATOR)


def side_of(actor: Actor, connection: Connection) -> Side | None:
    """The side the person stands on in the membership they act in; None for a stranger."""
    if actor.is_(Role.ENTREPRENEUR) and actor.acts_for(connection.project_organisation_id):
        return Side.PROJECT
    if connection.other_account_id is not None:
        is_mentor = actor.is_(Role.MENTOR) and actor.account_id == connection.other_account_id
        return Side.OTHER if is_mentor else None
    if actor.is_(Role.INVESTOR) and actor.acts_for(connection.other_organisation_id):
        return Side.OTHER
    return None


def takes_part(actor: Actor, connection: Connection) -> bool:
    return side_of(actor, connection) is not None


def can_report(actor: Actor, message: Message) -> bool:
    """What the other side wrote."""
    side = side_of(actor, message.connection)
    return side is not None and side is not message.side and message.removed_at is None


def moderates(actor: Actor, report: MessageReport) -> bool:
    """Administrators, and the organisers of the region that the project's organisation sits in."""
    if actor.needs_second_factor:
        return False
    if actor.is_(Role.ADMINISTRATOR):
        return True
    return oversees(actor, report.message.connection.project_organisation.region_code)


def can_read_attachment(actor: Actor, file: File) -> bool:
    """Both sides, and whoever looks at a report of its message."""
    message = db.session.scalar(
        select(Message).join(MessageFile, MessageFile.message_id == Message.id).where(MessageFile.file_id == file.id)
    )
    if message is None:
        return False
    if takes_part(actor, message.connection):
        return message.removed_at is None
    if not actor.is_(*MODERATORS):
        return False
    reports = db.session.scalars(select(MessageReport).where(MessageReport.message_id == message.id)).unique()
    return any(moderates(actor, report) for report in reports)
