"""The line-up of a roadshow, ranked for one's own fund."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.errors import NotFound
from app.core.listing import Column, export, wants_export
from app.core.shell import url_maker
from app.funds.models import Fund
from app.funds.queries import own_funds
from app.recommendations import cards, labels, lineups, queries
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
@allow(Role.INVESTOR, load=lineups.readable_lineup)
def lineup(seen: lineups.Lineup) -> Any:
    """Every project of the line-up in the order that fits the fund, one of them opened."""
    roadshow, fund = seen.roadshow, seen.fund
    places = lineups.places(roadshow.id, fund.id)
    reader = cards.Reader(actor(), places, [fund])
    if wants_export():
        return export("ranked-lineup", _columns(reader, fund), list(enumerate(places, start=1)))
    wanted = request.args.get("open")
    opened = next((place for place in places if str(place.id) == wanted), next(iter(places), None))
    marked, asked = lineups.marks(roadshow.id, fund.id)
    return render_template(
        "recommendations/lineup.html",
        roadshow=roadshow,
        fund=fund,
        funds=seen.funds,
        fund_choices=[(row.id, row.name) for row in seen.funds],
        rows=_lines(reader, places, fund),
        opened=opened,
        card=_card(reader, opened, fund),
        interests=marked,
        asked_for=asked,
        levels=INTEREST_LEVELS,
        takes_interest=takes_interest(roadshow),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """What `match.row` shows of a project: the name, the score and the first reason."""

    id: uuid.UUID
    title: str
    subtitle: str
    score: int | None
    band: str | None
    url: str
    reason: str


def _lines(reader: cards.Reader, places: Sequence[lineups.Place], fund: Fund) -> list[Line]:
    address = url_maker("recommendations.show", "project_id", candidate_id=fund.id)
    profile = url_maker("projects.show", "project_id")
    return [
        Line(
            place.id,
            place.name,
            cards.subtitle(place),
            place.score,
            place.band,
            profile(place.id) if place.score is None else address(place.id),
            reader.first(place, fund.id),
        )
        for place in places
    ]


def _card(reader: cards.Reader, opened: lineups.Place | None, fund: Fund) -> dict[str, Any] | None:
    found = lineups.opened(opened.id, fund.id) if opened is not None and opened.score is not None else None
    if found is None:
        return None
    match, project = found
    said = queries.feedback({(project.id, fund.id)}, Side.CANDIDATE).get((project.id, fund.id))
    return cards.card(reader, match, project, fund, side=Side.CANDIDATE, said=said)


def _columns(reader: cards.Reader, fund: Fund) -> tuple[Column, ...]:
    def told(place: lineups.Place) -> list[str]:
        return reader.told(place.id, fund.id, place.evidence)

    return (
        Column(_l("Rank"), lambda row: row[0]),
        Column(_l("Project"), lambda row: row[1].name),
        Column(_l("Organisation"), lambda row: row[1].organisation),
        Column(_l("About"), lambda row: cards.subtitle(row[1])),
        Column(_l("Score"), lambda row: row[1].score),
        Column(_l("Match"), lambda row: str(labels.BANDS[row[1].band]) if row[1].band else ""),
        Column(_l("Why it fits"), lambda row: told(row[1])),
    )
