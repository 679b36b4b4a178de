"""Facts about a project and a fund: why they fit, what stands against it, and what is missing."""

from __future__ import annotations

import datetime as dt

from matching.encode import has_mandate, project_text, region_levels
from matching.mandate import region_fit, sector_fit, ticket_misfit
from matching.profiles import Deal, Evidence, Fund, Project
from matching.vocabulary import Vocabulary

SHORT_TEXT = 10


def fund_facts(project: Project, fund: Fund, vocabulary: Vocabulary, today: dt.date) -> tuple[Evidence, ...]:
    """Return what speaks for the pair: first the mandate, then the portfolio."""
    day = project.date or today
    past = [d for d in fund.portfolio if d.date < day]
    return (*_mandate_facts(project, fund, vocabulary), *_portfolio_facts(project, past, vocabulary, day))


def _mandate_facts(project: Project, fund: Fund, vocabulary: Vocabulary) -> list[Evidence]:
    facts = []
    shared = sorted(fund.sectors & (project.sectors | vocabulary.groups(project.sectors)))
    if shared:
        facts.append(Evidence("fact", "mandate_sector", {"sectors": tuple(shared)}))
    elif project.sectors and sector_fit(fund.sectors, project.sectors, vocabulary) > 0:
        groups = vocabulary.groups(fund.sectors) & vocabulary.groups(project.sectors)
        facts.append(Evidence("fact", "mandate_sector_group", {"groups": tuple(sorted(groups))}))
    if project.round and project.round in fund.rounds:
        facts.append(Evidence("fact", "mandate_round", {"round": project.round}))
    if project.region and region_fit(fund.regions, project.region) == 1:
        facts.append(Evidence("fact", "mandate_region", {"region": project.region}))
    if project.amount and (fund.ticket_min or fund.ticket_max) and ticket_misfit(fund, project.amount) == 0:
        facts.append(Evidence("fact", "ticket_fits", _ticket(project, fund)))
    return facts


def _ticket(project: Project, fund: Fund) -> dict[str, str | float | int | tuple[str, ...]]:
    return {"amount": project.amount or 0.0, "min": fund.ticket_min or 0.0, "max": fund.ticket_max or 0.0}


def _portfolio_facts(project: Project, past: list[Deal], vocabulary: Vocabulary, day: dt.date) -> list[Evidence]:
    facts = []
    groups = vocabulary.groups(project.sectors)
    same = [d for d in past if groups & vocabulary.groups(d.sectors)]
    province = region_levels(project.region)[0]
    near = [d for d in past if province and region_levels(d.region)[0] == province]
    recent = [d for d in past if (day - d.date).days <= 365]
    early = [d for d in past if project.round and d.round == project.round]
    for code, deals in (("deals_sector", same), ("deals_place", near), ("deals_round", early), ("deals_year", recent)):
        if deals:
            params: dict[str, str | float | int | tuple[str, ...]] = {"deals": len(deals), "of": len(past)}
            params["last"] = max(d.date for d in deals).isoformat()
            facts.append(Evidence("fact", code, params))
    return facts


def fund_caveats(project: Project, fund: Fund, vocabulary: Vocabulary) -> tuple[Evidence, ...]:
    """Return soft conflicts with the mandate."""
    found = []
    if fund.rounds and project.round and project.round not in fund.rounds:
        found.append(Evidence("fact", "round_outside", {"round": project.round, "rounds": tuple(sorted(fund.rounds))}))
    if fund.sectors and project.sectors and sector_fit(fund.sectors, project.sectors, vocabulary) == 0:
        found.append(Evidence("fact", "sector_outside", {"sectors": tuple(sorted(fund.sectors))}))
    if fund.regions and project.region and region_fit(fund.regions, project.region) < 1:
        found.append(Evidence("fact", "region_outside", {"regions": tuple(sorted(fund.regions))}))
    if project.amount and ticket_misfit(fund, project.amount) > 0:
        below = bool(fund.ticket_min and project.amount < fund.ticket_min)
        found.append(
            Evidence("fact", "amount_below_ticket" if below else "amount_above_ticket", _ticket(project, fund))
        )
    return tuple(found)


def out_of_money(fund: Fund) -> bool:
    """Return whether the fund can take no further project."""
    broke = fund.remaining is not None and (fund.remaining <= 0 or fund.remaining < (fund.ticket_min or 0.0))
    return broke or fund.capacity <= 0


def project_lacks(project: Project) -> tuple[str, ...]:
    """Return the fields without which a project cannot be compared with funds at all: a topic in any form."""
    has_text = len(project_text(project)) - len(project.texts.get("name", "")) >= SHORT_TEXT
    return () if project.sectors or has_text else ("sectors", "summary")


def project_wishes(project: Project) -> tuple[str, ...]:
    """Return the fields of a project that would make its matches more certain."""
    missing = [name for name in ("sectors", "region", "round", "amount") if not getattr(project, name)]
    if len(project_text(project)) < SHORT_TEXT * 3:
        missing.append("summary")
    return tuple(missing)


def fund_lacks(fund: Fund) -> tuple[str, ...]:
    """Return the fields without which a fund cannot be compared with projects."""
    return () if fund.portfolio or has_mandate(fund) else ("sectors", "rounds", "texts")
