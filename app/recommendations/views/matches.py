"""The matches of one profile, and one match in full."""

from collections.abc import Iterable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import SIGNED_IN, actor, allow
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db
from app.funds.models import Fund
from app.funds.queries import own_funds
from app.mentors.models import Mentor
from app.mentors.queries import HAS_PLACE
from app.mentors.queries import own_mentor as my_mentor
from app.projects.models import Project
from app.projects.queries import own_project, own_projects
from app.recommendations import cards, history, labels, queries
from app.recommendations.forms import FeedbackForm
from app.recommendations.models import Kind, Match, NotRelevant, Side
from app.recommendations.queries import Seen
from app.recommendations.services import feedback as said
from app.recommendations.views import bp
from app.roadshows.policies import ORGANISING

PER_PAGE = 20
MATCHED = (Role.ENTREPRENEUR, Role.MENTOR, Role.INVESTOR)


@bp.get("/matches")
@allow(SIGNED_IN)
def index() -> Any:
    """Lead everybody to the matches that are theirs."""
    person = actor()
    if person.is_(Role.ADMINISTRATOR):
        return redirect(url_for(".quality"), 303)
    if person.is_(*ORGANISING):
        return redirect(url_for("roadshows.managed"), 303)
    if person.is_(Role.MENTOR):
        mentor = my_mentor(person)
        return redirect(url_for(".of_mentor", mentor_id=mentor.id) if mentor else url_for("mentors.mine"), 303)
    profiles: Iterable[Any] = ()
    if person.is_(Role.ENTREPRENEUR):
        profiles = [project for project in own_projects(person) if project.is_published]
    elif person.is_(Role.INVESTOR):
        profiles = [fund for fund in own_funds(person) if fund.is_published]
    profiles = list(profiles)
    if len(profiles) == 1:
        return redirect(own_url(profiles[0]), 303)
    return render_template("recommendations/choose.html", profiles=profiles, own_url=own_url, subtitle=cards.subtitle)


def own_url(profile: Any) -> str:
    """The page of matches of one's own profile."""
    if isinstance(profile, Project):
        return url_for("recommendations.of_project", project_id=profile.id)
    if isinstance(profile, Mentor):
        return url_for("recommendations.of_mentor", mentor_id=profile.id)
    return url_for("recommendations.of_fund", fund_id=profile.id)


@bp.get("/projects/<uuid:project_id>/matches")
@allow(Role.ENTREPRENEUR, load=own_project)
def of_project(project: Project) -> Any:
    """A project's mentors or funds."""
    kind = Kind.FUND if request.args.get("kind") == Kind.FUND else Kind.MENTOR
    dismissed = request.args.get("show") == "dismissed"
    statement = _filtered(queries.of_project(project.id, kind, dismissed=dismissed))
    if kind is Kind.MENTOR and request.args.get("free"):
        statement = statement.where(HAS_PLACE)
    return _page(project, statement, side=Side.PROJECT, kind=kind, dismissed=dismissed)


@bp.get("/mentors/<uuid:mentor_id>/matches")
@allow(Role.MENTOR, *ORGANISING, load=queries.own_mentor)
def of_mentor(mentor: Mentor) -> Any:
    """A mentor's projects."""
    dismissed = request.args.get("show") == "dismissed"
    statement = _filtered(queries.of_candidate(mentor.id, dismissed=dismissed))
    return _page(mentor, statement, side=Side.CANDIDATE, kind=Kind.MENTOR, dismissed=dismissed)


@bp.get("/funds/<uuid:fund_id>/matches")
@allow(Role.INVESTOR, load=queries.own_fund)
def of_fund(fund: Fund) -> Any:
    """A fund's projects, and the line-ups that are ranked for it."""
    dismissed = request.args.get("show") == "dismissed"
    statement = _filtered(queries.of_candidate(fund.id, dismissed=dismissed))
    return _page(fund, statement, side=Side.CANDIDATE, kind=Kind.FUND, dismissed=dismissed)


@bp.get("/matches/<uuid:project_id>/<uuid:candidate_id>")
@allow(SIGNED_IN, load=queries.visible_match)
def show(seen: Seen) -> Any:
    """One match: what both sides say, where they meet and where not, what happened between them."""
    person = actor()
    reader = cards.Reader(person, [seen.project], [seen.candidate])
    dismissal = said.find(seen) if seen.side is not None else None
    return render_template(
        "recommendations/show.html",
        seen=seen,
        card=cards.card(reader, seen.match, seen.project, seen.candidate, side=seen.side, said=dismissal),
        readable=reader.fields,
        events=history.between(seen),
        can_ask=seen.side is Side.PROJECT and seen.kind is Kind.MENTOR and not history.is_open(seen),
        own_url=own_url,
        profile_url=cards.profile_url,
        lacks=cards.lacking(seen.match.missing, cards.edit_url(seen.project)) if seen.side is Side.PROJECT else [],
    )


@bp.post("/matches/<uuid:project_id>/<uuid:candidate_id>/dismiss")
@allow(*MATCHED, *ORGANISING, load=queries.own_match)
def dismiss(seen: Seen) -> Any:
    form = FeedbackForm()
    reason = NotRelevant(form.reason.data) if form.validate_on_submit() else NotRelevant.OTHER
    said.dismiss(actor=actor(), seen=seen, reason=reason)
    db.session.commit()
    return _answer(seen)


@bp.post("/matches/<uuid:project_id>/<uuid:candidate_id>/undo")
@allow(*MATCHED, *ORGANISING, load=queries.own_match)
def undo(seen: Seen) -> Any:
    said.undo(actor=actor(), seen=seen)
    db.session.commit()
    return _answer(seen)


def _answer(seen: Seen) -> Any:
    """The card alone for htmx; without JavaScript the page again."""
    if not request.headers.get("HX-Request"):
        here = {"project_id": seen.project.id, "candidate_id": seen.candidate.id}
        return redirect(url_for(".show", **here), 303)
    assert seen.side is not None  # own_match lets nobody else in
    (shown,) = cards.cards(actor(), [seen.match], side=seen.side, badges=history.badges([seen.match], seen.side))
    asks = seen.side is Side.PROJECT and seen.kind is Kind.MENTOR and not shown["badges"]
    return render_template("recommendations/_card.html", card=shown, ask=_ask_url(seen.match) if asks else "")


def _filtered(statement: Select[Match]) -> Select[Match]:
    band = request.args.get("band", "")
    return (
        statement.where(Match.band.in_({"strong": ["strong"], "good": ["strong", "good"]}[band]))
        if band
        in {
            "strong",
            "good",
        }
        else statement
    )


def _page(profile: Any, statement: Select[Match], *, side: Side, kind: Kind, dismissed: bool) -> Any:
    if wants_export():
        return _export(db.session.scalars(statement).all(), side)
    page = paginate(statement, per_page=PER_PAGE)
    against = kind.value if side is Side.PROJECT else "project"
    missing = queries.missing_of(profile.id, against)
    return render_template(
        "recommendations/list.html",
        profile=profile,
        kind=kind,
        side=side,
        page=page,
        cards=cards.cards(actor(), page.items, side=side, badges=history.badges(page.items, side)),
        dismissed=dismissed,
        missing=cards.lacking(missing or [], cards.edit_url(profile)),
        compared=missing is not None,
        own_url=own_url,
        profile_url=cards.profile_url,
        lineups=history.lineups() if isinstance(profile, Fund) else [],
        ask_url=_ask_url if side is Side.PROJECT and kind is Kind.MENTOR else None,
    )


def _ask_url(match: Match) -> str:
    return url_for("mentorships.ask", mentor_id=match.candidate_id, project=match.project_id)


def _export(matches: Any, side: Side) -> Response:
    """The list as a table; the same reasons as on the page."""
    shown = {
        (match.project_id, match.candidate_id): card
        for match, card in zip(matches, cards.cards(actor(), matches, side=side), strict=True)
    }

    def of(match: Match) -> dict[str, Any]:
        return shown[match.project_id, match.candidate_id]

    columns = (
        Column(_l("Rank"), lambda m: m.project_rank if side is Side.PROJECT else m.candidate_rank),
        Column(_l("Name"), lambda m: of(m)["title"]),
        Column(_l("About"), lambda m: of(m)["subtitle"]),
        Column(_l("Score"), lambda m: m.score),
        Column(_l("Match"), lambda m: str(labels.BANDS[m.band])),
        Column(_l("Why it fits"), lambda m: of(m)["reasons"]),
        Column(_l("What does not"), lambda m: of(m)["gaps"]),
    )
    return export("matches", columns, matches)
