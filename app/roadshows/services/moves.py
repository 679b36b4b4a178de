"""The states of a roadshow. Every step forward can be taken back by the step to the state before it."""

import uuid

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.extensions import db
from app.roadshows import notices
from app.roadshows.models import (
    Application,
    ApplicationState,
    EventMode,
    LineupPlace,
    Outcome,
    Registration,
    RegistrationState,
    Roadshow,
    RoadshowState,
)
from app.roadshows.policies import manages
from app.roadshows.queries.reviews import criteria
from app.roadshows.services import people
from app.roadshows.services.places import lock, require
from app.roadshows.services.setup import index

MOVES: dict[RoadshowState, tuple[RoadshowState, ...]] = {
    RoadshowState.DRAFT: (RoadshowState.OPEN,),
    RoadshowState.OPEN: (RoadshowState.LINEUP_FIXED, RoadshowState.DRAFT),
    RoadshowState.LINEUP_FIXED: (RoadshowState.PUBLISHED, RoadshowState.OPEN),
    RoadshowState.PUBLISHED: (RoadshowState.HELD, RoadshowState.LINEUP_FIXED),
    RoadshowState.HELD: (RoadshowState.CLOSED, RoadshowState.PUBLISHED),
    RoadshowState.CLOSED: (RoadshowState.HELD,),
}
ORDER = list(RoadshowState)


def is_forward(before: RoadshowState, after: RoadshowState) -> bool:
    return ORDER.index(after) > ORDER.index(before)


def move(*, actor: Actor, roadshow: Roadshow, to: RoadshowState) -> None:
    """Go to the next state, or back to the one before."""
    require(manages(actor, roadshow))
    lock(roadshow)
    if to not in MOVES[roadshow.state]:
        raise Conflict(_("The roadshow has moved on meanwhile."))
    before = roadshow.state
    if to is RoadshowState.OPEN and before is RoadshowState.DRAFT:
        _check_ready(roadshow)
    elif to is RoadshowState.DRAFT:
        _check_unused(roadshow)
    elif to is RoadshowState.LINEUP_FIXED and is_forward(before, to):
        _decide(roadshow)
    elif to is RoadshowState.PUBLISHED and is_forward(before, to):
        _check_live_room(roadshow)
    roadshow.state = to
    index(roadshow)
    db.session.flush()
    if to is RoadshowState.PUBLISHED and is_forward(before, to):
        people.issue_to_presenters(roadshow)
        notices.published(roadshow, _coming(roadshow))


def _check_ready(roadshow: Roadshow) -> None:
    if not roadshow.summary:
        raise Invalid(_("Write a summary before opening the roadshow."), "summary")
    if roadshow.mode is not EventMode.ONLINE and not roadshow.venue:
        raise Invalid(_("Say where it takes place before opening the roadshow."), "venue")
    if not criteria(roadshow.id):
        raise Invalid(_("Set a rubric before opening the roadshow."))


def _check_live_room(roadshow: Roadshow) -> None:
    if roadshow.mode is not EventMode.ON_SITE and not roadshow.online_url:
        raise Invalid(_("Add the address of the live room before publishing."), "online_url")


def _check_unused(roadshow: Roadshow) -> None:
    applied = select(Application.id).where(
        Application.roadshow_id == roadshow.id, Application.state != ApplicationState.DRAFT
    )
    registered = select(Registration.id).where(Registration.roadshow_id == roadshow.id)
    if db.session.scalar(applied.limit(1)) or db.session.scalar(registered.limit(1)):
        raise Conflict(_("Somebody has applied or registered already, so it stays public."))


def _decide(roadshow: Roadshow) -> None:
    """Every applicant gets an outcome and hears of it, once, unless it changes later."""
    if not roadshow.lineup_count:
        raise Invalid(_("Put at least one project on the line-up first."))
    placed = dict(
        db.session.execute(
            select(LineupPlace.application_id, LineupPlace.is_waiting).where(LineupPlace.roadshow_id == roadshow.id)
        ).all()
    )
    sent = select(Application).where(Application.roadshow_id == roadshow.id, Application.state == ApplicationState.SENT)
    for application in db.session.scalars(sent.order_by(Application.id)):
        outcome = Outcome.NOT_SELECTED
        if application.id in placed:
            outcome = Outcome.WAITING if placed[application.id] else Outcome.SELECTED
        if application.outcome is not outcome:
            application.outcome = outcome
            notices.outcome(application)


def _coming(roadshow: Roadshow) -> list[uuid.UUID]:
    statement = select(Registration.organisation_id).where(
        Registration.roadshow_id == roadshow.id, Registration.state == RegistrationState.CONFIRMED
    )
    return list(db.session.scalars(statement.order_by(Registration.id)))
