"""What the audience asks. Nothing is shown before an organiser let it pass."""

import uuid

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.extensions import db
from app.roadshows.day_policies import is_on
from app.roadshows.models import Attendee, AudienceQuestion, LiveStage, QuestionState, QuestionVote, Roadshow
from app.roadshows.policies import manages
from app.roadshows.queries.people import holds_ticket
from app.roadshows.queries.stage import running_order
from app.roadshows.services.places import require

# So many questions of one person may wait to be let through.
MOST_WAITING = 3


def ask(
    *, attendee: Attendee, text: str, application_id: uuid.UUID | None = None, anonymous: bool = False
) -> AudienceQuestion:
    """Whoever holds a ticket asks, on site or online."""
    _check_open(attendee)
    if not text:
        raise Invalid(_("Write your question first."), "text")
    _lock(attendee)
    waiting = select(func.count()).where(
        AudienceQuestion.attendee_id == attendee.id, AudienceQuestion.state == QuestionState.WAITING
    )
    if (db.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise Invalid(_("Your earlier questions are still being looked at. Ask again in a moment."), "text")
    if application_id and application_id not in {row.application_id for row in running_order(attendee.roadshow_id)}:
        raise Invalid(_("This project is no longer on the line-up."), "application_id")
    row = AudienceQuestion(
        roadshow_id=attendee.roadshow_id,
        attendee_id=attendee.id,
        application_id=application_id,
        text=text,
        is_anonymous=anonymous,
    )
    db.session.add(row)
    db.session.flush()
    return row


def want(*, attendee: Attendee, question_id: uuid.UUID, wanted: bool) -> None:
    """Want it answered too, once a person, or no longer."""
    _check_open(attendee)
    _lock(attendee)
    question = db.session.get(AudienceQuestion, question_id)
    if question is None or question.roadshow_id != attendee.roadshow_id or question.state is not QuestionState.SHOWN:
        raise Conflict(_("This question is no longer open."))
    if question.attendee_id == attendee.id:
        raise Conflict(_("It is your own question."))
    same = select(QuestionVote).where(QuestionVote.question_id == question.id, QuestionVote.attendee_id == attendee.id)
    vote = db.session.scalar(same)
    if wanted and vote is None:
        db.session.add(QuestionVote(question_id=question.id, attendee_id=attendee.id))
    elif not wanted and vote is not None:
        db.session.delete(vote)
    db.session.flush()


def moderate(*, actor: Actor, roadshow: Roadshow, question_id: uuid.UUID, state: QuestionState) -> QuestionState:
    """Show it, mark it answered, hide it, or put it back; returns what it was."""
    require(manages(actor, roadshow))
    question = db.session.get(AudienceQuestion, question_id)
    if question is None or question.roadshow_id != roadshow.id:
        raise Conflict(_("This question is no longer open."))
    db.session.refresh(question, ["state"], with_for_update={"of": AudienceQuestion, "key_share": True})
    if not is_on(roadshow):
        raise Conflict(_("The roadshow is closed."))
    before, question.state = question.state, state
    db.session.flush()
    return before


def _check_open(attendee: Attendee) -> None:
    stage = db.session.scalar(select(LiveStage).where(LiveStage.roadshow_id == attendee.roadshow_id))
    if stage is None or not stage.takes_questions or not is_on(attendee.roadshow):
        raise Conflict(_("Questions are not taken now."))
    if not holds_ticket(attendee):
        raise Conflict(_("This ticket is not valid."))


def _lock(attendee: Attendee) -> None:
    """One person's questions and votes, one after the other."""
    db.session.flush()
    db.session.refresh(attendee, ["code"], with_for_update={"of": Attendee, "key_share": True})
