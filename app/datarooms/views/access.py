"""Who may read a room until when; asking for it, and answering."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import SIGNED_IN, actor, allow
from app.core.flashes import flash_undo
from app.core.listing import Column, export, paginate, wants_export
from app.core.templating import local
from app.datarooms import labels, policies, queries, services
from app.datarooms.forms import AskForm, GrantForm, LastDayForm, ReasonForm
from app.datarooms.models import DataRoom, RoomGrant, RoomRequest
from app.datarooms.views import bp
from app.extensions import db

COLUMNS = (
    Column(_l("Organisation"), lambda g: g.organisation.name),
    Column(_l("State"), lambda g: str(labels.GRANT_STATES[g.state])),
    Column(_l("Granted"), lambda g: g.granted_at),
    Column(_l("Access until"), lambda g: g.expires_at),
    Column(_l("Revoked on"), lambda g: g.revoked_at),
)


def _may_change(person: Any, thing: RoomGrant | RoomRequest) -> bool:
    return policies.can_change(person, thing.room)


def _asked(person: Any, question: RoomRequest) -> bool:
    return bool(person.acts_for(question.organisation_id))


@bp.get("/rooms/<uuid:room_id>/access")
@allow(SIGNED_IN, load=queries.visible_room, may=policies.owns)
def access(room: DataRoom) -> Any:
    return _access_page(room, GrantForm(formdata=None, organisation=request.args.get("organisation", "")[:120]))


@bp.post("/rooms/<uuid:room_id>/grants")
@allow(SIGNED_IN, load=queries.visible_room, may=policies.can_change)
def grant(room: DataRoom) -> Any:
    form = GrantForm()
    if form.validate_on_submit():
        with form.field_errors():
            organisation = queries.organisation_named(form.organisation.data)
            given = services.grant(actor=actor(), room=room, organisation=organisation, until=form.until.data)
            db.session.commit()
            flash(_("%(name)s may read the data room now.", name=given.organisation.name), "success")
            return redirect(url_for(".access", room_id=room.id), 303)
    return _access_page(room, form)


def _access_page(room: DataRoom, form: GrantForm) -> Any:
    statement = queries.grants(room)
    if wants_export():
        return export("access", COLUMNS, db.session.scalars(statement))
    return render_template(
        "datarooms/access.html",
        room=room,
        form=form,
        may_change=policies.can_change(actor(), room),
        page=paginate(statement),
        waiting=queries.waiting_requests(room),
        day_form=LastDayForm(formdata=None),
        names=queries.suggested_names(room),
        states=labels.GRANT_STATES,
    ), form.status


@bp.post("/rooms/grants/<uuid:grant_id>/revoke")
@allow(SIGNED_IN, load=queries.visible_grant, may=_may_change)
def revoke(given: RoomGrant) -> Response:
    services.revoke(actor=actor(), grant=given)
    db.session.commit()
    said = _("%(name)s reads nothing more from now on.", name=given.organisation.name)
    last_day = local(given.expires_at).date().isoformat()
    flash_undo(said, url_for(".renew", grant_id=given.id), until=last_day)
    return redirect(url_for(".access", room_id=given.room_id), 303)


@bp.post("/rooms/grants/<uuid:grant_id>/renew")
@allow(SIGNED_IN, load=queries.visible_grant, may=_may_change)
def renew(given: RoomGrant) -> Response:
    """Another last day, also for access that has ended."""
    form, room_id = LastDayForm(), given.room_id
    if form.validate_on_submit():
        with form.field_errors():
            services.renew(actor=actor(), grant=given, until=form.until.data)
            db.session.commit()
            flash(_("Saved."), "success")
    return _to_access(form, room_id)


@bp.route("/projects/<uuid:project_id>/room/ask", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.askable_room)
def ask(room: DataRoom) -> Any:
    form, person = AskForm(), actor()
    if form.validate_on_submit():
        with form.field_errors():
            services.ask(actor=person, room=room, message=form.message.data or "")
            db.session.commit()
            flash(_("Sent. You get a notice when the project answers."), "success")
            return redirect(url_for(".index"), 303)
    return render_template("datarooms/ask.html", form=form, room=room, holds=policies.holds(person, room)), form.status


@bp.post("/rooms/requests/<uuid:request_id>/accept")
@allow(SIGNED_IN, load=queries.visible_request, may=_may_change)
def accept(question: RoomRequest) -> Response:
    form, room_id = LastDayForm(), question.room_id
    if form.validate_on_submit():
        with form.field_errors():
            services.accept(actor=actor(), request=question, until=form.until.data)
            db.session.commit()
            flash(_("Accepted. The fund reads the room after it agreed to your terms."), "success")
    return _to_access(form, room_id)


@bp.post("/rooms/requests/<uuid:request_id>/decline")
@allow(SIGNED_IN, load=queries.visible_request, may=_may_change)
def decline(question: RoomRequest) -> Response:
    form, room_id = ReasonForm(), question.room_id
    if form.validate_on_submit():
        services.decline(actor=actor(), request=question, reason=form.reason.data or "")
        db.session.commit()
        flash(_("Declined. Whoever asked is told."), "success")
    return _to_access(form, room_id)


@bp.post("/rooms/requests/<uuid:request_id>/withdraw")
@allow(SIGNED_IN, load=queries.visible_request, may=_asked)
def withdraw(question: RoomRequest) -> Response:
    services.withdraw(actor=actor(), request=question)
    db.session.commit()
    flash(_("Withdrawn."), "success")
    return redirect(url_for(".index"), 303)


def _to_access(form: Any, room_id: Any) -> Response:
    """To the room's page of access; what was wrong is said there."""
    for errors in form.errors.values():
        flash(str(errors[0]), "error")
    return redirect(url_for(".access", room_id=room_id), 303)
