"""Who must not judge an application: people of the applying organisation, people who agreed to talk with the project,
and who said themselves that they are not free to judge."""

import uuid
from collections.abc import Collection
from typing import Protocol

from sqlalchemy import or_, select

from app.accounts.actor import Actor
from app.accounts.models import Membership
from app.extensions import db
from app.messages.models import Connection
from app.roadshows.models import Review, Reviewer, ReviewState

Pair = tuple[uuid.UUID, uuid.UUID]


class Judged(Protocol):
    """An application, or a line of a list of them."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def project_id(self) -> uuid.UUID: ...
    @property
    def organisation_id(self) -> uuid.UUID: ...


def pairs(account_ids: Collection[uuid.UUID], applications: Collection[Judged]) -> set[Pair]:
    """The (account, application) pairs in conflict: three statements whatever the number of either."""
    if not account_ids or not applications:
        return set()
    members = _organisations(account_ids)
    connected = _connections(account_ids, {mine for found in members.values() for mine in found})
    declared = _declared(account_ids)
    return declared.intersection((one, application.id) for one in account_ids for application in applications) | {
        (account_id, application.id)
        for account_id in account_ids
        for application in applications
        if application.organisation_id in members.get(account_id, set())
        or (application.project_id, account_id) in connected
        or any((application.project_id, mine) in connected for mine in members.get(account_id, set()))
    }


def blocked(actor: Actor, applications: Collection[Judged]) -> set[uuid.UUID]:
    """The ids of those applications that this person must neither read nor judge."""
    if actor.account_id is None:
        return set()
    return {application_id for _account, application_id in pairs({actor.account_id}, applications)}


def in_conflict(actor: Actor, application: Judged) -> bool:
    return bool(blocked(actor, [application]))


def _organisations(account_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The organisations of each person in any role: whoever also works for a startup does not judge it."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    statement = select(Membership.account_id, Membership.organisation_id).where(
        Membership.account_id.in_(account_ids), Membership.ended_at.is_(None)
    )
    for account_id, organisation_id in db.session.execute(statement):
        found.setdefault(account_id, set()).add(organisation_id)
    return found


def _connections(account_ids: Collection[uuid.UUID], organisation_ids: Collection[uuid.UUID]) -> set[Pair]:
    """The projects that these people or organisations agreed to talk with, whichever the list is of."""
    statement = select(Connection.project_id, Connection.other_account_id, Connection.other_organisation_id).where(
        Connection.ended_at.is_(None),
        or_(Connection.other_account_id.in_(account_ids), Connection.other_organisation_id.in_(organisation_ids)),
    )
    return {(row[0], other) for row in db.session.execute(statement) for other in row[1:] if other}


def _declared(account_ids: Collection[uuid.UUID]) -> set[Pair]:
    statement = (
        select(Membership.account_id, Review.application_id)
        .join(Reviewer, Reviewer.id == Review.reviewer_id)
        .join(Membership, Membership.id == Reviewer.membership_id)
        .where(Review.state == ReviewState.CONFLICT, Membership.account_id.in_(account_ids))
    )
    return {(account_id, application_id) for account_id, application_id in db.session.execute(statement)}
