"""What mentorships add to a mentor's public profile, and to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.panels import panel
from app.core.today import Due, due
from app.mentors.models import Mentor
from app.mentorships.coaching.queries import duties, measured
from app.mentorships.coaching.queries.ratings import shown_testimonials


@panel("mentor", order=40)
def service_of_mentor(_actor: Any, mentor: Mentor) -> str:
    """Measured service and the testimonials that both sides made public; everybody reads them."""
    sessions, minutes, mentees = measured.of_mentor(mentor)
    testimonials = shown_testimonials(mentor.id)
    if not sessions and not testimonials:
        return ""
    return render_template(
        "mentorships/coaching/_mentor_panel.html",
        sessions=sessions,
        minutes=minutes,
        mentees=mentees,
        testimonials=testimonials,
    )


@due
def sessions_due(actor: Any) -> Iterable[Due]:
    """Proposals to answer, sessions to come and to report."""
    if not isinstance(actor, Actor) or not actor.is_(Role.MENTOR, Role.ENTREPRENEUR):
        return
    found = duties.open_sessions(actor)
    for session in found.answer:
        title = _("Answer the proposed session for “%(project)s”", project=session.mentorship.project.name)
        yield Due(title, _url(session), "calendar-plus", at=session.starts_at, urgent=True)
    for session in found.ahead:
        title = _("Mentoring session for “%(project)s”", project=session.mentorship.project.name)
        yield Due(title, _url(session), "calendar-event", session.place or "", at=session.starts_at)
    for session in found.report:
        title = _("Say who came to the session for “%(project)s”", project=session.mentorship.project.name)
        yield Due(title, _url(session), "user-question", at=session.starts_at)


@due
def actions_due(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and actor.is_(Role.MENTOR, Role.ENTREPRENEUR):
        for action in duties.near_actions(actor):
            url = url_for("coaching.show", mentorship_id=action.mentorship_id, _anchor="actions")
            yield Due(
                action.text, url, "checklist", action.mentorship.project.name, at=duties.end_of_day(action.due_on)
            )


@due
def ratings_due(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and actor.is_(Role.MENTOR, Role.ENTREPRENEUR):
        for mentorship, until in duties.to_rate(actor):
            title = _("Rate the mentorship of “%(project)s”", project=mentorship.project.name)
            yield Due(title, url_for("coaching.rate", mentorship_id=mentorship.id), "star", at=until)


@due
def silent_mentorships(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and actor.is_(Role.ORGANISER) and (silent := duties.silent(actor)):
        title = ngettext("%(num)s mentorship is silent", "%(num)s mentorships are silent", silent)
        note = _("No session for a month, and none is planned.")
        yield Due(title, url_for("coaching.overview", state="silent"), "users", note)


def _url(session: Any) -> str:
    return url_for("coaching.session", session_id=session.id)
