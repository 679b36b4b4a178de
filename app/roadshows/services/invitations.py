"""Asking a fund to come. Its yes registers the fund manager."""

import uuid
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.cities.sharing import are_apart
from app.core import answering
from app.core.answering import AnswerState, settle
from app.core.errors import Conflict, Invalid
from app.extensions import db
from app.funds.models import Fund
from app.roadshows import notices
from app.roadshows.models import FundInvitation, Registration, RegistrationState, Roadshow, SuggestedProject
from app.roadshows.policies import answers_for_fund, manages, sent_invitation, takes_registrations
from app.roadshows.queries.events import lineup_places
from app.roadshows.services import registrations
from app.roadshows.services.places import lock, require


def invite_fund(
    *,
    actor: Actor,
    roadshow: Roadshow,
    fund_id: uuid.UUID,
    message: str = "",
    project_ids: Sequence[uuid.UUID] = (),
    reasons: Mapping[uuid.UUID, str] | None = None,
) -> FundInvitation:
    """Ask a fund to come, naming projects of the line-up and why they fit (project id → sentence)."""
    require(manages(actor, roadshow))
    lock(roadshow)
    if not takes_registrations(roadshow):
        raise Conflict(_("Registration for this roadshow is not open."))
    fund = db.session.get(Fund, fund_id)
    if fund is None or not fund.is_published or _is_elsewhere(roadshow, fund):
        raise Invalid(_("Choose a fund from the directory."), "fund_id")
    _check_new(roadshow, fund)
    placed = {place.project_id for place in lineup_places(roadshow.id)}
    if unknown := [key for key in project_ids if key not in placed]:
        raise Invalid(_("%(count)s projects are not on the line-up.", count=len(unknown)), "project_ids")
    invitation = FundInvitation(
        roadshow_id=roadshow.id,
        fund_id=fund.id,
        sent_by_id=actor.account_id,
        message=message,
        expires_at=min(answering.expiry(), roadshow.ends_at),
    )
    invitation.suggestions = [
        SuggestedProject(project_id=key, position=position, reason=(reasons or {}).get(key, "")[:300])
        for position, key in enumerate(dict.fromkeys(project_ids), start=1)
    ]
    db.session.add(invitation)
    db.session.flush()
    notices.invited(invitation)
    return invitation


def accept(*, actor: Actor, invitation: FundInvitation, people: int = 1) -> Registration:
    """Come: the fund manager is registered, or waits for a seat. The roadshow is locked before the invitation."""
    require(answers_for_fund(actor, invitation))
    assert actor.account_id
    lock(invitation.roadshow)
    settle(invitation, AnswerState.ACCEPTED, by=actor.account_id)
    registration = registrations.of_organisation(invitation.roadshow_id, invitation.fund.organisation_id)
    if registration is None or registration.state is RegistrationState.CANCELLED:
        registration = registrations.seat(
            invitation.roadshow, invitation.fund.organisation_id, actor.account_id, people
        )
    notices.invitation_answered(invitation)
    return registration


def decline(*, actor: Actor, invitation: FundInvitation, reason: str) -> None:
    require(answers_for_fund(actor, invitation))
    settle(invitation, AnswerState.DECLINED, by=actor.account_id, reason=reason)
    notices.invitation_answered(invitation)


def withdraw(*, actor: Actor, invitation: FundInvitation) -> None:
    require(sent_invitation(actor, invitation))
    settle(invitation, AnswerState.WITHDRAWN, by=actor.account_id)


def _is_elsewhere(roadshow: Roadshow, fund: Fund) -> bool:
    return are_apart(roadshow.organisation.region_code, fund.organisation.region_code)


def _check_new(roadshow: Roadshow, fund: Fund) -> None:
    """A fund that said no is not asked again; one that let it expire may be."""
    earlier = select(FundInvitation.state).where(
        FundInvitation.roadshow_id == roadshow.id, FundInvitation.fund_id == fund.id
    )
    states = set(db.session.scalars(earlier))
    if AnswerState.PENDING in states:
        raise Conflict(_("%(fund)s is invited already.", fund=fund.name))
    if AnswerState.DECLINED in states:
        raise Conflict(_("%(fund)s declined the invitation.", fund=fund.name))
    registration = registrations.of_organisation(roadshow.id, fund.organisation_id)
    if AnswerState.ACCEPTED in states and registration and registration.state is not RegistrationState.CANCELLED:
        raise Conflict(_("%(fund)s comes already.", fund=fund.name))
