"""Pairs that an organiser decides: the next run keeps to them."""

import uuid

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.core.errors import Forbidden, Invalid
from app.core.forms import CONSTRAINT_MESSAGES
from app.extensions import db
from app.funds.models import Fund
from app.mentors.models import Mentor
from app.recommendations.models import Kind, PairRule, Rule
from app.roadshows.models import LineupPlace, Roadshow
from app.roadshows.policies import manages

CONSTRAINT_MESSAGES["uq_pair_rule_roadshow_id_project_id_candidate_id"] = (
    "",
    _l("There is a rule for this pair already."),
)


def decide(
    *, actor: Actor, roadshow: Roadshow, project_id: uuid.UUID, candidate_id: uuid.UUID, rule: Rule, why: str = ""
) -> PairRule:
    """Pin or forbid a pair. A rule that was there is changed."""
    if not manages(actor, roadshow):
        raise Forbidden
    placed = select(LineupPlace.id).where(
        LineupPlace.roadshow_id == roadshow.id,
        LineupPlace.project_id == project_id,
        LineupPlace.is_waiting.is_(False),
    )
    if db.session.scalar(placed) is None:
        raise Invalid(_("The project is not on the line-up."), "project_id")
    candidate = db.session.get(Mentor, candidate_id) or db.session.get(Fund, candidate_id)
    if candidate is None or not candidate.is_published or (isinstance(candidate, Mentor) and not candidate.is_filed):
        raise Invalid(_("Choose a mentor or fund from the directory."), "candidate_id")
    if rule is Rule.PIN:
        _check_places(roadshow, candidate, project_id)
    found = _find(roadshow, project_id, candidate_id)
    if found is None:
        kind = Kind.MENTOR if isinstance(candidate, Mentor) else Kind.FUND
        found = PairRule(
            roadshow_id=roadshow.id, project_id=project_id, candidate_id=candidate_id, candidate_kind=kind, rule=rule
        )
        db.session.add(found)
    found.rule, found.why, found.created_by_id = rule, why, actor.account_id
    db.session.flush()
    return found


def lift(*, actor: Actor, rule: PairRule) -> None:
    roadshow = db.session.get_one(Roadshow, rule.roadshow_id)
    if not manages(actor, roadshow):
        raise Forbidden
    db.session.delete(rule)
    db.session.flush()


def _find(roadshow: Roadshow, project_id: uuid.UUID, candidate_id: uuid.UUID) -> PairRule | None:
    return db.session.scalar(
        select(PairRule).where(
            PairRule.roadshow_id == roadshow.id,
            PairRule.project_id == project_id,
            PairRule.candidate_id == candidate_id,
        )
    )


def _check_places(roadshow: Roadshow, candidate: Mentor | Fund, project_id: uuid.UUID) -> None:
    """Nobody is pinned to more projects than they take."""
    places = candidate.free_places if isinstance(candidate, Mentor) else candidate.capacity
    others = select(func.count()).where(
        PairRule.roadshow_id == roadshow.id,
        PairRule.candidate_id == candidate.id,
        PairRule.rule == Rule.PIN,
        PairRule.project_id != project_id,
    )
    if (db.session.scalar(others) or 0) >= places:
        raise Invalid(
            _("%(name)s takes no more projects: places %(places)s.", name=candidate.name, places=places), "candidate_id"
        )
