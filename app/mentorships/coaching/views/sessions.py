"""Sessions: booking and proposing, the page of one, calling it off, saying who came."""

import datetime as dt
import uuid
from itertools import groupby
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.listing import Column, export, paginate, wants_export
from app.core.model import utc_now
from app.core.templating import local
from app.extensions import db
from app.mentorships.coaching import ics, labels, policies
from app.mentorships.coaching.forms import (
    ActionForm,
    CancelForm,
    DetailsForm,
    NoteForm,
    ReportForm,
    SessionForm,
    TimeForm,
)
from app.mentorships.coaching.models import REPORT_DAYS, CoachingSession, SessionState, Side, Turnout
from app.mentorships.coaching.queries import pages, slots, things
from app.mentorships.coaching.services import reports, sessions
from app.mentorships.coaching.services.steps import add_action
from app.mentorships.coaching.views import bp
from app.mentorships.coaching.views.common import SIDES, first_error, to_session
from app.mentorships.models import Mentorship
from app.roadshows.forms import options

COLUMNS = (
    Column(_l("Mentor"), lambda s: s.mentorship.mentor.name),
    Column(_l("Project"), lambda s: s.mentorship.project.name),
    Column(_l("Begins"), lambda s: s.starts_at),
    Column(_l("Minutes"), lambda s: s.minutes),
    Column(_l("State"), lambda s: str(labels.SESSION_STATES[s.state])),
    Column(_l("Who came"), lambda s: str(labels.TURNOUTS[s.turnout]) if s.turnout else ""),
    Column(_l("What you want to talk about"), lambda s: s.topic),
    Column(_l("Venue"), lambda s: s.place),
    Column(_l("Video link"), lambda s: s.video_url),
    Column(_l("Reason"), lambda s: s.cancel_reason),
)


@bp.get("/sessions")
@allow(*SIDES)
def index() -> Any:
    """The log of all the person's sessions."""
    state = request.args.get("state", "")
    statement = pages.own_sessions(actor(), state=state)
    if wants_export():
        return export("sessions", COLUMNS, db.session.scalars(statement).unique())
    return render_template("mentorships/coaching/sessions.html", page=paginate(statement), state=state, words=labels)


@bp.route("/mentorships/<uuid:mentorship_id>/sessions/new", methods=["GET", "POST"])
@allow(*SIDES, load=things.visible_mentorship)
def new_session(mentorship: Mentorship) -> Any:
    """A project takes a free time; either side proposes one."""
    person = actor()
    usual = slots.availability_of(mentorship.mentor_id)
    given = {"place": usual.place, "video_url": usual.video_url, "minutes": usual.slot_minutes} if usual else {}
    form = SessionForm(data=given)
    free = _offer(form, mentorship, person.account_id)
    if form.validate_on_submit():
        with form.field_errors():
            details = {"topic": form.topic.data or "", "place": form.place.data or ""}
            details["video_url"] = form.video_url.data or ""
            made = _book_or_propose(mentorship, form, details)
            db.session.commit()
            flash(_said(made), "success")
            return to_session(made.id)
    return _time_page(form, mentorship, free, None)


def _book_or_propose(mentorship: Mentorship, form: SessionForm, details: dict[str, str]) -> CoachingSession:
    chosen = form.chosen
    if chosen is not None:
        return sessions.book(actor=actor(), mentorship=mentorship, starts_at=chosen, **details)
    assert form.starts_at.data
    begins, minutes = form.starts_at.data, form.minutes.data
    return sessions.propose(actor=actor(), mentorship=mentorship, starts_at=begins, minutes=minutes, **details)


def _said(session: CoachingSession) -> str:
    if session.state is SessionState.BOOKED:
        return _("Booked. The other side is told; both of you get a reminder a day before.")
    return _("Proposed. You get a notice when the other side answers.")


@bp.route("/sessions/<uuid:session_id>/move", methods=["GET", "POST"])
@allow(*SIDES, load=things.own_session)
def move(session: CoachingSession) -> Any:
    """Another time for a session."""
    form = TimeForm(data={"minutes": session.minutes})
    free = _offer(form, session.mentorship, session.attendee_id or actor().account_id)
    if form.validate_on_submit():
        with form.field_errors():
            if form.chosen is not None:
                sessions.move_to_slot(actor=actor(), session=session, starts_at=form.chosen)
            else:
                times = {"starts_at": form.starts_at.data, "minutes": form.minutes.data}
                sessions.propose_other(actor=actor(), session=session, **times)
            db.session.commit()
            flash(_said(session), "success")
            return to_session(session.id)
    return _time_page(form, session.mentorship, free, session)


def _offer(form: TimeForm, mentorship: Mentorship, attendee_id: uuid.UUID | None) -> list[dt.datetime]:
    """Only the project takes the mentor's free times; a mentor proposes."""
    takes = policies.side_of(actor(), mentorship) is Side.PROJECT
    free = slots.slots_for(mentorship, attendee_id) if takes else []
    form.offer(free)
    return free


def _time_page(form: TimeForm, mentorship: Mentorship, free: list[dt.datetime], session: Any) -> Any:
    """Free times by week and day of the city."""

    def week(moment: dt.datetime) -> dt.date:
        day = local(moment).date()
        return day - dt.timedelta(days=day.weekday())

    weeks = [
        (monday, [(day, list(times)) for day, times in groupby(found, lambda moment: local(moment).date())])
        for monday, found in groupby(free, week)
    ]
    page = render_template(
        "mentorships/coaching/time.html",
        form=form,
        mentorship=mentorship,
        session=session,
        weeks=weeks,
        side=policies.side_of(actor(), mentorship),
        plans=slots.availability_of(mentorship.mentor_id) is not None,
    )
    return page, form.status


@bp.get("/sessions/<uuid:session_id>")
@allow(*SIDES, load=things.own_session)
def session(session: CoachingSession) -> Any:
    return session_page(session)


def session_page(session: CoachingSession, **forms: Any) -> Any:
    person, mentorship = actor(), session.mentorship
    side = policies.side_of(person, mentorship)
    assert side is not None
    status = max((form.status for form in forms.values()), default=200)
    report = session.report_of(side)
    given = {
        "note_form": NoteForm(formdata=None),
        "action_form": ActionForm(formdata=None, prefix="action", data={"owner": Side.PROJECT.value}),
        "report_form": ReportForm(formdata=None, data={"turnout": report.value if report else None}),
        "cancel_form": CancelForm(formdata=None),
        **forms,
    }
    may_report = session.state not in {SessionState.PROPOSED, SessionState.CANCELLED} and session.has_begun
    return render_template(
        "mentorships/coaching/session.html",
        session=session,
        mentorship=mentorship,
        side=side,
        notes=pages.notes(person, session),
        actions=pages.actions_of_session(session),
        may_report=may_report and session.ends_at + dt.timedelta(days=REPORT_DAYS) > utc_now(),
        words=labels,
        today=slots.today(),
        **given,
    ), status


@bp.post("/sessions/<uuid:session_id>/accept")
@allow(*SIDES, load=things.own_session)
def accept(session: CoachingSession) -> Response:
    sessions.accept(actor=actor(), session=session)
    db.session.commit()
    flash(_said(session), "success")
    return to_session(session.id)


@bp.route("/sessions/<uuid:session_id>/edit", methods=["GET", "POST"])
@allow(*SIDES, load=things.own_session)
def edit_session(session: CoachingSession) -> Any:
    side = policies.side_of(actor(), session.mentorship)
    form = DetailsForm(obj=session)
    people = slots.people_of(session.mentorship) if side is Side.PROJECT else []
    form.attendee_id.choices = options([("", _("Not decided")), *((one.id, one.name) for one in people)])
    if form.validate_on_submit():
        form.checked_version(session.version)
        with form.field_errors():
            chosen = form.attendee_id.data
            sessions.edit(
                actor=actor(),
                session=session,
                topic=form.topic.data or "",
                place=form.place.data or "",
                video_url=form.video_url.data or "",
                attendee_id=uuid.UUID(chosen) if chosen else None,
            )
            db.session.commit()
            flash(_("Saved."), "success")
            return to_session(session.id)
    page = render_template("mentorships/coaching/details.html", form=form, session=session, people=people)
    return page, form.status


@bp.post("/sessions/<uuid:session_id>/cancel")
@allow(*SIDES, load=things.own_session)
def cancel(session: CoachingSession) -> Any:
    form = CancelForm()
    if form.validate_on_submit():
        with form.field_errors():
            sessions.cancel(actor=actor(), session=session, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Cancelled. The other side is told."), "success")
            return to_session(session.id)
    return session_page(session, cancel_form=form)


@bp.post("/sessions/<uuid:session_id>/report")
@allow(*SIDES, load=things.own_session)
def report(session: CoachingSession) -> Any:
    form = ReportForm()
    if form.validate_on_submit():
        reports.report(actor=actor(), session=session, turnout=Turnout(form.turnout.data))
        db.session.commit()
        flash(_("Noted, thank you."), "success")
        return to_session(session.id)
    first_error(form)
    return to_session(session.id, "report")


@bp.post("/sessions/<uuid:session_id>/actions")
@allow(*SIDES, load=things.own_session)
def add_session_action(session: CoachingSession) -> Any:
    form = ActionForm(prefix="action")
    if form.validate_on_submit():
        with form.field_errors():
            add_action(
                actor=actor(),
                mentorship=session.mentorship,
                session=session,
                text=form.text.data,
                owner=Side(form.owner.data),
                due_on=form.due_on.data,
            )
            db.session.commit()
            flash(_("Action added."), "success")
            return to_session(session.id, "actions")
    return session_page(session, action_form=form)


@bp.get("/sessions/<uuid:session_id>/calendar.ics")
@allow(*SIDES, load=things.own_session)
def calendar_file(session: CoachingSession) -> FlaskResponse:
    headers = {"Content-Disposition": "attachment; filename=session.ics"}
    return FlaskResponse(ics.calendar(session), mimetype="text/calendar", headers=headers)
