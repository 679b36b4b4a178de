"""An organiser's list of the mentorships of its mentors."""

from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.extensions import db
from app.mentors.labels import RELATION_LABELS
from app.mentorships.coaching import labels
from app.mentorships.coaching.queries import overview as queries
from app.mentorships.coaching.queries.interests import Stake, stakes
from app.mentorships.coaching.views import bp
from app.taxonomy.labels import region_name, region_prefix


def stake_text(stake: Stake) -> str:
    if stake.relation is not None:
        return str(RELATION_LABELS[stake.relation])
    return f"{stake.organisation}: {labels.STAKES.get(stake.kind, stake.kind)}"


COLUMNS = (
    Column(_l("Mentor"), lambda pair: pair[0].mentorship.mentor.name),
    Column(_l("Project"), lambda pair: pair[0].mentorship.project.name),
    Column(_l("Region"), lambda pair: region_name(pair[0].mentorship.project.region_code, full=True)),
    Column(_l("Since"), lambda pair: pair[0].mentorship.started_at),
    Column(_l("Ended"), lambda pair: pair[0].mentorship.ended_at),
    Column(_l("Sessions held"), lambda pair: pair[0].held),
    Column(_l("Hours"), lambda pair: round(pair[0].minutes / 60, 1)),
    Column(_l("Last session"), lambda pair: pair[0].last),
    Column(_l("Next session"), lambda pair: pair[0].next),
    Column(_l("No-shows"), lambda pair: pair[0].missed),
    Column(_l("The two sides differ"), lambda pair: pair[0].disputed),
    Column(_l("Stars from the project"), lambda pair: pair[0].stars),
    Column(_l("Conflict of interest"), lambda pair: "; ".join(map(stake_text, pair[1]))),
)


@bp.get("/mentorships/overview")
@allow(Role.ORGANISER)
def overview() -> Any:
    filters = {
        "state": request.args.get("state") or "running",
        "words": search_words(),
        "region": region_prefix(request.args.get("region", "")[:6]),
        "order": request.args.get("sort") or "last",
    }
    statement = queries.overview(actor(), **filters)
    if wants_export():
        lines = [queries.line(row) for row in db.session.execute(statement).unique()]
        found = stakes([line.mentorship.id for line in lines])
        return export("mentorships", COLUMNS, [(line, found.get(line.mentorship.id, [])) for line in lines])
    page = paginate(statement, scalars=False)
    lines = [queries.line(row) for row in page.items]
    return render_template(
        "mentorships/coaching/overview.html",
        page=page,
        lines=lines,
        stakes=stakes([line.mentorship.id for line in lines]),
        stake_text=stake_text,
        filters=filters,
        silent_days=queries.SILENT_AFTER.days,
    )
