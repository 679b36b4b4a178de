"""What roadshows add to the landing page and to the list of what is due."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.agenda import Entry, agenda
from app.core.mail import path_to
from app.core.model import utc_now
from app.core.moments import city_zone
from app.core.panels import panel
from app.core.today import Due, due, due_if
from app.extensions import db
from app.roadshows.day_policies import JUDGING, REMINDED_BEFORE, on_lineup_team
from app.roadshows.labels import MODES
from app.roadshows.models import ReviewState, RoadshowState
from app.roadshows.policies import ORGANISING, REVIEWING
from app.roadshows.queries import attendance, judging, people
from app.roadshows.queries.applications import drafts_to_send, own_applications_to
from app.roadshows.queries.events import calendar, left_places
from app.roadshows.queries.reviews import my_reviews
from app.roadshows.queries.series import outlooks, own_series
from app.roadshows.queries.stage import stage_of

MOST_ON_HOME = 3
PREPARED_BEFORE = dt.timedelta(days=45)


@panel("home")
def coming_roadshows(_reader: Any, _page: Any) -> str:
    """The next ones, on the landing page."""
    roadshows = db.session.scalars(calendar().limit(MOST_ON_HOME)).unique().all()
    return render_template("roadshows/_home_panel.html", roadshows=roadshows) if roadshows else ""


@due
def answers_to_give(actor: Any) -> Iterable[Due]:
    if not isinstance(actor, Actor) or not actor.is_(Role.INVESTOR):
        return
    if waiting := attendance.pending_invitations(actor):
        title = ngettext("%(num)s invitation to a roadshow", "%(num)s invitations to roadshows", waiting)
        yield Due(title, url_for("roadshows.answers"), "heart-handshake", urgent=True)


@due
def reviews_to_write(actor: Any) -> Iterable[Due]:
    if not isinstance(actor, Actor) or not actor.is_(*REVIEWING):
        return
    waiting = [
        review
        for review in my_reviews(actor)
        if review.state is ReviewState.ASSIGNED and review.application.roadshow.state is RoadshowState.OPEN
    ]
    if waiting:
        title = ngettext("%(num)s application to review", "%(num)s applications to review", len(waiting))
        yield Due(title, url_for("roadshows.my_reviews"), "clipboard-check")


@due
def roadshows_to_prepare(actor: Any) -> Iterable[Due]:
    """The next date of a series that nobody has made yet, once it is near."""
    if not isinstance(actor, Actor) or not actor.is_(*ORGANISING):
        return
    near = (utc_now() + PREPARED_BEFORE).astimezone(city_zone()).date()
    for row in outlooks(own_series(actor), count=1):
        if row.last and row.dates and row.dates[0] <= near and row.last.ends_at <= utc_now():
            yield Due(
                _("Prepare the next roadshow of “%(series)s”", series=row.series.label),
                url_for("roadshows.create", like=row.last.id, on=row.dates[0]),
                "calendar-plus",
                row.series.when,
                dt.datetime.combine(row.dates[0], dt.time(), city_zone()),
            )


@due
def places_to_fill(actor: Any) -> Iterable[Due]:
    """Places of a known line-up that a project left, when the organiser decides who moves up."""
    if not isinstance(actor, Actor) or not actor.is_(*ORGANISING):
        return
    for roadshow in left_places(actor):
        yield Due(
            _("A place on the line-up is free; others wait for it"),
            url_for("roadshows.lineup", roadshow_id=roadshow.id),
            "users-group",
            roadshow.label,
            roadshow.starts_at,
            urgent=True,
        )


@due
def applications_to_send(actor: Any) -> Iterable[Due]:
    if not isinstance(actor, Actor) or not actor.is_(Role.ENTREPRENEUR):
        return
    for application in drafts_to_send(actor):
        yield Due(
            _("Send the application to “%(roadshow)s”", roadshow=application.roadshow.label),
            url_for("roadshows.pitch", application_id=application.id),
            "send",
            application.project.name,
            application.roadshow.apply_until,
        )


@due_if(people.tickets_of)
def tickets_to_show(actor: Any) -> Iterable[Due]:
    """From the day before: the ticket, and for judges the pitches."""
    if not isinstance(actor, Actor) or actor.account_id is None:
        return
    for ticket in people.coming_tickets(actor):
        roadshow = ticket.roadshow
        if roadshow.starts_at - utc_now() <= REMINDED_BEFORE:
            title = _("Your ticket to “%(roadshow)s”", roadshow=roadshow.label)
            address = url_for("roadshows.my_ticket", roadshow_id=roadshow.id)
            yield Due(title, address, "ticket", roadshow.venue, roadshow.starts_at)


@due_if(judging.judges_as)
def pitches_to_judge(actor: Any) -> Iterable[Due]:
    if not isinstance(actor, Actor) or not actor.is_(*JUDGING):
        return
    for judge in judging.open_judges(actor):
        yield Due(
            _("Judge the pitches of “%(roadshow)s”", roadshow=judge.roadshow.label),
            url_for("roadshows.judging", roadshow_id=judge.roadshow_id),
            "gavel",
            at=judge.roadshow.starts_at,
            urgent=judge.roadshow.starts_at <= utc_now(),
        )


@panel("roadshow.top")
def on_the_day(reader: Any, roadshow: Any) -> str:
    """On a roadshow's page: the reader's ticket, the live page, the results."""
    attendee = people.own_attendee(reader, roadshow.id)
    return render_template(
        "roadshows/day/_on_page.html",
        roadshow=roadshow,
        attendee=attendee if attendee and people.holds_ticket(attendee) else None,
        judge=judging.own_judge(reader, roadshow.id),
        party=attendance.own_registration(reader, roadshow.id) if reader.is_(Role.INVESTOR) else None,
        teams=[row for row in own_applications_to(reader, roadshow) if on_lineup_team(row)],
        stage=stage_of(roadshow),
    )


@agenda
def roadshows_of(actor: Any, start: dt.datetime, end: dt.datetime) -> Iterable[Entry]:
    """What a person comes to, presents at, judges or runs; tentative while the ticket waits for a seat."""
    if not isinstance(actor, Actor) or actor.account_id is None:
        return
    for roadshow, attendee, is_valid in people.roadshows_between(actor, start, end):
        endpoint = "roadshows.my_ticket" if attendee else "roadshows.manage"
        yield Entry(
            uid=f"{roadshow.id}@fuqiao",
            title=roadshow.label,
            starts_at=roadshow.starts_at,
            ends_at=roadshow.ends_at,
            url=path_to(endpoint, roadshow_id=roadshow.id),
            place=roadshow.venue or str(MODES[roadshow.mode]),
            kind="roadshow",
            changed_at=roadshow.updated_at,
            sequence=roadshow.version,
            is_tentative=attendee is not None and not is_valid,
        )
