"""Setting a roadshow up: its series, its text and dates, its rubric."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core import search
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.roadshows.models import (
    EventMode,
    Review,
    ReviewCriterion,
    ReviewScore,
    Roadshow,
    RoadshowSeries,
    RoadshowState,
)
from app.roadshows.policies import ORGANISING, can_edit, manages
from app.roadshows.queries.reviews import criteria as criteria_of
from app.roadshows.services import registrations
from app.roadshows.services.places import lock, require

FACETS = {"sectors": "sector", "rounds": "round"}
TEXTS = ("title", "title_en", "summary", "eligibility", "venue", "online_url", "replay_url", "region_code")
MOMENTS = ("starts_at", "ends_at", "apply_from", "apply_until")
CHOICES = ("is_blind", "moves_up", "by_application")
NUMBERS = ("capacity", "seats", "organisation_seats", "reviews_wanted")
EDITABLE = frozenset({*TEXTS, *MOMENTS, *NUMBERS, *CHOICES, "mode", "series_id"})
# What a new roadshow begins with; the organiser changes it as they like.
RUBRIC = (
    ("团队", "Team", 25),
    ("技术与创新", "Technology and innovation", 25),
    ("市场与商业模式", "Market and business model", 30),
    ("实施计划与融资需求", "Plan and financing need", 20),
)


def create(*, actor: Actor, like: Roadshow | None = None, **values: Any) -> Roadshow:
    """A draft run by the actor's organisation, with the usual rubric or that of an earlier one."""
    if not actor.is_(*ORGANISING) or actor.membership is None:
        raise Forbidden
    roadshow = Roadshow(organisation_id=actor.organisation_id, created_by_id=actor.account_id)
    roadshow.organisation = actor.membership.organisation
    db.session.add(roadshow)
    with db.session.no_autoflush:
        _fill(roadshow, values)
    db.session.flush()
    usual = [{"name": name, "name_en": name_en, "weight": weight} for name, name_en, weight in RUBRIC]
    for position, criterion in enumerate(_rubric_of(like) if like else usual, start=1):
        db.session.add(ReviewCriterion(roadshow_id=roadshow.id, position=position, **criterion))
    db.session.flush()
    return roadshow


def update(*, actor: Actor, roadshow: Roadshow, **values: Any) -> None:
    require(can_edit(actor, roadshow))
    lock(roadshow)
    was_blind = roadshow.is_blind
    with db.session.no_autoflush:
        _fill(roadshow, values)
    if roadshow.is_blind != was_blind and _is_scored(roadshow.id):
        raise Invalid(_("Reviews are written already, so this stays as it is."), "is_blind")
    if roadshow.capacity < roadshow.lineup_count:
        raise Invalid(_("%(count)s projects are on the line-up already.", count=roadshow.lineup_count), "capacity")
    if roadshow.seats < roadshow.seats_taken:
        raise Invalid(_("%(count)s seats are taken already.", count=roadshow.seats_taken), "seats")
    roadshow.updated_at = utc_now()  # a change of themes alone is a change of the roadshow
    index(roadshow)
    db.session.flush()
    registrations.promote(roadshow)


def set_rubric(*, actor: Actor, roadshow: Roadshow, criteria: Sequence[Mapping[str, Any]]) -> None:
    """Replace the rubric. A criterion given with its `id` stays the same one; those that are left out go."""
    require(manages(actor, roadshow))
    lock(roadshow)
    if roadshow.state not in {RoadshowState.DRAFT, RoadshowState.OPEN}:
        raise Conflict(_("The line-up is fixed, so the rubric stays as it is."))
    if not criteria:
        raise Invalid(_("A rubric needs at least one criterion."))
    present = {criterion.id: criterion for criterion in criteria_of(roadshow.id)}
    kept = {wanted["id"] for wanted in criteria if wanted.get("id")}
    gone = [criterion for criterion_id, criterion in present.items() if criterion_id not in kept]
    if (gone or len(kept) < len(criteria)) and _is_scored(roadshow.id):
        raise Conflict(_("Reviews are there already, so criteria can be reworded and weighted, not added or removed."))
    for criterion in gone:
        db.session.delete(criterion)
    for position, wanted in enumerate(criteria, start=1):
        criterion = present.get(wanted.get("id")) or ReviewCriterion(roadshow_id=roadshow.id)  # type: ignore[arg-type]
        for name in ("name", "name_en", "hint", "weight"):
            setattr(criterion, name, wanted[name])
        criterion.position = position
        db.session.add(criterion)
    db.session.flush()


def index(roadshow: Roadshow) -> None:
    """A public roadshow can be found; the address of the live room is not part of that."""
    if roadshow.is_public:
        search.put("roadshow", roadshow.id, roadshow.title, roadshow.title_en, roadshow.summary, roadshow.venue)
    else:
        search.remove(roadshow.id)


def _rubric_of(earlier: Roadshow) -> list[dict[str, Any]]:
    names = ("name", "name_en", "hint", "weight")
    return [{name: getattr(criterion, name) for name in names} for criterion in criteria_of(earlier.id)]


def _is_scored(roadshow_id: uuid.UUID) -> bool:
    scored = select(ReviewScore.criterion_id).join(Review, Review.id == ReviewScore.review_id)
    criteria = select(ReviewCriterion.id).where(ReviewCriterion.roadshow_id == roadshow_id)
    return db.session.scalar(scored.where(ReviewScore.criterion_id.in_(criteria)).limit(1)) is not None


def _fill(roadshow: Roadshow, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name in FACETS:
            roadshow.set_codes(FACETS[name], value or [])
        elif name in TEXTS:
            setattr(roadshow, name, value or "")
        elif name in EDITABLE and (value is not None or name == "series_id"):
            setattr(roadshow, name, value)
    roadshow.mode = EventMode(roadshow.mode or EventMode.ON_SITE)
    if not roadshow.title:
        raise Invalid(_("Give the roadshow a title."), "title")
    for name in MOMENTS:
        if getattr(roadshow, name) is None:
            raise Invalid(_("Choose a date and time."), name)
    if roadshow.by_application is False:  # a new one has no value before it is written
        roadshow.apply_until = min(roadshow.apply_until, roadshow.starts_at)
    if roadshow.ends_at <= roadshow.starts_at:
        raise Invalid(_("The end must be after the beginning."), "ends_at")
    if roadshow.apply_until <= roadshow.apply_from:
        raise Invalid(_("The last day for applications must be after the first."), "apply_until")
    if roadshow.apply_until > roadshow.starts_at:
        raise Invalid(_("Applications must end before the roadshow begins."), "apply_until")
    if roadshow.series_id:
        series = db.session.get(RoadshowSeries, roadshow.series_id)
        if series is None or series.organisation_id != roadshow.organisation_id:
            raise Invalid(_("Choose one of your own series."), "series_id")
