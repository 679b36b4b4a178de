"""Registrations, invitations of funds, and interest in projects."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.actor import Actor
from app.accounts.models import Organisation, Role
from app.cities.sharing import put_before
from app.core.answering import AnswerState
from app.core.profiles import ProfileState
from app.extensions import db
from app.funds.models import Fund
from app.funds.queries import in_cities
from app.roadshows.models import (
    FundInvitation,
    Interest,
    Registration,
    Roadshow,
)
from app.roadshows.policies import ORGANISING, answers_for_fund, manages, registered_by


def registrations_of(roadshow_id: uuid.UUID) -> Sequence[Registration]:
    """Confirmed ones by name, then the waiting list in its order, then the cancelled ones."""
    statement = select(Registration).where(Registration.roadshow_id == roadshow_id)
    statement = statement.options(joinedload(Registration.account)).join(Registration.organisation)
    rows = db.session.scalars(statement.order_by(Organisation.name, Registration.id)).unique().all()
    order = {"confirmed": 0, "waiting": 1, "cancelled": 2}
    waiting_order = sorted(rows, key=lambda row: row.asked_at if row.state == "waiting" else row.roadshow.created_at)
    return sorted(waiting_order, key=lambda row: order[row.state.value])


def own_registration(actor: Actor, roadshow_id: uuid.UUID) -> Registration | None:
    row = db.session.scalar(
        select(Registration).where(
            Registration.roadshow_id == roadshow_id, Registration.organisation_id == actor.organisation_id
        )
    )
    return row if row is not None and registered_by(actor, row) else None


def managed_registration(actor: Actor, roadshow_id: uuid.UUID, registration_id: uuid.UUID) -> Registration | None:
    row = db.session.get(Registration, registration_id)
    if row is None or row.roadshow_id != roadshow_id or not manages(actor, row.roadshow):
        return None
    return row


def invitations_of(roadshow_id: uuid.UUID) -> Sequence[FundInvitation]:
    statement = select(FundInvitation).where(FundInvitation.roadshow_id == roadshow_id)
    return db.session.scalars(statement.order_by(FundInvitation.asked_at.desc(), FundInvitation.id)).unique().all()


def sent_invitation(actor: Actor, roadshow_id: uuid.UUID, invitation_id: uuid.UUID) -> FundInvitation | None:
    row = db.session.get(FundInvitation, invitation_id)
    if row is None or row.roadshow_id != roadshow_id or not manages(actor, row.roadshow):
        return None
    return row


def received_invitation(actor: Actor, invitation_id: uuid.UUID) -> FundInvitation | None:
    row = db.session.get(FundInvitation, invitation_id)
    return row if row is not None and answers_for_fund(actor, row) else None


def own_interest(actor: Actor, interest_id: uuid.UUID) -> Interest | None:
    row = db.session.get(Interest, interest_id)
    return row if row is not None and answers_for_fund(actor, row) else None


def invitable_funds(roadshow: Roadshow) -> Sequence[Fund]:
    """Published funds of the city and its partners that have no open or refused invitation."""
    asked = select(FundInvitation.fund_id).where(
        FundInvitation.roadshow_id == roadshow.id,
        FundInvitation.state.in_((AnswerState.PENDING, AnswerState.DECLINED)),
    )
    near = put_before(roadshow.organisation.region_code, in_cities)
    statement = select(Fund).where(Fund.state == ProfileState.PUBLISHED, Fund.id.not_in(asked), near)
    return db.session.scalars(statement.order_by(Fund.sort_key, Fund.id)).unique().all()


def own_funds(actor: Actor) -> Sequence[Fund]:
    """The published funds for which the person can mark interest."""
    if not actor.is_(Role.INVESTOR):
        return []
    statement = select(Fund).where(Fund.organisation_id == actor.organisation_id, Fund.state == ProfileState.PUBLISHED)
    return db.session.scalars(statement.order_by(Fund.sort_key, Fund.id)).unique().all()


def interests_of(
    roadshow_id: uuid.UUID, fund_ids: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], Interest]:
    """(fund, project) → what these funds marked on a roadshow."""
    statement = select(Interest).where(Interest.roadshow_id == roadshow_id, Interest.fund_id.in_(fund_ids))
    return {(row.fund_id, row.project_id): row for row in db.session.scalars(statement).unique()}


# The answers page: what reached the person and what they sent.


def received_invitations(actor: Actor) -> Select[FundInvitation]:
    statement = select(FundInvitation).join(FundInvitation.fund)
    mine = Fund.organisation_id == actor.organisation_id if actor.is_(Role.INVESTOR) else Fund.id.is_(None)
    return statement.where(mine).order_by(FundInvitation.asked_at.desc(), FundInvitation.id)


def sent_invitations(actor: Actor) -> Select[FundInvitation]:
    statement = select(FundInvitation).join(FundInvitation.roadshow)
    mine = Roadshow.organisation_id == actor.organisation_id if actor.is_(*ORGANISING) else Roadshow.id.is_(None)
    return statement.where(mine).order_by(FundInvitation.asked_at.desc(), FundInvitation.id)


def pending_invitations(actor: Actor) -> int:
    """How many invitations wait for this person."""
    waiting: ColumnElement[bool] = FundInvitation.state == AnswerState.PENDING
    narrowed = received_invitations(actor).where(waiting).order_by(None)
    return db.session.scalar(narrowed.with_only_columns(func.count(FundInvitation.id))) or 0
