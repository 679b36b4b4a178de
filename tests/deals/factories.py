"""Deals, rounds and ledger entries, made through the services."""

import datetime as dt
from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.days import city_day
from app.deals.models import Commitment, Deal, EntryKind, FinancingRound, LedgerEntry
from app.deals.queries.rounds import commitments_of
from app.deals.services import ledger, pipeline, rounds
from app.deals.services.ledger import Investment
from app.funds.models import Fund
from app.messages.services import connect
from app.projects.models import Project
from tests import factories
from tests.funds.factories import published as published_fund
from tests.projects.factories import published as published_project

WAN = 10_000 * 100


def today() -> dt.date:
    return city_day()


def fund(investor: Actor | None = None, **values: Any) -> Fund:
    """A fund with 1,000万, of which 500万 are left."""
    return published_fund(investor, **{"size": 1000 * WAN, "remaining_capital": 500 * WAN, **values})


def deal(investor: Actor, of: Fund | None = None, project: Project | None = None, **values: Any) -> Deal:
    return pipeline.open_deal(
        actor=investor,
        fund=of or fund(investor),
        project=project or published_project(factories.actor()),
        **values,
    )


def investment(amount: int = 100 * WAN, kind: EntryKind = EntryKind.OWN, **values: Any) -> Investment:
    return Investment(**{"kind": kind, "amount": amount, "made_on": today(), **values})


def entry(investor: Actor, of: Fund, **values: Any) -> LedgerEntry:
    """An investment in a company that is not here."""
    return ledger.record(actor=investor, fund=of, investment=investment(**values), company="某某智能")


def agree(project: Project, *funds: Fund) -> None:
    """The project and these funds said that they want to talk."""
    for one in funds:
        connect(
            project_id=project.id,
            project_organisation_id=project.organisation_id,
            other_kind="fund",
            other_id=one.id,
            other_organisation_id=one.organisation_id,
        )


def raising(owner: Actor, *funds: Fund, project: Project | None = None, **values: Any) -> FinancingRound:
    """An open round over 500万 with these funds invited."""
    project = project or published_project(owner)
    agree(project, *funds)
    values = {"amount_sought": 500 * WAN, **values}
    return rounds.open_round(actor=owner, project=project, fund_ids=[one.id for one in funds], **values)


def commitment(financing_round: FinancingRound, of: Fund) -> Commitment:
    return next(row for row in commitments_of(financing_round.id) if row.fund_id == of.id)


def investors(number: int, **values: Any) -> list[tuple[Actor, Fund]]:
    people = [factories.actor(Role.INVESTOR) for _ in range(number)]
    return [(person, fund(person, name=f"基金{place}", **values)) for place, person in enumerate(people)]
