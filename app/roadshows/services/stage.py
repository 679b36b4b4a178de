"""The organiser steers the stage: who is on, what the clock says, what the audience may do."""

import enum
import uuid
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.roadshows.day_policies import is_on, is_released
from app.roadshows.models import LiveStage, Phase, Roadshow
from app.roadshows.policies import manages
from app.roadshows.queries.stage import act, running_order
from app.roadshows.services.places import lock, require

SWITCHES = ("takes_questions", "takes_votes", "takes_scores")
SETTINGS = ("pitch_minutes", "question_minutes", "announcement")


class Step(enum.StrEnum):
    """What the buttons beside the clock do."""

    START = "start"
    STOP = "stop"
    AGAIN = "again"
    QUESTIONS = "questions"
    NEXT = "next"
    PAUSE = "pause"
    END = "end"
    RESET = "reset"


def steer(*, actor: Actor, roadshow: Roadshow, step: Step, seen: str = "") -> LiveStage:
    """One step of the running order or of the clock, from where the person saw it standing (`LiveStage.mark`)."""
    stage = opened(actor, roadshow)
    _check_seen(stage, seen)
    order = running_order(roadshow.id)
    if step is Step.START:
        _run(stage)
    elif step is Step.STOP:
        _hold(stage)
    elif step is Step.AGAIN:
        _wind(stage, runs=stage.clock_started_at is not None)
    elif step is Step.NEXT:
        following = act(stage, order).then
        if following is None:
            raise Conflict(_("Nobody follows on the running order."))
        _turn(stage, Phase.PITCH, following.application_id)
    elif step is Step.QUESTIONS:
        if stage.current_id is None:
            raise Conflict(_("Nobody is on stage."))
        _turn(stage, Phase.QUESTIONS, stage.current_id, runs=True)
    elif step is Step.PAUSE:
        _turn(stage, Phase.PAUSE, stage.current_id)
    elif step is Step.END:
        _turn(stage, Phase.OVER, None)
    else:
        _turn(stage, Phase.BEFORE, None)
    db.session.flush()
    return stage


def call(*, actor: Actor, roadshow: Roadshow, application_id: uuid.UUID, seen: str = "") -> LiveStage:
    """This project pitches now, whatever the order says."""
    stage = opened(actor, roadshow)
    _check_seen(stage, seen)
    if application_id not in {place.application_id for place in running_order(roadshow.id)}:
        raise Conflict(_("This project is no longer on the line-up."))
    _turn(stage, Phase.PITCH, application_id)
    db.session.flush()
    return stage


def arrange(*, actor: Actor, roadshow: Roadshow, **values: Any) -> LiveStage:
    """Minutes and the line for everybody."""
    stage = opened(actor, roadshow)
    for name in SETTINGS:
        if values.get(name) is not None:
            setattr(stage, name, values[name])
    if not 1 <= stage.pitch_minutes <= 120:
        raise Invalid(_("A pitch takes 1 to 120 minutes."), "pitch_minutes")
    db.session.flush()
    return stage


def switch(*, actor: Actor, roadshow: Roadshow, name: str, on: bool) -> LiveStage:
    """Let the audience ask or vote, or the judges give points, or no longer."""
    stage = opened(actor, roadshow)
    if name not in SWITCHES:
        raise Conflict(_("The roadshow has moved on meanwhile."))
    if on and is_released(stage) and name != "takes_questions":
        raise Conflict(_("The results are released, so they stand."))
    setattr(stage, name, on)
    db.session.flush()
    return stage


def opened(actor: Actor, roadshow: Roadshow) -> LiveStage:
    """The stage, locked with its roadshow; made when it is touched for the first time."""
    require(manages(actor, roadshow))
    lock(roadshow)
    if not is_on(roadshow):
        raise Conflict(_("The stage opens with the publication of the line-up and closes with the roadshow."))
    return stage_row(roadshow)


def stage_row(roadshow: Roadshow) -> LiveStage:
    """The caller holds the roadshow's lock."""
    stage = db.session.scalar(select(LiveStage).where(LiveStage.roadshow_id == roadshow.id))
    if stage is None:
        stage = LiveStage(roadshow_id=roadshow.id)
        db.session.add(stage)
        db.session.flush()
    return stage


def _check_seen(stage: LiveStage, seen: str) -> None:
    """Two people who press “next” at once bring on one project, not two."""
    if seen and seen != stage.mark:
        raise Conflict(_("A colleague moved the stage meanwhile. Look again before you go on."))


def _turn(stage: LiveStage, phase: Phase, current_id: uuid.UUID | None, *, runs: bool = False) -> None:
    stage.phase, stage.current_id = phase, current_id
    _wind(stage, runs=runs)


def _wind(stage: LiveStage, *, runs: bool) -> None:
    stage.clock_used, stage.clock_started_at = 0, utc_now() if runs else None


def _run(stage: LiveStage) -> None:
    if not stage.minutes:
        raise Conflict(_("Nobody is on stage."))
    if stage.clock_started_at is None:
        stage.clock_started_at = utc_now()


def _hold(stage: LiveStage) -> None:
    if stage.clock_started_at is not None:
        stage.clock_used += round((utc_now() - stage.clock_started_at).total_seconds())
        stage.clock_started_at = None
