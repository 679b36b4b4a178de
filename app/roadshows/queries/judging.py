"""Judges, their points, the audience's votes, and what both add up to."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Float, Select, and_, cast, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from app.accounts.actor import Actor
from app.accounts.models import Account, Membership, Organisation, Role
from app.extensions import db
from app.projects.models import Project
from app.roadshows import conflicts
from app.roadshows.day_policies import JUDGING, sees_results
from app.roadshows.models import (
    Application,
    Attendee,
    AudienceVote,
    CheckIn,
    Judge,
    Judgement,
    JudgementPoints,
    JudgementState,
    LineupPlace,
    LiveStage,
    Registration,
    RegistrationState,
    ReviewCriterion,
    Roadshow,
    RoadshowState,
)
from app.roadshows.queries.events import visible_roadshow
from app.roadshows.queries.stage import running_order, stage_of


def judges_of(roadshow_id: uuid.UUID) -> Sequence[Judge]:
    statement = (
        select(Judge)
        .join(Membership, Membership.id == Judge.membership_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Judge.roadshow_id == roadshow_id, Judge.removed_at.is_(None), Membership.ended_at.is_(None))
        .options(contains_eager(Judge.membership).contains_eager(Membership.account))
    )
    return db.session.scalars(statement.order_by(Judge.added_at, Judge.id)).unique().all()


def candidates(roadshow: Roadshow) -> Sequence[Membership]:
    """Who can be asked: reviewers, organisers and mentors of the city's authorities, and investors who come."""
    city = roadshow.organisation.region_code[:4]
    near: ColumnElement[bool] = Organisation.id == roadshow.organisation_id
    if len(city) == 4:
        near = or_(near, Organisation.region_code.startswith(city, autoescape=True))
    comes = exists().where(
        Registration.roadshow_id == roadshow.id,
        Registration.organisation_id == Organisation.id,
        Registration.state == RegistrationState.CONFIRMED,
    )
    of_the_city = and_(Membership.role.in_((Role.REVIEWER, Role.ORGANISER, Role.MENTOR)), near)
    statement = (
        select(Membership)
        .join(Membership.organisation)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.ended_at.is_(None), or_(of_the_city, and_(Membership.role == Role.INVESTOR, comes)))
        .options(contains_eager(Membership.organisation), contains_eager(Membership.account))
    )
    return db.session.scalars(statement.order_by(Organisation.name, Account.name, Membership.id)).unique().all()


def own_judge(actor: Actor, roadshow_id: uuid.UUID) -> Judge | None:
    """The person as a judge of this roadshow, in the membership they act in."""
    if not actor.is_(*JUDGING):
        return None
    return db.session.scalar(
        select(Judge).where(
            Judge.roadshow_id == roadshow_id,
            Judge.membership_id == actor.membership_id,
            Judge.removed_at.is_(None),
        )
    )


def judges_as(actor: Actor) -> Select[uuid.UUID]:
    return select(Judge.id).where(Judge.membership_id == actor.membership_id, Judge.removed_at.is_(None))


def open_judges(actor: Actor) -> Sequence[Judge]:
    """Where this person can give points now."""
    statement = (
        select(Judge)
        .join(Roadshow, Roadshow.id == Judge.roadshow_id)
        .join(LiveStage, LiveStage.roadshow_id == Judge.roadshow_id)
        .where(
            Judge.membership_id == actor.membership_id,
            Judge.removed_at.is_(None),
            LiveStage.takes_scores,
            Roadshow.state.in_((RoadshowState.PUBLISHED, RoadshowState.HELD)),
        )
    )
    return db.session.scalars(statement.order_by(Roadshow.starts_at, Judge.id)).unique().all()


@dataclass(frozen=True)
class Turn:
    """A pitch before a judge, who is free to judge it."""

    judge: Judge
    application: Application


def own_turn(actor: Actor, roadshow_id: uuid.UUID, application_id: uuid.UUID) -> Turn | None:
    """A pitch that this person judges; none for whoever is in conflict with the project."""
    judge = own_judge(actor, roadshow_id)
    if judge is None:
        return None
    order = {place.application_id for place in running_order(roadshow_id)}
    application = db.session.get(Application, application_id) if application_id in order else None
    if application is None or application.id in barred(judge, [application]):
        return None
    return Turn(judge, application)


def barred(judge: Judge, applications: Collection[Application]) -> set[uuid.UUID]:
    """The applications that this judge must not judge, by the rules or by their own word."""
    ruled = {key for _who, key in conflicts.pairs({judge.membership.account_id}, applications)}
    declared = select(Judgement.application_id).where(
        Judgement.judge_id == judge.id, Judgement.state == JudgementState.CONFLICT
    )
    return ruled | set(db.session.scalars(declared))


def judgement_of(judge: Judge, application_id: uuid.UUID) -> Judgement | None:
    same = select(Judgement).where(Judgement.judge_id == judge.id, Judgement.application_id == application_id)
    return db.session.scalar(same)


def judgements_by(judge: Judge) -> dict[uuid.UUID, Judgement]:
    """What a judge has given so far, by application."""
    rows = db.session.scalars(select(Judgement).where(Judgement.judge_id == judge.id))
    return {row.application_id: row for row in rows}


def judgements_of(roadshow_id: uuid.UUID) -> dict[tuple[uuid.UUID, uuid.UUID], Judgement]:
    """(judge, application) → what was given, for the organiser's table."""
    statement = select(Judgement).join(Judge, Judge.id == Judgement.judge_id).where(Judge.roadshow_id == roadshow_id)
    return {(row.judge_id, row.application_id): row for row in db.session.scalars(statement)}


@dataclass(frozen=True)
class Standing:
    """A pitch with what it got: the mean of the judges' weighted points, 1 to 5, and the votes of the audience."""

    place: LineupPlace
    mean: float | None
    judges: int
    votes: int
    rank: int | None
    is_favourite: bool


def standings(roadshow_id: uuid.UUID) -> list[Standing]:
    """Best first; equal points share a rank, and pitches without points stand last in the running order."""
    order = running_order(roadshow_id)
    means, votes = _means(roadshow_id), _votes(roadshow_id)
    most = max(votes.values(), default=0)
    judged = sorted((round(mean, 4) for mean, _number in means.values()), reverse=True)
    rows = []
    for place in order:
        mean, judges = means.get(place.application_id, (None, 0))
        count = votes.get(place.application_id, 0)
        rank = judged.index(round(mean, 4)) + 1 if mean is not None else None
        rows.append(Standing(place, mean, judges, count, rank, count == most > 0))
    return sorted(rows, key=lambda row: row.rank or len(rows) + 1)


def released(actor: Actor, roadshow_id: uuid.UUID) -> Roadshow | None:
    """A roadshow whose results this person may read."""
    roadshow = visible_roadshow(actor, roadshow_id)
    return roadshow if roadshow is not None and sees_results(actor, roadshow, stage_of(roadshow)) else None


def criterion_means(roadshow_id: uuid.UUID) -> dict[tuple[uuid.UUID, uuid.UUID], float]:
    """(application, criterion) → mean points of a pitch."""
    statement = (
        select(Judgement.application_id, JudgementPoints.criterion_id, cast(func.avg(JudgementPoints.points), Float))
        .join(Judgement, Judgement.id == JudgementPoints.judgement_id)
        .join(Judge, Judge.id == Judgement.judge_id)
        .where(Judge.roadshow_id == roadshow_id, *_counts())
        .group_by(Judgement.application_id, JudgementPoints.criterion_id)
    )
    return {(one, key): float(mean) for one, key, mean in db.session.execute(statement)}


def points_by_criterion(roadshow_id: uuid.UUID, application_id: uuid.UUID) -> dict[uuid.UUID, float]:
    """Criterion → mean points of one pitch."""
    return {key: mean for (one, key), mean in criterion_means(roadshow_id).items() if one == application_id}


def vote_of(attendee: Attendee) -> AudienceVote | None:
    return db.session.scalar(select(AudienceVote).where(AudienceVote.attendee_id == attendee.id))


def own_projects(attendee: Attendee) -> set[uuid.UUID]:
    """The applications that this person has a part in: their own organisations', and the one they pitch."""
    mine = [Application.id == attendee.application_id]
    if attendee.account_id is not None:
        joined = select(Membership.organisation_id).where(
            Membership.account_id == attendee.account_id, Membership.ended_at.is_(None)
        )
        mine.append(Project.organisation_id.in_(joined))
    statement = select(Application.id).join(Project, Project.id == Application.project_id)
    return set(db.session.scalars(statement.where(Application.roadshow_id == attendee.roadshow_id, or_(*mine))))


def _means(roadshow_id: uuid.UUID) -> dict[uuid.UUID, tuple[float, int]]:
    """Application → (mean over its judges, how many)."""
    weighted = cast(func.sum(JudgementPoints.points * ReviewCriterion.weight), Float) / func.sum(ReviewCriterion.weight)
    each = (
        select(Judgement.application_id, weighted.label("points"))
        .join(JudgementPoints, JudgementPoints.judgement_id == Judgement.id)
        .join(ReviewCriterion, ReviewCriterion.id == JudgementPoints.criterion_id)
        .join(Judge, Judge.id == Judgement.judge_id)
        .where(Judge.roadshow_id == roadshow_id, *_counts())
        .group_by(Judgement.id, Judgement.application_id)
        .subquery()
    )
    statement = select(each.c.application_id, func.avg(each.c.points), func.count()).group_by(each.c.application_id)
    return {key: (float(mean), number) for key, mean, number in db.session.execute(statement)}


def _counts() -> tuple[ColumnElement[bool], ...]:
    """Points of judges who were not taken off."""
    return (Judgement.state == JudgementState.SCORED, Judge.removed_at.is_(None))


def _votes(roadshow_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """Application → votes of people who are there."""
    statement = (
        select(AudienceVote.application_id, func.count())
        .join(CheckIn, CheckIn.attendee_id == AudienceVote.attendee_id)
        .where(AudienceVote.roadshow_id == roadshow_id)
        .group_by(AudienceVote.application_id)
    )
    return dict(db.session.execute(statement).all())
