"""Who must not judge an application: people of the applying organisation, people who agreed to talk with the project,
and who said themselves that they are not free to judge."""

import uuid
from collections.abc import Collection, Mapping
from typing import Protocol

from sqlalchemy import bindparam, or_, select

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
    return _pairs(account_ids, applications, _organisations(account_ids))


def _pairs(
    account_ids: Collection[uuid.UUID],
    applications: Collection[Judged],
    members: Mapping[uuid.UUID, Collection[uuid.UUID]],
) -> set[Pair]:
    connected = _connections(account_ids, {mine for found in members.values() for mine in found})
    found = _declared(account_ids)
    if found:
        found.intersection_update((one, application.id) for one in account_ids for application in applications)
    for account_id in account_ids:
        mine = members.get(account_id, ())
        for application in applications:
            if application.organisation_id in mine or _agreed(connected, application.project_id, account_id, mine):
                found.add((account_id, application.id))
    return found


def _agreed(
    connected: Mapping[uuid.UUID, set[uuid.UUID]],
    project_id: uuid.UUID,
    account_id: uuid.UUID,
    organisation_ids: Collection[uuid.UUID],
) -> bool:
    others = connected.get(project_id) if connected else None
    return others is not None and (account_id in others or not others.isdisjoint(organisation_ids))


def blocked(actor: Actor, applications: Collection[Judged]) -> set[uuid.UUID]:
    """The ids of those applications that this person must neither read nor judge."""
    account_id = actor.account_id
    if account_id is None or not applications:
        return set()
    mine = {account_id: {membership.organisation_id for membership in actor.memberships}}
    return {application_id for _account, application_id in _pairs({account_id}, applications, mine)}


def in_conflict(actor: Actor, application: Judged) -> bool:
    return bool(blocked(actor, [application]))


_MEMBERS = select(Membership.account_id, Membership.organisation_id).where(
    Membership.account_id.in_(bindparam("accounts", expanding=True)), Membership.ended_at.is_(None)
)


def _organisations(account_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The organisations of each person in any role: whoever also works for a startup does not judge it."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for account_id, organisation_id in db.session.execute(_MEMBERS, {"accounts": list(account_ids)}):
        found.setdefault(account_id, set()).add(organisation_id)
    return found


_CONNECTED = select(Connection.project_id, Connection.other_account_id, Connection.other_organisation_id).where(
    Connection.ended_at.is_(None),
    or_(
        Connection.other_account_id.in_(bindparam("accounts", expanding=True)),
        Connection.other_organisation_id.in_(bindparam("organisations", expanding=True)),
    ),
)


def _connections(
    account_ids: Collection[uuid.UUID], organisation_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Project → whom of these people or organisations it agreed to talk with, whichever the list is of."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    asked = {"accounts": list(account_ids), "organisations": list(organisation_ids)}
    for project_id, *others in db.session.execute(_CONNECTED, asked):
        found.setdefault(project_id, set()).update(other for other in others if other)
    return found


_DECLARED = (
    select(Membership.account_id, Review.application_id)
    .join(Reviewer, Reviewer.membership_id == Membership.id)
    .join(Review, Review.reviewer_id == Reviewer.id)
    .where(Review.state == ReviewState.CONFLICT, Membership.account_id.in_(bindparam("accounts", expanding=True)))
)


def _declared(account_ids: Collection[uuid.UUID]) -> set[Pair]:
    rows = db.session.execute(_DECLARED, {"accounts": list(account_ids)})
    return {(account_id, application_id) for account_id, application_id in rows}
