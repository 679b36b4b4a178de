"""What requests and mentorships add to the pages of mentors and projects, and to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers import mentors
from app.core.panels import panel
from app.core.today import Due, due
from app.mentors.models import Mentor
from app.mentorships import offers, queries
from app.mentorships.models import Mentorship
from app.mentorships.policies import is_mentor
from app.projects.models import Project
from app.projects.policies import owns

# The service team of a carrier's tenant: its mentors are known here.
mentors.tell(mentored=queries.mentored_projects, names=queries.names_of_mentors)


@panel("mentor.actions")
def ask_this_mentor(actor: Any, mentor: Mentor) -> str:
    """For an entrepreneur: ask, or see that the request waits."""
    if not isinstance(actor, Actor) or not actor.is_(Role.ENTREPRENEUR) or not mentor.is_published:
        return ""
    projects = [quota.project for quota in queries.quotas(actor)]
    requests = queries.between(mentor.id, [project.id for project in projects])
    return render_template(
        "mentorships/_ask_panel.html",
        mentor=mentor,
        projects=projects,
        pending=[row for row in requests if row.is_open],
    )


@panel("project", order=30, of=Mentorship.project_id)
def mentors_of_project(actor: Any, project: Project, has_any: bool) -> str:
    """The present mentors. The project itself sees them, and so do its mentors."""
    mentorships = queries.mentors_of(project.id) if has_any else []
    if not (owns(actor, project) or any(is_mentor(actor, row.mentor) for row in mentorships)):
        return ""
    return render_template(
        "mentorships/_project_panel.html", mentorships=mentorships, project=project, owner=owns(actor, project)
    )


@due
def mentors_to_ask_next(actor: Any) -> Iterable[Due]:
    """For an entrepreneur: the last request came to nothing, and somebody else fits."""
    if not isinstance(actor, Actor) or not actor.is_(Role.ENTREPRENEUR):
        return
    requests = queries.last_in_vain(actor)
    found = offers.after(actor, requests)
    for request in requests:
        if request.id in found:
            yield Due(
                _("Ask another mentor for “%(project)s”", project=request.project.name),
                url_for("mentorships.inbox", _anchor=f"request-{request.id}"),
                "user-search",
                _("%(mentor)s fits best of those not asked yet.", mentor=found[request.id].name),
            )


@due
def requests_to_answer(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and actor.is_(Role.MENTOR) and (waiting := queries.pending_received(actor)):
        title = ngettext("%(num)s request waits for your answer", "%(num)s requests wait for your answer", waiting)
        yield Due(
            title, url_for("mentorships.inbox"), "user-heart", _("Projects ask you to be their mentor."), urgent=True
        )
