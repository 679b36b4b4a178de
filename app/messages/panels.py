"""What conversations add to the pages of projects, mentors and funds, and to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.core.panels import panel
from app.core.today import Due, due
from app.messages import queries
from app.messages.models import Connection
from app.messages.policies import MODERATORS, WRITERS


@panel("project", order=20, of=Connection.project_id)
def conversations_about_project(actor: Any, project: Any, has_any: bool) -> str:
    return _panel(actor, queries.between(actor, project_id=project.id) if has_any and _writes(actor) else [])


@panel("mentor", order=20)
def conversations_with_mentor(actor: Any, mentor: Any) -> str:
    return _panel(actor, queries.between(actor, other_id=mentor.id) if _writes(actor) else [])


@panel("fund", order=20)
def conversations_with_fund(actor: Any, fund: Any) -> str:
    return _panel(actor, queries.between(actor, other_id=fund.id) if _writes(actor) else [])


def _writes(actor: Any) -> bool:
    return isinstance(actor, Actor) and actor.is_(*WRITERS)


def _panel(actor: Actor, connections: list[Connection]) -> str:
    """Those that go on, each under the name of the other end."""
    going_on = [connection for connection in connections if connection.ended_at is None]
    if not going_on:
        return ""
    return render_template("messages/_panel.html", talks=queries.conversations(actor, going_on))


@due
def unread_conversations(actor: Any) -> Iterable[Due]:
    if _writes(actor) and (unread := queries.unread_total(actor)):
        title = ngettext("%(num)s conversation with new messages", "%(num)s conversations with new messages", unread)
        yield Due(title, url_for("messages.inbox"), "message")


@due
def reports_to_look_at(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and actor.is_(*MODERATORS) and (waiting := queries.reports_waiting(actor)):
        title = ngettext("%(num)s reported message", "%(num)s reported messages", waiting)
        yield Due(title, url_for("messages.reports"), "flag", _("Somebody asks you to look at it."))
