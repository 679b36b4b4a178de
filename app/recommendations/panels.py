"""What the matching adds to the pages of projects, mentors, funds and roadshows, and to what is new today."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.panels import panel
from app.core.today import Due, due
from app.extensions import db
from app.funds.models import Fund
from app.funds.policies import owns as owns_fund
from app.mentors.models import Mentor
from app.mentors.policies import owns as owns_mentor
from app.mentorships import offers
from app.projects.models import Project
from app.projects.policies import owns as owns_project
from app.recommendations import cards, planned, queries
from app.recommendations.models import Kind, Match, Side
from app.roadshows.meetings.models import Meeting
from app.roadshows.models import Roadshow

MOST = 3


@panel("project", order=20)
def of_project(actor: Any, project: Project) -> str:
    """For its owners: the best mentors and funds."""
    if not isinstance(actor, Actor) or not owns_project(actor, project) or not project.is_published:
        return ""
    lists = [
        (kind, _rows(actor, queries.of_project(project.id, kind), Side.PROJECT)) for kind in (Kind.MENTOR, Kind.FUND)
    ]
    return render_template("recommendations/_project_panel.html", project=project, lists=lists)


@panel("project", order=55)
def finance_of_project(actor: Any, project: Project) -> str:
    """For its owners: where agencies' products are compared with it."""
    if not isinstance(actor, Actor) or not owns_project(actor, project) or not project.is_published:
        return ""
    return render_template("recommendations/_finance_panel.html", project=project)


@panel("mentor", order=20)
def of_mentor(actor: Any, mentor: Mentor) -> str:
    if not isinstance(actor, Actor) or not owns_mentor(actor, mentor) or not mentor.is_published:
        return ""
    rows = _rows(actor, queries.of_candidate(mentor.id), Side.CANDIDATE)
    return render_template(
        "recommendations/_panel.html", rows=rows, url=url_for("recommendations.of_mentor", mentor_id=mentor.id)
    )


@offers.ranking
def next_best(
    actor: Actor | None, known: Mapping[uuid.UUID, Collection[uuid.UUID]]
) -> Mapping[uuid.UUID, offers.Offer]:
    """The best match of each project among mentors with a free place whom it does not know yet."""
    found: dict[uuid.UUID, tuple[Match, str, str]] = {}
    for match, name, headline in queries.with_place(list(known)):
        if match.candidate_id not in known[match.project_id]:
            found.setdefault(match.project_id, (match, name, headline))
    reasons = _reasons(actor, [match for match, *_words in found.values()])
    return {
        project_id: offers.Offer(match.candidate_id, name, headline, match.score, reasons.get(project_id, ""))
        for project_id, (match, name, headline) in found.items()
    }


def _reasons(actor: Actor | None, matches: Sequence[Match]) -> dict[uuid.UUID, str]:
    """Project → the first reason that this reader may be told."""
    if actor is None or not matches:
        return {}
    told = cards.cards(actor, matches, side=Side.PROJECT)
    return {match.project_id: card["reasons"][0] for match, card in zip(matches, told, strict=True) if card["reasons"]}


@panel("fund", order=20)
def of_fund(actor: Any, fund: Fund) -> str:
    if not isinstance(actor, Actor) or not owns_fund(actor, fund) or not fund.is_published:
        return ""
    rows = _rows(actor, queries.of_candidate(fund.id), Side.CANDIDATE)
    return render_template(
        "recommendations/_panel.html", rows=rows, url=url_for("recommendations.of_fund", fund_id=fund.id)
    )


@panel("roadshow", order=20)
def ranked_for_your_fund(actor: Any, roadshow: Roadshow) -> str:
    """For an investor: the line-up in the order that fits their fund."""
    if not isinstance(actor, Actor) or not actor.is_(Role.INVESTOR) or not roadshow.shows_lineup:
        return ""
    return render_template("recommendations/_roadshow_panel.html", roadshow=roadshow)


@panel("meeting", order=20)
def why_they_meet(actor: Any, meeting: Meeting) -> str:
    """For both sides of a 1:1 meeting: how the two fit, as each may read it."""
    match = db.session.get(Match, (meeting.project_id, meeting.fund_id))
    if match is None or not isinstance(actor, Actor):
        return ""
    side = Side.PROJECT if owns_project(actor, meeting.project) else Side.CANDIDATE
    (card,) = cards.cards(actor, [match], side=side)
    return render_template("recommendations/_meeting_panel.html", card=card)


@panel("roadshow.manage", order=20)
def plan_of_roadshow(actor: Any, roadshow: Roadshow) -> str:
    """For its organiser: how far matching is."""
    if not roadshow.lineup_is_fixed:
        return ""
    return render_template("recommendations/_manage_panel.html", roadshow=roadshow, run=planned.newest_run(roadshow.id))


def _rows(actor: Actor, statement: Any, side: Side) -> list[dict[str, Any]]:
    return cards.cards(actor, db.session.scalars(statement.limit(MOST)).all(), side=side)


@due
def unplanned_lineups(actor: Any) -> Iterable[Due]:
    """A fixed line-up without a plan is the organiser's next step."""
    if isinstance(actor, Actor) and actor.is_(Role.ORGANISER, Role.CARRIER_STAFF):
        for roadshow in queries.unplanned(actor):
            yield Due(
                _("Match the line-up of “%(roadshow)s”", roadshow=roadshow.label),
                url_for("recommendations.roadshow", roadshow_id=roadshow.id),
                "heart-handshake",
                at=roadshow.starts_at,
            )
