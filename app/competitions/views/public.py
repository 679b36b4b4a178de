"""What everybody sees: the list of competitions, and a competition with what is released of it."""

from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.competitions import policies
from app.competitions.labels import STATES
from app.competitions.models import Competition, CompetitionState
from app.competitions.queries import public, standings_of, visible_competition
from app.competitions.views import bp
from app.core.access import PUBLIC, actor, allow
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.extensions import db
from app.roadshows.policies import takes_applications
from app.taxonomy import labels

COLUMNS = (
    Column(_l("Competition"), lambda row: row.label),
    Column(_l("State"), lambda row: str(STATES[row.state])),
    Column(_l("Rounds of the competition"), lambda row: [one.label for one in row.rounds]),
    Column(_l("Prizes"), lambda row: [prize.label for prize in row.prizes]),
    Column(_l("Region"), lambda row: labels.region_name(row.region_code, full=True)),
    Column(_l("Organiser"), lambda row: row.organisation.name),
)


def state_filter(*allowed: CompetitionState) -> str:
    state = request.args.get("state", "")
    return state if state in set(allowed) else ""


@bp.get("/competitions")
@allow(PUBLIC)
def index() -> Any:
    states = (CompetitionState.OPEN, CompetitionState.FINISHED)
    filters = {
        "state": state_filter(*states),
        "region": labels.region_prefix(request.args.get("region", "")[:6]),
        "words": search_words(),
    }
    statement = public(**filters)
    if wants_export():
        return export("competitions", COLUMNS, db.session.scalars(statement).unique())
    choices = [(state, STATES[state]) for state in states]
    return render_template(
        "competitions/index.html", page=paginate(statement, per_page=20), filters=filters, states=choices
    )


@bp.get("/competitions/<uuid:competition_id>")
@allow(PUBLIC, load=visible_competition)
def show(competition: Competition) -> Any:
    """The ranking of a round appears when it is released; a project taken out of the lists is not named."""
    released = [row for row in competition.rounds if row.released_at is not None]
    results = standings_of(*(row.id for row in released))
    entry = next((row.roadshow for row in competition.rounds if takes_applications(row.roadshow)), None)
    return render_template(
        "competitions/show.html",
        competition=competition,
        results=[(row, [one for one in results[row.id] if one.project.is_published]) for row in reversed(released)],
        entry=entry,
        manages=policies.manages(actor(), competition),
    )
