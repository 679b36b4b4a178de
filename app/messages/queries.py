"""Who agreed with whom, and what they wrote, from the reader's side."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.actor import Actor
from app.accounts.models import Organisation, Role
from app.core.model import utc_now
from app.extensions import db
from app.messages import parties
from app.messages.models import (
    Connection,
    ConversationBlock,
    Message,
    MessageReading,
    MessageReport,
    Side,
)
from app.messages.policies import MODERATORS, moderates, side_of, takes_part
from app.taxonomy.regions import overseen

PER_PAGE = 40


# Made once, for every profile page asks it. All of the reader's, a person's own number, rather than a statement as long
# as a list.
_AGREED = select(Connection.project_id).where(
    Connection.ended_at.is_(None),
    or_(
        Connection.other_account_id == bindparam("account_id"),
        Connection.other_organisation_id == bindparam("organisation_id"),
    ),
)


def agreed_projects(actor: Actor, project_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the projects whose side and the reader's side both said yes."""
    if not actor.is_signed_in or not project_ids:
        return set()
    reader = {"account_id": actor.account_id, "organisation_id": actor.organisation_id}
    return set(project_ids).intersection(db.session.scalars(_AGREED, reader))


def agreed_others(actor: Actor, other_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the mentors or funds that agreed to talk with a project of the reader's organisation."""
    if not actor.organisation_id or not other_ids:
        return set()
    statement = select(Connection.other_id).where(
        Connection.other_id.in_(other_ids),
        Connection.ended_at.is_(None),
        Connection.project_organisation_id == actor.organisation_id,
    )
    return set(db.session.scalars(statement))


def own_connection(actor: Actor, connection_id: uuid.UUID) -> Connection | None:
    connection = db.session.get(Connection, connection_id)
    return connection if connection is not None and takes_part(actor, connection) else None


def own_message(actor: Actor, message_id: uuid.UUID) -> Message | None:
    """A message of a conversation in which the person takes part."""
    message = db.session.get(Message, message_id)
    return message if message is not None and takes_part(actor, message.connection) else None


def visible_report(actor: Actor, report_id: uuid.UUID) -> MessageReport | None:
    report = db.session.get(MessageReport, report_id)
    return report if report is not None and moderates(actor, report) else None


def between(
    actor: Actor, *, project_id: uuid.UUID | None = None, other_id: uuid.UUID | None = None
) -> list[Connection]:
    """The person's connections with a project, mentor or fund: the newest agreement first."""
    statement = select(Connection).where(_mine(actor))
    if project_id is not None:
        statement = statement.where(Connection.project_id == project_id)
    if other_id is not None:
        statement = statement.where(Connection.other_id == other_id)
    return list(db.session.scalars(statement.order_by(Connection.agreed_at.desc(), Connection.id)))


def connections(actor: Actor) -> Select[Connection]:
    """Where something was written last, first; nothing for roles that take part in none."""
    latest = func.coalesce(Connection.last_message_at, Connection.agreed_at)
    return select(Connection).where(_mine(actor)).order_by(latest.desc(), Connection.id)


def _mine(actor: Actor) -> ColumnElement[bool]:
    """The same as `policies.side_of`, for lists."""
    if actor.is_(Role.ENTREPRENEUR):
        return Connection.project_organisation_id == actor.organisation_id
    if actor.is_(Role.MENTOR):
        return Connection.other_account_id == actor.account_id
    if actor.is_(Role.INVESTOR):
        organisation = Connection.other_organisation_id == actor.organisation_id
        return and_(organisation, Connection.other_account_id.is_(None))
    return Connection.id.is_(None)


@dataclass(frozen=True)
class Conversation:
    """A row of the inbox."""

    connection: Connection
    project: parties.Party
    other: parties.Party
    last: Message | None
    unread: int
    side: Side

    @property
    def partner(self) -> parties.Party:
        """The other end, as the reader sees it."""
        return self.other if self.side is Side.PROJECT else self.project


def conversations(actor: Actor, rows: Sequence[Connection]) -> list[Conversation]:
    """The rows of one page; a fixed number of statements whatever their number."""
    names, last, unread = parties.of(rows), _last_messages(rows), unread_counts(actor, rows)
    found = []
    for row in rows:
        side = side_of(actor, row)
        assert side is not None
        project, other = names[row.id]
        found.append(Conversation(row, project, other, last.get(row.id), unread.get(row.id, 0), side))
    return found


def conversation(actor: Actor, connection: Connection) -> Conversation:
    return conversations(actor, [connection])[0]


def _last_messages(rows: Sequence[Connection]) -> dict[uuid.UUID, Message]:
    same = and_(Message.connection_id == Connection.id, Message.sent_at == Connection.last_message_at)
    statement = select(Message).join(Connection, same).where(Connection.id.in_([row.id for row in rows]))
    return {message.connection_id: message for message in db.session.scalars(statement.order_by(Message.id)).unique()}


def unread_counts(actor: Actor, rows: Sequence[Connection]) -> dict[uuid.UUID, int]:
    """Connection → what the other side wrote since the person read it last."""
    statement = _unread(actor).where(Message.connection_id.in_([row.id for row in rows]))
    counted = statement.group_by(Message.connection_id)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def unread_total(actor: Actor) -> int:
    """How many conversations hold something unread."""
    return len(db.session.execute(_unread(actor).where(_mine(actor)).group_by(Message.connection_id)).all())


def _unread(actor: Actor) -> Select[uuid.UUID, int]:
    """What was written before somebody joined an organisation is not news to them."""
    mine = and_(MessageReading.connection_id == Message.connection_id, MessageReading.account_id == actor.account_id)
    joined = actor.membership.created_at if actor.membership else utc_now()
    side = Side.OTHER if actor.is_(Role.ENTREPRENEUR) else Side.PROJECT
    return (
        select(Message.connection_id, func.count(Message.id))
        .join(Connection, Connection.id == Message.connection_id)
        .outerjoin(MessageReading, mine)
        .where(Message.side == side, Message.removed_at.is_(None), Message.sent_at >= joined)
        .where(or_(MessageReading.id.is_(None), Message.sent_at > MessageReading.read_at))
    )


def messages(
    connection: Connection, *, before: Message | None = None, until: Message | None = None
) -> tuple[list[Message], bool]:
    """A page of a conversation, oldest first, and whether there is something before it; it ends before one message,
    with one, or with the newest."""
    statement = _of(connection).order_by(Message.sent_at.desc(), Message.id.desc()).limit(PER_PAGE + 1)
    if before is not None:
        statement = statement.where(_earlier(before))
    if until is not None:
        statement = statement.where(or_(_earlier(until), Message.id == until.id))
    found = db.session.scalars(statement).unique().all()
    return list(reversed(found[:PER_PAGE])), len(found) > PER_PAGE


def messages_after(connection: Connection, after: Message | None) -> list[Message]:
    statement = _of(connection).order_by(Message.sent_at, Message.id).limit(PER_PAGE)
    if after is not None:
        same = and_(Message.sent_at == after.sent_at, Message.id > after.id)
        statement = statement.where(or_(Message.sent_at > after.sent_at, same))
    return list(db.session.scalars(statement).unique())


def all_messages(connection: Connection) -> Select[Message]:
    return _of(connection).order_by(Message.sent_at, Message.id)


def _of(connection: Connection) -> Select[Message]:
    return select(Message).where(Message.connection_id == connection.id)


def _earlier(than: Message) -> ColumnElement[bool]:
    same = and_(Message.sent_at == than.sent_at, Message.id < than.id)
    return or_(Message.sent_at < than.sent_at, same)


def message_in(connection: Connection, message_id: uuid.UUID | None) -> Message | None:
    message = db.session.get(Message, message_id) if message_id else None
    return message if message is not None and message.connection_id == connection.id else None


def found(actor: Actor, words: str) -> Select[Message]:
    """Messages of one's own conversations that hold the words, newest first."""
    statement = select(Message).join(Message.connection).options(contains_eager(Message.connection))
    holds = Message.body.icontains(words, autoescape=True)
    return statement.where(_mine(actor), Message.removed_at.is_(None), holds).order_by(
        Message.sent_at.desc(), Message.id.desc()
    )


def blocks(connection: Connection) -> list[ConversationBlock]:
    """Those in force, by side."""
    statement = select(ConversationBlock).where(
        ConversationBlock.connection_id == connection.id, ConversationBlock.lifted_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(ConversationBlock.side)))


def reading(account_id: uuid.UUID | None, connection: Connection) -> MessageReading | None:
    mine = (MessageReading.connection_id == connection.id, MessageReading.account_id == account_id)
    return db.session.scalar(select(MessageReading).where(*mine))


def reports(actor: Actor, *, handled: bool = False) -> Select[MessageReport]:
    """What staff look at: those that wait, oldest first, or those that are done, newest first."""
    statement = (
        select(MessageReport)
        .join(MessageReport.message)
        .join(Message.connection)
        .join(Connection.project_organisation)
        .options(
            contains_eager(MessageReport.message)
            .contains_eager(Message.connection)
            .contains_eager(Connection.project_organisation),
            joinedload(MessageReport.reported_by),
        )
    )
    if not actor.is_(*MODERATORS):
        statement = statement.where(MessageReport.id.is_(None))
    elif actor.is_(Role.ORGANISER):
        statement = statement.where(overseen(actor, Organisation.region_code))
    if handled:
        done = statement.where(MessageReport.handled_at.is_not(None))
        return done.order_by(MessageReport.handled_at.desc(), MessageReport.id)
    return statement.where(MessageReport.handled_at.is_(None)).order_by(MessageReport.reported_at, MessageReport.id)


def reports_waiting(actor: Actor) -> int:
    return db.session.scalar(select(func.count()).select_from(reports(actor).order_by(None).subquery())) or 0


def last_written(connection: Connection, side: Side, *, but: Message) -> dt.datetime | None:
    """When a side wrote last before this message."""
    statement = select(func.max(Message.sent_at)).where(
        Message.connection_id == connection.id, Message.side == side, Message.id != but.id
    )
    return db.session.scalar(statement)
