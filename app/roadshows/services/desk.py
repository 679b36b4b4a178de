"""Checking people in: by any number of helpers at once, each person once."""

import uuid
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.extensions import db
from app.roadshows import tickets
from app.roadshows.day_policies import is_on, takes_joiners
from app.roadshows.models import Attendee, CheckIn, CheckInMethod, Registration, Roadshow
from app.roadshows.policies import manages
from app.roadshows.queries.people import holds_ticket
from app.roadshows.services.places import require


@dataclass
class AlreadyHere(Conflict):
    """The desk shows who came when, and at whose hand."""

    check_in: CheckIn

    def __str__(self) -> str:
        return _("%(name)s is checked in already.", name=self.check_in.attendee.name)


def check_in_by_code(*, actor: Actor, roadshow: Roadshow, text: str) -> CheckIn:
    """What the camera read or a helper typed. Raises Invalid for what is no ticket of this roadshow."""
    require(manages(actor, roadshow))
    _check_on(roadshow)
    if (read := tickets.read(text)) is None:
        raise Invalid(_("This is not a ticket: %(text)s", text=text.strip()[:60]), "code")
    code, scanned = read
    attendee = db.session.scalar(select(Attendee).where(Attendee.code == code))
    if attendee is None:
        raise Invalid(_("No ticket has this code. It may have been given to somebody else meanwhile."), "code")
    if attendee.roadshow_id != roadshow.id:
        raise Invalid(_("This ticket is for another event: %(event)s", event=attendee.roadshow.label), "code")
    return _admit(attendee, actor, CheckInMethod.SCAN if scanned else CheckInMethod.CODE)


def check_in(*, actor: Actor, roadshow: Roadshow, attendee_id: uuid.UUID) -> CheckIn:
    """Found by name on the list."""
    require(manages(actor, roadshow))
    return _admit(_of(roadshow, attendee_id), actor, CheckInMethod.NAME)


def undo(*, actor: Actor, roadshow: Roadshow, attendee_id: uuid.UUID) -> Attendee:
    """It was somebody else. A vote of theirs no longer counts, and counts again when they are back."""
    require(manages(actor, roadshow))
    attendee = _locked(_of(roadshow, attendee_id))
    _check_on(roadshow)
    row = _present(attendee)
    if row is None:
        raise Conflict(_("%(name)s is not checked in.", name=attendee.name))
    db.session.delete(row)
    db.session.flush()
    db.session.expire(attendee, ["check_in"])
    return attendee


def join(*, attendee: Attendee) -> CheckIn:
    """Coming in online with the ticket itself; whoever is there already just comes in again."""
    if not takes_joiners(attendee.roadshow):
        raise Conflict(_("The online room is not open now."))
    try:
        return _admit(attendee, None, CheckInMethod.ONLINE)
    except AlreadyHere as here:
        return here.check_in


def _admit(attendee: Attendee, actor: Actor | None, method: CheckInMethod) -> CheckIn:
    """The person's row is locked, and the database holds one check-in a person."""
    _check_on(attendee.roadshow)
    _locked(attendee)
    if not holds_ticket(attendee):
        raise Conflict(_refusal(attendee))
    if (row := _present(attendee)) is not None:
        raise AlreadyHere(row)
    row = CheckIn(
        roadshow_id=attendee.roadshow_id,
        attendee_id=attendee.id,
        by_id=actor.account_id if actor else None,
        method=method,
    )
    row.attendee = attendee
    db.session.add(row)
    db.session.flush()
    return row


def _refusal(attendee: Attendee) -> str:
    if attendee.registration_id is not None:
        registration = db.session.get_one(Registration, attendee.registration_id)
        if registration.state == "waiting":
            return _("%(name)s is on the waiting list: no seat is free yet.", name=attendee.name)
    return _("The ticket of %(name)s is no longer valid: the registration was cancelled.", name=attendee.name)


def _locked(attendee: Attendee) -> Attendee:
    db.session.flush()
    db.session.refresh(attendee, ["code"], with_for_update={"of": Attendee, "key_share": True})
    return attendee


def _present(attendee: Attendee) -> CheckIn | None:
    return db.session.scalar(select(CheckIn).where(CheckIn.attendee_id == attendee.id))


def _of(roadshow: Roadshow, attendee_id: uuid.UUID) -> Attendee:
    attendee = db.session.get(Attendee, attendee_id)
    if attendee is None or attendee.roadshow_id != roadshow.id:
        raise Conflict(_("This person is no longer on the list."))
    return attendee


def _check_on(roadshow: Roadshow) -> None:
    if not is_on(roadshow):
        raise Conflict(_("Check-in is possible from the publication of the line-up until the roadshow is closed."))
