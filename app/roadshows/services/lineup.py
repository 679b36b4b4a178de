"""The order in which projects pitch, and who waits for a place."""

import uuid
from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Forbidden, Invalid
from app.extensions import db
from app.roadshows.models import Application, ApplicationState, LineupPlace, Roadshow, RoadshowState
from app.roadshows.policies import manages
from app.roadshows.queries.results import Result, results
from app.roadshows.services.places import count_lineup, lock


def add(*, actor: Actor, roadshow: Roadshow, application_ids: Collection[uuid.UUID], waiting: bool = False) -> int:
    """Put applications at the end of the line-up or of its waiting list; returns how many were new there."""
    _open(actor, roadshow)
    wanted = select(Application).where(
        Application.roadshow_id == roadshow.id,
        Application.id.in_(application_ids),
        Application.state == ApplicationState.SENT,
    )
    found = {application.id: application for application in db.session.scalars(wanted)}
    placed = {place.application_id for place in places(roadshow.id)}
    new = [found[key] for key in dict.fromkeys(application_ids) if key in found and key not in placed]
    if not waiting:
        check_room(roadshow, len(new))
    append(roadshow, new, waiting)
    return len(new)


def fill(*, actor: Actor, roadshow: Roadshow, least: float, by: str = "mean") -> tuple[int, int]:
    """Select all applications whose weighted mean is at least so much, best first by `mean` or `normalised` score;
    those beyond the capacity go to the waiting list."""
    _open(actor, roadshow)
    placed = {place.application_id for place in places(roadshow.id)}
    scored = [row for row in results(roadshow.id, sort=f"-{by}") if row.mean is not None and row.mean >= least]
    new = [row for row in scored if row.id not in placed]
    room = roadshow.capacity - roadshow.lineup_count
    append(roadshow, new[:room], waiting=False)
    append(roadshow, new[room:], waiting=True)
    return len(new[:room]), len(new[room:])


def remove(*, actor: Actor, roadshow: Roadshow, place_id: uuid.UUID) -> None:
    _open(actor, roadshow)
    place = place_on(roadshow, place_id)
    drop(roadshow, place)


def shift(*, actor: Actor, roadshow: Roadshow, place_id: uuid.UUID, up: bool) -> None:
    """One place earlier or later in its list; at the end nothing happens."""
    _open(actor, roadshow)
    place = place_on(roadshow, place_id)
    order = [row for row in places(roadshow.id) if row.is_waiting == place.is_waiting]
    at = order.index(place)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    number(order)


def switch(*, actor: Actor, roadshow: Roadshow, place_id: uuid.UUID) -> None:
    """From the waiting list to the end of the line-up, or back."""
    _open(actor, roadshow)
    place = place_on(roadshow, place_id)
    if place.is_waiting:
        check_room(roadshow, 1)
    rest = [row for row in places(roadshow.id) if row.is_waiting != place.is_waiting]
    place.is_waiting = not place.is_waiting
    number([*rest, place])
    number([row for row in places(roadshow.id) if row.is_waiting != place.is_waiting])
    count_lineup(roadshow, -1 if place.is_waiting else 1)


def take_off(application: Application) -> None:
    """For a withdrawn application; the caller holds the roadshow's lock."""
    place = db.session.scalar(select(LineupPlace).where(LineupPlace.application_id == application.id))
    if place is not None:
        drop(application.roadshow, place)


def places(roadshow_id: uuid.UUID) -> Sequence[LineupPlace]:
    statement = select(LineupPlace).where(LineupPlace.roadshow_id == roadshow_id)
    return db.session.scalars(statement.order_by(LineupPlace.is_waiting, LineupPlace.position, LineupPlace.id)).all()


def _open(actor: Actor, roadshow: Roadshow) -> None:
    """Lock, then look: from here on the state and the count are what they will be at the commit."""
    if not manages(actor, roadshow):
        raise Forbidden
    lock(roadshow)
    if roadshow.state is not RoadshowState.OPEN:
        raise Conflict(_("The line-up is fixed. Reopen it to change it."))


def place_on(roadshow: Roadshow, place_id: uuid.UUID) -> LineupPlace:
    place = db.session.get(LineupPlace, place_id)
    if place is None or place.roadshow_id != roadshow.id:
        raise Conflict(_("This project is no longer on the line-up."))
    return place


def check_room(roadshow: Roadshow, wanted: int) -> None:
    room = roadshow.capacity - roadshow.lineup_count
    if wanted > room:
        raise Invalid(_("Only %(room)s of %(capacity)s places are free.", room=room, capacity=roadshow.capacity))


def append(roadshow: Roadshow, applications: Sequence[Application | Result], waiting: bool) -> None:
    last = max((row.position for row in places(roadshow.id) if row.is_waiting == waiting), default=0)
    for position, application in enumerate(applications, start=last + 1):
        db.session.add(
            LineupPlace(
                roadshow_id=roadshow.id,
                application_id=application.id,
                project_id=application.project_id,
                is_waiting=waiting,
                position=position,
            )
        )
    if not waiting:
        count_lineup(roadshow, len(applications))
    db.session.flush()


def drop(roadshow: Roadshow, place: LineupPlace) -> None:
    rest = [row for row in places(roadshow.id) if row.is_waiting == place.is_waiting and row is not place]
    application = place.application
    db.session.delete(place)
    number(rest)
    db.session.expire(application, ["place"])
    if not place.is_waiting:
        count_lineup(roadshow, -1)


def number(order: Sequence[LineupPlace]) -> None:
    for position, place in enumerate(order, start=1):
        place.position = position
    db.session.flush()
