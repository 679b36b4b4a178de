"""For an authority: how the requests of its region stand."""

from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.listing import Column, export, wants_export
from app.core.model import utc_now
from app.offerings.labels import GROUPS
from app.offerings.models import RequestState
from app.offerings.queries.overview import LATE, Standing, standings
from app.offerings.views import bp


def _days(row: Standing) -> int | None:
    """Since when the oldest request waits for a quotation."""
    return (utc_now() - row.oldest).days if row.oldest else None


COLUMNS = (
    Column(_l("Agency"), lambda r: r.name),
    Column(_l("Requests"), lambda r: r.total),
    Column(_l("Waiting for a quotation"), lambda r: r.counts[RequestState.REQUESTED]),
    Column(_l("Waiting for more than %(days)s days", days=LATE.days), lambda r: r.late),
    Column(_l("Longest wait in days"), _days),
    Column(_l("Quoted"), lambda r: r.counts[RequestState.QUOTED]),
    Column(_l("In progress"), lambda r: r.counts[RequestState.ACCEPTED]),
    Column(_l("Completed"), lambda r: r.counts[RequestState.COMPLETED]),
    Column(_l("Ended otherwise"), lambda r: r.ended),
)


@bp.get("/offerings/requests/overview")
@allow(Role.ORGANISER)
def overview() -> Any:
    """Numbers by agency; who asked what stays between project and agency."""
    group = request.args.get("group", "")
    rows = standings(actor(), group=group if group in GROUPS else "")
    if wants_export():
        return export("service-requests", COLUMNS, rows)
    return render_template("offerings/overview.html", rows=rows, group=group, days=_days, late=LATE.days)
