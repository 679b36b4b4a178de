"""What happened between the two sides of a match, for those who may know it."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import select

from app.core.answering import LABELS, AnswerState
from app.deals.labels import STAGES
from app.deals.queries.pipeline import between as deals_between
from app.extensions import db
from app.mentorships.models import MentorRequest, Mentorship
from app.recommendations.models import Kind, Match, Side
from app.recommendations.queries import Seen
from app.roadshows.labels import INTEREST_LEVELS
from app.roadshows.meetings.models import MeetingRequest
from app.roadshows.meetings.models import Side as Asking
from app.roadshows.models import Interest, Roadshow, RoadshowState

SHOWN = (RoadshowState.PUBLISHED, RoadshowState.HELD)


def between(seen: Seen) -> list[dict[str, Any]]:
    """Requests, mentorships and marked interest, newest first."""
    events = _with_mentor(seen) if seen.kind is Kind.MENTOR else _with_fund(seen)
    return sorted(events, key=lambda event: event["time"], reverse=True)


def _with_mentor(seen: Seen) -> list[dict[str, Any]]:
    pair = {"project_id": seen.project.id, "mentor_id": seen.candidate.id}
    events = []
    for request in db.session.scalars(select(MentorRequest).filter_by(**pair)).unique():
        events.append({"title": _("Request to the mentor"), "time": request.asked_at, "text": ""})
        if request.answered_at:
            tone = {AnswerState.ACCEPTED: "success", AnswerState.DECLINED: "danger"}.get(request.state, "")
            words = LABELS[request.state]
            events.append({"title": words, "time": request.answered_at, "text": request.decline_reason, "tone": tone})
    for mentorship in db.session.scalars(select(Mentorship).filter_by(**pair)).unique():
        events.append({"title": _("Mentorship begins"), "time": mentorship.started_at, "tone": "success", "text": ""})
        if mentorship.ended_at:
            events.append({"title": _("Mentorship ends"), "time": mentorship.ended_at, "text": ""})
    return events


def _with_fund(seen: Seen) -> list[dict[str, Any]]:
    """What the fund marked is its own affair; what one asked the other both know."""
    pair = {"project_id": seen.project.id, "fund_id": seen.candidate.id}
    events = []
    if seen.side is Side.CANDIDATE:
        for mark in db.session.scalars(select(Interest).filter_by(**pair)).unique():
            level = INTEREST_LEVELS[mark.level]
            events.append({"title": level, "time": mark.updated_at, "text": mark.roadshow.label})
    for request in db.session.scalars(select(MeetingRequest).filter_by(**pair)).unique():
        words = _("The fund wants to meet") if request.asked_by is Asking.FUND else _("The project wants to meet")
        events.append({"title": words, "time": request.asked_at, "text": request.roadshow.label})
        if request.answered_at:
            tone = {AnswerState.ACCEPTED: "success", AnswerState.DECLINED: "danger"}.get(request.state, "")
            words = LABELS[request.state]
            events.append({"title": words, "time": request.answered_at, "text": request.decline_reason, "tone": tone})
    return [*events, *_deals(seen)]


def _deals(seen: Seen) -> list[dict[str, Any]]:
    """The fund's own deals with the project; the project reads what it was told of them."""
    events: list[dict[str, Any]] = []
    for deal in deals_between(seen.candidate.id, seen.project.id):
        if seen.side is Side.CANDIDATE:
            stage = _("Now at: %(stage)s", stage=STAGES[deal.stage])
            events.append({"title": _("A deal begins"), "time": deal.created_at, "text": stage})
        elif seen.side is Side.PROJECT and deal.told_at is not None and deal.told_stage is not None:
            stage = str(STAGES[deal.told_stage])
            events.append({"title": _("The fund says how it stands"), "time": deal.told_at, "text": stage})
    return events


def is_open(seen: Seen) -> bool:
    """Whether the mentor coaches the project already or has its request."""
    return seen.candidate.id in _asked([seen.candidate.id], [seen.project.id], Side.PROJECT)


def badges(matches: Sequence[Match], side: Side) -> dict[uuid.UUID, list[Markup]]:
    """What stands under the other side's name: "your mentor", "asked". Two statements whatever the number."""
    mentors = [match for match in matches if match.candidate_kind is Kind.MENTOR]
    if not mentors:
        return {}
    found = _asked([m.candidate_id for m in mentors], [m.project_id for m in mentors], side)
    return {
        key: [Markup('<span class="badge badge-info">{}</span>').format(escape(text))] for key, text in found.items()
    }


def _asked(mentor_ids: Sequence[uuid.UUID], project_ids: Sequence[uuid.UUID], side: Side) -> dict[uuid.UUID, str]:
    """By the other side's id: how things stand between the two."""
    found: dict[uuid.UUID, str] = {}
    for model, over, words in (
        (MentorRequest, MentorRequest.state == AnswerState.PENDING, _("Asked")),
        (Mentorship, Mentorship.ended_at.is_(None), _("Coaches the project")),
    ):
        statement = select(model.project_id, model.mentor_id).where(
            model.project_id.in_(project_ids),
            model.mentor_id.in_(mentor_ids),
            over,
        )
        for project_id, mentor_id in db.session.execute(statement):
            found[mentor_id if side is Side.PROJECT else project_id] = words
    return found


def lineups() -> Sequence[Roadshow]:
    """Roadshows whose line-up can be seen now, the next one first."""
    statement = select(Roadshow).where(Roadshow.state.in_(SHOWN))
    return db.session.scalars(statement.order_by(Roadshow.starts_at, Roadshow.id)).unique().all()
