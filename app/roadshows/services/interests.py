"""What a fund thinks of the projects it saw, and the contact that both sides agree to."""

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core import answering
from app.core.answering import AnswerState, settle
from app.core.errors import Conflict, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.funds.models import Fund
from app.messages.services import connect
from app.projects.models import Project
from app.roadshows import notices
from app.roadshows.models import Interest, InterestLevel, LineupPlace, Roadshow
from app.roadshows.policies import answers_for_fund, answers_for_project, takes_interest
from app.roadshows.services.places import lock, require


def mark(
    *, actor: Actor, roadshow: Roadshow, fund: Fund, project: Project, level: InterestLevel, message: str = ""
) -> Interest:
    """Set how much a fund cares for a project of the line-up; wanting to meet asks the project."""
    require(actor.is_(Role.INVESTOR) and actor.acts_for(fund.organisation_id))
    lock(roadshow)
    if not takes_interest(roadshow):
        raise Conflict(_("Interest can be marked while the line-up is public and the roadshow is not closed."))
    if not _is_on_lineup(roadshow, project):
        raise Invalid(_("This project is not on the line-up."), "project_id")
    same = select(Interest).where(
        Interest.roadshow_id == roadshow.id, Interest.fund_id == fund.id, Interest.project_id == project.id
    )
    interest = db.session.scalar(same)
    if interest is None:
        interest = Interest(roadshow_id=roadshow.id, fund_id=fund.id, project_id=project.id, level=level)
        db.session.add(interest)
    wants = level is InterestLevel.WANTS_CONTACT
    if interest.state is AnswerState.ACCEPTED and not wants:
        raise Conflict(_("You are in contact with this project already."))
    if interest.state is AnswerState.DECLINED and wants:
        raise Conflict(_("The project declined a contact."))
    interest.level, interest.account_id = level, actor.account_id
    if message or not wants:
        interest.message = message
    db.session.flush()
    if wants:
        _ask(interest)
    elif interest.state is AnswerState.PENDING:
        settle(interest, AnswerState.WITHDRAWN, by=actor.account_id)
    return interest


def clear(*, actor: Actor, interest: Interest) -> None:
    """Forget the mark. A question that is pending is withdrawn with it; an answered one stays in the history."""
    require(answers_for_fund(actor, interest))
    lock(interest.roadshow)
    db.session.refresh(interest, ["state"])
    if interest.state in {AnswerState.ACCEPTED, AnswerState.DECLINED}:
        raise Conflict(_("The project has answered already."))
    db.session.delete(interest)
    db.session.flush()


def accept(*, actor: Actor, interest: Interest) -> None:
    """The project's yes opens the contacts of both sides."""
    require(answers_for_project(actor, interest))
    settle(interest, AnswerState.ACCEPTED, by=actor.account_id)
    connect(
        project_id=interest.project_id,
        project_organisation_id=interest.project.organisation_id,
        other_kind="fund",
        other_id=interest.fund_id,
        other_organisation_id=interest.fund.organisation_id,
    )
    notices.contact_answered(interest)


def decline(*, actor: Actor, interest: Interest, reason: str) -> None:
    require(answers_for_project(actor, interest))
    settle(interest, AnswerState.DECLINED, by=actor.account_id, reason=reason)
    notices.contact_answered(interest)


def _ask(interest: Interest) -> None:
    if interest.state in {AnswerState.PENDING, AnswerState.ACCEPTED}:
        return
    interest.state, interest.asked_at, interest.expires_at = AnswerState.PENDING, utc_now(), answering.expiry()
    interest.answered_at = interest.answered_by_id = None
    db.session.flush()
    notices.contact_wanted(interest)


def _is_on_lineup(roadshow: Roadshow, project: Project) -> bool:
    place = select(LineupPlace.id).where(
        LineupPlace.roadshow_id == roadshow.id,
        LineupPlace.project_id == project.id,
        LineupPlace.is_waiting.is_(False),
    )
    return db.session.scalar(place) is not None
