"""The incubation network that evaluations and bulletins are measured on: invented, deterministic, written in bulk.

A hundred carriers with three thousand tenants and five years of monthly, quarterly and yearly returns, in one city.
`python -m bench.network` makes it in an empty installation and prints the ids and cookies that the measuring needs.
"""

import datetime as dt
import json
import sys
from collections.abc import Sequence
from decimal import Decimal

from flask import Flask

from app import create_app
from app.accounts.models import Account, Membership, Organisation, OrganisationKind, Role, SignIn
from app.accounts.signing import hash_token
from app.carriers.models import (
    Carrier,
    CarrierFacet,
    CarrierFund,
    CarrierPeriod,
    CarrierPlatform,
    CarrierStaff,
    StaffTraining,
    Tenancy,
)
from app.core import search
from app.core.days import city_day
from app.core.model import new_id
from app.extensions import db
from app.indicators import catalogue, periods
from app.indicators.models import Collection, Return, ReturnEntry
from app.indicators.periods import Period
from app.projects.models import Project, ProjectFacet
from app.taxonomy import catalogue as places
from bench.city import SCALE, WAN, City, Row, add_rows, cookie_of, people_of_each_role, profile_row

CITY = "330400"
CARRIERS, TENANTS, YEARS = max(8, round(100 * SCALE)), max(80, round(3000 * SCALE)), 5
LINKS = ("makerspace", "incubator", "incubator", "incubator", "accelerator", "accelerator", "park")
# Of a carrier in a month; a quarter has three times as much of what flows.
AMOUNTS = {"revenue": 900 * WAN, "rd_spending": 70 * WAN, "financing": 300 * WAN, "seed_grants": 5 * WAN}
AMOUNTS |= {"carrier_income": 40 * WAN, "service_income": 15 * WAN, "carrier_cost": 35 * WAN, "satisfaction": 8800}
AMOUNTS |= {
    "jobs": 260,
    "jobs_graduates": 40,
    "talent": 6,
    "ip_valid": 90,
    "ip_inventions": 20,
    "services_rendered": 60,
}


def build() -> Row:
    """Everything, committed once; returns what the measuring needs to know."""
    city = City()
    people = people_of_each_role(city)
    zones = [zone.code for zone in places.region_children(CITY)]
    carriers = _carriers(city, zones)
    _resources(city, carriers)
    _tenants(city, carriers)
    for every, number in (("month", 12 * YEARS), ("quarter", 4 * YEARS), ("year", YEARS)):
        for place, period in enumerate(periods.run(periods.latest(every), number)):
            _returns(city, people["organiser"], carriers, period, place)
    staff = _staff(city, carriers[0])
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    cookies = {role: person["cookie"] for role, person in people.items()} | {"carrier": staff["cookie"]}
    organiser = {name: str(people["organiser"][name]) for name in ("account", "membership", "organisation")}
    return {"cookies": cookies, "organiser": organiser, "carrier": str(carriers[0]["id"]), "region": CITY}


def _carriers(city: City, zones: Sequence[str]) -> list[Row]:
    rows, operators = [], []
    for number in range(CARRIERS):
        operator = {"id": new_id(), "kind": OrganisationKind.CARRIER_OPERATOR, "name": f"{city.name(number)}运营公司"}
        operators.append(operator | {"region_code": CITY})
        zone = zones[number % len(zones)]
        measured = {
            "link": LINKS[number % len(LINKS)],
            "ownership": "state",
            "leading_sector": city.rng.choice(city.sectors),
        }
        total = Decimal(city.rng.randint(8, 90) * 1000)
        measured |= {"region_code": zone, "zone_code": zone, "total_area": total, "incubation_area": total * 7 / 10}
        name = f"{city.name(number)}载体"
        row = profile_row(city, number, operator["id"]) | {"name": name, "sort_key": search.sort_key(name)}
        rows.append(row | measured | {"state": "published", "level": "municipal", "summary": city.text(2)})
    add_rows(Organisation, operators)
    add_rows(Carrier, rows)
    add_rows(CarrierFacet, [{"carrier_id": row["id"], "facet": "kind", "code": "general"} for row in rows])
    names = ("link", "ownership", "leading_sector", "region_code", "zone_code", "total_area", "incubation_area")
    since = city_day() - dt.timedelta(365 * (YEARS + 1))
    add_rows(
        CarrierPeriod,
        [
            {"id": new_id(), "carrier_id": row["id"], "valid_from": since, "kinds": ["general"]}
            | {name: row[name] for name in names}
            for row in rows
        ],
    )
    return rows


def _resources(city: City, carriers: Sequence[Row]) -> None:
    since = city_day() - dt.timedelta(365 * YEARS)
    staff, trainings, funds, platforms = [], [], [], []
    for row in carriers:
        common = {"carrier_id": row["id"], "started_on": since}
        for number in range(8):
            key = new_id()
            staff.append(common | {"id": key, "name": f"辅导员{number}", "position": "辅导员"})
            if city.rng.random() < 0.6:
                trainings.append({"id": new_id(), "staff_id": key, "level": "junior", "completed_on": since})
        for number in range(city.rng.randint(1, 3)):
            size = city.rng.randint(200, 12_000) * WAN
            funds.append(common | {"id": new_id(), "name": f"种子基金{number}", "mode": "set_up", "size": size})
            platforms.append(common | {"id": new_id(), "name": f"测试平台{number}", "mode": "own"})
    for model, rows in (
        (CarrierStaff, staff),
        (StaffTraining, trainings),
        (CarrierFund, funds),
        (CarrierPlatform, platforms),
    ):
        add_rows(model, rows)


def _tenants(city: City, carriers: Sequence[Row]) -> None:
    """Each is inside since some day of the five years; a fifth more have graduated."""
    organisations, projects, tenancies, facets = [], [], [], []
    for number in range(TENANTS * 6 // 5):
        startup = {"id": new_id(), "kind": OrganisationKind.STARTUP, "name": f"{city.name(number)}有限公司"}
        organisations.append(startup | {"region_code": CITY})
        row = profile_row(city, number, startup["id"])
        projects.append(row | {"state": "published", "tagline": "在孵企业", "stage": "seed", "round": "seed"})
        carrier = carriers[number % len(carriers)]
        entered = city_day() - dt.timedelta(city.rng.randint(30, 365 * YEARS))
        left = number >= TENANTS
        ended = entered + dt.timedelta(city.rng.randint(1, max(1, (city_day() - entered).days)))
        tenancies.append(
            {"id": new_id(), "project_id": row["id"], "carrier_id": carrier["id"], "entered_on": entered}
            | {"registered_on": entered, "area": Decimal(city.rng.randint(100, 900)), "agreed_at": city.now}
            | {"left_on": ended if left else None, "left_reason": "graduated" if left else None}
        )
        facets.append({"project_id": row["id"], "facet": "sector", "code": city.rng.choice(city.sectors)})
    for model, rows in (
        (Organisation, organisations),
        (Project, projects),
        (ProjectFacet, facets),
        (Tenancy, tenancies),
    ):
        add_rows(model, rows)


def _returns(city: City, authority: Row, carriers: Sequence[Row], period: Period, place: int) -> None:
    """Accepted, of every carrier; parts stay below their wholes."""
    codes = [each.code for each in catalogue.reported(period.every)]
    collection = {"id": new_id(), "organisation_id": authority["organisation"], "region_code": CITY}
    add_rows(
        Collection, [collection | {"period": period.code, "due_on": period.last + dt.timedelta(15), "codes": codes}]
    )
    rows, entries = [], []
    days = {"months": period.months, "first_day": period.first, "last_day": period.last}
    for number, carrier in enumerate(carriers):
        item = {"id": new_id(), "collection_id": collection["id"], "carrier_id": carrier["id"], "period": period.code}
        rows.append(item | {"state": "accepted", "revision": 1, "accepted_revision": 1})
        known = {"return_id": item["id"], "revision": 1, "carrier_id": carrier["id"], "zone_code": carrier["zone_code"]}
        for code in codes:
            flows = catalogue.by_code()[code].rule == "sum"
            amount = AMOUNTS.get(code, 12) * (period.months if flows else 1) * (20 + number % 30 + place % 12) // 25
            entries.append(known | days | {"id": new_id(), "code": code, "amount": amount})
    add_rows(Return, rows)
    add_rows(ReturnEntry, entries)


def _staff(city: City, carrier: Row) -> Row:
    """A signed-in person of one carrier."""
    token = "carrier-of-the-bench"
    person = {"account": new_id(), "membership": new_id(), "cookie": cookie_of(token)}
    account = {"id": person["account"], "email": "carrier@example.cn", "name": "林测", "password_hash": "!"}
    add_rows(Account, [account | {"totp_enabled_at": city.now}])
    joined = {"id": person["membership"], "account_id": person["account"], "is_manager": True}
    add_rows(Membership, [joined | {"role": Role.CARRIER_STAFF, "organisation_id": carrier["organisation_id"]}])
    signed = {"account_id": person["account"], "token_hash": hash_token(token), "membership_id": person["membership"]}
    add_rows(SignIn, [signed])
    return person


def main(app: Flask) -> None:
    with app.app_context():
        db.create_all()
        json.dump(build(), sys.stdout)


if __name__ == "__main__":
    main(create_app())
