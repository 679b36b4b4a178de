"""Points of the judges, the audience's favourite, and their release."""

import uuid
from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.roadshows import day_notices
from app.roadshows.day_policies import is_on, is_released
from app.roadshows.models import (
    Attendee,
    AudienceVote,
    CheckIn,
    Judge,
    Judgement,
    JudgementPoints,
    JudgementState,
    LiveStage,
    Roadshow,
    RoadshowState,
)
from app.roadshows.policies import manages
from app.roadshows.queries.judging import (
    Turn,
    barred,
    candidates,
    judgement_of,
    judges_of,
    own_projects,
    vote_of,
)
from app.roadshows.queries.people import holds_ticket
from app.roadshows.queries.reviews import criteria
from app.roadshows.queries.stage import running_order
from app.roadshows.services import people
from app.roadshows.services.places import lock, require
from app.roadshows.services.stage import opened, stage_row


def add_judge(*, actor: Actor, roadshow: Roadshow, membership_id: uuid.UUID) -> Judge:
    """Ask somebody to judge the pitches; they get a ticket with it."""
    _check_open(actor, roadshow)
    membership = next((row for row in candidates(roadshow) if row.id == membership_id), None)
    if membership is None:
        raise Invalid(_("Choose a judge from the list."), "membership_id")
    same = select(Judge).where(Judge.roadshow_id == roadshow.id, Judge.membership_id == membership.id)
    judge = db.session.scalar(same)
    if judge is not None and judge.removed_at is None:
        return judge
    if judge is None:
        judge = Judge(roadshow_id=roadshow.id, membership_id=membership.id)
        db.session.add(judge)
    judge.removed_at = None
    db.session.flush()
    people.add_judge(roadshow, membership)
    day_notices.judge(judge)
    return judge


def remove_judge(*, actor: Actor, roadshow: Roadshow, judge_id: uuid.UUID) -> Judge:
    """Their points no longer count; asked again, they count again."""
    _check_open(actor, roadshow)
    judge = next((row for row in judges_of(roadshow.id) if row.id == judge_id), None)
    if judge is None:
        raise Conflict(_("This judge is no longer there."))
    judge.removed_at = utc_now()
    people.end_judge(roadshow.id, judge.membership.account_id)
    db.session.flush()
    return judge


def score(*, actor: Actor, turn: Turn, points: Mapping[uuid.UUID, int], comment: str = "") -> Judgement:
    """1 to 5 points for every criterion of the rubric; they may change until scoring is closed."""
    judgement = _judging(actor, turn)
    rubric = criteria(turn.judge.roadshow_id)
    for criterion in rubric:
        if not 1 <= points.get(criterion.id, 0) <= 5:
            raise Invalid(_("Give 1 to 5 points for every criterion."), f"score_{criterion.id}")
    present = {row.criterion_id: row for row in judgement.points}
    for criterion in rubric:
        if (row := present.get(criterion.id)) is None:
            row = JudgementPoints(criterion_id=criterion.id)
            judgement.points.append(row)
        row.points = points[criterion.id]
    judgement.state, judgement.comment, judgement.updated_at = JudgementState.SCORED, comment, utc_now()
    db.session.flush()
    return judgement


def declare_conflict(*, actor: Actor, turn: Turn) -> None:
    """The judge is not free to judge this project; for this roadshow that stays."""
    judgement = _judging(actor, turn)
    judgement.points.clear()
    judgement.state, judgement.comment = JudgementState.CONFLICT, ""
    db.session.flush()


def vote(*, attendee: Attendee, application_id: uuid.UUID) -> AudienceVote:
    """The favourite of somebody who is there, never their own project; it may change until voting ends."""
    db.session.flush()
    db.session.refresh(attendee, ["code"], with_for_update={"of": Attendee, "key_share": True})
    _check_voting(attendee)
    if application_id not in {place.application_id for place in running_order(attendee.roadshow_id)}:
        raise Conflict(_("This project is no longer on the line-up."))
    if application_id in own_projects(attendee):
        raise Conflict(_("You have a part in this project. Vote for another one."))
    row = vote_of(attendee)
    if row is None:
        row = AudienceVote(roadshow_id=attendee.roadshow_id, attendee_id=attendee.id)
        db.session.add(row)
    row.application_id, row.cast_at = application_id, utc_now()
    db.session.flush()
    return row


def release(*, actor: Actor, roadshow: Roadshow) -> LiveStage:
    """Everybody may read the results; points and votes stand from now on."""
    stage = opened(actor, roadshow)
    if is_released(stage):
        raise Conflict(_("The results are released already."))
    stage.takes_scores = stage.takes_votes = False
    stage.results_released_at = utc_now()
    db.session.flush()
    pitched = [place.application for place in running_order(roadshow.id)]
    day_notices.results(roadshow, pitched)
    return stage


def withhold(*, actor: Actor, roadshow: Roadshow) -> LiveStage:
    """Undo a release: who has not read it yet does not."""
    require(manages(actor, roadshow))
    lock(roadshow)
    stage = stage_row(roadshow)
    if not is_released(stage):
        raise Conflict(_("The results are not released."))
    stage.results_released_at = None
    db.session.flush()
    return stage


def _judging(actor: Actor, turn: Turn) -> Judgement:
    """The judgement to write, made or found, while scoring is open; the judge's row is locked."""
    judge = turn.judge
    require(judge.membership_id == actor.membership_id and turn.application.id not in barred(judge, [turn.application]))
    db.session.refresh(judge, ["removed_at"], with_for_update={"of": Judge, "key_share": True})
    stage = _stage(judge.roadshow_id)
    if judge.removed_at is not None or stage is None or not stage.takes_scores or not is_on(judge.roadshow):
        raise Conflict(_("Points are not taken now."))
    judgement = judgement_of(judge, turn.application.id)
    if judgement is None:
        judgement = Judgement(judge_id=judge.id, application_id=turn.application.id)
        db.session.add(judgement)
    return judgement


def _check_voting(attendee: Attendee) -> None:
    stage = _stage(attendee.roadshow_id)
    if stage is None or not stage.takes_votes or not is_on(attendee.roadshow):
        raise Conflict(_("Votes are not taken now."))
    here = select(CheckIn.id).where(CheckIn.attendee_id == attendee.id)
    if db.session.scalar(here) is None or not holds_ticket(attendee):
        raise Conflict(_("Only those who are there can vote: check in at the desk, or enter the online room."))


def _stage(roadshow_id: uuid.UUID) -> LiveStage | None:
    """As it is now, not as the session remembers it; shared, so that a release waits for the points under way."""
    statement = select(LiveStage).where(LiveStage.roadshow_id == roadshow_id).execution_options(populate_existing=True)
    return db.session.scalar(statement.with_for_update(read=True, of=LiveStage))


def _check_open(actor: Actor, roadshow: Roadshow) -> None:
    require(manages(actor, roadshow))
    lock(roadshow)
    if roadshow.state in {RoadshowState.DRAFT, RoadshowState.CLOSED}:
        raise Conflict(_("The list of people is closed."))
