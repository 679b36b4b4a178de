"""The live page: who is on stage, who follows, what the audience asks."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.actor import Actor
from app.extensions import db
from app.roadshows.day_policies import shows_live
from app.roadshows.models import (
    Attendee,
    AudienceQuestion,
    LineupPlace,
    LiveStage,
    QuestionState,
    QuestionVote,
    Roadshow,
)
from app.roadshows.queries.events import lineup_places, visible_roadshow

OPEN_QUESTIONS = (QuestionState.SHOWN, QuestionState.ANSWERED)


def live_roadshow(actor: Actor, roadshow_id: uuid.UUID) -> Roadshow | None:
    """A roadshow whose running order this person may follow."""
    roadshow = visible_roadshow(actor, roadshow_id)
    return roadshow if roadshow is not None and shows_live(actor, roadshow) else None


def stage_of(roadshow: Roadshow) -> LiveStage:
    """The stage as it stands; before anything was set, an unsaved one with the defaults."""
    found = db.session.scalar(select(LiveStage).where(LiveStage.roadshow_id == roadshow.id))
    return found if found is not None else empty(roadshow)


def empty(roadshow: Roadshow) -> LiveStage:
    columns = LiveStage.__table__.columns
    defaults = {column.key: column.default.arg for column in columns if column.default and column.default.is_scalar}
    return LiveStage(**defaults, roadshow_id=roadshow.id)


def running_order(roadshow_id: uuid.UUID) -> list[LineupPlace]:
    """The places of the line-up that are pitched; a project taken out of the lists is passed over."""
    return [place for place in lineup_places(roadshow_id) if place.project.is_published]


@dataclass(frozen=True)
class Act:
    """Where the running order stands: what is on stage, and what follows."""

    now: LineupPlace | None
    then: LineupPlace | None


def act(stage: LiveStage, order: Sequence[LineupPlace]) -> Act:
    position = next((at for at, place in enumerate(order) if place.application_id == stage.current_id), -1)
    now = order[position] if position >= 0 else None
    if stage.phase == "over":
        return Act(None, None)
    if stage.phase == "before":
        return Act(None, order[0] if order else None)
    return Act(now, order[position + 1] if position + 1 < len(order) else None)


@dataclass(frozen=True)
class Asked:
    """A question with its votes; `mine` when the reader wants it answered too."""

    question: AudienceQuestion
    votes: int
    mine: bool


def questions(
    roadshow_id: uuid.UUID, *, states: Sequence[QuestionState] = OPEN_QUESTIONS, reader: Attendee | None = None
) -> list[Asked]:
    """The open ones first, the most wanted on top; the answered ones follow."""
    counted = select(QuestionVote.question_id, func.count().label("number")).group_by(QuestionVote.question_id)
    counts = counted.subquery()
    votes = func.coalesce(counts.c.number, 0)
    statement = (
        select(AudienceQuestion, votes)
        .outerjoin(counts, counts.c.question_id == AudienceQuestion.id)
        .where(AudienceQuestion.roadshow_id == roadshow_id, AudienceQuestion.state.in_(states))
        .options(joinedload(AudienceQuestion.attendee), joinedload(AudienceQuestion.application))
        .order_by(votes.desc(), AudienceQuestion.asked_at, AudienceQuestion.id)
    )
    mine = _wanted_by(reader) if reader else set()
    rows = [Asked(row[0], row[1], row[0].id in mine) for row in db.session.execute(statement).unique()]
    order = {QuestionState.WAITING: 0, QuestionState.SHOWN: 1, QuestionState.ANSWERED: 2, QuestionState.HIDDEN: 3}
    return sorted(rows, key=lambda row: order[row.question.state])


def own_questions(attendee: Attendee) -> Sequence[AudienceQuestion]:
    """What the person asked and the organiser has not shown yet."""
    statement = select(AudienceQuestion).where(
        AudienceQuestion.attendee_id == attendee.id, AudienceQuestion.state == QuestionState.WAITING
    )
    return db.session.scalars(statement.order_by(AudienceQuestion.asked_at, AudienceQuestion.id)).all()


def _wanted_by(reader: Attendee) -> set[uuid.UUID]:
    return set(db.session.scalars(select(QuestionVote.question_id).where(QuestionVote.attendee_id == reader.id)))
