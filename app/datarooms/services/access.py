"""Granting, renewing and revoking access; asking for it, and answering.

The room's row is locked first, so of two colleagues who answer or grant at once one finds what the other did.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Organisation
from app.core.answering import AnswerState, settle
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.datarooms import notices
from app.datarooms.models import DataRoom, RoomGrant, RoomRequest
from app.datarooms.policies import READING_KINDS, can_ask, can_change, holds
from app.datarooms.services.rooms import lock
from app.extensions import db

LONGEST = dt.timedelta(days=366)


def grant(*, actor: Actor, room: DataRoom, organisation: Organisation | None, until: dt.date) -> RoomGrant:
    """Let everybody of the organisation who invests or advises read the room to the end of a day of the city."""
    require(can_change(actor, room))
    if organisation is None:
        raise Invalid(_("No organisation or fund of this name is registered here."), "organisation")
    if organisation.kind not in READING_KINDS:
        raise Invalid(_("Access goes to fund managers, service agencies and carriers."), "organisation")
    expires_at = _end_of(until)
    lock(room)
    found = _grant_of(room, organisation)
    if found is not None and found.state == "active":
        raise Conflict(_("%(name)s has access already. Change its last day instead.", name=organisation.name))
    _settle_request(actor, room, organisation)
    return _give(actor, room, organisation, found, expires_at)


def renew(*, actor: Actor, grant: RoomGrant, until: dt.date) -> None:
    """Another last day; what was revoked or has expired opens again."""
    require(can_change(actor, grant.room))
    expires_at = _end_of(until)
    lock(grant.room)
    db.session.refresh(grant)
    was_open = grant.state == "active"
    _settle_request(actor, grant.room, grant.organisation)
    grant.expires_at, grant.revoked_at = expires_at, None
    db.session.flush()
    if not was_open:
        notices.granted(grant)


def revoke(*, actor: Actor, grant: RoomGrant) -> None:
    """Stops at the reader's next request."""
    require(can_change(actor, grant.room))
    lock(grant.room)
    db.session.refresh(grant)
    if grant.state != "active":
        raise Conflict(_("This access has ended already."))
    grant.revoked_at = utc_now()
    db.session.flush()
    notices.revoked(grant)


def ask(*, actor: Actor, room: DataRoom, message: str) -> RoomRequest:
    """A fund asks the project to read its room."""
    require(can_ask(actor, room.project))
    assert actor.membership is not None
    lock(room)
    if not room.takes_requests:
        raise Conflict(_("The project takes no requests for its data room at the moment."))
    if holds(actor, room):
        raise Conflict(_("Your organisation has access already."))
    waiting = pending(room, actor.membership.organisation)
    if waiting is not None and not waiting.is_open:
        expire(request=waiting)
        waiting = None
    if waiting is not None:
        raise Conflict(_("A request of your organisation is waiting for an answer."))
    request = RoomRequest(
        room_id=room.id, organisation_id=actor.organisation_id, sent_by_id=actor.account_id, message=message
    )
    db.session.add(request)
    db.session.flush()
    notices.asked(request)
    return request


def accept(*, actor: Actor, request: RoomRequest, until: dt.date) -> RoomGrant:
    require(can_change(actor, request.room))
    expires_at = _end_of(until)
    lock(request.room)
    settle(request, AnswerState.ACCEPTED, by=actor.account_id)
    return _give(actor, request.room, request.organisation, _grant_of(request.room, request.organisation), expires_at)


def decline(*, actor: Actor, request: RoomRequest, reason: str) -> None:
    """Say no, with a reason that the fund reads if one is given."""
    require(can_change(actor, request.room))
    settle(request, AnswerState.DECLINED, by=actor.account_id, reason=reason)
    notices.declined(request)


def withdraw(*, actor: Actor, request: RoomRequest) -> None:
    require(actor.acts_for(request.organisation_id))
    settle(request, AnswerState.WITHDRAWN, by=actor.account_id)


def expire(*, request: RoomRequest) -> None:
    """For the job, and for whoever asks again before it ran."""
    settle(request, AnswerState.EXPIRED)


def pending(room: DataRoom, organisation: Organisation) -> RoomRequest | None:
    return db.session.scalar(
        select(RoomRequest).where(
            RoomRequest.room_id == room.id,
            RoomRequest.organisation_id == organisation.id,
            RoomRequest.state == AnswerState.PENDING,
        )
    )


def _grant_of(room: DataRoom, organisation: Organisation) -> RoomGrant | None:
    same = (RoomGrant.room_id == room.id, RoomGrant.organisation_id == organisation.id)
    return db.session.scalar(select(RoomGrant).where(*same))


def _settle_request(actor: Actor, room: DataRoom, organisation: Organisation) -> None:
    """Granting answers what the organisation asked."""
    waiting = pending(room, organisation)
    if waiting is not None and waiting.is_open:
        settle(waiting, AnswerState.ACCEPTED, by=actor.account_id)


def _give(
    actor: Actor, room: DataRoom, organisation: Organisation, found: RoomGrant | None, expires_at: dt.datetime
) -> RoomGrant:
    if found is None:
        found = RoomGrant(room_id=room.id, organisation_id=organisation.id, expires_at=expires_at)
        db.session.add(found)
    found.granted_at, found.granted_by_id = utc_now(), actor.account_id
    found.expires_at, found.revoked_at = expires_at, None
    db.session.flush()
    notices.granted(found)
    return found


def _end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day of the city, which must lie ahead."""
    zone = ZoneInfo(current_app.config["TIME_ZONE"])
    today = utc_now().astimezone(zone).date()
    if not today <= day <= today + LONGEST:
        raise Invalid(_("Choose a day between today and a year from now."), "until")
    return dt.datetime.combine(day, dt.time(23, 59, 59), zone)
