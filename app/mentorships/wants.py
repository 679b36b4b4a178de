"""How many mentors a project wants, and what follows when it has them.

Whoever begins a mentorship, or changes how many are wanted, locks the project's row; a mentor's row is locked before.
"""

import uuid

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.answering import AnswerState, settle
from app.core.errors import Conflict, Invalid, require
from app.extensions import db
from app.mentorships import notices
from app.mentorships.models import MOST_WANTED, MentorRequest, Mentorship, MentorWish, RequestOrigin
from app.projects.models import Project
from app.projects.policies import owns


def set_wanted(*, actor: Actor, project: Project, wanted: int) -> None:
    """Say how many mentors the project wants; when it has as many, its waiting requests close."""
    require(owns(actor, project))
    lock(project.id)
    keep(project, wanted)
    close_when_found(project)


def keep(project: Project, wanted: int) -> None:
    """Write the number down; the project's row is locked."""
    if not 1 <= wanted <= MOST_WANTED:
        raise Invalid(_("Write a number between 1 and %(most)s.", most=MOST_WANTED), "wanted")
    wish = db.session.get(MentorWish, project.id)
    if wish is None:
        wish = MentorWish(project_id=project.id, wanted=wanted)
        db.session.add(wish)
    wish.wanted = wanted
    db.session.flush()


def want_one_more(project: Project, wanted: int | None) -> None:
    """Asking a mentor says that the project wants one more than it has; the project's row is locked."""
    present = len(taken(project.id))
    if wanted is None:
        wanted = max(number_wanted(project.id), present + 1)
    if present >= MOST_WANTED:
        raise Conflict(_("A project can have at most %(most)s mentors at a time.", most=MOST_WANTED))
    if wanted <= present:
        raise Invalid(_("The project has %(count)s mentors already.", count=present), "wanted")
    keep(project, wanted)


def number_wanted(project_id: uuid.UUID) -> int:
    return db.session.scalar(select(MentorWish.wanted).where(MentorWish.project_id == project_id)) or 1


def free_place(request: MentorRequest) -> int:
    """The number of the new mentor among the project's; the project's row is locked.

    An organiser who asks has a plan of their own, so only the project's requests are bound to what it wants.
    One that is answered already is refused where it is settled.
    """
    used = taken(request.project_id)
    is_bound = request.origin is RequestOrigin.PROJECT and request.state is AnswerState.PENDING
    if is_bound and len(used) >= number_wanted(request.project_id):
        raise Conflict(_("“%(project)s” has found its mentors meanwhile.", project=request.project.name))
    return min(set(range(1, len(used) + 2)).difference(used))


def close_when_found(project: Project) -> None:
    """Close the project's own waiting requests once it has the mentors that it wants, and tell who was asked."""
    if len(taken(project.id)) < number_wanted(project.id):
        return
    waiting = select(MentorRequest).where(
        MentorRequest.project_id == project.id,
        MentorRequest.origin == RequestOrigin.PROJECT,
        MentorRequest.state == AnswerState.PENDING,
    )
    for request in db.session.scalars(waiting.order_by(MentorRequest.id)).unique().all():
        try:
            settle(request, AnswerState.WITHDRAWN)
        except Conflict:
            continue  # it was answered a moment ago
        notices.closed(request)


def taken(project_id: uuid.UUID) -> list[int | None]:
    """The places of the project's present mentors; those of an earlier release have no number."""
    statement = select(Mentorship.place).where(Mentorship.project_id == project_id, Mentorship.ended_at.is_(None))
    return list(db.session.scalars(statement))


def lock(project_id: uuid.UUID) -> None:
    db.session.execute(select(Project.id).where(Project.id == project_id).with_for_update(key_share=True))
