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
from app.carriers.models import Carrier, Link
from app.core.days import city_day
from app.demo import tenants
from app.demo.content import CITY, DATA
from app.demo.roadshows import act_as
from app.demo.seeding import SAMPLE, City, member
from app.extensions import db

WAN = 10_000 * 100
POSITIONS = ("总经理", "联络员", "联络员", "辅导员", "辅导员", "辅导员", "招商主管", "财税专员")
LEVELS = ("municipal", "national", "provincial", "provincial", "county", "provincial", "municipal", "municipal")


@cache
def plans() -> list[dict[str, Any]]:
    with (DATA / "carriers.toml").open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["carrier"]
    return found


def build(city: City) -> None:
    staff = _operators(city)
    for plan in plans():
        _carrier(city, staff[plan["operator"]], plan)
    for number, (actor, carrier) in enumerate(city.carriers):
        if carrier.is_published:
            _resources(city, actor, carrier, number)
            _accreditations(city, actor, carrier, number)
    db.session.commit()
    tenants.build(city)


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


def _resources(city: City, actor: Actor, carrier: Carrier, number: int) -> None:
    """Staff of whom some left and most are trained; platforms and funds where the carrier has grown into them."""
    act_as(actor)
    opened, today = carrier.opened_on or city_day(), city_day()
    for place, position in enumerate(POSITIONS[: 5 if carrier.link is Link.MAKERSPACE else 8]):
        since = max(opened, today - dt.timedelta(1100 - 120 * place))
        trained = place % 4 != 3
        own = place == 0
        staff = services.resources.add(
            actor=actor,
            carrier=carrier,
            kind="staff",
            name=actor.account.name if own and actor.account else city.names.person(),
            position=position,
            account_id=actor.account_id if own else None,
            started_on=since,
            training=("senior", "intermediate", "junior")[place % 3] if trained else None,
            trained_on=since + dt.timedelta(60) if trained else None,
        )
        if place == 6:
            services.resources.end(actor=actor, resource=staff, on=today - dt.timedelta(90))
    if carrier.link is Link.MAKERSPACE:
        return
    services.resources.add(
        actor=actor,
        carrier=carrier,
        kind="platforms",
        name=f"{carrier.name[:4]}公共技术平台",
        mode=("own", "joint", "shared")[number % 3],
        partner="" if number % 3 == 0 else "禾城产业技术研究院（示例）",
        description="向在孵企业开放检测、小试与中试设备，按小时计费。",
        equipment_value=(600 + 150 * number) * WAN,
        started_on=opened + dt.timedelta(200),
    )
    theirs = [fund for _actor, fund in city.funds]
    for place, mode in enumerate(("set_up", "cooperating")):
        fund = theirs[(2 * number + place) % len(theirs)]
        services.resources.add(
            actor=actor,
            carrier=carrier,
            kind="funds",
            name=f"{carrier.name[:4]}种子资金" if mode == "set_up" else fund.name,
            mode=mode,
            fund_type="seed" if mode == "set_up" else fund.fund_type,
            size=(2000 if mode == "set_up" else 12_000) * WAN,
            started_on=opened + dt.timedelta(365),
        )


def _accreditations(city: City, actor: Actor, carrier: Carrier, number: int) -> None:
    """Most are accepted, one waits, one was sent back, one was revoked and one expires within the month."""
    assert city.organiser
    today = city_day()
    act_as(actor)
    found = services.accreditations.submit(
        actor=actor,
        carrier=carrier,
        title="carrier",
        level=LEVELS[number % len(LEVELS)],
        number=f"示科孵〔{today.year - 2}〕{number + 1}号",
        issuer="禾城市科技创新局（示例）",
        issued_on=today - dt.timedelta(700 + 10 * number),
        expires_on=today + dt.timedelta(25 if number == 5 else 400),
    )
    act_as(city.organiser)
    if number == 4:
        reason = "请补充场地租赁合同和在孵企业名单后重新提交。"
        services.accreditations.decline(actor=city.organiser, accreditation=found, reason=reason)
    elif number != 7:
        services.accreditations.accept(actor=city.organiser, accreditation=found)
    if number in {1, 6}:
        services.accreditations.grant(
            actor=city.organiser,
            carrier=carrier,
            title="demonstration" if number == 1 else "benchmark",
            level="municipal",
            number=f"示科标〔{today.year - 1}〕{number}号",
            issuer="禾城市科技创新局（示例）",
            issued_on=today - dt.timedelta(300),
        )
    if number == 2:
        reason = "连续两年绩效评价不合格，限期整改未通过，予以摘牌。"
        services.accreditations.revoke(
            actor=city.organiser, accreditation=found, reason=reason, on=today - dt.timedelta(60)
        )
