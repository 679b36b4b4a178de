"""The line-up of a roadshow, ranked for one's own fund."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.errors import NotFound
from app.core.listing import Column, export, wants_export
from app.extensions import db
from app.funds.models import Fund
from app.funds.queries import own_funds
from app.recommendations import cards, labels, queries
from app.recommendations.models import Side
from app.recommendations.views import bp
from app.roadshows.labels import INTEREST_LEVELS
from app.roadshows.models import Roadshow
from app.roadshows.policies import sees_lineup, takes_interest
from app.roadshows.queries.events import visible_roadshow


@bp.get("/roadshows/<uuid:roadshow_id>/ranked")
@allow(Role.INVESTOR, load=visible_roadshow)
def ranked(roadshow: Roadshow) -> Any:
    """To the line-up ranked for the chosen or the first of the person's funds."""
    funds = [fund for fund in own_funds(actor()) if fund.is_published]
    if not funds or not sees_lineup(actor(), roadshow):
        raise NotFound
    fund = next((row for row in funds if str(row.id) == request.args.get("fund")), funds[0])
    return redirect(url_for(".lineup", roadshow_id=roadshow.id, fund_id=fund.id), 303)


@bp.get("/roadshows/<uuid:roadshow_id>/ranked/<uuid:fund_id>")
@allow(Role.INVESTOR, load=queries.readable_lineup)
def lineup(seen: queries.Lineup) -> Any:
    """Every project of the line-up in the order that fits the fund, one of them opened."""
    roadshow, fund = seen.roadshow, seen.fund
    rows = queries.ranked_lineup(roadshow.id, fund.id)
    reader = cards.Reader(actor(), [project for project, _match in rows], [fund])
    if wants_export():
        return export("ranked-lineup", _columns(reader), list(enumerate(rows, start=1)))
    opened = next((row for row in rows if str(row[0].id) == request.args.get("open")), rows[0] if rows else None)
    return render_template(
        "recommendations/lineup.html",
        roadshow=roadshow,
        fund=fund,
        funds=seen.funds,
        fund_choices=[(row.id, row.name) for row in seen.funds],
        rows=[cards.row(reader, match, project, fund, side=Side.CANDIDATE) for project, match in rows],
        ids=[project.id for project, _match in rows],
        opened=opened[0] if opened else None,
        card=_card(reader, opened, fund),
        interests=queries.marks(roadshow.id, fund.id),
        levels=INTEREST_LEVELS,
        takes_interest=takes_interest(roadshow),
    )


def _card(reader: cards.Reader, opened: Any, fund: Fund) -> dict[str, Any] | None:
    if opened is None or opened[1] is None:
        return None
    db.session.refresh(opened[1], ["parts", "conflicts"])
    return cards.card(reader, opened[1], opened[0], fund, side=Side.CANDIDATE)


def _columns(reader: cards.Reader) -> tuple[Column, ...]:
    def told(match: Any) -> list[str]:
        return reader.told(match, match.evidence) if match else []

    return (
        Column(_l("Rank"), lambda row: row[0]),
        Column(_l("Project"), lambda row: row[1][0].name),
        Column(_l("Organisation"), lambda row: row[1][0].organisation.name),
        Column(_l("About"), lambda row: cards.subtitle(row[1][0])),
        Column(_l("Score"), lambda row: row[1][1].score if row[1][1] else None),
        Column(_l("Match"), lambda row: str(labels.BANDS[row[1][1].band]) if row[1][1] else ""),
        Column(_l("Why it fits"), lambda row: told(row[1][1])),
    )
