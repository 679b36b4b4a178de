"""What meetings add to the pages of roadshows and to the list of what is due."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.core.panels import panel
from app.core.today import Due, due, due_if
from app.roadshows.meetings.policies import meets_here
from app.roadshows.meetings.queries import asking, meetings, timetables
from app.roadshows.models import Roadshow

SOON = dt.timedelta(days=7)


def _meets(actor: Any) -> bool:
    return isinstance(actor, Actor) and actor.is_(Role.INVESTOR, Role.ENTREPRENEUR)


@panel("roadshow", order=10)
def own_meetings(actor: Any, roadshow: Roadshow) -> str:
    """For those who can meet somebody there."""
    if not _meets(actor) or not meets_here(actor, roadshow) or not asking.joined_roadshow(actor, roadshow.id):
        return ""
    return render_template(
        "roadshows/meetings/_roadshow_panel.html",
        roadshow=roadshow,
        meetings=meetings.at_roadshow(actor, roadshow.id),
        side=meetings.side(actor),
    )


@panel("roadshow.manage", order=30)
def timetable_of_roadshow(actor: Any, roadshow: Roadshow) -> str:
    """For its organiser: how far the timetable is."""
    if not roadshow.shows_lineup:
        return ""
    return render_template(
        "roadshows/meetings/_manage_panel.html",
        roadshow=roadshow,
        agreed=timetables.agreed(roadshow),
        published=timetables.last_published(roadshow.id),
        opened=timetables.open_timetable(roadshow.id),
    )


@due
def requests_to_answer(actor: Any) -> Iterable[Due]:
    if _meets(actor) and (waiting := asking.pending_received(actor)):
        if actor.is_(Role.INVESTOR):
            title = ngettext("%(num)s project wants to meet you", "%(num)s projects want to meet you", waiting)
        else:
            title = ngettext("%(num)s fund wants to meet you", "%(num)s funds want to meet you", waiting)
        yield Due(title, url_for("meetings.requests"), "heart-handshake", urgent=True)


@due_if(meetings.in_person)
def meetings_to_come(actor: Any) -> Iterable[Due]:
    if not _meets(actor):
        return
    now = utc_now()
    for meeting in meetings.between(actor, now, now + SOON):
        assert meeting.slot
        names = {"project": meeting.project.name, "fund": meeting.fund.name}
        title = _("%(project)s and %(fund)s, 1:1 meeting", **names)
        here = url_for("meetings.show", meeting_id=meeting.id)
        yield Due(title, here, "calendar-event", meeting.roadshow.label, meeting.slot.starts_at)


@due_if(meetings.in_person)
def when_one_can(actor: Any) -> Iterable[Due]:
    """Whoever has agreed to meet and has not said when they can, while there is no timetable."""
    if _meets(actor):
        for roadshow in meetings.unsaid(actor):
            title = _("Say when you can meet at “%(roadshow)s”", roadshow=roadshow.label)
            yield Due(title, url_for("meetings.availability", roadshow_id=roadshow.id), "clock", at=roadshow.starts_at)


@due_if(meetings.in_person)
def outcomes_to_tell(actor: Any) -> Iterable[Due]:
    if _meets(actor):
        for meeting in meetings.untold(actor):
            other = meeting.fund.name if actor.is_(Role.ENTREPRENEUR) else meeting.project.name
            here = url_for("meetings.show", meeting_id=meeting.id, _anchor="outcome")
            yield Due(_("Say what came of the meeting with %(name)s", name=other), here, "checklist")


@due_if(meetings.in_person)
def actions_to_do(actor: Any) -> Iterable[Due]:
    if not _meets(actor):
        return
    for action in meetings.own_actions(actor):
        here = url_for("meetings.show", meeting_id=action.meeting_id, _anchor="actions")
        at = dt.datetime.combine(action.due_on, dt.time(), dt.UTC) if action.due_on else None
        yield Due(action.text, here, "checklist", action.meeting.roadshow.label, at)


@due
def timetables_to_make(actor: Any) -> Iterable[Due]:
    """For organisers: meetings are agreed, the roadshow is near or over, and no timetable was published."""
    if isinstance(actor, Actor) and actor.is_(Role.ORGANISER, Role.CARRIER_STAFF):
        for roadshow in timetables.without_timetable(actor):
            title = _("Make the 1:1 timetable of “%(roadshow)s”", roadshow=roadshow.label)
            yield Due(title, url_for("meetings.timetable", roadshow_id=roadshow.id), "calendar-time")
