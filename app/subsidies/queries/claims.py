"""What carriers may claim of a year, from confirmed grants, accreditations, settlements and evaluations. Few
statements for any number of carriers."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from app.carriers.models import Accreditation, AccreditationState, Carrier, Title
from app.carriers.queries.graduates import settlements
from app.core.days import city_day
from app.evaluations.queries.outcomes import passed
from app.extensions import db
from app.subsidies.calculation import Change, Claim, Input, Key, changes
from app.subsidies.models import Entitlement, SubsidyYear
from app.subsidies.queries.grants import confirmed
from app.subsidies.rules import ACCREDITATION, EVALUATION, SEED, SETTLEMENT, rule

LEVEL_RULES = {code: frozenset(rule(code).levels) for code in (SEED, ACCREDITATION, EVALUATION)}


def lines(year: SubsidyYear, carriers: Sequence[Carrier]) -> dict[uuid.UUID, list[Change]]:
    """Carrier → what a further statement of the year would hold; without those that have nothing to come."""
    ids = [carrier.id for carrier in carriers]
    claims: dict[uuid.UUID, list[Claim]] = defaultdict(list)
    accredited = _accreditations(ids)
    for claimed in (
        _seed(year, ids, accredited),
        _rewards(year, accredited),
        _settled(year, ids),
        _evaluated(year, ids, accredited),
    ):
        for key, claim in claimed:
            claims[key].append(claim)
    given = _given(ids)
    found = {}
    for key in ids:
        mine = given.get(key, [])
        elsewhere = {(row.rule, row.key) for row in mine if row.year != year.year and row.granted}
        here: dict[Key, tuple[int, int]] = {
            (row.rule, row.key): (row.granted, row.most) for row in mine if row.year == year.year
        }
        wanted = [claim for claim in claims.get(key, ()) if (claim.rule, claim.key) not in elsewhere]
        if rows := changes(wanted, here):
            found[key] = rows
    return found


def _days(year: SubsidyYear) -> tuple[dt.date, dt.date]:
    return dt.date(year.year, 1, 1), dt.date(year.year, 12, 31)


def _seed(
    year: SubsidyYear, ids: list[uuid.UUID], accredited: dict[uuid.UUID, list[Accreditation]]
) -> Iterator[tuple[uuid.UUID, Claim]]:
    first, last = _days(year)
    inputs: dict[uuid.UUID, list[Input]] = defaultdict(list)
    for grant in confirmed(ids, first, last):
        label = grant.tenancy.project.name
        inputs[grant.carrier_id].append(Input("grant", grant.id, label, grant.granted_on, grant.amount))
    for key, rows in inputs.items():
        if _is_accredited(year, SEED, accredited.get(key, ())):
            yield key, Claim(SEED, str(year.year), year.seed_cap, tuple(rows), year.seed_rate)


def _rewards(year: SubsidyYear, accredited: dict[uuid.UUID, list[Accreditation]]) -> Iterator[tuple[uuid.UUID, Claim]]:
    """For the first accreditation at a level, if it is of this year; a renewal is none."""
    _first, last = _days(year)
    for key, rows in accredited.items():
        firsts: dict[str, Accreditation] = {}
        for row in rows:
            firsts.setdefault(row.level.value, row)
        for level, row in firsts.items():
            if level not in LEVEL_RULES[ACCREDITATION] or row.issued_on.year != year.year:
                continue
            if not row.is_in_force(min(last, city_day())):
                continue
            amount = getattr(year, f"reward_{level}")
            source = Input("accreditation", row.id, row.number or row.issuer, row.issued_on, amount)
            yield key, Claim(ACCREDITATION, level, amount, (source,))


def _settled(year: SubsidyYear, ids: list[uuid.UUID]) -> Iterator[tuple[uuid.UUID, Claim]]:
    first, last = _days(year)
    wanted, amount = set(ids), year.reward_settlement
    one = ids[0] if len(ids) == 1 else None
    after = last + dt.timedelta(1)
    for row in settlements(since=first, until=after, region=year.region_code, carrier_id=one):
        key = row.graduation.tenancy.carrier_id
        if key in wanted:
            label = row.graduation.tenancy.project.name
            source = Input("settlement", row.id, label, row.settled_on, amount)
            yield key, Claim(SETTLEMENT, str(row.id), amount, (source,))


def _evaluated(
    year: SubsidyYear, ids: list[uuid.UUID], accredited: dict[uuid.UUID, list[Accreditation]]
) -> Iterator[tuple[uuid.UUID, Claim]]:
    """Once, however many evaluations of the year a carrier passed."""
    amount = year.reward_evaluation
    for key, result in passed(ids, str(year.year)).items():
        if _is_accredited(year, EVALUATION, accredited.get(key, ())):
            run = result.run
            source = Input("evaluation", result.id, run.scheme.name, city_day(run.published_at), amount)
            yield key, Claim(EVALUATION, str(year.year), amount, (source,))


def _is_accredited(year: SubsidyYear, code: str, accreditations: Sequence[Accreditation]) -> bool:
    """On the last day of the year, or today."""
    day = min(_days(year)[1], city_day())
    return any(row.level in LEVEL_RULES[code] and row.is_in_force(day) for row in accreditations)


def _accreditations(ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Accreditation]]:
    """Those that were accepted, the first of each carrier in front."""
    statement = (
        select(Accreditation)
        .where(
            Accreditation.carrier_id.in_(ids),
            Accreditation.title == Title.CARRIER,
            Accreditation.state.in_((AccreditationState.ACCEPTED, AccreditationState.REVOKED)),
        )
        .options(lazyload(Accreditation.carrier), lazyload(Accreditation.documents))
    )
    found: dict[uuid.UUID, list[Accreditation]] = defaultdict(list)
    for row in db.session.scalars(statement.order_by(Accreditation.issued_on, Accreditation.id)).unique():
        found[row.carrier_id].append(row)
    return found


def _given(ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Entitlement]]:
    statement = select(Entitlement).where(Entitlement.carrier_id.in_(ids)).order_by(Entitlement.id)
    found: dict[uuid.UUID, list[Entitlement]] = defaultdict(list)
    for row in db.session.scalars(statement, execution_options={"populate_existing": True}):
        found[row.carrier_id].append(row)
    return found
