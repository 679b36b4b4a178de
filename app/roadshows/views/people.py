"""Names and tickets: a party keeps its list, everybody has a ticket, the organiser sees all of them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import PUBLIC, SIGNED_IN, actor, allow
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.core.qr import qr_code
from app.extensions import db
from app.roadshows import tickets
from app.roadshows.day_forms import GuestForm, PersonForm
from app.roadshows.day_policies import is_on, takes_joiners
from app.roadshows.labels import ATTENDANCE, ATTENDEE_KINDS, CHECK_IN_METHODS
from app.roadshows.models import Application, Attendee, EventMode, Registration, Roadshow
from app.roadshows.policies import ORGANISING, manages
from app.roadshows.queries import people as queries
from app.roadshows.queries.events import managed_roadshow
from app.roadshows.services import desk as desk_services
from app.roadshows.services import people as services
from app.roadshows.views import bp
from app.roadshows.views.common import manage_page

_COLUMNS = (
    Column(_l("Full name"), lambda row: row.name),
    Column(_l("Organisation"), lambda row: row.affiliation),
    Column(_l("Comes as"), lambda row: str(ATTENDEE_KINDS[row.kind])),
    Column(_l("How they take part"), lambda row: str(ATTENDANCE[row.attendance])),
    Column(_l("Checked in"), lambda row: row.check_in.at if row.check_in else None),
    Column(_l("Checked in by"), lambda row: str(CHECK_IN_METHODS[row.check_in.method]) if row.check_in else ""),
)
# Sheets of badges are printed a few at a time; the browser draws every code.
MOST_BADGES = 400


@bp.route("/registrations/<uuid:registration_id>/people", methods=["GET", "POST"])
@allow(Role.INVESTOR, *ORGANISING, load=queries.named_registration)
def party(registration: Registration) -> Any:
    """Who comes with a registration."""
    return _party_page(registration, url_for(".party", registration_id=registration.id))


@bp.route("/applications/<uuid:application_id>/people", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, *ORGANISING, load=queries.named_application)
def team(application: Application) -> Any:
    """Who comes with a project of the line-up."""
    return _party_page(application, url_for(".team", application_id=application.id))


@bp.route("/attendees/<uuid:attendee_id>", methods=["GET", "POST"])
@allow(Role.INVESTOR, Role.ENTREPRENEUR, *ORGANISING, load=queries.named_attendee)
def change_attendee(attendee: Attendee) -> Any:
    """Another person on the place, or another way to take part."""
    shown = {"account_id": attendee.account_id or "", "name": "" if attendee.account_id else attendee.name}
    form = PersonForm(data={**shown, "attendance": attendee.attendance})
    of_party = attendee.registration or attendee.application
    members = queries.colleagues(of_party) if of_party else []
    form.offer(members, chooses_attendance=attendee.roadshow.mode is EventMode.BOTH)
    if form.validate_on_submit():
        with form.field_errors():
            services.change(actor=actor(), attendee=attendee, **form.values)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(_list_of(attendee), 303)
    page = render_template("roadshows/day/attendee.html", form=form, attendee=attendee, back=_list_of(attendee))
    return page, form.status


@bp.post("/attendees/<uuid:attendee_id>/remove")
@allow(Role.INVESTOR, Role.ENTREPRENEUR, *ORGANISING, load=queries.named_attendee)
def remove_attendee(attendee: Attendee) -> Response:
    target, name = _list_of(attendee), attendee.name
    services.remove(actor=actor(), attendee=attendee)
    db.session.commit()
    flash(_("%(name)s is off the list; their ticket is no longer valid.", name=name), "success")
    return redirect(target, 303)


@bp.get("/tickets/<token>")
@allow(PUBLIC, load=queries.by_token)
def ticket(attendee: Attendee) -> Any:
    """Whoever has the address has the ticket."""
    return _ticket_page(attendee)


@bp.get("/roadshows/<uuid:roadshow_id>/ticket")
@allow(SIGNED_IN, load=queries.own_attendee)
def my_ticket(attendee: Attendee) -> Any:
    return _ticket_page(attendee)


@bp.route("/roadshows/<uuid:roadshow_id>/people", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_roadshow)
def people(roadshow: Roadshow) -> Any:
    """Everybody who comes, and a form for one more."""
    form = GuestForm()
    if roadshow.mode is not EventMode.BOTH:
        del form.attendance
    if form.validate_on_submit():
        with form.field_errors():
            return _add_guest(roadshow, form)
    statement = queries.coming(roadshow.id, **_filters())
    if wants_export():
        return export("people", _COLUMNS, db.session.scalars(statement))
    page = manage_page(
        "people",
        roadshow,
        page=paginate(statement, per_page=100),
        filters=_filters(),
        presence=queries.presence(roadshow.id),
        unnamed=queries.unnamed(roadshow.id),
        form=form,
        ticket_url=tickets.url,
    )
    return page, form.status


@bp.post("/roadshows/<uuid:roadshow_id>/people/presenters")
@allow(*ORGANISING, load=managed_roadshow)
def seat_presenters(roadshow: Roadshow) -> Response:
    made = services.seat_presenters(actor=actor(), roadshow=roadshow)
    db.session.commit()
    flash(ngettext("%(num)s ticket issued.", "%(num)s tickets issued.", made), "success")
    return redirect(url_for(".people", roadshow_id=roadshow.id), 303)


@bp.get("/roadshows/<uuid:roadshow_id>/badges")
@allow(*ORGANISING, load=managed_roadshow)
def badges(roadshow: Roadshow) -> Any:
    """Several badges a page, to print and cut."""
    filters = {**_filters(), "attendance": request.args.get("attendance", "on_site")}
    rows = db.session.scalars(queries.coming(roadshow.id, **filters).limit(MOST_BADGES)).all()
    codes = {row.id: qr_code(tickets.url(row.code)) for row in rows}
    return render_template(
        "roadshows/day/badges.html",
        roadshow=roadshow,
        attendees=rows,
        codes=codes,
        kinds=ATTENDEE_KINDS,
        filters=filters,
    )


def _party_page(of: Registration | Application, here: str) -> Any:
    form = PersonForm(data={"attendance": of.attendance})
    members, rows = queries.colleagues(of), queries.members_of_party(of)
    named = {row.account_id for row in rows}
    free = [row for row in members if row.account_id not in named]
    form.offer(free, chooses_attendance=of.roadshow.mode is EventMode.BOTH)
    if form.validate_on_submit():
        with form.field_errors():
            made = services.add(actor=actor(), party=of, **form.values)
            db.session.commit()
            flash(_("%(name)s is on the list.", name=made.name), "success")
            return redirect(here, 303)
    page = render_template(
        "roadshows/day/party.html",
        form=form,
        party=of,
        attendees=rows,
        places=queries.party_places(of),
        waits=isinstance(of, Registration) and of.state == "waiting",
        tickets=tickets,
    )
    return page, form.status


def _ticket_page(attendee: Attendee) -> str:
    roadshow = attendee.roadshow
    return render_template(
        "roadshows/day/ticket.html",
        attendee=attendee,
        roadshow=roadshow,
        is_valid=queries.holds_ticket(attendee),
        is_on=is_on(roadshow),
        takes_joiners=takes_joiners(roadshow),
        helps=manages(actor(), roadshow),
        code=tickets.written(attendee.code),
        token=tickets.token(attendee.code),
        qr=qr_code(tickets.url(attendee.code)),
    )


def _add_guest(roadshow: Roadshow, form: GuestForm) -> Response:
    """On the list; from the desk also checked in at once."""
    attendance = form.attendance.data if "attendance" in form else None
    made = services.add_guest(
        actor=actor(),
        roadshow=roadshow,
        name=form.name.data or "",
        affiliation=form.affiliation.data or "",
        attendance=attendance,
    )
    at_desk = "here" in request.form
    if at_desk:
        desk_services.check_in(actor=actor(), roadshow=roadshow, attendee_id=made.id)
    db.session.commit()
    told = _("%(name)s is on the list and checked in.") if at_desk else _("%(name)s is on the list.")
    flash(told % {"name": made.name}, "success")
    return redirect(url_for(".desk" if at_desk else ".people", roadshow_id=roadshow.id), 303)


def _filters() -> dict[str, str]:
    return {"words": search_words(), **{name: request.args.get(name, "") for name in ("kind", "attendance", "here")}}


def _list_of(attendee: Attendee) -> str:
    if attendee.registration_id:
        return url_for(".party", registration_id=attendee.registration_id)
    if attendee.application_id:
        return url_for(".team", application_id=attendee.application_id)
    return url_for(".people", roadshow_id=attendee.roadshow_id)
