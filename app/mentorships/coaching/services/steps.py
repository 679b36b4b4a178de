"""Goals and actions: what is to be reached, and who does what until when."""

import datetime as dt

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.mentorships.coaching.models import ActionItem, CoachingSession, Goal, Side, StepState
from app.mentorships.coaching.services.locks import acting_side, lock_running
from app.mentorships.models import Mentorship


def add_goal(*, actor: Actor, mentorship: Mentorship, text: str, due_on: dt.date | None = None) -> Goal:
    acting_side(actor, mentorship)
    lock_running(mentorship)
    goal = Goal(mentorship_id=mentorship.id, text=_given(text), due_on=due_on, state=StepState.OPEN)
    db.session.add(goal)
    db.session.flush()
    return goal


def add_action(
    *,
    actor: Actor,
    mentorship: Mentorship,
    text: str,
    owner: Side,
    due_on: dt.date | None = None,
    session: CoachingSession | None = None,
) -> ActionItem:
    """One of the two does something until a day; `session` says where it was agreed."""
    acting_side(actor, mentorship)
    lock_running(mentorship)
    action = ActionItem(
        mentorship_id=mentorship.id,
        session_id=session.id if session else None,
        text=_given(text),
        owner=Side(owner),
        due_on=due_on,
        state=StepState.OPEN,
    )
    db.session.add(action)
    db.session.flush()
    return action


def edit(
    *, actor: Actor, step: Goal | ActionItem, text: str, due_on: dt.date | None = None, owner: Side | None = None
) -> None:
    acting_side(actor, step.mentorship)
    lock_running(step.mentorship)
    step.text, step.due_on = _given(text), due_on
    if isinstance(step, ActionItem) and owner is not None:
        step.owner = Side(owner)
    db.session.flush()


def settle(*, actor: Actor, step: Goal | ActionItem, state: StepState) -> None:
    """Done, dropped, or open again."""
    acting_side(actor, step.mentorship)
    lock_running(step.mentorship)
    db.session.refresh(step)
    if step.state is state:
        raise Conflict(_("Somebody has done this already."))
    step.state = state
    step.settled_at = None if state is StepState.OPEN else utc_now()
    db.session.flush()


def _given(text: str) -> str:
    if not text:
        raise Invalid(_("Write what it is."), "text")
    return text
