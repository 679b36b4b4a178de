"""Who comes, by name: the people of a registration, the team of a project on the line-up, judges and guests."""

import re
import uuid

from flask_babel import gettext as _
from sqlalchemy import exists, select

from app.accounts.actor import Actor
from app.accounts.models import Account, Membership
from app.core import search
from app.core.errors import Conflict, Invalid
from app.extensions import db
from app.roadshows import day_notices, tickets
from app.roadshows.day_policies import names_people
from app.roadshows.models import (
    Application,
    Attendance,
    Attendee,
    AttendeeKind,
    AudienceQuestion,
    CheckIn,
    LineupPlace,
    Registration,
    Roadshow,
    RoadshowState,
)
from app.roadshows.policies import manages
from app.roadshows.queries.people import colleagues, members_of_party, party_places
from app.roadshows.services.places import lock, require

Party = Registration | Application
_BRACKETS = re.compile(r"\s*[（(].*$")


def add(
    *, actor: Actor, party: Party, name: str = "", account_id: uuid.UUID | None = None, attendance: str | None = None
) -> Attendee:
    """Name one more person of a party: a colleague by account, or anybody by name."""
    require(names_people(actor, party))
    roadshow = party.roadshow
    _open(roadshow)
    member = _colleague(party, account_id)
    if member is None and not name:
        raise Invalid(_("Write a name, or choose a colleague."), "name")
    taken = {row.position for row in members_of_party(party)}
    places = party_places(party)
    position = next((number for number in range(1, places + 1) if number not in taken), 0)
    if not position:
        raise Invalid(_("All %(places)s places are named. Change one of them instead.", places=places), "name")
    row = Attendee(roadshow_id=roadshow.id, position=position, places=places, **_from(party))
    _fill(row, roadshow, member.account if member else None, name, attendance or party.attendance)
    if member is not None and member.account_id != actor.account_id:
        day_notices.ticket(row)
    return row


def change(
    *,
    actor: Actor,
    attendee: Attendee,
    name: str = "",
    account_id: uuid.UUID | None = None,
    attendance: str | None = None,
) -> None:
    """Somebody else comes, or the same person otherwise. Another person gets another ticket."""
    require(names_people(actor, attendee))
    _open(attendee.roadshow)
    db.session.refresh(attendee, ["account_id", "name", "code"])
    _check_absent(attendee)
    party = attendee.registration or attendee.application
    member = _colleague(party, account_id) if party else None
    if member is None and not name:
        raise Invalid(_("Write a name, or choose a colleague."), "name")
    before = (attendee.account_id, attendee.name)
    _fill(attendee, attendee.roadshow, member.account if member else None, name, attendance or attendee.attendance)
    if before != (attendee.account_id, attendee.name):
        attendee.code = tickets.new_code()
        db.session.flush()
        if member is not None and member.account_id != actor.account_id:
            day_notices.ticket(attendee)


def remove(*, actor: Actor, attendee: Attendee) -> None:
    """The place is free for another name. Who asked or voted stays, because that counts already."""
    require(names_people(actor, attendee))
    _open(attendee.roadshow)
    _check_absent(attendee)
    if db.session.scalar(select(exists().where(AudienceQuestion.attendee_id == attendee.id))):
        raise Conflict(_("This person has asked a question, so they stay on the list."))
    db.session.delete(attendee)
    db.session.flush()


def add_guest(
    *, actor: Actor, roadshow: Roadshow, name: str, affiliation: str = "", attendance: str | None = None
) -> Attendee:
    """Somebody whom the organiser invites by hand, or who stands at the desk."""
    require(manages(actor, roadshow))
    _open(roadshow)
    if not name:
        raise Invalid(_("Write a name, or choose a colleague."), "name")
    row = Attendee(roadshow_id=roadshow.id, kind=AttendeeKind.GUEST, affiliation=affiliation)
    _fill(row, roadshow, None, name, attendance or Attendance.ON_SITE)
    return row


def add_judge(roadshow: Roadshow, membership: Membership) -> Attendee:
    """A ticket for a judge; who comes already with a party keeps the place they have."""
    same = (Attendee.roadshow_id == roadshow.id, Attendee.account_id == membership.account_id)
    row = db.session.scalar(select(Attendee).where(*same))
    if row is None:
        row = Attendee(roadshow_id=roadshow.id, kind=AttendeeKind.JUDGE, affiliation=membership.organisation.name)
        _fill(row, roadshow, membership.account, "", Attendance.ON_SITE)
    elif row.kind is AttendeeKind.GUEST:
        row.kind = AttendeeKind.JUDGE
    return row


def end_judge(roadshow_id: uuid.UUID, account_id: uuid.UUID) -> None:
    """Whoever no longer judges may still come."""
    same = (Attendee.roadshow_id == roadshow_id, Attendee.account_id == account_id)
    for row in db.session.scalars(select(Attendee).where(*same, Attendee.kind == AttendeeKind.JUDGE)):
        row.kind = AttendeeKind.GUEST


def seat_presenters(*, actor: Actor, roadshow: Roadshow) -> int:
    """A ticket for whoever presents each project of the line-up, where nobody is named yet; returns how many."""
    require(manages(actor, roadshow))
    _open(roadshow)
    return issue_to_presenters(roadshow)


def issue_to_presenters(roadshow: Roadshow) -> int:
    """The caller holds the roadshow's lock and has checked the right."""
    named = select(Attendee.application_id).where(
        Attendee.roadshow_id == roadshow.id, Attendee.application_id.is_not(None)
    )
    placed = (
        select(Application)
        .join(LineupPlace, LineupPlace.application_id == Application.id)
        .where(LineupPlace.roadshow_id == roadshow.id, ~LineupPlace.is_waiting, Application.id.not_in(named))
        .order_by(LineupPlace.position, LineupPlace.id)
    )
    made = 0
    for application in db.session.scalars(placed).unique():
        name, account = _presenter(application)
        if not name:
            continue
        row = Attendee(roadshow_id=roadshow.id, places=party_places(application), **_from(application))
        _fill(row, roadshow, account, name, application.attendance)
        made += 1
        if account is not None:
            day_notices.ticket(row)
    return made


# What registering calls; it holds the roadshow's lock.


def check_named(registration: Registration, people: int) -> None:
    """A party does not become smaller than the list of its names."""
    rows = members_of_party(registration)
    if max((row.position for row in rows), default=0) > people:
        raise Invalid(_("%(count)s people are named. Take a name off the list first.", count=len(rows)), "people")


def begin(registration: Registration) -> None:
    """Whoever registers comes themselves until they say otherwise; the rows follow the number of people."""
    db.session.flush()
    rows = members_of_party(registration)
    for row in rows:
        row.places = registration.people
    if not rows and not _comes(registration.roadshow_id, registration.account_id):
        row = Attendee(roadshow_id=registration.roadshow_id, places=registration.people, **_from(registration))
        account = db.session.get_one(Account, registration.account_id)
        _fill(row, registration.roadshow, account, "", registration.attendance)
    db.session.flush()


def end(registration: Registration) -> None:
    """A cancelled registration leaves no names behind."""
    here = select(CheckIn.id).join(Attendee).where(Attendee.registration_id == registration.id)
    if db.session.scalar(here.limit(1)):
        raise Conflict(_("Somebody of this organisation is here already."))
    asked = select(AudienceQuestion.attendee_id)
    mine = (Attendee.registration_id == registration.id, Attendee.id.not_in(asked))
    for row in db.session.scalars(select(Attendee).where(*mine)):
        db.session.delete(row)
    db.session.flush()


def _open(roadshow: Roadshow) -> None:
    lock(roadshow)
    if roadshow.state in {RoadshowState.DRAFT, RoadshowState.CLOSED}:
        raise Conflict(_("The list of people is closed."))


def _from(party: Party) -> dict[str, object]:
    if isinstance(party, Registration):
        return {
            "registration_id": party.id,
            "kind": AttendeeKind.INVESTOR,
            "affiliation": party.organisation.name,
        }
    return {"application_id": party.id, "kind": AttendeeKind.PRESENTER, "affiliation": party.project.name}


def _fill(row: Attendee, roadshow: Roadshow, account: Account | None, name: str, attendance: str) -> None:
    if account is not None and account.id != row.account_id and _comes(roadshow.id, account.id):
        raise Invalid(_("%(name)s is on the list already.", name=account.name), "account_id")
    row.account_id, row.name = (account.id, account.name) if account else (None, name)
    row.sort_key = f"{search.sort_key(row.name)} {search.initials(row.name)}"[:300]
    row.attendance = roadshow.attendance(attendance)
    row.code = row.code or tickets.new_code()
    db.session.add(row)
    db.session.flush()


def _colleague(party: Party | None, account_id: uuid.UUID | None) -> Membership | None:
    if account_id is None or party is None:
        return None
    found = next((row for row in colleagues(party) if row.account_id == account_id), None)
    if found is None:
        raise Invalid(_("Choose a colleague from the list."), "account_id")
    return found


def _comes(roadshow_id: uuid.UUID, account_id: uuid.UUID) -> bool:
    same = select(Attendee.id).where(Attendee.roadshow_id == roadshow_id, Attendee.account_id == account_id)
    return db.session.scalar(same) is not None


def _check_absent(attendee: Attendee) -> None:
    if db.session.scalar(select(CheckIn.id).where(CheckIn.attendee_id == attendee.id)):
        raise Conflict(_("%(name)s is checked in. Take that back first.", name=attendee.name))


def _presenter(application: Application) -> tuple[str, Account | None]:
    """The presenter's name as the application says it, without the position in brackets; an account when it fits."""
    name = _BRACKETS.sub("", application.presenter).strip()
    sender = db.session.get(Account, application.sent_by_id) if application.sent_by_id else None
    wanted = name or (sender.name if sender else "")
    fitting = next((row.account for row in colleagues(application) if row.account.name == wanted), None)
    if fitting is not None and _comes(application.roadshow_id, fitting.id):
        fitting = None
    return (fitting.name if fitting else name), fitting
