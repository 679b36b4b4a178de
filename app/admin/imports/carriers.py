"""Carriers: one line a carrier, published with its operator when nobody has registered it yet."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import OrganisationKind
from app.admin.imports import organisations
from app.admin.imports.columns import Line, Sheet
from app.admin.imports.kinds import (
    SHOWN,
    Changes,
    Kind,
    Settings,
    archive,
    index_rows,
    line_states,
    nobody_acts_for,
    profile,
)
from app.admin.imports.network import CARRIERS as COLUMNS
from app.admin.imports.sync import NEW, Plan, Stored, Wanted, compare, normal, source_key, stored_rows
from app.carriers import services
from app.carriers.models import AWARDED, Accreditation, Carrier, CarrierFacet, CarrierPeriod
from app.carriers.services import FACETS, contradictions
from app.carriers.services.history import MEASURED, forget
from app.carriers.services.profile import zone_of
from app.core.bulk import chunks
from app.core.days import city_day
from app.core.model import new_id, utc_now
from app.extensions import db

# What stands elsewhere: the operator, and an accreditation of its own.
OTHERS = {"organisation", "credit_code", "level", "issued_on", "number"}
FIELDS = tuple(column.name for column in COLUMNS if column.name not in {*OTHERS, *FACETS})


def operator_of(row: Mapping[str, Any]) -> str:
    return str(row.get("organisation") or row["name"])


def check(line: Line) -> Iterator[tuple[str, str]]:
    yield from contradictions(line.values)
    if line.values.get("level") and not line.values.get("issued_on"):
        yield "issued_on", _("A level is accredited on a day.")


def known(sheet: Sheet, settings: Settings) -> None:
    """An authority brings the carriers of its own region."""
    reach = organisations.reach(settings.organisation_id)
    for line in sheet.lines:
        if not _zone(line.values).startswith(reach):
            sheet.refuse(line.number, _("This lies outside your region."), COLUMNS[4].heading)


def plan(lines: Sequence[Line], settings: Settings) -> Changes:
    named = [
        organisations.Named(operator_of(row), row.get("credit_code"), row["region_code"])
        for row in (line.values for line in lines)
    ]
    directory = organisations.look_up(OrganisationKind.CARRIER_OPERATOR, named, by=settings.organisation_id)
    keys = {line.number: source_key("carrier", operator_of(line.values), line.values["name"]) for line in lines}
    columns = ("organisation_id", "sort_key", "zone_code", *SHOWN, *FIELDS)
    stored = stored_rows(Carrier, list(keys.values()), columns, facet_model=CarrierFacet, facet_column="carrier_id")
    by_hand = organisations.profiles_of(Carrier, directory.managed)
    wanted, now = [], utc_now()
    for line in lines:
        key, operator_id = keys[line.number], directory.id_of(operator_of(line.values))
        if key not in stored and (operator_id, normal(line.values["name"])) in by_hand:
            stored[key] = Stored(by_hand[operator_id, normal(line.values["name"])], {})
        if key in stored:
            stored[key].kept = operator_id in directory.managed
        first = {"organisation_id": operator_id, "created_by_id": settings.account_id, "published_at": now}
        wanted.append(_wanted(line, key, {**first, "level": line.values.get("level") or None}, stored.get(key)))
    found = compare(Carrier, wanted, stored, facet_model=CarrierFacet, facet_column="carrier_id")
    states = line_states({number: [key] for number, key in keys.items()}, found)
    rows = [(line, found.ids[keys[line.number]], found.states[keys[line.number]]) for line in lines]
    by_id = {row.id: row for row in stored.values()}
    plans = [("organisations", directory.plan), ("carriers", found)]
    return Changes([*plans, ("periods", _periods(rows, by_id)), ("accreditations", _accredited(rows, now))], states)


def _zone(row: Mapping[str, Any]) -> str:
    return zone_of(row["region_code"], row.get("home_region_code") or "")


def _wanted(line: Line, key: str, first: dict[str, Any], stored: Stored | None) -> Wanted:
    """Awards are given by an authority and stay whatever the list says."""
    found = profile(line, key, fields=FIELDS, facets=FACETS, first=first)
    found.values["zone_code"] = _zone(line.values)
    if "kind" in found.facets:
        awarded = stored.facets.get("kind", set()) & AWARDED if stored else set()
        found.facets["kind"] = {*found.facets["kind"], *awarded}
    return found


def _periods(rows: list[tuple[Line, uuid.UUID, str]], stored: Mapping[uuid.UUID, Stored]) -> Plan:
    """Statistics read a carrier's past from its periods: a new one begins with the opening, a change today."""
    plan, today = Plan(CarrierPeriod), city_day()
    current: dict[uuid.UUID, CarrierPeriod] = {}
    for part in chunks([carrier_id for _line, carrier_id, _state in rows]):
        statement = select(CarrierPeriod).where(CarrierPeriod.carrier_id.in_(part), CarrierPeriod.valid_until.is_(None))
        current |= {row.carrier_id: row for row in db.session.scalars(statement)}
    for line, carrier_id, state in rows:
        if state == "kept":
            continue
        now, period = _measured(line, stored.get(carrier_id)), current.get(carrier_id)
        if period is None:
            _begin(plan, carrier_id, line.values.get("opened_on") or today, now)
            continue
        before = {name: getattr(period, name) for name in now}
        after = {name: value for name, value in now.items() if before[name] != value}
        if after and period.valid_from == today:
            plan.updates.append((period.id, {name: before[name] for name in after}, after))
        elif after:
            plan.updates.append((period.id, {"valid_until": None}, {"valid_until": today}))
            _begin(plan, carrier_id, today, {**before, **after})
    return plan


def _begin(plan: Plan, carrier_id: uuid.UUID, day: dt.date, measured: Mapping[str, Any]) -> None:
    plan.inserts.append({"id": new_id(), "carrier_id": carrier_id, "valid_from": day, **measured})


def _measured(line: Line, stored: Stored | None) -> dict[str, Any]:
    """As the carrier will be: the line's figures, and where its file has no such column what is stored."""
    before = stored.values if stored else {}
    empty = {"leading_sector": "", "region_code": ""}
    given = {**line.values, "zone_code": _zone(line.values)}
    found = {name: given.get(name, before.get(name, empty.get(name))) for name in MEASURED}
    kinds = line.values.get("kinds")
    if kinds is None:
        kinds = stored.facets.get("kind", set()) if stored else set()
    return {**found, "kinds": sorted(set(kinds) - AWARDED)}


def _accredited(rows: list[tuple[Line, uuid.UUID, str]], now: dt.datetime) -> Plan:
    """The level of a new carrier rests on an accreditation like any other."""
    plan = Plan(Accreditation)
    for line, carrier_id, state in rows:
        if state == NEW and line.values.get("level"):
            plan.inserts.append(
                {
                    "id": new_id(),
                    "carrier_id": carrier_id,
                    "title": "carrier",
                    "level": line.values["level"],
                    "number": line.values.get("number") or "",
                    "issued_on": line.values["issued_on"],
                    "state": "accepted",
                    "decided_at": now,
                }
            )
    return plan


def index(ids: Sequence[uuid.UUID]) -> None:
    index_rows(Carrier, services.index, ids)


def undo(ids: Sequence[uuid.UUID]) -> int:
    """Archived, and out of the statistics: it has never been in the network."""
    taken = archive(KIND, ids)
    for carrier in db.session.scalars(select(Carrier).where(Carrier.id.in_(taken)).order_by(Carrier.id)).unique():
        forget(carrier)
    return len(taken)


KIND = Kind(
    name="carriers",
    label=_l("Carriers"),
    explanation=_l("Makerspaces, incubators, accelerators and parks. New ones are published at once."),
    columns=COLUMNS,
    plan=plan,
    check=check,
    known=known,
    undo=undo,
    key=lambda row: (operator_of(row), row["name"]),
    indexed="carriers",
    index=index,
    model=Carrier,
    unowned=lambda: nobody_acts_for(Carrier.organisation_id),
)
