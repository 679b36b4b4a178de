"""A person's calendar: week, day and list, and its address for other calendars."""

import datetime as dt
from typing import Any

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as Redirect

from app.accounts.models import Account
from app.core import agenda
from app.core.access import PUBLIC, SIGNED_IN, actor, allow
from app.core.calendars import calendar_file
from app.core.i18n import in_language
from app.core.mail import absolute_url
from app.core.model import utc_now
from app.core.templating import local
from app.extensions import db, limiter
from app.pages import calendars
from app.pages.views import bp

VIEWS = {"week": _l("Week"), "day": _l("Day"), "list": _l("As a list")}
LENGTHS = {"week": 7, "day": 1, "list": 30}
NEW_ADDRESS = "calendar_address"


@bp.get("/calendar")
@allow(SIGNED_IN)
def calendar() -> Any:
    """What the person takes part in. The view and its first day live in the URL."""
    view = request.args.get("view", "week")
    view = view if view in VIEWS else "week"
    today = local(utc_now()).date()
    first = _first_day(request.args.get("on", ""), today, view)
    last = first + dt.timedelta(days=LENGTHS[view])
    start = local(utc_now()).replace(year=first.year, month=first.month, day=first.day, hour=0, minute=0, second=0)
    found = agenda.entries(actor(), start, start + dt.timedelta(days=LENGTHS[view]))
    return render_template(
        "pages/calendar.html",
        view=view,
        views=VIEWS,
        first=first,
        last=last - dt.timedelta(days=1),
        before=first - dt.timedelta(days=LENGTHS[view]),
        after=last,
        today=today,
        days=calendars.days(found),
        shown=[_shown(entry) for entry in found],
        feed=calendars.own_feed(actor()),
        address=session.pop(NEW_ADDRESS, ""),
    )


def _first_day(text: str, today: dt.date, view: str) -> dt.date:
    """The chosen day or today; a week begins on Monday."""
    try:
        day = dt.date.fromisoformat(text) if text else today
    except ValueError:
        day = today
    if not dt.date(2000, 1, 3) <= day <= dt.date(2100, 1, 1):
        day = today
    return day - dt.timedelta(days=day.weekday()) if view == "week" else day


def _shown(entry: agenda.Entry) -> dict[str, Any]:
    """In the city's time, which the browser need not know."""
    return {
        "title": entry.title,
        "start": local(entry.starts_at).replace(tzinfo=None).isoformat(),
        "end": local(entry.ends_at).replace(tzinfo=None).isoformat(),
        "url": entry.url,
    }


@bp.post("/calendar/feed")
@allow(SIGNED_IN)
def calendar_feed_new() -> Redirect:
    """A new secret address; it is shown on the next page and never again."""
    token = calendars.make_feed(actor=actor())
    db.session.commit()
    session[NEW_ADDRESS] = absolute_url("pages.calendar_feed", token=token)
    return redirect(url_for(".calendar") + "#feed", 303)


@bp.post("/calendar/feed/stop")
@allow(SIGNED_IN)
def calendar_feed_stop() -> Redirect:
    calendars.stop_feed(actor=actor())
    db.session.commit()
    flash(_("The address was stopped. Calendars that used it get nothing more."), "success")
    return redirect(url_for(".calendar") + "#feed", 303)


@bp.get("/calendar/<token>.ics")
@limiter.limit("600 per hour")
@allow(PUBLIC, load=calendars.reader_of)
def calendar_feed(account: Account) -> Response:
    """For other calendars, which ask again and again without signing in: the address is the proof."""
    with in_language(account.locale):
        content = calendar_file(calendars.everything(account), name=_("Fuqiao"))
    return Response(content, mimetype="text/calendar", headers={"Cache-Control": "no-store"})
