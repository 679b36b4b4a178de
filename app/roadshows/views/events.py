"""What everybody sees: the calendar, a roadshow, its poster, its calendar files."""

import datetime as dt
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.access import PUBLIC, actor, allow
from app.core.forms import query_values
from app.core.listing import Column, export, paginate, wants_export
from app.core.mail import absolute_url
from app.core.model import utc_now
from app.core.qr import qr_code
from app.extensions import db
from app.roadshows import ics, policies
from app.roadshows.labels import MODES, STATES
from app.roadshows.models import Application, EventMode, Outcome, Registration, RegistrationState, Roadshow
from app.roadshows.queries.applications import own_applications_to
from app.roadshows.queries.events import calendar, lineup, lineup_changes, visible_roadshow
from app.roadshows.queries.people import holds_ticket, own_attendee
from app.roadshows.queries.series import others_of_series
from app.roadshows.services.registrations import of_organisation
from app.roadshows.views import bp
from app.taxonomy import labels

COLUMNS = (
    Column(_l("Title"), lambda r: r.label),
    Column(_l("Begins"), lambda r: r.starts_at),
    Column(_l("Ends"), lambda r: r.ends_at),
    Column(_l("Applications until"), lambda r: r.apply_until),
    Column(_l("Form"), lambda r: str(MODES[r.mode])),
    Column(_l("Venue"), lambda r: r.venue),
    Column(_l("Themes"), lambda r: [labels.label("sector", code) for code in r.codes("sector")]),
    Column(_l("Region"), lambda r: labels.region_name(r.region_code, full=True)),
    Column(_l("Organiser"), lambda r: r.organisation.name),
    Column(_l("State"), lambda r: str(STATES[r.state])),
)


KEPT_IN_FEED = dt.timedelta(days=180)


@bp.get("/roadshows")
@allow(PUBLIC)
def index() -> Any:
    """The calendar of public roadshows."""
    past = request.args.get("time") == "past"
    filters = _filters()
    statement = calendar(past=past, **filters)
    if wants_export():
        return export("roadshows", COLUMNS, db.session.scalars(statement).unique())
    page = paginate(statement, per_page=20)
    return render_template("roadshows/index.html", page=page, past=past, filters=filters, modes=MODES)


@bp.get("/roadshows.ics")
@allow(PUBLIC)
def feed() -> Response:
    """Published roadshows, to subscribe to; with the filters of the list. Past ones do not vanish from calendars."""
    since = utc_now() - KEPT_IN_FEED
    roadshows = db.session.scalars(calendar(now=since, **_filters()).limit(500)).unique()
    return _calendar_file(ics.calendar(roadshows, name=_("Roadshows")), "roadshows.ics", inline=True)


@bp.get("/roadshows/<uuid:roadshow_id>")
@allow(PUBLIC, load=visible_roadshow)
def show(roadshow: Roadshow) -> Any:
    person = actor()
    registration = of_organisation(roadshow.id, person.organisation_id) if person.is_(Role.INVESTOR) else None
    applications = own_applications_to(person, roadshow)
    return render_template(
        "roadshows/show.html",
        roadshow=roadshow,
        lineup=lineup(roadshow.id) if policies.sees_lineup(person, roadshow) else [],
        changes=lineup_changes(roadshow.id, public=True) if roadshow.shows_lineup else [],
        others=others_of_series(roadshow),
        registration=registration,
        applications=applications,
        manages=policies.manages(person, roadshow),
        takes_applications=policies.takes_applications(roadshow),
        takes_registrations=policies.takes_registrations(roadshow),
        takes_interest=policies.takes_interest(roadshow),
        takes_part=_takes_part(person, roadshow, registration, applications),
        url=absolute_url("roadshows.show", roadshow_id=roadshow.id),
        qr=qr(roadshow),
    )


@bp.get("/roadshows/<uuid:roadshow_id>/poster")
@allow(PUBLIC, load=visible_roadshow)
def poster(roadshow: Roadshow) -> Any:
    """To print and hang up."""
    url = absolute_url("roadshows.show", roadshow_id=roadshow.id)
    return render_template("roadshows/poster.html", roadshow=roadshow, url=url, qr=qr(roadshow))


@bp.get("/roadshows/<uuid:roadshow_id>/roadshow.ics")
@allow(PUBLIC, load=visible_roadshow)
def calendar_file(roadshow: Roadshow) -> Response:
    return _calendar_file(ics.calendar([roadshow]), "roadshow.ics")


def qr(roadshow: Roadshow) -> Markup:
    """The address of the public page."""
    return qr_code(absolute_url("roadshows.show", roadshow_id=roadshow.id))


def _filters() -> dict[str, Any]:
    return {
        "sectors": query_values("sector"),
        "modes": [mode for mode in query_values("mode") if mode in set(EventMode)],
        "region": labels.region_prefix(request.args.get("region", "")[:6]),
    }


def _takes_part(
    person: Actor, roadshow: Roadshow, registration: Registration | None, applications: list[Application]
) -> bool:
    """Whether the person gets the address of the live room."""
    registered = registration is not None and registration.state is RegistrationState.CONFIRMED
    pitches = roadshow.lineup_is_fixed and any(row.outcome is Outcome.SELECTED for row in applications)
    if registered or pitches or policies.manages(person, roadshow):
        return True
    attendee = own_attendee(person, roadshow.id)
    return attendee is not None and holds_ticket(attendee)


def _calendar_file(content: bytes, name: str, *, inline: bool = False) -> Response:
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f"{'inline' if inline else 'attachment'}; filename={name}"
    return response
