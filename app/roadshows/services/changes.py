"""Changes of a line-up that applicants and guests know already: each is kept, and everybody it concerns is told."""

import uuid
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.extensions import db
from app.funds.models import Fund
from app.roadshows import lineup_notices as notices
from app.roadshows.meetings.services.holding import end_all
from app.roadshows.models import (
    Application,
    ApplicationState,
    Interest,
    LineupChange,
    LineupChangeKind,
    Outcome,
    Registration,
    RegistrationState,
    Roadshow,
)
from app.roadshows.policies import changes_late, manages
from app.roadshows.services import lineup, people
from app.roadshows.services.places import count_lineup, lock, require


def take_off(
    *, actor: Actor, roadshow: Roadshow, place_id: uuid.UUID, reason: str = "", successor_id: uuid.UUID | None = None
) -> None:
    """Take a project off the line-up or the waiting list; another application may pitch in its stead."""
    _open(actor, roadshow)
    place = lineup.place_on(roadshow, place_id)
    gone, was_waiting, position = place.application, place.is_waiting, place.position
    if was_waiting and successor_id:
        raise Invalid(_("Only a project of the line-up can be replaced."), "successor_id")
    successor = _chosen(roadshow, successor_id) if successor_id else None
    lineup.drop(roadshow, place)
    gone.outcome = Outcome.NOT_SELECTED
    if successor:
        _bring_in(roadshow, successor, position)
        notices.moved_up(successor)
    kind = LineupChangeKind.REPLACED if successor else LineupChangeKind.TAKEN_OFF
    _note(actor, roadshow, kind, gone, successor, reason=reason, is_public=roadshow.shows_lineup and not was_waiting)
    notices.taken_off(gone)
    if not was_waiting:
        end_all(roadshow, by=actor.account_id, project_id=gone.project_id)
        _tell_guests(roadshow, gone, successor)


def move_up(*, actor: Actor, roadshow: Roadshow, place_id: uuid.UUID) -> None:
    """From the waiting list to the end of the line-up, as far as there is room."""
    _open(actor, roadshow)
    place = lineup.place_on(roadshow, place_id)
    if not place.is_waiting:
        raise Conflict(_("This project is on the line-up already."))
    _joined(actor, roadshow, place.application, LineupChangeKind.MOVED_UP)


def join(*, actor: Actor, roadshow: Roadshow, application_id: uuid.UUID) -> None:
    """An application that was not chosen gets a place at the end after all."""
    _open(actor, roadshow)
    _joined(actor, roadshow, _chosen(roadshow, application_id), LineupChangeKind.ADDED)


def reorder(*, actor: Actor, roadshow: Roadshow, order: Sequence[uuid.UUID]) -> int:
    """The line-up in this order of places; returns how many pitch at another time than before."""
    _open(actor, roadshow)
    placed = {place.id: place for place in lineup.places(roadshow.id) if not place.is_waiting}
    if sorted(order) != sorted(placed):
        raise Conflict(_("The line-up has changed meanwhile. Look at it again."))
    moved = [placed[key] for number, key in enumerate(order, start=1) if placed[key].position != number]
    lineup.number([placed[key] for key in order])
    if moved:
        _note(actor, roadshow, LineupChangeKind.REORDERED)
        notices.reordered(moved)
    return len(moved)


def withdrew(*, actor: Actor, application: Application) -> None:
    """A project that was chosen drops out by itself; whoever waits longest takes its place, if the roadshow wants so.

    The caller holds the roadshow's lock.
    """
    roadshow, place = application.roadshow, application.place
    if place is None:
        return
    was_waiting, position = place.is_waiting, place.position
    lineup.drop(roadshow, place)
    if was_waiting:
        return
    heir = next((row for row in lineup.places(roadshow.id) if row.is_waiting), None) if roadshow.moves_up else None
    successor = heir.application if heir else None
    if successor:
        _bring_in(roadshow, successor, position)
        notices.moved_up(successor)
    end_all(roadshow, by=actor.account_id, project_id=application.project_id)
    _note(actor, roadshow, LineupChangeKind.WITHDREW, application, successor, is_public=roadshow.shows_lineup)
    notices.dropped_out(application, successor)
    _tell_guests(roadshow, application, successor)


def _joined(actor: Actor, roadshow: Roadshow, application: Application, kind: LineupChangeKind) -> None:
    lineup.check_room(roadshow, 1)
    _bring_in(roadshow, application, roadshow.lineup_count + 1)
    _note(actor, roadshow, kind, application, is_public=roadshow.shows_lineup)
    notices.moved_up(application)
    _tell_guests(roadshow, None, application)


def _bring_in(roadshow: Roadshow, application: Application, position: int) -> None:
    """Onto the line-up at this position, from the waiting list or from outside."""
    if application.place is None:
        lineup.append(roadshow, [application], waiting=True)
        db.session.refresh(application, ["place"])
    place = application.place
    assert place
    rows = lineup.places(roadshow.id)
    place.is_waiting = False
    placed = [row for row in rows if not row.is_waiting and row is not place]
    lineup.number([*placed[: position - 1], place, *placed[position - 1 :]])
    lineup.number([row for row in rows if row.is_waiting])
    count_lineup(roadshow, 1)
    application.outcome = Outcome.SELECTED
    if roadshow.shows_lineup:
        db.session.flush()
        people.issue_to_presenters(roadshow)


def _chosen(roadshow: Roadshow, application_id: uuid.UUID) -> Application:
    """A sent application of this roadshow that is not on the line-up."""
    application = db.session.get(Application, application_id)
    if application is None or application.roadshow_id != roadshow.id or application.state is not ApplicationState.SENT:
        raise Invalid(_("Choose an application from the list."), "successor_id")
    if application.place is not None and not application.place.is_waiting:
        raise Conflict(_("This project is on the line-up already."))
    return application


def _note(
    actor: Actor,
    roadshow: Roadshow,
    kind: LineupChangeKind,
    about: Application | None = None,
    successor: Application | None = None,
    *,
    reason: str = "",
    is_public: bool = False,
) -> None:
    db.session.add(
        LineupChange(
            roadshow_id=roadshow.id,
            kind=kind,
            project_id=about.project_id if about else None,
            successor_id=successor.project_id if successor else None,
            reason=reason,
            is_public=is_public,
            made_by_id=actor.account_id,
        )
    )
    db.session.flush()


def _tell_guests(roadshow: Roadshow, gone: Application | None, new: Application | None) -> None:
    """Whoever is registered or waits for a seat, and whoever marked interest in what left."""
    if not roadshow.shows_lineup:
        return
    coming = select(Registration.organisation_id).where(
        Registration.roadshow_id == roadshow.id, Registration.state != RegistrationState.CANCELLED
    )
    concerned = set(db.session.scalars(coming))
    if gone:
        marked = select(Fund.organisation_id).join(Interest, Interest.fund_id == Fund.id)
        marked = marked.where(Interest.roadshow_id == roadshow.id, Interest.project_id == gone.project_id)
        concerned |= set(db.session.scalars(marked))
    notices.to_guests(
        roadshow, sorted(concerned), gone=gone.project if gone else None, new=new.project if new else None
    )


def _open(actor: Actor, roadshow: Roadshow) -> None:
    require(manages(actor, roadshow))
    lock(roadshow)
    if not changes_late(roadshow):
        raise Conflict(_("Late changes are made between fixing the line-up and the end of the roadshow."))
