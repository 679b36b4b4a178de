"""The pipeline of a fund manager, as a board and as a table; what it is narrowed to stands in the address."""

import uuid
from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.core.money import yuan
from app.deals import labels
from app.deals.models import OPEN_STAGES, Deal, Origin, Stage
from app.deals.queries import pipeline as queries
from app.deals.queries.pipeline import Filters
from app.deals.services.pipeline import MOVES
from app.deals.views import bp
from app.extensions import db
from app.funds.queries import own_funds
from app.taxonomy import labels as words

# A board shows what is going on; of what is over it shows the newest.
MOST_OPEN, MOST_OVER = 200, 6
COLUMNS = (
    Column(_l("Project"), lambda d: d.name),
    Column(_l("Fund"), lambda d: d.fund.name),
    Column(_l("Stage"), lambda d: str(labels.STAGES[d.stage])),
    Column(_l("In this stage since"), lambda d: d.moved_at),
    Column(_l("Amount considered (CNY)"), lambda d: yuan(d.amount)),
    Column(_l("Looked after by"), lambda d: d.owner.account.name),
    Column(_l("Began with"), lambda d: str(labels.ORIGINS[d.origin])),
    Column(_l("Sectors"), lambda d: [words.label("sector", code) for code in d.project.codes("sector")]),
    Column(_l("Region"), lambda d: words.region_name(d.project.region_code, full=True)),
    Column(_l("Told the project"), lambda d: str(labels.STAGES[d.told_stage]) if d.told_stage else ""),
    Column(_l("Reason"), lambda d: str(labels.PASS_REASONS[d.pass_reason]) if d.pass_reason else ""),
    Column(_l("Begun on"), lambda d: d.created_at),
)


@bp.get("/deals")
@allow(Role.INVESTOR)
def index() -> Any:
    person, filters = actor(), _filters()
    order = request.args.get("sort", "")
    statement = queries.pipeline(person, filters, order=order)
    if wants_export():
        return export("deals", COLUMNS, db.session.scalars(statement).unique())
    values: dict[str, Any] = {
        "filters": filters,
        "funds": own_funds(person),
        "team": queries.team(person),
        "totals": queries.stage_totals(person, filters),
        "labels": labels,
        "moves": MOVES,
    }
    if request.args.get("view") == "table":
        page = paginate(statement)
        return render_template(
            "deals/table.html", page=page, tasks=queries.next_tasks([deal.id for deal in page.items]), **values
        )
    columns = _columns(person, filters)
    shown = [deal.id for deals in columns.values() for deal in deals]
    return render_template("deals/board.html", columns=columns, tasks=queries.next_tasks(shown), **values)


def _columns(person: Any, filters: Filters) -> dict[Stage, list[Deal]]:
    """Stage → cards, the last moved first: one statement for what is open and one for each end."""
    columns: dict[Stage, list[Deal]] = {stage: [] for stage in Stage}
    for stages, most in ((OPEN_STAGES, MOST_OPEN), ((Stage.INVESTED,), MOST_OVER), ((Stage.PASSED,), MOST_OVER)):
        wanted = Filters(**{**filters.__dict__, "stages": stages})
        for deal in db.session.scalars(queries.pipeline(person, wanted).limit(most)).unique():
            columns[deal.stage].append(deal)
    return columns


def _filters() -> Filters:
    """What is no choice of a list narrows nothing."""
    stage, origin = request.args.get("stage", ""), request.args.get("origin", "")
    person = actor()
    owner = request.args.get("owner", "")
    return Filters(
        words=search_words(),
        fund_id=_uuid(request.args.get("fund", "")),
        owner_id=person.membership_id if owner == "me" else _uuid(owner),
        stages=(Stage(stage),) if stage in set(Stage) and request.args.get("view") == "table" else (),
        origin=Origin(origin) if origin in set(Origin) else None,
        sector=request.args.get("sector", "")[:40],
    )


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
