"""What roadshows add to the landing page and to the list of what is due."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.core.moments import city_zone
from app.core.panels import panel
from app.core.today import Due, due
from app.extensions import db
from app.roadshows.models import ReviewState, RoadshowState
from app.roadshows.policies import ORGANISING, REVIEWING
from app.roadshows.queries import attendance
from app.roadshows.queries.applications import drafts_to_send
from app.roadshows.queries.events import calendar, left_places
from app.roadshows.queries.reviews import my_reviews
from app.roadshows.queries.series import outlooks, own_series

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
