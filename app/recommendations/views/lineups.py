"""The line-up of a roadshow, ranked for one's own fund."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import get_template_attribute, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.errors import NotFound
from app.core.i18n import remembered
from app.core.listing import Column, export, wants_export
from app.core.shell import query_url, url_maker
from app.funds.models import Fund
from app.funds.queries import own_funds
from app.recommendations import cards, labels, lineups
from app.recommendations.models import Side
from app.recommendations.views import bp
from app.roadshows.labels import INTEREST_LEVELS
from app.roadshows.models import Interest, Roadshow
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
    opened = next((place for place in places if str(place.id) == wanted), None) if wanted else None
    opened = opened or next(iter(places), None)
    marked, asked = lineups.marks(roadshow.id, fund.id)
    return render_template(
        "recommendations/lineup.html",
        roadshow=roadshow,
        fund=fund,
        funds=seen.funds,
        fund_choices=[(row.id, row.name) for row in seen.funds],
        lines=_lines(reader, places, fund, marked, opened),
        opened=opened,
        card=_card(reader, opened, fund),
        interests=marked,
        asked_for=asked,
        levels=INTEREST_LEVELS,
        takes_interest=takes_interest(roadshow),
    )


def _lines(
    reader: cards.Reader,
    places: Sequence[lineups.Place],
    fund: Fund,
    marked: Mapping[uuid.UUID, Interest],
    opened: lineups.Place | None,
) -> list[Markup]:
    address = url_maker("recommendations.show", "project_id", candidate_id=fund.id)
    profile = url_maker("projects.show", "project_id")
    here, theirs = query_url(open=""), reader.fields[fund.id]
    levels = {project_id: interest.level.value for project_id, interest in marked.items()}
    return [
        _line(
            place[3:],
            reader.fields[place.id],
            theirs,
            profile(place.id) if place.score is None else address(place.id),
            rank,
            levels.get(place.id) if levels else None,
            f"{here}{place.id}#opened",
            place is opened,
        )
        for rank, place in enumerate(places, start=1)
    ]


@remembered
def _line(
    shown: tuple[Any, ...],
    mine: frozenset[str],
    theirs: frozenset[str],
    url: str,
    rank: int,
    level: str | None,
    opens: str,
    is_opened: bool,
) -> Markup:
    """A line as it stands in the page, drawn once for all who read the same of it; `shown` is a place from its name
    on."""
    name, region_code, round, _organisation, sectors, score, band, evidence_text = shown
    codes = sorted(sectors.split(",")) if sectors else []
    row = {"title": name, "subtitle": cards.about_project(codes, round, region_code), "score": score, "band": band}
    row |= {"url": url, "reason": cards.first(evidence_text, mine, theirs)}
    draw = get_template_attribute("recommendations/_line.html", "line")
    drawn: Markup = draw(row, rank, level, opens, is_opened)
    return drawn


def _card(reader: cards.Reader, opened: lineups.Place | None, fund: Fund) -> dict[str, Any] | None:
    found = lineups.opened(opened.id, fund.id) if opened is not None and opened.score is not None else None
    if opened is None or found is None:
        return None
    match, said = found
    return cards.card(reader, match, opened, fund, side=Side.CANDIDATE, said=said)


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
