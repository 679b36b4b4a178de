"""What the state of a grant, a year or a statement does not allow."""

from collections.abc import Callable
from typing import Any

from app.extensions import db
from app.subsidies.models import GrantState, SeedGrant, Statement, StatementState
from tests.access.world import City

REASON: dict[str, Any] = {"reason": ["请核对"]}
PAID: dict[str, Any] = {"paid_on": ["2026-01-01"], "reference": ["转账 1"]}


def _granted(*states: GrantState) -> list[Callable[[City], None]]:
    def become(state: GrantState) -> Callable[[City], None]:
        def change(city: City) -> None:
            db.session.get_one(SeedGrant, city.things["grant_reported"]["grant_id"]).state = state

        return change

    return [become(state) for state in states]


def _in_state(*states: StatementState) -> list[Callable[[City], None]]:
    def become(state: StatementState) -> Callable[[City], None]:
        def change(city: City) -> None:
            db.session.get_one(Statement, city.things["statement_sent"]["statement_id"]).state = state

        return change

    return [become(state) for state in states]


def _as_it_is(_city: City) -> None:
    """The small city has the state already."""


DECIDED = _granted(GrantState.CONFIRMED, GrantState.REJECTED, GrantState.WITHDRAWN, GrantState.REVOKED)
ENDED = (StatementState.APPROVED, StatementState.DISCARDED)
ANSWERED = (StatementState.COMPUTED, StatementState.OBJECTED, StatementState.CONFIRMED, *ENDED)
REFUSED: list[tuple[str, str, str, dict[str, Any], list[Any]]] = [
    ("subsidies.confirm_grant", "grant_reported", "organiser", {}, DECIDED),
    ("subsidies.reject_grant", "grant_reported", "organiser", REASON, DECIDED),
    ("subsidies.withdraw_grant", "grant_reported", "carrier", {}, DECIDED),
    ("subsidies.revoke_grant", "grant_reported", "organiser", REASON, [_as_it_is, *DECIDED[1:]]),
    ("subsidies.send_all", "subsidy_year", "organiser", {}, [_as_it_is]),
    (
        "subsidies.send",
        "statement_sent",
        "organiser",
        REASON,
        [_as_it_is, *_in_state(StatementState.CONFIRMED, *ENDED)],
    ),
    ("subsidies.confirm", "statement_sent", "carrier", {}, _in_state(*ANSWERED[1:4])),
    ("subsidies.object_to", "statement_sent", "carrier", REASON, _in_state(*ANSWERED[1:4])),
    ("subsidies.approve", "statement_sent", "organiser", {}, [_as_it_is, *_in_state(StatementState.OBJECTED, *ENDED)]),
    ("subsidies.pay", "statement_sent", "organiser", PAID, [_as_it_is, *_in_state(StatementState.CONFIRMED)]),
    ("subsidies.discard", "statement_sent", "organiser", REASON, _in_state(*ENDED)),
]
