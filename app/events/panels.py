"""What events add to the landing page, to the list of what is due, and to calendars."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core.agenda import Entry, agenda
from app.core.model import utc_now
from app.core.panels import panel
from app.core.today import Due, due, due_if
from app.events.labels import ATTENDANCE
from app.events.models import Event, EventState, SeatState
from app.events.policies import ORGANISING
from app.events.queries import attended_by, calendar, own_events, seats_of
from app.extensions import db

MOST_ON_HOME = 3
NEAR = dt.timedelta(days=7)


@panel("home", order=60)
def coming_events(_reader: Any, _page: Any) -> str:
    """The next ones, on the landing page."""
    coming = calendar().where(Event.state != EventState.CANCELLED).limit(MOST_ON_HOME)
    events = db.session.scalars(coming).unique().all()
    return render_template("events/_home_panel.html", events=events) if events else ""


@due_if(seats_of)
def seats_taken(actor: Any) -> Iterable[Due]:
    """What the person goes to within a week."""
    if not isinstance(actor, Actor) or not actor.is_signed_in:
        return
    now = utc_now()
    for row in attended_by(actor, now, now + NEAR):
        if row.state is SeatState.CONFIRMED:
            url = url_for("events.show", event_id=row.event_id)
            place = row.event.venue or str(ATTENDANCE[row.attendance])
            yield Due(row.event.label, url, "calendar", place, row.event.starts_at)


@due
def events_to_close(actor: Any) -> Iterable[Due]:
    """What is over and not marked as held: attendance and certificates wait for it."""
    if not isinstance(actor, Actor) or not actor.is_(*ORGANISING):
        return
    for event in db.session.scalars(own_events(actor, state=EventState.OPEN)).unique():
        if event.ends_at <= utc_now():
            title = _("Note who came to “%(event)s”", event=event.label)
            yield Due(title, url_for("events.participants", event_id=event.id), "users-group", at=event.ends_at)


@agenda
def events_of(actor: Any, start: dt.datetime, end: dt.datetime) -> Iterable[Entry]:
    if not isinstance(actor, Actor) or not actor.is_signed_in:
        return
    for row in attended_by(actor, start, end):
        event = row.event
        yield Entry(
            uid=f"{event.id}@fuqiao",
            title=event.label,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            url=url_for("events.show", event_id=event.id),
            place=event.venue,
            kind="event",
            changed_at=event.updated_at,
            sequence=event.version,
            is_tentative=row.state is SeatState.WAITING,
        )
