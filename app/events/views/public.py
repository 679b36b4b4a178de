"""What everybody sees: the calendar of events, an event, its calendar files."""

from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.access import PUBLIC, actor, allow
from app.core.forms import query_values
from app.core.listing import Column, export, paginate, wants_export
from app.core.mail import absolute_url
from app.core.qr import qr_code
from app.events import ics, policies
from app.events.core import EventMode
from app.events.forms import RegisterForm
from app.events.labels import KINDS, MODES, STATES
from app.events.models import Event, EventKind, EventState, SeatState
from app.events.queries import calendar, own_registration, visible_event
from app.events.views import bp
from app.extensions import db
from app.taxonomy import labels

COLUMNS = (
    Column(_l("Kind"), lambda event: str(KINDS[event.kind])),
    Column(_l("Title"), lambda event: event.label),
    Column(_l("Begins"), lambda event: event.starts_at),
    Column(_l("Ends"), lambda event: event.ends_at),
    Column(_l("Registration until"), lambda event: event.register_until),
    Column(_l("Form"), lambda event: str(MODES[event.mode])),
    Column(_l("Venue"), lambda event: event.venue),
    Column(_l("Themes"), lambda event: [labels.label("sector", code) for code in event.codes("sector")]),
    Column(_l("Region"), lambda event: labels.region_name(event.region_code, full=True)),
    Column(_l("Organiser"), lambda event: event.organisation.name),
    Column(_l("Seats"), lambda event: event.seats),
    Column(_l("State"), lambda event: str(STATES[event.state])),
)


@bp.get("/events")
@allow(PUBLIC)
def index() -> Any:
    """The calendar of public salons, forums and training classes."""
    past = request.args.get("time") == "past"
    kind = request.args.get("kind", "")
    filters: dict[str, Any] = {
        "kind": kind if kind in set(EventKind) else "",
        "sectors": query_values("sector"),
        "modes": [mode for mode in query_values("mode") if mode in set(EventMode)],
        "region": labels.region_prefix(request.args.get("region", "")[:6]),
    }
    statement = calendar(past=past, **filters)
    if wants_export():
        return export("events", COLUMNS, db.session.scalars(statement).unique())
    page = paginate(statement, per_page=20)
    return render_template("events/index.html", page=page, past=past, filters=filters)


@bp.get("/events.ics")
@allow(PUBLIC)
def feed() -> Response:
    """Upcoming events, to subscribe to."""
    upcoming = db.session.scalars(calendar().limit(200)).unique()
    return _calendar_file(ics.calendar(upcoming, name=_("Salons, forums and classes")), "events.ics", inline=True)


@bp.get("/events/<uuid:event_id>")
@allow(PUBLIC, load=visible_event)
def show(event: Event) -> Any:
    person = actor()
    registration = own_registration(person, event.id) if person.is_signed_in else None
    has_seat = registration is not None and registration.state is SeatState.CONFIRMED
    manages = policies.manages(person, event)
    url = absolute_url("events.show", event_id=event.id)
    return render_template(
        "events/show.html",
        event=event,
        registration=registration,
        can_give_up=registration is not None and policies.can_give_up(registration),
        takes_registrations=policies.takes_registrations(event),
        manages=manages,
        # Only while it is to come: afterwards there is the recording.
        shows_room=(has_seat or manages) and event.state is EventState.OPEN,
        form=RegisterForm(formdata=None),
        url=url,
        qr=qr_code(url),
    )


@bp.get("/events/<uuid:event_id>/event.ics")
@allow(PUBLIC, load=visible_event)
def calendar_file(event: Event) -> Response:
    return _calendar_file(ics.calendar([event]), "event.ics")


def _calendar_file(content: bytes, name: str, *, inline: bool = False) -> Response:
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f"{'inline' if inline else 'attachment'}; filename={name}"
    return response
