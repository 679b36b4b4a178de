"""What a fund thinks of the projects it saw. The mark is the fund's own; with a wish to meet it asks the project."""

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.errors import Conflict, Invalid
from app.extensions import db
from app.funds.models import Fund
from app.projects.models import Project
from app.roadshows.meetings.models import MeetingRequest, Side
from app.roadshows.meetings.queries.asking import is_on_lineup, standing
from app.roadshows.meetings.services import asking
from app.roadshows.models import Interest, InterestLevel, Roadshow
from app.roadshows.policies import answers_for_fund, takes_interest
from app.roadshows.services.places import lock, require


def mark(
    *,
    actor: Actor,
    roadshow: Roadshow,
    fund: Fund,
    project: Project,
    level: InterestLevel,
    message: str = "",
    amount: int | None = None,
) -> Interest:
    """Set how much a fund cares for a project of the line-up; wanting to meet asks the project."""
    require(actor.is_(Role.INVESTOR) and actor.acts_for(fund.organisation_id))
    lock(roadshow)
    if not takes_interest(roadshow):
        raise Conflict(_("Interest can be marked while the line-up is public and the roadshow is not closed."))
    if not is_on_lineup(roadshow.id, project.id):
        raise Invalid(_("This project is not on the line-up."), "project_id")
    same = {"roadshow_id": roadshow.id, "fund_id": fund.id, "project_id": project.id}
    meeting, requests = standing(**same)
    asked = next((request for request in requests if request.is_open and request.asked_by is Side.FUND), None)
    wants = level is InterestLevel.WANTS_CONTACT
    if meeting is not None and not wants:
        raise Conflict(_("You have agreed to meet already. Cancel the meeting first."))
    interest = db.session.scalar(select(Interest).filter_by(**same)) or Interest(**same)
    interest.level, interest.account_id, interest.amount, interest.message = level, actor.account_id, amount, message
    db.session.add(interest)
    db.session.flush()
    if wants and meeting is None and asked is None:
        asking.ask_project(actor=actor, roadshow=roadshow, fund=fund, project=project, reason=message, amount=amount)
    elif asked is not None:
        _change(actor, asked, interest)
    return interest


def clear(*, actor: Actor, interest: Interest) -> None:
    """Forget the mark. A question that is pending is withdrawn with it; what was answered stays."""
    require(answers_for_fund(actor, interest))
    lock(interest.roadshow)
    meeting, requests = standing(interest.roadshow_id, interest.project_id, interest.fund_id)
    if meeting is not None:
        raise Conflict(_("You have agreed to meet already. Cancel the meeting first."))
    for request in requests:
        if request.is_open and request.asked_by is Side.FUND:
            asking.withdraw(actor=actor, request=request)
    db.session.delete(interest)
    db.session.flush()


def _change(actor: Actor, asked: MeetingRequest, interest: Interest) -> None:
    """What waits for an answer follows the mark."""
    if interest.level is not InterestLevel.WANTS_CONTACT:
        asking.withdraw(actor=actor, request=asked)
        return
    if not interest.message:
        raise Invalid(_("Say in a sentence why you want to meet."), "message")
    asked.message, asked.amount = interest.message, interest.amount
    db.session.flush()
