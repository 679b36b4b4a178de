"""Finance for a project: conditions met, not met or unknown, and products ordered by them and by what both speak of."""

import datetime as dt

import pytest

from app.accounts.models import Role
from app.core.days import city_day
from app.core.errors import Forbidden, Invalid
from app.extensions import db
from app.recommendations.finance import queries, services
from app.recommendations.finance.conditions import Verdict, years
from app.recommendations.finance.models import ProductMatch
from app.recommendations.services.ranking import refresh
from tests import factories
from tests.factories import sign_in
from tests.offerings.factories import LOAN, WAN, published
from tests.projects.factories import published as published_project

DAY = dt.date(2026, 11, 22)


@pytest.fixture
def owner(app):
    return factories.actor()


def project(owner, **values):
    first = {"region_code": "330402", "sectors": ["sensors-iot"], "amount_sought": 100 * WAN, "stage": "startup"}
    return published_project(owner, **{**first, **values})


def product(**values):
    return published(factories.actor(Role.AGENCY_STAFF), **{**LOAN, **values})


def verdicts(found, fit=0):
    return [condition.verdict for condition in queries.fits(found, queries.known(found))[fit].conditions]


def test_ages_are_whole_years():
    assert years(dt.date(2024, 11, 23), DAY) == 1
    assert years(dt.date(2024, 11, 22), DAY) == 2


def test_conditions_are_met_unknown_or_not_met(owner):
    asked = project(owner)
    product(age_min=1, revenue_min=50 * WAN, collateral="ip", regions=["330000"], sectors=["sensors-iot"])
    assert verdicts(asked) == [Verdict.UNKNOWN] * 3 + [Verdict.MET] * 3
    about = queries.known(asked)
    assert {each.lacks for each in queries.fits(asked, about)[0].conditions} == {
        "",
        "founded_on",
        "revenue",
        "ip_rights",
    }
    since = city_day() - dt.timedelta(800)
    services.describe(actor=owner, project=asked, founded_on=since, revenue=60 * WAN, ip_rights=0)
    assert verdicts(asked) == [Verdict.NOT_MET] + [Verdict.MET] * 5
    services.describe(actor=owner, project=asked, founded_on=since, revenue=60 * WAN, ip_rights=3)
    assert set(verdicts(asked)) == {Verdict.MET}
    far = project(owner, region_code="110105", sectors=["biotechnology"], amount_sought=10 * WAN)
    assert verdicts(far).count(Verdict.NOT_MET) == 3
    for person in (factories.actor(), factories.actor(Role.ORGANISER)):
        with pytest.raises(Forbidden):
            services.describe(actor=person, project=asked)
    for wrong in ({"founded_on": city_day() + dt.timedelta(2)}, {"ip_rights": 10**6}):
        with pytest.raises(Invalid):
            services.describe(actor=owner, project=asked, **wrong)


def test_the_job_compares_words_and_the_page_says_why(client, owner):
    asked = project(owner, summary="压力传感器的晶圆级封装与可靠性测试，已有样机与订单。" * 3)
    near = product(name="传感器设备贷", description="面向压力传感器、晶圆级封装企业，按订单授信。")
    product(name="文旅贷", description="面向民宿、景区与餐饮的流动资金贷款。")
    strict = product(name="千万起贷", amount_min=1000 * WAN, amount_max=5000 * WAN)
    db.session.commit()
    refresh(lambda *_: None, everything=True)
    rows = db.session.scalars(db.select(ProductMatch).where(ProductMatch.project_id == asked.id)).all()
    assert len(rows) == 3
    order = [fit.offering.name for fit in queries.fits(asked, queries.known(asked))]
    assert (order[0], order[-1]) == (near.name, strict.name)
    sign_in(client, owner)
    page = client.get(f"/projects/{asked.id}/finance?lang=zh").text
    assert page.index("传感器设备贷") < page.index("文旅贷") < page.index("千万起贷")
    assert f"/offerings/{near.id}/ask?project={asked.id}" in page
    assert f"/projects/{asked.id}/finance" in client.get(f"/projects/{asked.id}").text
    wrong = {"founded_on": "2999-01-01", "revenue": "很多"}
    assert client.post(f"/projects/{asked.id}/finance", data=wrong).status_code == 422
    right = {"founded_on": "2023-05-01", "revenue": "300万", "ip_rights": "4"}
    assert client.post(f"/projects/{asked.id}/finance", data=right).status_code == 303
    assert queries.known(asked).revenue == 300 * WAN
    assert client.get(f"/projects/{asked.id}/finance?format=csv&kind=credit").mimetype == "text/csv"
    stranger = sign_in(client.application.test_client(), factories.actor())
    assert stranger.get(f"/projects/{asked.id}/finance").status_code == 404
