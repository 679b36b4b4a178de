"""The sample city's carriers, from the first idea to the first factory, three years deep."""

import datetime as dt
import tomllib
from decimal import Decimal
from functools import cache
from typing import Any

from app.accounts import services as accounts
from app.accounts.actor import Actor
from app.accounts.models import OrganisationKind, Role
from app.carriers import services
from app.core.days import city_day
from app.demo.content import CITY, DATA
from app.demo.seeding import SAMPLE, City, member
from app.extensions import db


@cache
def plans() -> list[dict[str, Any]]:
    with (DATA / "carriers.toml").open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["carrier"]
    return found


def build(city: City) -> None:
    staff = _operators(city)
    for plan in plans():
        _carrier(city, staff[plan["operator"]], plan)
    db.session.commit()


def _operators(city: City) -> dict[str, Actor]:
    """The sample sign-in works for the operator of a whole chain."""
    found: dict[str, Actor] = {}
    for name in dict.fromkeys(plan["operator"] for plan in plans()):
        operator = accounts.create_organisation(
            kind=OrganisationKind.CARRIER_OPERATOR, name=f"{name}（示例）有限公司", region_code=CITY
        )
        email = f"carrier{len(found)}@example.cn" if found else SAMPLE["carrier"]
        found[name] = member(city, operator, Role.CARRIER_STAFF, email)
    return found


def _carrier(city: City, actor: Actor, plan: dict[str, Any]) -> None:
    from app.demo.roadshows import act_as

    act_as(actor)
    today = city_day()
    grown = plan.get("grown")
    total, inside = (Decimal(plan[name]) for name in ("total_area", "incubation_area"))
    first = (Decimal(grown[0]), Decimal(grown[1])) if grown else (total, inside)
    carrier = services.create(
        actor=actor,
        **{name: plan[name] for name in ("name", "tagline", "link", "kinds", "ownership", "address")},
        **{name: plan[name] for name in ("summary", "services", "conditions")},
        leading_sector=plan.get("leading", ""),
        sectors=plan.get("sectors", []),
        region_code=plan["region"],
        home_region_code=plan.get("home", ""),
        opened_on=today - dt.timedelta(plan["opened"]) if plan["opened"] else None,
        total_area=first[0],
        incubation_area=first[1],
        contact_name=actor.account.name if actor.account else "",
        contact_email=actor.account.email if actor.account else "",
    )
    if plan["summary"]:
        services.publish(actor=actor, carrier=carrier)
    if grown:
        since = today - dt.timedelta(grown[2])
        services.update(actor=actor, carrier=carrier, total_area=total, incubation_area=inside, since=since)
    city.carriers.append((actor, carrier))
