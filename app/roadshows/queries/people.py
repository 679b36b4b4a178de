"""The people who come, as they see themselves and as the desk sees them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.actor import Actor
from app.accounts.models import Account, Membership
from app.core.model import utc_now
from app.core.text import clean
from app.extensions import db
from app.roadshows import tickets
from app.roadshows.day_policies import names_people, on_lineup_team
from app.roadshows.models import (
    Application,
    Attendance,
    Attendee,
    AttendeeKind,
    CheckIn,
    LineupPlace,
    Registration,
    RegistrationState,
    Roadshow,
    RoadshowState,
)
from app.roadshows.policies import ORGANISING

_ESCAPE = "\\"


def by_token(_actor: Actor, token: str) -> Attendee | None:
    """Whose ticket it is; nobody's when it was not signed here or the place has another name by now."""
    code = tickets.code_of(token)
    return db.session.scalar(_attendees().where(Attendee.code == code)) if code else None


def own_attendee(actor: Actor, roadshow_id: uuid.UUID) -> Attendee | None:
    """The person's own ticket to a roadshow."""
    if actor.account_id is None:
        return None
    mine = _attendees().where(Attendee.roadshow_id == roadshow_id, Attendee.account_id == actor.account_id)
    return db.session.scalar(mine)


def named_attendee(actor: Actor, attendee_id: uuid.UUID) -> Attendee | None:
    """A person on a list that the actor keeps."""
    row = db.session.scalar(_attendees().where(Attendee.id == attendee_id))
    return row if row is not None and names_people(actor, row) else None


def named_registration(actor: Actor, registration_id: uuid.UUID) -> Registration | None:
    row = db.session.get(Registration, registration_id)
    return row if row is not None and names_people(actor, row) else None


def named_application(actor: Actor, application_id: uuid.UUID) -> Application | None:
    """An application whose team is named: its project stands on the line-up, and that is fixed."""
    row = db.session.get(Application, application_id)
    return row if row is not None and names_people(actor, row) and on_lineup_team(row) else None


def holds_ticket(attendee: Attendee) -> bool:
    """The ticket opens the door: its registration is confirmed, or its project stands on the line-up."""
    return db.session.scalar(select(exists().where(Attendee.id == attendee.id, _coming()))) or False


def members_of_party(party: Registration | Application) -> Sequence[Attendee]:
    column = Attendee.registration_id if isinstance(party, Registration) else Attendee.application_id
    return db.session.scalars(_attendees().where(column == party.id).order_by(Attendee.position)).all()


def party_places(party: Registration | Application) -> int:
    """How many people may be named: the seats of a registration; for a project's team the quota of an organisation."""
    return party.people if isinstance(party, Registration) else party.roadshow.organisation_seats


def colleagues(party: Registration | Application) -> Sequence[Membership]:
    """Whom the party's organisation can name by account: its present members, one a person."""
    statement = (
        select(Membership)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.organisation_id == party.organisation_id, Membership.ended_at.is_(None))
        .options(contains_eager(Membership.account))
        .order_by(Account.name, Membership.id)
    )
    rows = db.session.scalars(statement).unique().all()
    return list({row.account_id: row for row in reversed(rows)}.values())[::-1]


def coming(
    roadshow_id: uuid.UUID, *, words: str = "", kind: str = "", attendance: str = "", here: str = ""
) -> Select[Attendee]:
    """Everybody with a valid ticket, by name. `words` finds names, their pinyin or its initials, and organisations."""
    statement = _attendees().where(Attendee.roadshow_id == roadshow_id, _coming())
    if words:
        pattern = "%" + _literal(clean(words).lower()) + "%"
        pinyin = func.replace(Attendee.sort_key, " ", "").like(pattern.replace(" ", ""), escape=_ESCAPE)
        texts = (func.lower(column).like(pattern, escape=_ESCAPE) for column in (Attendee.name, Attendee.affiliation))
        found: list[ColumnElement[bool]] = [pinyin, *texts]
        if (read := tickets.read(words)) is not None:
            found.append(Attendee.code == read[0])
        statement = statement.where(or_(*found))
    if kind in set(AttendeeKind):
        statement = statement.where(Attendee.kind == kind)
    if attendance in set(Attendance):
        statement = statement.where(Attendee.attendance == attendance)
    if here in {"yes", "no"}:
        statement = statement.where(CheckIn.id.is_not(None) if here == "yes" else CheckIn.id.is_(None))
    return statement.order_by(Attendee.sort_key, Attendee.id)


@dataclass(frozen=True)
class Presence:
    """How many come and how many of them are there."""

    coming: int
    here: int
    on_site: int
    online: int


def presence(roadshow_id: uuid.UUID) -> Presence:
    """On site and online are counted as people came in, not as they registered."""
    came_online = case((CheckIn.method == "online", 1), else_=0)
    statement = (
        select(func.count(Attendee.id), func.count(CheckIn.id), func.coalesce(func.sum(came_online), 0))
        .select_from(Attendee)
        .outerjoin(CheckIn, CheckIn.attendee_id == Attendee.id)
        .where(Attendee.roadshow_id == roadshow_id, _coming())
    )
    coming, here, online = db.session.execute(statement).one()
    return Presence(coming, here, here - online, online)


def latest(roadshow_id: uuid.UUID, *, most: int = 8) -> Sequence[Attendee]:
    """Who came in last."""
    statement = _attendees().where(Attendee.roadshow_id == roadshow_id, CheckIn.id.is_not(None))
    return db.session.scalars(statement.order_by(CheckIn.at.desc(), CheckIn.id.desc()).limit(most)).all()


def unnamed(roadshow_id: uuid.UUID) -> Sequence[tuple[Registration, int]]:
    """Confirmed registrations with seats that have no name yet, and how many."""
    named = (
        select(Attendee.registration_id, func.count().label("number"))
        .where(Attendee.roadshow_id == roadshow_id, Attendee.registration_id.is_not(None))
        .group_by(Attendee.registration_id)
        .subquery()
    )
    free = Registration.people - func.coalesce(named.c.number, 0)
    statement = (
        select(Registration, free)
        .outerjoin(named, named.c.registration_id == Registration.id)
        .where(Registration.roadshow_id == roadshow_id, Registration.state == RegistrationState.CONFIRMED, free > 0)
        .order_by(Registration.asked_at, Registration.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement).unique()]


def _attendees() -> Select[Attendee]:
    return (
        select(Attendee)
        .outerjoin(CheckIn, CheckIn.attendee_id == Attendee.id)
        .options(
            contains_eager(Attendee.check_in).joinedload(CheckIn.by),
            joinedload(Attendee.registration),
            joinedload(Attendee.application),
        )
    )


def _coming() -> ColumnElement[bool]:
    """By themselves, with a confirmed registration, or with a project that stands on the line-up."""
    confirmed = exists().where(
        Registration.id == Attendee.registration_id, Registration.state == RegistrationState.CONFIRMED
    )
    placed = exists().where(LineupPlace.application_id == Attendee.application_id, LineupPlace.is_waiting.is_(False))
    alone = and_(Attendee.registration_id.is_(None), Attendee.application_id.is_(None))
    return or_(alone, confirmed, placed)


def _literal(words: str) -> str:
    for sign in (_ESCAPE, "%", "_"):
        words = words.replace(sign, _ESCAPE + sign)
    return words


def tickets_of(actor: Actor) -> Select[uuid.UUID]:
    return select(Attendee.id).where(Attendee.account_id == actor.account_id)


def coming_tickets(actor: Actor) -> Sequence[Attendee]:
    """The person's valid tickets to roadshows that are not over, the next one first."""
    statement = (
        _attendees()
        .join(Roadshow, Roadshow.id == Attendee.roadshow_id)
        .where(
            Attendee.account_id == actor.account_id,
            Roadshow.ends_at > utc_now(),
            Roadshow.state.in_((RoadshowState.OPEN, RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED)),
            _coming(),
        )
        .order_by(Roadshow.starts_at, Attendee.id)
    )
    return db.session.scalars(statement).all()


def accounts_coming(roadshow_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The accounts of everybody with a valid ticket."""
    statement = select(Attendee.account_id).where(
        Attendee.roadshow_id == roadshow_id, Attendee.account_id.is_not(None), _coming()
    )
    return [key for key in db.session.scalars(statement.order_by(Attendee.id)) if key is not None]


def roadshows_between(
    actor: Actor, start: dt.datetime, end: dt.datetime
) -> Sequence[tuple[Roadshow, Attendee | None, bool]]:
    """The roadshows that a person comes to or runs, with their ticket and whether it is valid."""
    mine = select(Attendee).where(Attendee.account_id == actor.account_id)
    runs: ColumnElement[bool] = Roadshow.id.is_(None)
    if actor.is_(*ORGANISING):
        runs = Roadshow.organisation_id == actor.organisation_id
    statement = select(Roadshow).where(
        Roadshow.state != RoadshowState.DRAFT,
        Roadshow.starts_at < end,
        Roadshow.ends_at > start,
        or_(runs, Roadshow.id.in_(mine.with_only_columns(Attendee.roadshow_id))),
    )
    found = db.session.scalars(statement.order_by(Roadshow.starts_at, Roadshow.id)).unique().all()
    here = Attendee.roadshow_id.in_([roadshow.id for roadshow in found])
    held = {row.roadshow_id: row for row in db.session.scalars(mine.where(here)).unique()}
    valid = set(db.session.scalars(mine.with_only_columns(Attendee.roadshow_id).where(here, _coming())))
    return [(roadshow, held.get(roadshow.id), roadshow.id in valid) for roadshow in found]
