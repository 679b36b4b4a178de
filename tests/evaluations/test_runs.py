"""Schemes in editions, runs that are computed, judged and published, and what then stays as it was."""

import copy
import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.evaluations import services
from app.evaluations.models import Point, Result, Run, Scheme, Standing, StandingState
from app.evaluations.queries import outcomes
from app.evaluations.queries import runs as reading
from app.evaluations.schemes import template
from app.evaluations.scoring import advice
from app.evaluations.services import publishing
from app.evaluations.simulation import compare
from app.extensions import db
from app.indicators import periods
from tests import factories
from tests.carriers.factories import published as carrier
from tests.carriers.factories import resource
from tests.evaluations.factories import everything_judged, own_scheme, published, result_of, results, run_of
from tests.indicators.factories import entered

YEAR = periods.Period(utc_now().year, 1, 12)


@pytest.fixture
def people(app):
    return factories.actor(Role.ORGANISER), factories.actor(Role.CARRIER_STAFF)


def test_a_run_counts_every_carrier_from_its_figures(people, statements):
    organiser, staff = people
    strong, weak = carrier(staff, name="强"), carrier(staff, name="弱", total_area=40_000, incubation_area=30_000)
    carrier(factories.actor(Role.CARRIER_STAFF), name="异地", region_code="320505")
    resource(staff, strong, "platforms")
    entered(strong, YEAR, jobs=120, talent=9)
    seven = own_scheme(organiser, "seven_ones")
    run = run_of(organiser, seven)
    assert [row.name for row in results(run)] == ["强", "弱"]
    points = reading.points_of(result_of(run, strong))
    assert (points["area"].figure, points["area"].points) == (50_000 * 100, Decimal(8))
    assert (points["platform"].points, points["leading"].points, points["team"].points) == (
        Decimal(14),
        Decimal(0),
        None,
    )
    assert (points["area"].rule["kind"], points["area"].rows) == ("yes_no", 1)
    assert reading.points_of(result_of(run, weak))["area"].points == Decimal(0)
    assert run.scheme.fixed_at is not None
    general = run_of(organiser, own_scheme(organiser))
    with statements() as few:
        services.runs.compute(actor=organiser, run=general)
    carrier(staff, name="三"), carrier(staff, name="四")
    db.session.flush()
    with statements() as more:
        assert services.runs.compute(actor=organiser, run=general) == 4
    assert len(more) == len(few)


def test_what_is_published_stays_as_it_was(people):
    organiser, staff = people
    made = carrier(staff)
    entered(made, YEAR, jobs=150)
    run = run_of(organiser, own_scheme(organiser))
    with pytest.raises(Conflict):
        publishing.publish(
            actor=organiser, run=run, seen=publishing.mark(run), appeal_until=city_day(), rectify_until=city_day()
        )
    everything_judged(organiser, run)
    seen = publishing.mark(run)
    everything_judged(organiser, run, 60)
    days = {"appeal_until": city_day(), "rectify_until": city_day() + dt.timedelta(9)}
    with pytest.raises(Conflict):
        publishing.publish(actor=organiser, run=run, seen=seen, **days)
    standings = publishing.publish(actor=organiser, run=run, seen=publishing.mark(run), **days)
    assert [(row.state, row.due_on) for row in standings] == [(StandingState.RECTIFICATION, days["rectify_until"])]
    result = result_of(run, made)
    before = [(row.code, row.figure, row.points) for row in reading.points_of(result).values()], result.total
    for number in range(3):
        resource(staff, made, "platforms", name=f"平台{number}")
    for change in (
        lambda: services.runs.compute(actor=organiser, run=run),
        lambda: services.runs.discard(actor=organiser, run=run),
        lambda: services.judging.judge(actor=organiser, result=result, given={}),
        lambda: services.schemes.edit(actor=organiser, scheme=run.scheme, document=run.scheme.document, name="新"),
    ):
        with pytest.raises(Conflict):
            change()
    for model, values in (
        (Point, {"points": 0}),
        (Result, {"total": 0}),
        (Run, {"period": "2020"}),
        (Scheme, {"name": "x"}),
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(update(model).values(**values))
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(model.__table__.delete())
    db.session.expire_all()
    assert ([(row.code, row.figure, row.points) for row in reading.points_of(result).values()], result.total) == before
    missing = advice(run.scheme.rules, reading.recalled(run.scheme.rules, result, reading.points_of(result)))
    assert missing.grade.code == "qualified"
    assert missing.lacking == Decimal(60) - result.total
    assert any(want.criterion.code == "platforms" and want.figure == 2 for want in missing.wants)


def test_schemes_are_checked_and_continued(people):
    organiser, _staff = people
    scheme = own_scheme(organiser)

    def edited(**changes):
        document = copy.deepcopy(dict(scheme.document))
        for path, value in changes.items():
            place, key = path.split("__")
            row = next(row for row in document["criteria"] + document["grades"] if row["code"] == place)
            row[key] = value
        services.schemes.edit(actor=organiser, scheme=scheme, document=document, name="通用方案")

    for wrong, field in (
        ({"mentoring__weight": "0"}, "weight_mentoring"),
        ({"mentoring__marks": [[0, 100], [8000, 0]]}, "marks_mentoring"),
        ({"mentoring__marks": [[0, 0]]}, "marks_mentoring"),
        ({"mentoring__indicator": "events"}, "indicator_mentoring"),
        ({"rectification__least": "5"}, "grade_rectification"),
        ({"qualified__least": "90"}, "grade_rectification"),
    ):
        with pytest.raises(Invalid) as refusal:
            edited(**wrong)
        assert refusal.value.field == field
    edited(mentoring__weight="12.5")
    assert scheme.rules.total == Decimal("104.5")
    with pytest.raises(Conflict):
        services.schemes.revise(actor=organiser, scheme=scheme)
    run_of(organiser, scheme)
    second = services.schemes.revise(actor=organiser, scheme=scheme)
    assert (second.edition, second.family_id, second.fixed_at) == (2, scheme.family_id, None)
    with pytest.raises(Forbidden):
        services.schemes.edit(actor=factories.actor(Role.ORGANISER), scheme=second, document={}, name="x")
    with pytest.raises(IntegrityError), db.session.begin_nested():
        run_of(organiser, scheme)


def test_a_changed_scheme_is_tried_without_a_trace(people):
    _organiser, staff = people
    wide, busy = carrier(staff, name="大", total_area=90_000, incubation_area=80_000), carrier(staff, name="忙")
    resource(staff, busy, "platforms")
    rules = template("seven_ones").rules
    heavy = [each for each in rules.criteria if each.code == "platform"]
    changed = type(rules)(tuple(heavy), rules.grades)
    pairs = compare(
        rules, changed, region="330400", links=["incubator"], period=YEAR, judged={(wide.id, "team"): Decimal(14)}
    )
    assert [(pair.carrier.name, pair.before.rank, pair.after.rank, pair.moves) for pair in pairs] == [
        ("忙", 1, 1, "same"),
        ("大", 1, 2, "down"),
    ]
    assert not db.session.query(Result).count()


class TestOutcomes:
    def test_an_upheld_appeal_stands_beside_the_result(self, people):
        organiser, staff = people
        made = carrier(staff)
        run = published(organiser, run_of(organiser, own_scheme(organiser)))
        result = result_of(run, made)
        with pytest.raises(Forbidden):
            services.appeals.send(actor=factories.actor(Role.CARRIER_STAFF), result=result, text="不公")
        appeal = services.appeals.send(actor=staff, result=result, text="面积口径有误")
        with pytest.raises(Conflict):
            services.appeals.send(actor=staff, result=result, text="再次")
        services.appeals.withdraw(actor=staff, appeal=appeal)
        assert services.appeals.send(actor=staff, result=result, text="补充材料") is appeal
        for wrong in ({"grade": ""}, {"grade": "rectification"}, {"grade": "qualified", "total": Decimal(1)}):
            with pytest.raises(Invalid):
                services.appeals.uphold(actor=organiser, appeal=appeal, reason="属实", **wrong)
        services.appeals.uphold(actor=organiser, appeal=appeal, reason="属实", grade="qualified", total=Decimal(61))
        assert (result.grade, outcomes.standing_of(result).state) == ("rectification", StandingState.QUALIFIED)
        [line] = reading.lines(run)
        assert (line.grade, line.result.grade) == ("qualified", "rectification")
        with pytest.raises(Conflict):
            services.appeals.reject(actor=organiser, appeal=appeal, reason="不属实")

    def test_rectification_ends_qualified_or_delisted(self, people):
        organiser, staff = people
        first, second = carrier(staff, name="一"), carrier(staff, name="二")
        run = published(organiser, run_of(organiser, own_scheme(organiser)))
        good, bad = result_of(run, first), result_of(run, second)
        services.rectifying.report(actor=staff, result=good, text="已整改")
        services.rectifying.send_back(actor=organiser, result=good, reason="还差导师", due_on=city_day())
        services.rectifying.report(actor=staff, result=good, text="已聘导师")
        services.rectifying.accept(actor=organiser, result=good)
        assert outcomes.standing_of(good).state is StandingState.QUALIFIED
        with pytest.raises(Conflict):
            services.rectifying.delist(actor=organiser, result=bad, reason="逾期")
        db.session.execute(update(Standing).values(due_on=city_day() - dt.timedelta(1)))
        appeal = services.appeals.send(actor=staff, result=bad, text="不服")
        with pytest.raises(Conflict):
            services.rectifying.delist(actor=organiser, result=bad, reason="逾期")
        services.appeals.reject(actor=organiser, appeal=appeal, reason="不属实")
        services.rectifying.delist(actor=organiser, result=bad, reason="逾期未整改")
        assert outcomes.standing_of(bad).state is StandingState.DELISTED
        with pytest.raises(Conflict):
            services.rectifying.report(actor=staff, result=bad, text="迟了")
