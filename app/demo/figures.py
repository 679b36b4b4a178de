"""Three years of quarterly returns in the sample city, and the last quarter in every state of its way."""

import datetime as dt

from app.carriers.models import Carrier, CarrierPeriod
from app.core.bulk import insert_rows
from app.core.days import city_day
from app.core.model import new_id
from app.demo.content import CITY, DISTRICTS
from app.demo.roadshows import act_as
from app.demo.seeding import City
from app.extensions import db
from app.indicators import catalogue, checks, periods
from app.indicators.decomposition import split
from app.indicators.models import Collection, Return, ReturnEntry, ReturnRevision
from app.indicators.periods import Period
from app.indicators.queries.returns import figures_before
from app.indicators.services import collections, returns
from app.indicators.services.targets import set_targets

QUARTERS = 12
WAN = 10_000 * 100
# What a carrier reports at the beginning of the three years, and what it gains in a quarter.
BEGUN: dict[str, tuple[int, int]] = {
    "agencies": (6, 1),
    "services_rendered": (90, 9),
    "financing": (800 * WAN, 110 * WAN),
    "seed_grants": (20 * WAN, 3 * WAN),
    "revenue": (2400 * WAN, 260 * WAN),
    "rd_spending": (290 * WAN, 36 * WAN),
    "ip_valid": (60, 11),
    "ip_inventions": (14, 3),
    "jobs": (180, 17),
    "jobs_graduates": (38, 4),
    "talent": (5, 1),
    "talent_new": (3, 1),
    "carrier_income": (210 * WAN, 12 * WAN),
    "service_income": (70 * WAN, 8 * WAN),
    "carrier_cost": (180 * WAN, 7 * WAN),
}


def build(city: City) -> None:
    """The past is written as rows, because nobody was asked for it here; the last quarter goes through the services."""
    last = periods.latest("quarter")
    for place, period in enumerate(periods.run(last.before(), QUARTERS)):
        _past(city, period, place)
    db.session.commit()
    _present(city, last)
    _targets(city)
    db.session.commit()


def _past(city: City, period: Period, place: int) -> None:
    assert city.authority
    codes = [each.code for each in catalogue.reported(period.every)]
    due_on = period.last + dt.timedelta(15)
    collection = Collection(
        organisation_id=city.authority.id, region_code=CITY, period=period.code, due_on=due_on, codes=codes
    )
    db.session.add(collection)
    db.session.flush()
    filed, revisions, entries = [], [], []
    for number, (_staff, carrier) in enumerate(city.carriers):
        if not _was_there(carrier, period):
            continue
        key = new_id()
        filed.append(_row(key, collection, carrier, period))
        revisions.append({"id": new_id(), "return_id": key, "number": 1, "is_accepted": True})
        known = {"return_id": key, "revision": 1, "carrier_id": carrier.id, "zone_code": carrier.zone_code}
        days = {"months": period.months, "first_day": period.first, "last_day": period.last}
        amounts = _amounts(codes, number, place)
        entries += [{"id": new_id(), "code": code, "amount": amounts[code], **known, **days} for code in codes]
    insert_rows(Return, filed)
    insert_rows(ReturnRevision, revisions)
    insert_rows(ReturnEntry, entries)


def _row(key: object, collection: Collection, carrier: Carrier, period: Period) -> dict[str, object]:
    return {
        "id": key,
        "collection_id": collection.id,
        "carrier_id": carrier.id,
        "period": period.code,
        "state": "accepted",
        "revision": 1,
        "accepted_revision": 1,
        "version": 1,
    }


def _was_there(carrier: Carrier, period: Period) -> bool:
    statement = db.session.query(CarrierPeriod).filter(
        CarrierPeriod.carrier_id == carrier.id, CarrierPeriod.valid_from <= period.last
    )
    return carrier.is_published and statement.first() is not None


def _amounts(codes: list[str], number: int, place: int) -> dict[str, int]:
    """Larger carriers report more, all of them grow, no two alike."""
    scale, found = 5 + 3 * number % 7, {}
    for position, code in enumerate(codes):
        begun, gained = BEGUN[code]
        found[code] = (begun + gained * place) * scale // 8 + (number + position + place) % 3 * max(1, gained // 40)
    for part, whole in checks.PARTS:
        found[part] = min(found[part], found[whole])
    return found


def _present(city: City, period: Period) -> None:
    """Most are accepted; one waits, one was sent back, one is being corrected, the sample operator's first is open."""
    assert city.organiser
    act_as(city.organiser)
    due_on = max(city_day(), period.last) + dt.timedelta(9)
    note = "请于截止日前完成填报；研发投入口径与去年一致。"
    collection = collections.open_collection(actor=city.organiser, period=period, due_on=due_on, note=note)
    people = {carrier.id: (number, staff) for number, (staff, carrier) in enumerate(city.carriers)}
    waiting = db.session.query(Return).filter_by(collection_id=collection.id).order_by(Return.id).all()
    for place, item in enumerate(sorted(waiting, key=lambda row: people[row.carrier_id][0])):
        number, staff = people[item.carrier_id]
        act_as(staff)
        amounts = _amounts(collection.codes, number, QUARTERS)
        if place == 0:
            some = {code: amounts[code] for code in collection.codes[:6]}
            returns.save(actor=staff, item=item, values=some, remarks={})
            continue
        odd = checks.conspicuous(amounts, figures_before(item))
        returns.save(actor=staff, item=item, values=amounts, remarks=dict.fromkeys(odd, "本期两家企业迁入。"))
        if place == 1:
            continue
        returns.submit(actor=staff, item=item)
        if place == 2:
            continue
        act_as(city.organiser)
        if place == 3:
            returns.send_back(actor=city.organiser, item=item, reason="从业人员数与社保缴纳人数不一致，请核对。")
            continue
        returns.accept(actor=city.organiser, item=item)
        if place == 4:
            act_as(staff)
            returns.correct(actor=staff, item=item)


def _targets(city: City) -> None:
    """This year's and last year's; some decomposed exactly, one not yet, one far out of reach."""
    assert city.organiser
    act_as(city.organiser)
    wanted = {"carriers": 12, "area_incubation": 40_000_000, "tenants": 60, "fund_size": 50_000 * WAN, "talent": 120}
    source = "禾城市孵化载体高质量发展三年行动计划（示例）"
    for year in (city_day().year - 1, city_day().year):
        for place, (code, amount) in enumerate(wanted.items()):
            parts = split(amount if place != 2 else amount * 9 // 10, range(1, len(DISTRICTS) + 1))
            amounts = {CITY: amount, **(dict(zip(DISTRICTS, parts, strict=True)) if place < 4 else {})}
            set_targets(actor=city.organiser, region=CITY, code=code, year=year, amounts=amounts, source=source)
