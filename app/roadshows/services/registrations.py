"""Seats for investors: a quota an organisation, a total, and a waiting list that moves up in its order."""

import uuid
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.errors import Conflict, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.roadshows import notices
from app.roadshows.meetings.services.holding import end_all
from app.roadshows.models import Registration, RegistrationState, Roadshow
from app.roadshows.policies import manages, registered_by, takes_registrations
from app.roadshows.services import people as names
from app.roadshows.services.places import count_seats, lock, require

CONFIRMED, WAITING, CANCELLED = RegistrationState


def register(*, actor: Actor, roadshow: Roadshow, people: int, attendance: Any = None) -> Registration:
    """Register the actor's organisation, or change how many people it sends."""
    require(actor.is_(Role.INVESTOR) and actor.organisation_id is not None)
    assert actor.organisation_id
    assert actor.account_id
    lock(roadshow)
    return seat(roadshow, actor.organisation_id, actor.account_id, people, attendance)


def seat(
    roadshow: Roadshow, organisation_id: uuid.UUID, account_id: uuid.UUID, people: int, attendance: Any = None
) -> Registration:
    """The registration itself; the caller holds the roadshow's lock and has checked the right."""
    if not takes_registrations(roadshow):
        raise Conflict(_("Registration for this roadshow is not open."))
    if not 1 <= people <= roadshow.organisation_seats:
        raise Invalid(_("Between 1 and %(most)s people can come.", most=roadshow.organisation_seats), "people")
    row = of_organisation(roadshow.id, organisation_id)
    if row is None:
        row = Registration(roadshow_id=roadshow.id, organisation_id=organisation_id, state=CANCELLED)
        row.roadshow = roadshow
    else:
        names.check_named(row, people)
    before = row.people if row.state is CONFIRMED else 0
    free = roadshow.seats - roadshow.seats_taken + before
    if before and people > free:
        raise Invalid(_("Only %(free)s seats are free.", free=free), "people")
    fits = people <= free and (before or not _somebody_waits(roadshow, but=row))
    if row.state is CANCELLED or people > row.people:
        row.asked_at = utc_now()
    row.account_id, row.people, row.quota, row.cancelled_at = account_id, people, roadshow.organisation_seats, None
    row.attendance = roadshow.attendance(attendance)
    row.state = CONFIRMED if fits else WAITING
    db.session.add(row)
    count_seats(roadshow, (people if fits else 0) - before)
    names.begin(row)
    promote(roadshow)
    notices.registration(row)
    return row


def cancel(*, actor: Actor, registration: Registration) -> None:
    """Give the seats back; whoever waits longest gets them."""
    roadshow = registration.roadshow
    require(registered_by(actor, registration) or manages(actor, roadshow))
    lock(roadshow)
    db.session.refresh(registration)
    if registration.state is CANCELLED:
        raise Conflict(_("The registration is cancelled already."))
    names.end(registration)
    freed = registration.people if registration.state is CONFIRMED else 0
    registration.state, registration.cancelled_at = CANCELLED, utc_now()
    end_all(roadshow, by=actor.account_id, organisation_id=registration.organisation_id)
    count_seats(roadshow, -freed)
    promote(roadshow)


def promote(roadshow: Roadshow) -> None:
    """Seat those who wait, first come first served: a large party is not overtaken by smaller ones."""
    for row in _waiting(roadshow):
        if row.people > roadshow.seats - roadshow.seats_taken:
            break
        row.state = CONFIRMED
        count_seats(roadshow, row.people)
        notices.registration(row)


def of_organisation(roadshow_id: uuid.UUID, organisation_id: uuid.UUID | None) -> Registration | None:
    return db.session.scalar(
        select(Registration).where(
            Registration.roadshow_id == roadshow_id, Registration.organisation_id == organisation_id
        )
    )


def _waiting(roadshow: Roadshow) -> list[Registration]:
    statement = select(Registration).where(Registration.roadshow_id == roadshow.id, Registration.state == WAITING)
    return list(db.session.scalars(statement.order_by(Registration.asked_at, Registration.id)).unique())


def _somebody_waits(roadshow: Roadshow, *, but: Registration) -> bool:
    return any(
        row is not but and (but.state is not WAITING or row.asked_at < but.asked_at) for row in _waiting(roadshow)
    )
