"""Asking a mentor, answering, and ending a mentorship.

Whoever changes what is between a project and a mentor locks the mentor's row first, then the project's, then the
request, and looks at all of them again. So the last place is given once, a project gets no more mentors than it wants,
and of two answers to one request only the first counts.
"""

import uuid
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.actor import Actor
from app.cities.sharing import are_apart
from app.core import answering
from app.core.answering import AnswerState, settle
from app.core.bulk import rows_changed
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.extensions import db
from app.mentors.models import Mentor
from app.mentors.queries import conflicts_between
from app.mentors.services import give_back_place, take_place
from app.mentors.services import locked as lock_mentor
from app.mentorships import notices, wants
from app.mentorships.coaching.services.sessions import close_all
from app.mentorships.models import MOST_PENDING, MentorRequest, Mentorship, RequestOrigin
from app.mentorships.policies import answers, sent, takes_part
from app.mentorships.queries import active
from app.messages.services import connect, disconnect
from app.projects.models import Project
from app.projects.policies import owns
from app.roadshows.models import Application, ApplicationState, Roadshow
from app.roadshows.policies import COMING, manages


def ask(
    *, actor: Actor, project: Project, mentor_id: uuid.UUID, message: str, wanted: int | None = None
) -> MentorRequest:
    """An entrepreneur asks a mentor to coach their project; `wanted` says how many mentors it wants in all."""
    require(owns(actor, project))
    if not project.is_published:
        raise Invalid(_("Publish the project before you ask a mentor."), "project_id")
    if not message:
        raise Invalid(_("Say in a few sentences what you want to work on together."), "message")
    mentor = _askable(mentor_id, project)
    wants.lock(project.id)
    wants.want_one_more(project, wanted)
    slot = _free_slot(project)
    return _ask(actor, project, mentor, message, origin=RequestOrigin.PROJECT, slot=slot)


def invite_mentor(
    *, actor: Actor, roadshow: Roadshow, project_id: uuid.UUID, mentor_id: uuid.UUID, message: str = ""
) -> MentorRequest:
    """An organiser asks a mentor to coach a project that applied to the roadshow: applying was the project's yes."""
    require(manages(actor, roadshow))
    if roadshow.state not in COMING:
        raise Conflict(_("Mentors are invited while the roadshow is still to come."))
    applied = select(Application).where(
        Application.roadshow_id == roadshow.id,
        Application.project_id == project_id,
        Application.state == ApplicationState.SENT,
    )
    application = db.session.scalar(applied)
    if application is None:
        raise Invalid(_("The project has not applied to this roadshow."), "project_id")
    if application.consented_at is None:
        raise Conflict(_("The organiser entered this project; its owner has to apply before a mentor is asked for it."))
    mentor = _askable(mentor_id, application.project)
    return _ask(actor, application.project, mentor, message, origin=RequestOrigin.ORGANISER, roadshow_id=roadshow.id)


def accept(*, actor: Actor, request: MentorRequest) -> Mentorship:
    """Take one of the mentor's places and open the contacts of both sides to each other."""
    require(answers(actor, request))
    lock_mentor(request.mentor_id)
    wants.lock(request.project_id)
    place = wants.free_place(request)
    take_place(mentor_id=request.mentor_id)
    settle(request, AnswerState.ACCEPTED, by=actor.account_id)
    if active(request.project_id, request.mentor_id) is not None:
        raise Conflict(_("You are this project's mentor already."))
    mentorship = Mentorship(
        project_id=request.project_id,
        mentor_id=request.mentor_id,
        roadshow_id=request.roadshow_id,
        request_id=request.id,
        place=place,
    )
    db.session.add(mentorship)
    db.session.flush()
    connect(
        project_id=request.project_id,
        project_organisation_id=request.project.organisation_id,
        other_kind="mentor",
        other_id=request.mentor_id,
        other_account_id=request.mentor.account_id,
    )
    notices.answered(request)
    if request.origin is RequestOrigin.ORGANISER:
        notices.coached(request)
    wants.close_when_found(request.project)
    return mentorship


def decline(*, actor: Actor, request: MentorRequest, reason: str, colleague_id: uuid.UUID | None = None) -> None:
    """Say no, with a reason that the asking side reads, and perhaps with a colleague who could be asked instead."""
    require(answers(actor, request))
    if not reason:
        raise Invalid(_("Give a reason; it helps the project to ask better next time."), "reason")
    colleague = _colleague(request, colleague_id) if colleague_id is not None else None
    settle(request, AnswerState.DECLINED, by=actor.account_id, reason=reason)
    request.suggested_id = colleague.id if colleague else None
    request.suggested = colleague
    db.session.flush()
    notices.answered(request)


def withdraw(*, actor: Actor, request: MentorRequest) -> None:
    """Take a request back before it is answered."""
    require(sent(actor, request))
    settle(request, AnswerState.WITHDRAWN, by=actor.account_id)


def expire(*, request: MentorRequest) -> None:
    """For the job: nobody answered in time, and whoever asked hears of it."""
    settle(request, AnswerState.EXPIRED)
    notices.answered(request)


def end(*, actor: Actor, mentorship: Mentorship, reason: str = "") -> None:
    """Either side ends it: the place is free again and the contacts close."""
    require(takes_part(actor, mentorship))
    if mentorship.ended_at is not None:
        raise Conflict(_("The mentorship has ended already."))
    give_back_place(mentor_id=mentorship.mentor_id)
    db.session.refresh(mentorship, with_for_update={"of": Mentorship, "key_share": True})
    if mentorship.ended_at is not None:
        raise Conflict(_("The mentorship has ended already."))
    mentorship.ended_at, mentorship.ended_by_id, mentorship.end_reason = utc_now(), actor.account_id, reason
    disconnect(project_id=mentorship.project_id, other_id=mentorship.mentor_id)
    close_all(mentorship=mentorship)
    db.session.flush()
    notices.ended(mentorship, by=actor.account_id)


def nudge(*, request: MentorRequest) -> bool:
    """For the job: remind the mentor half-way, once. Says whether it was time."""
    due = (MentorRequest.state == AnswerState.PENDING, MentorRequest.nudge_at <= utc_now())
    mine = update(MentorRequest).where(MentorRequest.id == request.id, *due).values(nudge_at=None)
    if rows_changed(mine) != 1:
        return False
    notices.nudged(request)
    return True


def ask_instead(*, actor: Actor, request: MentorRequest, mentor_id: uuid.UUID) -> MentorRequest:
    """Send the same words to another mentor, after one declined or did not answer."""
    require(sent(actor, request))
    if not request.came_to_nothing:
        raise Conflict(_("%(mentor)s has not declined.", mentor=request.mentor.name))
    if request.origin is RequestOrigin.PROJECT or request.roadshow is None:
        return ask(actor=actor, project=request.project, mentor_id=mentor_id, message=request.message)
    return invite_mentor(
        actor=actor,
        roadshow=request.roadshow,
        project_id=request.project_id,
        mentor_id=mentor_id,
        message=request.message,
    )


def _colleague(request: MentorRequest, colleague_id: uuid.UUID) -> Mentor:
    mentor = db.session.get(Mentor, colleague_id)
    apart = conflicts_between([colleague_id], project_ids=[request.project_id])
    if mentor is None or not mentor.is_published or not mentor.is_filed or mentor.account_id is None or apart:
        raise Invalid(_("Choose a mentor from the directory."), "colleague_id")
    if mentor.id == request.mentor_id:
        raise Invalid(_("Choose somebody else."), "colleague_id")
    return mentor


def _askable(mentor_id: uuid.UUID, project: Project) -> Mentor:
    mentor = db.session.get(Mentor, mentor_id)
    if mentor is None or not mentor.is_published or not mentor.is_filed:
        raise Invalid(_("Choose a mentor from the directory."), "mentor_id")
    if are_apart(project.home_region, mentor.organisation.region_code):
        told = _("%(mentor)s is registered in a city with which yours has no agreement.", mentor=mentor.name)
        raise Conflict(told)
    if mentor.account_id is None:
        raise Conflict(_("%(mentor)s has not signed up yet, so nobody could answer.", mentor=mentor.name))
    if mentor.free_places <= 0:
        raise Conflict(_("%(mentor)s takes no new mentees at the moment.", mentor=mentor.name))
    return mentor


def _free_slot(project: Project) -> int:
    """A number from 1 to the most a project may have waiting; the project's row is locked."""
    used = db.session.scalars(
        select(MentorRequest.slot).where(
            MentorRequest.project_id == project.id, MentorRequest.state == AnswerState.PENDING
        )
    )
    free = sorted(set(range(1, MOST_PENDING + 1)).difference(used))
    if not free:
        raise Conflict(_("%(most)s requests are waiting. Wait for an answer or withdraw one.", most=MOST_PENDING))
    return free[0]


def _ask(actor: Actor, project: Project, mentor: Mentor, message: str, **values: Any) -> MentorRequest:
    if active(project.id, mentor.id) is not None:
        raise Conflict(_("%(mentor)s is the project's mentor already.", mentor=mentor.name))
    pending = select(MentorRequest.id).where(
        MentorRequest.project_id == project.id,
        MentorRequest.mentor_id == mentor.id,
        MentorRequest.state == AnswerState.PENDING,
    )
    if db.session.scalar(pending) is not None:
        raise Conflict(_("A request to %(mentor)s is waiting for an answer.", mentor=mentor.name))
    expires_at = answering.expiry()
    request = MentorRequest(
        project_id=project.id,
        mentor_id=mentor.id,
        organisation_id=actor.organisation_id,
        sent_by_id=actor.account_id,
        message=message,
        expires_at=expires_at,
        nudge_at=utc_now() + (expires_at - utc_now()) / 2,
        **values,
    )
    db.session.add(request)
    db.session.flush()
    notices.asked(request)
    return request
