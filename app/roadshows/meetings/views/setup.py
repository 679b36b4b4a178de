"""The organiser says where and when meetings can take place."""

import datetime as dt
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.flashes import flash_undo
from app.core.forms import CONSTRAINT_MESSAGES
from app.core.model import utc_now
from app.core.moments import city_zone
from app.extensions import db
from app.roadshows.meetings.forms import QuotaForm, RoomForm, SlotsForm, TablesForm
from app.roadshows.meetings.models import MeetingRoom, MeetingSlot
from app.roadshows.meetings.policies import can_set_up
from app.roadshows.meetings.queries.board import by_day, rooms_of, slots_of
from app.roadshows.meetings.queries.timetables import agreed, managed_room, managed_slot
from app.roadshows.meetings.services import rooms as services
from app.roadshows.meetings.views import bp
from app.roadshows.models import Roadshow
from app.roadshows.policies import ORGANISING
from app.roadshows.queries.events import managed_roadshow
from app.roadshows.views.common import flashed_errors, manage_page


@bp.get("/roadshows/<uuid:roadshow_id>/timetable/setup")
@allow(*ORGANISING, load=managed_roadshow, may=can_set_up)
def setup(roadshow: Roadshow) -> Any:
    """Tables, video rooms, slots and breaks."""
    return _page(roadshow)


@bp.post("/roadshows/<uuid:roadshow_id>/timetable/tables")
@allow(*ORGANISING, load=managed_roadshow, may=can_set_up)
def add_tables(roadshow: Roadshow) -> Any:
    form = TablesForm()
    if form.validate_on_submit():
        with form.field_errors():
            added = services.add_tables(actor=actor(), roadshow=roadshow, count=form.count.data or 0)
            db.session.commit()
            flash(ngettext("%(num)s table added.", "%(num)s tables added.", added), "success")
            return _back(roadshow, "rooms")
    return _page(roadshow, tables=form)


@bp.post("/roadshows/<uuid:roadshow_id>/timetable/video-rooms")
@allow(*ORGANISING, load=managed_roadshow, may=can_set_up)
def add_video_room(roadshow: Roadshow) -> Any:
    form = RoomForm()
    if form.validate_on_submit():
        with form.field_errors():
            name, url = form.name.data or "", form.url.data or ""
            services.add_video_room(actor=actor(), roadshow=roadshow, name=name, url=url)
            db.session.commit()
            flash(_("Video room added."), "success")
            return _back(roadshow, "rooms")
    return _page(roadshow, video=form)


@bp.post("/meeting-rooms/<uuid:room_id>")
@allow(*ORGANISING, load=managed_room)
def change_room(room: MeetingRoom) -> Any:
    roadshow, form = db.session.get_one(Roadshow, room.roadshow_id), RoomForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.change_room(actor=actor(), room=room, name=form.name.data or "", url=form.url.data or "")
            db.session.commit()
            flash(_("Saved."), "success")
            return _back(roadshow, "rooms")
    problems = [error for field in (form.name, form.url) for error in field.errors] or form.form_errors
    flash(problems[0] if problems else _("That did not work."), "error")
    return _back(roadshow, "rooms")


@bp.post("/meeting-rooms/<uuid:room_id>/remove")
@allow(*ORGANISING, load=managed_room)
def remove_room(room: MeetingRoom) -> Response:
    roadshow = db.session.get_one(Roadshow, room.roadshow_id)
    services.remove_room(actor=actor(), room=room)
    db.session.commit()
    flash(_("Removed."), "success")
    return _back(roadshow, "rooms")


@bp.post("/roadshows/<uuid:roadshow_id>/timetable/slots")
@allow(*ORGANISING, load=managed_roadshow, may=can_set_up)
def add_slots(roadshow: Roadshow) -> Any:
    form = SlotsForm()
    if form.validate_on_submit():
        with form.field_errors():
            assert form.begins.data is not None
            assert form.ends.data is not None
            added = services.add_slots(
                actor=actor(),
                roadshow=roadshow,
                begins=form.moment(form.begins.data),
                ends=form.moment(form.ends.data),
                minutes=form.minutes.data or 0,
                pause=form.pause.data or 0,
                rest=form.rest,
            )
            db.session.commit()
            flash(ngettext("%(num)s slot added.", "%(num)s slots added.", added), "success")
            return _back(roadshow, "slots")
    return _page(roadshow, slots=form)


@bp.post("/meeting-slots/<uuid:slot_id>/break")
@allow(*ORGANISING, load=managed_slot)
def switch_break(slot: MeetingSlot) -> Response:
    services.switch_break(actor=actor(), slot=slot)
    db.session.commit()
    told = _("It is a break now.") if slot.is_break else _("It is a slot now.")
    flash_undo(told, url_for(".switch_break", slot_id=slot.id))
    return redirect(url_for(".setup", roadshow_id=slot.roadshow_id, _anchor="slots"), 303)


@bp.post("/meeting-slots/<uuid:slot_id>/remove")
@allow(*ORGANISING, load=managed_slot)
def remove_slot(slot: MeetingSlot) -> Response:
    roadshow = db.session.get_one(Roadshow, slot.roadshow_id)
    services.remove_slot(actor=actor(), slot=slot)
    db.session.commit()
    flash(_("Removed."), "success")
    return _back(roadshow, "slots")


@bp.post("/roadshows/<uuid:roadshow_id>/timetable/quota")
@allow(*ORGANISING, load=managed_roadshow, may=can_set_up)
def set_quota(roadshow: Roadshow) -> Any:
    form = QuotaForm()
    if form.validate_on_submit():
        with flashed_errors():
            services.set_quota(actor=actor(), roadshow=roadshow, quota=form.quota.data or 0)
            db.session.commit()
            flash(_("Saved."), "success")
            return _back(roadshow, "quota")
    return _page(roadshow, quota=form)


def _page(roadshow: Roadshow, **sent: Any) -> Any:
    """The page with the form that was sent and has errors, and the other ones as they begin."""
    starts = roadshow.starts_at.astimezone(city_zone())
    ends = roadshow.ends_at.astimezone(city_zone())
    day = max(starts.date(), utc_now().astimezone(city_zone()).date())
    begin = {
        "day": day,
        "begins": ends.replace(minute=0).time(),
        "ends": (ends.replace(minute=0) + dt.timedelta(hours=2)).time(),
        "minutes": 20,
        "pause": 5,
    }
    forms = {
        "tables": TablesForm(formdata=None, data={"count": 5}),
        "video": RoomForm(formdata=None),
        "slots": SlotsForm(formdata=None, data=begin),
        "quota": QuotaForm(formdata=None, data={"quota": roadshow.meeting_quota}),
    }
    slots = slots_of(roadshow.id)
    status = 422 if any(form.errors for form in sent.values()) else 200
    page = manage_page(
        "meetings_setup",
        roadshow,
        days=by_day(slots),
        slots=slots,
        rooms=rooms_of(roadshow.id),
        agreed=agreed(roadshow),
        **{f"{name}_form": sent.get(name, form) for name, form in forms.items()},
    )
    return page, status


def _back(roadshow: Roadshow, anchor: str) -> Response:
    return redirect(url_for(".setup", roadshow_id=roadshow.id, _anchor=anchor), 303)


CONSTRAINT_MESSAGES["uq_meeting_room_roadshow_id_name"] = ("name", _l("There is a room of this name already."))
