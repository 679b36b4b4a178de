"""Asking for an offering, quoting, answering, doing the work, rating it.

Every step locks the request's row and looks again at its state, so that of two steps at once only one is taken.
"""

import datetime as dt

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.extensions import db
from app.offerings import notices
from app.offerings.labels import STATES
from app.offerings.models import BEST_RATING, Offering, RequestState, ServiceRequest
from app.offerings.policies import asked, serves, takes_part
from app.offerings.queries.requests import find_open
from app.projects.models import Project
from app.projects.policies import owns as owns_project

LONGEST_QUOTATION = dt.timedelta(days=366)
# What each state may become.
MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.REQUESTED: frozenset({RequestState.QUOTED, RequestState.REFUSED, RequestState.WITHDRAWN}),
    RequestState.QUOTED: frozenset(
        {
            RequestState.QUOTED,
            RequestState.ACCEPTED,
            RequestState.DECLINED,
            RequestState.REFUSED,
            RequestState.WITHDRAWN,
            RequestState.EXPIRED,
        }
    ),
    RequestState.ACCEPTED: frozenset({RequestState.COMPLETED, RequestState.CANCELLED}),
}


def ask(*, actor: Actor, project: Project, offering: Offering, message: str) -> ServiceRequest:
    """A project asks for an offering; it has one request for it at a time."""
    require(owns_project(actor, project))
    if not project.is_published:
        raise Invalid(_("Publish the project first, so that the agency can read what it is about."), "project_id")
    if not offering.is_published:
        raise Conflict(_("This is no longer offered."))
    if not message:
        raise Invalid(_("Say in a few sentences what you need."), "message")
    if find_open(project.id, offering.id) is not None:
        raise Conflict(_("The project has asked for this already."))
    request = ServiceRequest(
        offering_id=offering.id, project_id=project.id, message=message, sent_by_id=actor.account_id
    )
    db.session.add(request)
    db.session.flush()
    notices.requested(request)
    return request


def quote(
    *,
    actor: Actor,
    request: ServiceRequest,
    amount: int | None,
    valid_until: dt.date | None,
    terms: str = "",
    rate: int | None = None,
    term: int | None = None,
) -> None:
    """Name a price, or the sum and terms of a financing; until it is answered it may be replaced."""
    require(serves(actor, request))
    if amount is None:
        raise Invalid(_("Give the amount."), "amount")
    if valid_until is None or not city_day() <= valid_until <= city_day() + LONGEST_QUOTATION:
        raise Invalid(_("Choose a day from today on, within a year."), "valid_until")
    _move(request, RequestState.QUOTED)
    request.amount, request.valid_until, request.terms = amount, valid_until, terms
    request.rate, request.term = (rate, term) if request.offering.is_financing else (None, None)
    request.quoted_at, request.quoted_by_id = utc_now(), actor.account_id
    db.session.flush()
    notices.told(request, to_agency=False)


def accept(*, actor: Actor, request: ServiceRequest) -> None:
    """The project takes the quotation; both sides see each other's contacts from now on."""
    require(asked(actor, request))
    _lock(request)
    if request.state is RequestState.QUOTED and request.valid_until and request.valid_until < city_day():
        raise Conflict(_("The quotation was valid until %(day)s. Ask for a new one.", day=request.valid_until))
    _move(request, RequestState.ACCEPTED)
    request.answered_at = utc_now()
    db.session.flush()
    notices.told(request, to_agency=True)


def decline(*, actor: Actor, request: ServiceRequest, reason: str = "") -> None:
    require(asked(actor, request))
    _end(request, RequestState.DECLINED, reason)
    notices.told(request, to_agency=True)


def withdraw(*, actor: Actor, request: ServiceRequest) -> None:
    """Take the request back before it is accepted."""
    require(asked(actor, request))
    _end(request, RequestState.WITHDRAWN)
    notices.told(request, to_agency=True)


def refuse(*, actor: Actor, request: ServiceRequest, reason: str) -> None:
    require(serves(actor, request))
    if not reason:
        raise Invalid(_("Give a reason; the project reads it."), "reason")
    _end(request, RequestState.REFUSED, reason)
    notices.told(request, to_agency=False)


def complete(*, actor: Actor, request: ServiceRequest) -> None:
    """The agency has done what was accepted; the project may rate it."""
    require(serves(actor, request))
    _end(request, RequestState.COMPLETED)
    notices.told(request, to_agency=False)


def cancel(*, actor: Actor, request: ServiceRequest, reason: str) -> None:
    """Either side gives up what was accepted."""
    require(takes_part(actor, request))
    if not reason:
        raise Invalid(_("Give a reason; the other side reads it."), "reason")
    _end(request, RequestState.CANCELLED, reason)
    notices.told(request, to_agency=asked(actor, request))


def expire(*, request: ServiceRequest) -> None:
    """For the job: the quotation's last day is over."""
    _end(request, RequestState.EXPIRED)
    for to_agency in (True, False):
        notices.told(request, to_agency=to_agency)


def rate(*, actor: Actor, request: ServiceRequest, rating: int | None, review: str = "") -> None:
    """The project says once how it was."""
    require(asked(actor, request))
    if rating is None or not 1 <= rating <= BEST_RATING:
        raise Invalid(_("Choose from one to five stars."), "rating")
    _lock(request)
    if request.state is not RequestState.COMPLETED:
        raise Conflict(_("What is not completed is not rated."))
    if request.rating is not None:
        raise Conflict(_("This was rated already."))
    request.rating, request.review, request.rated_at = rating, review, utc_now()
    db.session.flush()
    notices.rated(request)


def _end(request: ServiceRequest, state: RequestState, reason: str = "") -> None:
    _move(request, state)
    request.ended_at, request.reason = utc_now(), reason
    db.session.flush()


def _move(request: ServiceRequest, state: RequestState) -> None:
    _lock(request)
    if state not in MOVES.get(request.state, ()):
        raise Conflict(_("The request does not allow this any more: %(state)s.", state=STATES[request.state]))
    request.state = state


def _lock(request: ServiceRequest) -> None:
    db.session.refresh(request, with_for_update={"of": ServiceRequest, "key_share": True})
