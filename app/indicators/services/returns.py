"""A carrier's return: filled in, filed, accepted or sent back, corrected by a new revision. What was filed stays."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.carriers.models import CarrierPeriod
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.extensions import db
from app.indicators import checks, notices
from app.indicators.catalogue import by_code
from app.indicators.formulas.base import holds
from app.indicators.models import Return, ReturnEntry, ReturnRevision, ReturnState
from app.indicators.periods import parse
from app.indicators.policies import decides, files_return
from app.indicators.queries.returns import entries, figures_before

LARGEST = 10**15


def lock(item: Return) -> None:
    """Nobody else moves this return until the end of the transaction."""
    db.session.flush()
    db.session.refresh(item, with_for_update={"of": Return, "key_share": True})


def save(*, actor: Actor, item: Return, values: Mapping[str, int | None], remarks: Mapping[str, str]) -> None:
    """Keep what is filled in so far; nothing is checked but that it is a figure."""
    require(files_return(actor, item))
    lock(item)
    _fill(item, values, remarks)
    db.session.flush()


def submit(*, actor: Actor, item: Return, cause: str = "") -> None:
    """File what is filled in, as a new revision."""
    require(files_return(actor, item))
    lock(item)
    if not item.is_open:
        raise Conflict(_("The return was filed already."))
    _check(item, cause)
    item.revision += 1
    item.state, item.reason = ReturnState.SUBMITTED, ""
    db.session.add(
        ReturnRevision(return_id=item.id, number=item.revision, cause=cause, submitted_by_id=actor.account_id)
    )
    _enter(item)
    db.session.flush()
    notices.submitted(item)


def take_back(*, actor: Actor, item: Return) -> None:
    """Before the authority decides."""
    require(files_return(actor, item))
    lock(item)
    _submitted(item)
    _decide(actor, item, accepted=False)
    item.state = ReturnState.DRAFT
    db.session.flush()


def correct(*, actor: Actor, item: Return) -> None:
    """Fill it in again, beginning with what was accepted, which counts until the correction is accepted."""
    require(files_return(actor, item))
    lock(item)
    if item.state is not ReturnState.ACCEPTED:
        raise Conflict(_("Only an accepted return is corrected."))
    accepted = entries(item, item.accepted_revision or 0)
    item.draft = {entry.code: entry.amount for entry in accepted}
    item.remarks = {}
    item.state = ReturnState.DRAFT
    db.session.flush()


def drop_correction(*, actor: Actor, item: Return) -> None:
    """What was accepted stands again."""
    require(files_return(actor, item))
    lock(item)
    if not item.is_open or item.accepted_revision is None or item.accepted_revision != item.revision:
        raise Conflict(_("There is no correction to drop."))
    item.state = ReturnState.ACCEPTED
    db.session.flush()


def accept(*, actor: Actor, item: Return) -> None:
    require(decides(actor, item))
    lock(item)
    _submitted(item)
    _decide(actor, item, accepted=True)
    item.state, item.accepted_revision = ReturnState.ACCEPTED, item.revision
    db.session.flush()
    notices.accepted(item)


def send_back(*, actor: Actor, item: Return, reason: str) -> None:
    require(decides(actor, item))
    lock(item)
    _submitted(item)
    if not reason:
        raise Invalid(_("Say what to mend."), "reason")
    _decide(actor, item, accepted=False, reason=reason)
    item.state, item.reason = ReturnState.RETURNED, reason
    db.session.flush()
    notices.sent_back(item)


def _submitted(item: Return) -> None:
    if item.state is not ReturnState.SUBMITTED:
        raise Conflict(_("The return does not wait for a decision."))


def _fill(item: Return, values: Mapping[str, int | None], remarks: Mapping[str, str]) -> None:
    if not item.is_open:
        raise Conflict(_("The return was filed already."))
    asked = set(item.collection.codes) & set(by_code())
    for code in asked & set(values):
        figure = values[code]
        if figure is not None and not 0 <= figure <= LARGEST:
            raise Invalid(_("Write a figure from 0 on."), code)
        item.draft[code] = figure
    for code in asked & set(remarks):
        item.remarks[code] = remarks[code]


def _check(item: Return, cause: str) -> None:
    """Every figure is there, they fit together, what stands out is explained."""
    for code in item.collection.codes:
        if item.draft.get(code) is None:
            raise Invalid(_("Fill this in; write 0 where there is nothing."), code)
    for code, message in checks.contradictions(item.draft):
        raise Invalid(message, code)
    for code, message in checks.conspicuous(item.draft, figures_before(item)).items():
        if not item.remarks.get(code):
            raise Invalid(_("%(found)s Say why, or mend it.", found=message), f"remark_{code}")
    if item.accepted_revision is not None and not cause:
        raise Invalid(_("Say why the accepted figures change."), "cause")


def _enter(item: Return) -> None:
    period = parse(item.period)
    assert period is not None
    known: dict[str, Any] = {
        "return_id": item.id,
        "revision": item.revision,
        "carrier_id": item.carrier_id,
        "zone_code": _zone(item),
        "months": period.months,
        "first_day": period.first,
        "last_day": period.last,
    }
    for code in item.collection.codes:
        db.session.add(ReturnEntry(**known, code=code, amount=item.draft[code], remark=item.remarks.get(code) or ""))


def _zone(item: Return) -> str:
    """Where the carrier belonged on the last day; where it belongs now if it was not there yet."""
    period = parse(item.period)
    assert period is not None
    then = select(CarrierPeriod.zone_code).where(
        CarrierPeriod.carrier_id == item.carrier_id, holds(min(period.last, city_day()))
    )
    return db.session.scalar(then) or item.carrier.zone_code


def _decide(actor: Actor, item: Return, *, accepted: bool, reason: str = "") -> None:
    statement = select(ReturnRevision).where(
        ReturnRevision.return_id == item.id, ReturnRevision.number == item.revision
    )
    revision = db.session.scalars(statement).one()
    revision.decided_at, revision.decided_by_id = utc_now(), actor.account_id
    revision.is_accepted, revision.reason = accepted, reason
