"""What competitions add to the pages of roadshows, applications and projects, and to what is due."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.competitions.models import CompetitionStanding
from app.competitions.policies import can_see
from app.competitions.queries import prizes_of, round_of, standing_of, to_decide
from app.core.panels import panel
from app.core.today import Due, due
from app.roadshows.policies import ORGANISING


@panel("roadshow.top", order=10)
def round_on_page(reader: Any, roadshow: Any) -> str:
    """Which competition a roadshow is a round of."""
    row = round_of(roadshow.id)
    if row is None or not can_see(reader, row.competition):
        return ""
    return render_template("competitions/_round_of.html", row=row, manages=False)


@panel("roadshow.manage", order=10)
def round_to_manage(_reader: Any, roadshow: Any) -> str:
    row = round_of(roadshow.id)
    return render_template("competitions/_round_of.html", row=row, manages=True) if row else ""


@panel("application")
def standing_of_entry(_reader: Any, application: Any) -> str:
    """How the own entry ended in its round."""
    standing = standing_of(application.id)
    if standing is None:
        return ""
    following = standing.round.competition.after(standing.round)
    # The last round's ranking is told when it is released, the others' when they are decided.
    if following is None and standing.round.released_at is None:
        return ""
    return render_template("competitions/_standing.html", standing=standing, following=following)


@panel("project", order=70, of=CompetitionStanding.project_id)
def prizes_won(_reader: Any, project: Any, has_standings: bool) -> str:
    won = prizes_of(project.id) if has_standings else []
    return render_template("competitions/_prizes_won.html", won=won) if won else ""


@due
def rounds_to_decide(actor: Any) -> Iterable[Due]:
    if not isinstance(actor, Actor) or not actor.is_(*ORGANISING):
        return
    for row in to_decide(actor):
        yield Due(
            _("Decide “%(round)s” of “%(competition)s”", round=row.label, competition=row.competition.label),
            url_for("competitions.round_", competition_id=row.competition_id, round_id=row.id),
            "trophy",
            at=row.roadshow.ends_at,
        )
