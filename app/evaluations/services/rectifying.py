"""Putting right what was found wanting: the carrier reports, the authority accepts, sends back, or delists."""

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.evaluations import notices
from app.evaluations.models import Appeal, AppealState, Result, Standing, StandingState
from app.evaluations.policies import answers, manages
from app.extensions import db

RECTIFICATION, REPORTED = StandingState.RECTIFICATION, StandingState.REPORTED
LONGEST = dt.timedelta(730)


def report(*, actor: Actor, result: Result, text: str) -> None:
    """What was done; late is better than never."""
    require(answers(actor, result))
    standing = locked(result)
    _in_state(standing, RECTIFICATION)
    if not text:
        raise Invalid(_("Say what you did."), "text")
    standing.state, standing.report = REPORTED, text
    standing.reported_at, standing.reported_by_id = utc_now(), actor.account_id
    db.session.flush()
    notices.reported(standing)


def take_back(*, actor: Actor, result: Result) -> None:
    """Before the authority answers."""
    require(answers(actor, result))
    standing = locked(result)
    _in_state(standing, REPORTED)
    standing.state = RECTIFICATION
    db.session.flush()


def accept(*, actor: Actor, result: Result, reason: str = "") -> None:
    """What was wanting is put right: the carrier is qualified."""
    standing = _deciding(actor, result, REPORTED)
    _decide(actor, standing, StandingState.QUALIFIED, reason)


def send_back(*, actor: Actor, result: Result, reason: str, due_on: dt.date | None) -> None:
    """It does not do yet; there is a new day."""
    standing = _deciding(actor, result, REPORTED)
    if not reason:
        raise Invalid(_("Give a reason; the carrier reads it."), "reason")
    if due_on is None or not city_day() <= due_on <= city_day() + LONGEST:
        raise Invalid(_("Choose a day from today on, within two years."), "due_on")
    standing.due_on = due_on
    _decide(actor, standing, RECTIFICATION, reason)


def delist(*, actor: Actor, result: Result, reason: str) -> None:
    """The day has passed, or what was reported does not do."""
    standing = _deciding(actor, result, RECTIFICATION, REPORTED)
    if not reason:
        raise Invalid(_("Give a reason; the carrier reads it."), "reason")
    if standing.state is RECTIFICATION and standing.due_on is not None and city_day() <= standing.due_on:
        raise Conflict(_("The carrier has time until %(day)s.", day=standing.due_on))
    open_appeal = select(Appeal.id).where(Appeal.result_id == result.id, Appeal.state == AppealState.OPEN)
    if db.session.scalar(open_appeal) is not None:
        raise Conflict(_("The carrier appealed. Decide that first."))
    _decide(actor, standing, StandingState.DELISTED, reason)


def locked(result: Result) -> Standing:
    """Nobody else moves this carrier's standing, or decides its appeal, until the end of the transaction."""
    db.session.flush()
    statement = select(Standing).where(Standing.result_id == result.id)
    statement = statement.with_for_update(of=Standing, key_share=True).execution_options(populate_existing=True)
    standing = db.session.scalar(statement)
    if standing is None:
        raise Conflict(_("This evaluation is not published."))
    return standing


def _deciding(actor: Actor, result: Result, *states: StandingState) -> Standing:
    require(manages(actor, result.run))
    standing = locked(result)
    _in_state(standing, *states)
    return standing


def _in_state(standing: Standing, *states: StandingState) -> None:
    if standing.state not in states:
        raise Conflict(_("This rectification has moved on."))


def _decide(actor: Actor, standing: Standing, state: StandingState, reason: str) -> None:
    standing.state, standing.reason = state, reason
    standing.decided_at, standing.decided_by_id = utc_now(), actor.account_id
    if state not in (RECTIFICATION, REPORTED):
        standing.due_on = None
    db.session.flush()
    notices.decided(standing)
