"""Asking for a meeting, from either side, and answering."""

import uuid

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core import answering
from app.core.answering import AnswerState, settle
from app.core.errors import Conflict, Invalid, require
from app.events.places import lock
from app.extensions import db
from app.funds.models import Fund
from app.funds.policies import owns as owns_fund
from app.messages.services import connect
from app.projects.models import Project
from app.projects.policies import owns as owns_project
from app.roadshows.meetings import notices
from app.roadshows.meetings.models import Meeting, MeetingRequest, Side
from app.roadshows.meetings.policies import answers, asked, takes_requests
from app.roadshows.meetings.queries.asking import comes, is_on_lineup, standing
from app.roadshows.models import Interest, InterestLevel, Roadshow


def ask_project(
    *, actor: Actor, roadshow: Roadshow, fund: Fund, project: Project, reason: str, amount: int | None = None
) -> MeetingRequest:
    """A fund wants to meet a project of the line-up."""
    require(owns_fund(actor, fund))
    _open(roadshow)
    if not is_on_lineup(roadshow.id, project.id):
        raise Invalid(_("This project is not on the line-up."), "project_id")
    return _ask(actor, roadshow, project, fund, Side.FUND, reason, amount)


def ask_fund(*, actor: Actor, roadshow: Roadshow, project: Project, fund: Fund, reason: str) -> MeetingRequest:
    """A project of the line-up wants to meet a fund whose manager has registered."""
    require(owns_project(actor, project))
    _open(roadshow)
    if not is_on_lineup(roadshow.id, project.id):
        raise Invalid(_("This project is not on the line-up."), "project_id")
    if not comes(roadshow.id, fund):
        raise Invalid(_("This fund has not registered for the roadshow."), "fund_id")
    return _ask(actor, roadshow, project, fund, Side.PROJECT, reason, None)


def accept(*, actor: Actor, request: MeetingRequest) -> Meeting:
    """Both want to meet: their contacts open to each other, and the timetable will find them a time."""
    require(answers(actor, request))
    assert actor.account_id
    lock(request.roadshow)
    if actor.account_id == request.sent_by_id:
        raise Conflict(_("You asked this yourself. A colleague of the other side has to answer."))
    settle(request, AnswerState.ACCEPTED, by=actor.account_id)
    if request.sent_by_id is None:
        raise Conflict(_("Whoever asked has left. Ask the other side yourself."))
    people = (actor.account_id, request.sent_by_id)
    project_person, fund_person = people if request.asked_by is Side.FUND else people[::-1]
    meeting = Meeting(
        request_id=request.id,
        roadshow_id=request.roadshow_id,
        project_id=request.project_id,
        fund_id=request.fund_id,
        project_person_id=project_person,
        fund_person_id=fund_person,
    )
    db.session.add(meeting)
    db.session.flush()
    connect(
        project_id=request.project_id,
        project_organisation_id=request.project.organisation_id,
        other_kind="fund",
        other_id=request.fund_id,
        other_organisation_id=request.fund.organisation_id,
    )
    notices.answered(request)
    return meeting


def decline(*, actor: Actor, request: MeetingRequest, reason: str) -> None:
    require(answers(actor, request))
    if not reason:
        raise Invalid(_("Give a reason of at most 1,000 characters."), "reason")
    lock(request.roadshow)
    settle(request, AnswerState.DECLINED, by=actor.account_id, reason=reason)
    notices.answered(request)


def withdraw(*, actor: Actor, request: MeetingRequest) -> None:
    """Take a request back. A fund that no longer wants to meet stays interested."""
    require(asked(actor, request))
    lock(request.roadshow)
    settle(request, AnswerState.WITHDRAWN, by=actor.account_id)
    if request.asked_by is Side.FUND and (mark := _mark(request)):
        mark.level = InterestLevel.INTERESTED
        db.session.flush()


def expire(*, request: MeetingRequest) -> None:
    """For the job: nobody answered in time, and whoever asked hears of it."""
    settle(request, AnswerState.EXPIRED)
    notices.answered(request)


def _open(roadshow: Roadshow) -> None:
    lock(roadshow)
    if not takes_requests(roadshow):
        raise Conflict(_("Meetings are asked for while the line-up is public and the roadshow is not closed."))


def _ask(
    actor: Actor, roadshow: Roadshow, project: Project, fund: Fund, side: Side, reason: str, amount: int | None
) -> MeetingRequest:
    """Whoever asks somebody that has asked them says yes."""
    if not reason:
        raise Invalid(_("Say in a sentence why you want to meet."), "reason")
    meeting, requests = standing(roadshow.id, project.id, fund.id)
    if meeting is not None:
        raise Conflict(_("You have agreed to meet already."))
    for earlier in requests:
        if earlier.is_open and earlier.asked_by is side:
            raise Conflict(_("Your request is waiting for an answer."))
        if earlier.is_open:
            accept(actor=actor, request=earlier)
            return earlier
        if earlier.state is AnswerState.PENDING:
            expire(request=earlier)  # before the job got round to it
        if earlier.state is AnswerState.DECLINED and earlier.asked_by is side:
            raise Conflict(_("The other side declined to meet."))
    asker = project if side is Side.PROJECT else fund
    request = MeetingRequest(
        roadshow_id=roadshow.id,
        project_id=project.id,
        fund_id=fund.id,
        asked_by=side,
        asker_id=asker.id,
        sent_by_id=actor.account_id,
        number=_free_number(roadshow, asker.id),
        quota=roadshow.meeting_quota,
        message=reason,
        amount=amount,
        expires_at=answering.expiry(),
    )
    db.session.add(request)
    db.session.flush()
    notices.asked(request)
    return request


def _free_number(roadshow: Roadshow, asker_id: uuid.UUID) -> int:
    """The lowest number that no pending request of the asking side has; the roadshow's lock is held."""
    used = db.session.scalars(
        select(MeetingRequest.number).where(
            MeetingRequest.roadshow_id == roadshow.id,
            MeetingRequest.asker_id == asker_id,
            MeetingRequest.state == AnswerState.PENDING,
        )
    )
    free = sorted(set(range(1, roadshow.meeting_quota + 1)).difference(used))
    if not free:
        most = roadshow.meeting_quota
        raise Conflict(_("%(most)s requests are waiting. Wait for an answer or withdraw one.", most=most))
    return free[0]


def _mark(request: MeetingRequest) -> Interest | None:
    return db.session.scalar(
        select(Interest).where(
            Interest.roadshow_id == request.roadshow_id,
            Interest.fund_id == request.fund_id,
            Interest.project_id == request.project_id,
            Interest.level == InterestLevel.WANTS_CONTACT,
        )
    )
