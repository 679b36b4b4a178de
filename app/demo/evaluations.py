"""Three years of evaluations in the sample city, the last one with every answer to it, and a draft for this year."""

import copy
import datetime as dt
import uuid
from decimal import ROUND_DOWN, Decimal
from typing import Any

from app.accounts.actor import Actor
from app.core.days import city_day, end_of
from app.core.model import utc_now
from app.demo.roadshows import act_as
from app.demo.seeding import City
from app.evaluations import services
from app.evaluations.models import Result, Run, Scheme, Standing
from app.evaluations.queries.gathering import assessed, gather
from app.evaluations.schemes import template
from app.evaluations.scoring import JUDGED
from app.evaluations.services import publishing
from app.extensions import db
from app.indicators.periods import Period

NAME = ("禾城市孵化载体绩效评价办法（示例）", "Evaluation of carriers in Hecheng (sample)")
SAID = {
    "management": ("制度健全，入孵和毕业评审有记录。", "服务台账不完整，走访企业反映响应较慢。"),
    "public": ("开放仪器和课程，带动周边乡镇众创空间。", "面向社会的活动较少。"),
}


def build(city: City) -> None:
    """Each year has an edition of its own, whose grades were set after the year before."""
    assert city.organiser
    act_as(city.organiser)
    staff = {carrier.id: actor for actor, carrier in city.carriers}
    scheme, this_year = _scheme(city.organiser, city_day().year - 3), city_day().year
    for year in range(this_year - 3, this_year):
        if year > this_year - 3:
            scheme = services.schemes.revise(actor=city.organiser, scheme=scheme)
            _set_grades(city.organiser, scheme, year)
        run = _run(city.organiser, scheme, year)
        last = year == this_year - 1
        at = utc_now() - dt.timedelta(10) if last else end_of(dt.date(year + 1, 5, 20)) - dt.timedelta(hours=8)
        _publish(city.organiser, run, at)
        (_answer_last if last else _answer_past)(city.organiser, staff, run)
        db.session.commit()
    _draft(city.organiser, scheme, this_year)
    _try_next(city.organiser, scheme)
    seven = template("seven_ones")
    assert seven
    services.schemes.copy_template(actor=city.organiser, template=seven)
    db.session.commit()


def _scheme(organiser: Actor, year: int) -> Scheme:
    """The shipped one for incubators, for every link of this small city's chain."""
    shipped = template("general_incubator")
    assert shipped
    scheme = services.schemes.copy_template(actor=organiser, template=shipped)
    document = copy.deepcopy(dict(scheme.document))
    document["links"] = ["makerspace", "incubator", "accelerator", "park"]
    # Its parks are younger than their years, and have few tenants.
    document["gates"] = [gate for gate in document["gates"] if gate["indicator"] != "inside"]
    _keep(organiser, scheme, document)
    _set_grades(organiser, scheme, year)
    return scheme


def _keep(organiser: Actor, scheme: Scheme, document: dict[str, Any]) -> None:
    name, name_en = NAME
    services.schemes.edit(
        actor=organiser, scheme=scheme, document=document, name=name, name_en=name_en, source=scheme.source
    )


def _set_grades(organiser: Actor, scheme: Scheme, year: int) -> None:
    """So that the year has some of every grade."""
    rules = scheme.rules
    found = gather(organiser.region_code, scheme.links, Period(year, 1, 12), rules.indicators)
    judged = {
        (row.id, each.code): _given(number, each.weight)
        for number, row in enumerate(found.carriers)
        for each in rules.criteria
        if each.kind == JUDGED
    }
    totals = sorted((each.total for each in assessed(rules, found, judged).values()), reverse=True)
    if len(totals) < 6:
        return
    least = {"excellent": _tenths(totals[1]), "qualified": _tenths(totals[-4]), "rectification": Decimal(0)}
    document = copy.deepcopy(dict(scheme.document))
    for grade in document["grades"]:
        grade["least"] = str(least[grade["code"]])
    if least["excellent"] > least["qualified"] > 0:
        _keep(organiser, scheme, document)


def _tenths(points: Decimal) -> Decimal:
    return points.quantize(Decimal("0.1"), ROUND_DOWN)


def _given(number: int, weight: Decimal) -> Decimal:
    """By the place in the alphabet; halves of a point."""
    share = Decimal((9, 7, 8, 6, 5, 8, 7, 6, 9, 5)[number % 10]) / 10
    return (weight * share * 2).to_integral_value() / 2


def _run(organiser: Actor, scheme: Scheme, year: int) -> Run:
    return services.runs.create(actor=organiser, scheme=scheme, period=Period(year, 1, 12), links=scheme.links)


def _results(run: Run) -> list[Result]:
    return db.session.query(Result).filter_by(run_id=run.id).order_by(Result.rank, Result.name).all()


def _judge(organiser: Actor, run: Run, *, all_of_it: bool = True) -> None:
    assert organiser.membership_id
    services.runs.assign(actor=organiser, run=run, membership_ids=[organiser.membership_id])
    judged = [each for each in run.scheme.rules.criteria if each.kind == JUDGED]
    by_name = sorted(_results(run), key=lambda row: (row.carrier.sort_key, row.carrier_id))
    for number, result in enumerate(by_name):
        if not all_of_it and number % 2:
            continue
        given = {
            each.code: (
                _given(number, each.weight),
                SAID[each.code][_given(number, each.weight) < each.weight * 7 / 10],
            )
            for each in judged
        }
        services.judging.judge(actor=organiser, result=result, given=given)


def _publish(organiser: Actor, run: Run, at: dt.datetime) -> None:
    _judge(organiser, run)
    day = at.date()
    publishing.publish(
        actor=organiser,
        run=run,
        seen=publishing.mark(run),
        appeal_until=day + dt.timedelta(15),
        rectify_until=day + dt.timedelta(90),
        at=at,
    )


def _rectifying(run: Run) -> list[Result]:
    statement = db.session.query(Standing).join(Standing.result).filter(Standing.state == "rectification")
    return [row.result for row in statement.filter(Result.run_id == run.id).order_by(Result.rank, Result.id)]


def _answer_past(organiser: Actor, staff: dict[uuid.UUID, Actor], run: Run) -> None:
    """Everybody put things right in the end."""
    for result in _rectifying(run):
        _report(staff[result.carrier_id], result)
        act_as(organiser)
        services.rectifying.accept(actor=organiser, result=result, reason="现场复核，整改到位。")


def _answer_last(organiser: Actor, staff: dict[uuid.UUID, Actor], run: Run) -> None:
    """Of those that have something to put right one has not begun, one reported, one is delisted; three appeal."""
    first = next(iter(staff.values())).organisation_id
    low = sorted(_rectifying(run), key=lambda row: row.carrier.organisation_id != first)
    for place, result in enumerate(low[1:3]):
        _report(staff[result.carrier_id], result)
        if place:
            act_as(organiser)
            services.rectifying.delist(
                actor=organiser,
                result=result,
                reason="现场复核：场地已大部转租，在孵企业和服务团队均不在场，整改报告不属实。",
            )
    others = [row for row in _results(run) if row not in low and row.grade == "qualified"]
    others.sort(key=lambda row: (row.carrier.organisation_id != first, -row.rank))
    texts = (
        "链上移交数少计一家：移交手续跨年办理，企业已在年内迁入加速器，附移交确认单。",
        "有效知识产权数未计入年末授权的三件发明专利，附授权公告。",
        "场地使用率按整栋建筑面积计算，应扣除年内改造的一层，附改造备案。",
    )
    for place, (result, text) in enumerate(zip(others, texts, strict=False)):
        act_as(staff[result.carrier_id])
        appeal = services.appeals.send(actor=staff[result.carrier_id], result=result, text=text)
        act_as(organiser)
        if place == 1:
            services.appeals.reject(actor=organiser, appeal=appeal, reason="授权公告日在评价年度之后，下一年度计入。")
        elif place == 2:
            better = run.scheme.rules.grades[0]
            services.appeals.uphold(
                actor=organiser,
                appeal=appeal,
                reason="改造备案属实，按可用面积重算。",
                grade=better.code,
                total=max(result.total, better.least),
            )


def _report(staff: Actor, result: Result) -> None:
    act_as(staff)
    text = (
        "1. 新聘创业导师四名，在孵企业全部配齐联络员和辅导员。\n"
        "2. 运营人员全部完成专业培训。\n3. 补报全年数据，并安排专人填报。"
    )
    services.rectifying.report(actor=staff, result=result, text=text)


def _draft(organiser: Actor, scheme: Scheme, year: int) -> None:
    """This year so far; half of it is judged."""
    act_as(organiser)
    edition = services.schemes.revise(actor=organiser, scheme=scheme)
    run = _run(organiser, edition, year)
    _judge(organiser, run, all_of_it=False)
    db.session.commit()


def _try_next(organiser: Actor, scheme: Scheme) -> None:
    """An edition that gives results more weight, to be tried before anybody uses it."""
    edition = services.schemes.revise(actor=organiser, scheme=scheme)
    document = copy.deepcopy(dict(edition.document))
    for row in document["criteria"]:
        row["weight"] = {"graduates": "14", "invested": "7", "coaching": "2", "services": "2"}.get(
            row["code"], row["weight"]
        )
    _keep(organiser, edition, document)
