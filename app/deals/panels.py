"""What deals add to the pages of projects and roadshows, to what is due, and to people's calendars."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.agenda import Entry, agenda
from app.core.days import city_day, city_zone
from app.core.panels import panel
from app.core.today import Due, due, due_if
from app.deals import labels
from app.deals.models import CommitmentState, Deal
from app.deals.queries import pipeline, rounds
from app.projects.models import Project
from app.projects.policies import owns

EVENING, HALF_HOUR = dt.time(17, 30), dt.timedelta(minutes=30)
SOON, LONG_AGO = dt.timedelta(days=7), dt.timedelta(days=3650)


@panel("project", order=15, of=Deal.project_id)
def deal_with_project(actor: Any, project: Project, has_deals: bool) -> str:
    """For an investor: their deals with the project, or the way to begin one."""
    if not isinstance(actor, Actor) or not actor.is_(Role.INVESTOR):
        return ""
    deals = pipeline.of_project(actor, project.id) if has_deals else []
    return render_template("deals/_project_panel.html", project=project, deals=deals, labels=labels)


@panel("project", order=16)
def round_of_project(actor: Any, project: Project) -> str:
    """For the project itself: its open round, or the way to open one."""
    if not isinstance(actor, Actor) or not owns(actor, project) or not project.is_published:
        return ""
    return render_template(
        "deals/_round_panel.html", project=project, round=rounds.open_round_of(project.id), labels=labels
    )


@panel("roadshow.contact")
def begin_after_roadshow(actor: Any, contact: Any) -> str:
    """Beside what a fund marked on a roadshow or agreed to. No statement: a list shows many."""
    if not isinstance(actor, Actor) or not actor.is_(Role.INVESTOR):
        return ""
    return render_template("deals/_contact_panel.html", contact=contact)


@due_if(pipeline.assigned_to)
def tasks_due(actor: Any) -> Iterable[Due]:
    """The person's own tasks until in a week; what is overdue stands first."""
    if not isinstance(actor, Actor) or not actor.is_(Role.INVESTOR):
        return
    today = city_day()
    for task in pipeline.tasks_between(actor, today - LONG_AGO, today + SOON):
        yield Due(
            task.title,
            url_for("deals.show", deal_id=task.deal_id, _anchor="tasks"),
            "list-check",
            task.deal.name,
            _evening(task.due_on),
            urgent=task.due_on < today,
        )


@due_if(rounds.invited)
def rounds_to_answer(actor: Any) -> Iterable[Due]:
    """For an investor: rounds to answer, and closed ones whose payment the ledger lacks."""
    if not isinstance(actor, Actor) or not actor.is_(Role.INVESTOR):
        return
    for row in rounds.waiting_for(actor):
        url = url_for("deals.round_show", round_id=row.round_id)
        if row.state is CommitmentState.INVITED:
            yield Due(_("Answer to the round of “%(project)s”", project=row.round.project.name), url, "coins")
        else:
            yield Due(_("Enter the investment in “%(project)s”", project=row.round.project.name), url, "report-money")


@due
def rounds_to_close(actor: Any) -> Iterable[Due]:
    """For an entrepreneur: the planned closing of a round is near."""
    if not isinstance(actor, Actor) or not actor.is_(Role.ENTREPRENEUR):
        return
    today = city_day()
    for row in rounds.closing_between(actor, today - LONG_AGO, today + SOON):
        assert row.closes_on is not None
        yield Due(
            _("Close the round of “%(project)s”", project=row.project.name),
            url_for("deals.round_show", round_id=row.id),
            "coins",
            at=_evening(row.closes_on),
            urgent=row.closes_on < today,
        )


@agenda
def days_of_deals(actor: Any, start: dt.datetime, end: dt.datetime) -> Iterable[Entry]:
    """The person's own tasks, and the planned closing of the rounds that they raise or take part in."""
    if not isinstance(actor, Actor) or not actor.is_(Role.INVESTOR, Role.ENTREPRENEUR):
        return
    first, last = city_day(start), city_day(end)
    if actor.is_(Role.INVESTOR):
        for task in pipeline.tasks_between(actor, first, last):
            url = url_for("deals.show", deal_id=task.deal_id, _anchor="tasks")
            title = _("%(task)s (%(project)s)", task=task.title, project=task.deal.name)
            yield _entry(f"task-{task.id}", title, task.due_on, url)
    for row in rounds.closing_between(actor, first, last):
        title = _("Close the round of “%(project)s”", project=row.project.name)
        assert row.closes_on is not None
        yield _entry(f"round-{row.id}", title, row.closes_on, url_for("deals.round_show", round_id=row.id))


def _entry(uid: str, title: str, day: dt.date, url: str) -> Entry:
    """A day has no hour; its evening stands in calendars."""
    begins = _evening(day)
    return Entry(uid, title, begins, begins + HALF_HOUR, url, kind="deals")


def _evening(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, EVENING, city_zone())
