"""A carrier's statement: computed, submitted to the carrier, confirmed or objected to, approved, paid.

Its lines stay as they were computed; what changes later comes with a further statement.
"""

import datetime as dt
import uuid
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.carriers.models import Carrier
from app.carriers.queries.carriers import overseen
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.i18n import locale
from app.core.money import show_money
from app.extensions import db
from app.subsidies import notices, rules
from app.subsidies.calculation import Change
from app.subsidies.labels import STATES
from app.subsidies.models import (
    Entitlement,
    Statement,
    StatementInput,
    StatementLine,
    StatementState,
    StatementStep,
    SubsidyYear,
)
from app.subsidies.policies import pays, receives, runs
from app.subsidies.queries import claims
from app.subsidies.queries.statements import has_second, last_number, with_open_one
from app.subsidies.services.years import lock as lock_year

# What each state may become.
MOVES: dict[StatementState, frozenset[StatementState]] = {
    StatementState.COMPUTED: frozenset({StatementState.SENT, StatementState.DISCARDED}),
    StatementState.SENT: frozenset({StatementState.CONFIRMED, StatementState.OBJECTED, StatementState.DISCARDED}),
    StatementState.OBJECTED: frozenset({StatementState.SENT, StatementState.DISCARDED}),
    StatementState.CONFIRMED: frozenset({StatementState.APPROVED, StatementState.DISCARDED}),
    StatementState.APPROVED: frozenset({StatementState.PAID}),
}


def compute(*, actor: Actor, year: SubsidyYear) -> list[Statement]:
    """A statement for every carrier of the region that has something to come and none under way."""
    require(runs(actor, year))
    lock_year(year)
    busy = with_open_one(year)
    carriers = {row.id: row for row in overseen(actor) if row.id not in busy}
    found = claims.lines(year, list(carriers.values()))
    return [_write(actor, year, carriers[key], changes) for key, changes in found.items()]


def send(*, actor: Actor, statement: Statement, answer: str = "") -> None:
    """Submit it to the carrier; after an objection with an answer to it."""
    require(pays(actor, statement))
    _lock(statement)
    if statement.state is StatementState.OBJECTED and not answer:
        raise Invalid(_("Answer the objection; the carrier reads it."), "reason")
    _move(actor, statement, StatementState.SENT, answer)
    notices.sent(statement)


def send_all(*, actor: Actor, year: SubsidyYear) -> int:
    """Submit every statement that is only computed."""
    require(runs(actor, year))
    mine = (Statement.year_id == year.id, Statement.state == StatementState.COMPUTED)
    waiting = db.session.scalars(select(Statement).where(*mine).order_by(Statement.id)).unique().all()
    if not waiting:
        raise Conflict(_("No statement waits to be submitted."))
    for statement in waiting:
        send(actor=actor, statement=statement)
    return len(waiting)


def confirm(*, actor: Actor, statement: Statement) -> None:
    """The carrier agrees with every line."""
    require(receives(actor, statement))
    _lock(statement)
    _move(actor, statement, StatementState.CONFIRMED)
    notices.answered(statement)


def object_to(*, actor: Actor, statement: Statement, reason: str) -> None:
    require(receives(actor, statement))
    if not reason:
        raise Invalid(_("Say what is wrong; the authority reads it."), "reason")
    _lock(statement)
    _move(actor, statement, StatementState.OBJECTED, reason)
    notices.answered(statement)


def discard(*, actor: Actor, statement: Statement, reason: str) -> None:
    """Before it is approved; another one is then computed from what is true now."""
    require(pays(actor, statement))
    if not reason:
        raise Invalid(_("Give a reason; the carrier reads it."), "reason")
    _lock(statement)
    known = statement.state is not StatementState.COMPUTED
    _move(actor, statement, StatementState.DISCARDED, reason)
    if known:
        notices.discarded(statement)


def approve(*, actor: Actor, statement: Statement) -> None:
    """Another organiser than the one who computed it releases the money, where there is another: what one person works
    out, a second one reads. The year's row holds the budget, the carrier's row what it may get."""
    require(pays(actor, statement))
    year = statement.budget
    lock_year(year)
    db.session.refresh(statement.carrier, with_for_update={"of": Carrier, "key_share": True})
    _lock(statement)
    if statement.computed_by_id == actor.account_id and has_second(year, actor.account_id):
        raise Conflict(_("You computed it; another organiser of your authority approves it."))
    _check_move(statement, StatementState.APPROVED)
    _check_current(statement)
    if year.committed + statement.total > year.budget:
        raise Conflict(_("Of the budget %(amount)s are left.", amount=show_money(year.left, locale())))
    _move(actor, statement, StatementState.APPROVED)
    year.committed += statement.total
    statement.approved_by_id = actor.account_id
    _grant(statement)
    db.session.flush()
    notices.approved(statement)


def pay(*, actor: Actor, statement: Statement, paid_on: dt.date | None, reference: str) -> None:
    """The money has gone to the carrier, or has come back from it."""
    require(pays(actor, statement))
    _lock(statement)
    _check_move(statement, StatementState.PAID)
    if not reference:
        raise Invalid(_("Give the reference of the payment."), "reference")
    if paid_on is None or not city_day(statement.created_at) <= paid_on <= city_day():
        raise Invalid(_("Choose a day from the computation to today."), "paid_on")
    statement.paid_on, statement.reference = paid_on, reference
    _move(actor, statement, StatementState.PAID, reference)
    notices.paid(statement)


def _write(actor: Actor, year: SubsidyYear, carrier: Carrier, changes: Sequence[Change]) -> Statement:
    statement = Statement(
        budget=year,
        carrier=carrier,
        year=year.year,
        number=last_number(carrier.id, year.year) + 1,
        state=StatementState.COMPUTED,
        total=sum(change.amount for change in changes),
        rules_version=rules.version(),
        computed_by_id=actor.account_id,
        lines=[_line(change) for change in changes],
    )
    db.session.add(statement)
    db.session.flush()
    _note(actor.account_id, statement)
    return statement


def _line(change: Change) -> StatementLine:
    claim = change.claim
    return StatementLine(
        rule=claim.rule,
        key=claim.key,
        base=claim.base,
        rate=claim.rate,
        computed=claim.computed,
        most=claim.most,
        due=claim.due,
        before=change.before,
        amount=change.amount,
        inputs=[
            StatementInput(
                kind=each.kind, source_id=each.source_id, label=each.label[:300], day=each.day, amount=each.amount
            )
            for each in claim.inputs
        ],
    )


def _check_current(statement: Statement) -> None:
    """What it was computed from is still so."""
    now = claims.lines(statement.budget, [statement.carrier]).get(statement.carrier_id, [])
    fresh = [(row.claim.rule, row.claim.key, row.claim.base, row.claim.due, row.before) for row in now]
    kept = [(row.rule, row.key, row.base, row.due, row.before) for row in statement.lines]
    if sorted(fresh) != sorted(kept):
        raise Conflict(_("What it was computed from has changed since. Discard it and compute it again."))


def _grant(statement: Statement) -> None:
    """The carrier's row is locked: nobody else adds to what it has."""
    known = {
        (row.rule, row.key): row
        for row in db.session.scalars(select(Entitlement).where(Entitlement.carrier_id == statement.carrier_id))
    }
    for line in statement.lines:
        row = known.get((line.rule, line.key))
        if row is None:
            row = Entitlement(
                carrier_id=statement.carrier_id, rule=line.rule, key=line.key, year=statement.year, granted=0
            )
            db.session.add(row)
        row.granted, row.most, row.year = row.granted + line.amount, line.most, statement.year
    db.session.flush()


def _check_move(statement: Statement, to: StatementState) -> None:
    if to not in MOVES.get(statement.state, ()):
        raise Conflict(_("The statement does not allow this any more: %(state)s.", state=STATES[statement.state]))


def _move(actor: Actor, statement: Statement, to: StatementState, note: str = "") -> None:
    _check_move(statement, to)
    statement.state = to
    db.session.flush()
    _note(actor.account_id, statement, note)


def _note(account_id: uuid.UUID | None, statement: Statement, note: str = "") -> None:
    db.session.add(StatementStep(statement_id=statement.id, state=statement.state, by_id=account_id, note=note))
    db.session.flush()


def _lock(statement: Statement) -> None:
    """The row as it is now, held until the transaction ends."""
    db.session.flush()
    db.session.refresh(statement, with_for_update={"of": Statement, "key_share": True})
