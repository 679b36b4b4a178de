"""The ranking is measured on what came about, and a model that is worse is not used."""

import datetime as dt

import pytest

from app.accounts.models import Role
from app.extensions import db
from app.funds import services as funds
from app.mentorships.models import Mentorship
from app.recommendations import engine, measuring, outcomes
from app.recommendations.models import Kind, ModelVersion
from app.recommendations.services import ranking
from app.recommendations.services.quality import evaluate
from tests import factories
from tests.factories import sign_in
from tests.recommendations.factories import City, quiet

DAY = dt.date(2025, 8, 1)


def invested(city, project, day=DAY):
    row = funds.add_investment(
        actor=city.investor, fund=city.fund, company=project.name, invested_on=day, round="angel"
    )
    row.project_id = project.id
    db.session.commit()


@pytest.fixture
def city(app):
    made = City(projects=3, mentors=3, funds=3)
    for month in (1, 2, 3):
        funds.add_investment(
            actor=made.investor, fund=made.fund, company="旧", invested_on=dt.date(2025, month, 1), round="angel"
        )
    db.session.commit()
    return made


def test_nothing_is_measured_before_anybody_said_yes(city):
    ranking.refresh(quiet)
    assert evaluate(quiet) == {"measured": {}}


def test_every_outcome_is_measured_beside_rankings_without_a_model(city):
    invested(city, city.project)
    db.session.add(Mentorship(project_id=city.project.id, mentor_id=city.mentor.id))
    db.session.commit()
    ranking.refresh(quiet)
    found = evaluate(quiet)["measured"]
    assert set(found) == {"accepted", "invested"}
    for measured in found.values():
        assert set(measured["rankings"]) == {"model", "activity", "text", "random"}
        for figures in measured["rankings"].values():
            assert figures["outcomes"] == 1
            assert all(low <= mean <= high for mean, low, high in (figures["hit10"], figures["ndcg10"]))
    assert found["invested"]["rankings"]["model"]["hit10"] == [1.0, 1.0, 1.0]
    assert ranking.live_version().metrics["measured"] == found


def test_a_project_that_was_chosen_before_the_cut_is_not_asked_about(city):
    invested(city, city.project, DAY - dt.timedelta(days=200))
    invested(city, city.projects[1])
    from app.core.model import utc_now
    from app.recommendations import rows

    asked = measuring.task(Kind.FUND, rows.load(utc_now()), outcomes.invested())
    assert [profile.id for profile in asked.asked] == [city.projects[1].id]
    past = measuring.as_of(rows.load(utc_now()), outcomes.invested(), asked.cut)
    assert all(deal.invested_on < asked.cut for fund in past.funds for deal in fund.deals)


def test_who_stands_behind_everybody_counts_as_not_found():
    from app.core.model import new_id

    first, second, absent = new_id(), new_id(), new_id()
    assert engine.found_at([first, second], {second}) == {
        "hit10": 1.0,
        "hit50": 1.0,
        "ndcg10": pytest.approx(0.6309, abs=1e-4),
    }
    assert engine.found_at([first, second], {absent}) == {"hit10": 0.0, "hit50": 0.0, "ndcg10": 0.0}


def test_a_model_that_is_worse_is_kept_but_not_used(city, monkeypatch):
    """The comparison's verdict is set here; that it is computed is seen in the next test."""
    ranking.refresh(quiet)
    before = ranking.live_version()
    for number in range(30):
        funds.add_investment(actor=city.investor, fund=city.fund, company=f"新{number}", invested_on=DAY, round="angel")
    db.session.commit()
    worse = {"outcomes": 25, "gain": [-0.2, -0.3, -0.1]}
    monkeypatch.setattr(ranking, "_against", lambda *_: worse)
    ranking.refresh(quiet)
    assert ranking.live_version() is before
    refused = db.session.query(ModelVersion).filter_by(is_live=False).one()
    assert refused.metrics["compared"] == worse
    ranking.refresh(quiet)
    assert db.session.query(ModelVersion).count() == 2, "it is not tried again before there is more to learn from"
    monkeypatch.setattr(ranking, "_against", lambda *_: {"outcomes": 25, "gain": [0.0, -0.1, 0.1]})
    for number in range(30):
        funds.add_investment(
            actor=city.investor, fund=city.fund, company=f"更新{number}", invested_on=DAY, round="angel"
        )
    db.session.commit()
    ranking.refresh(quiet)
    assert ranking.live_version() is not before


def test_models_are_compared_on_the_same_projects(city, monkeypatch):
    from app.core.model import utc_now
    from app.recommendations import rows

    monkeypatch.setattr(measuring, "LEAST", 2)
    for project in city.projects:
        invested(city, project)
    ranking.refresh(quiet)
    data, found = rows.load(utc_now()), outcomes.invested()
    asked = measuring.task(Kind.FUND, data, found)
    state = dict(ranking.live_version().state)["fund"]
    compared = measuring.compare(asked, measuring.as_of(data, found, asked.cut), state)
    assert compared["outcomes"] == 3
    mean, low, high = compared["gain"]
    assert low <= mean <= high
    assert ranking._against({"fund": {**state, "features": ["another"]}}, data, found) is None


def test_the_page_shows_what_was_measured(city, client):
    invested(city, city.project)
    ranking.refresh(quiet)
    evaluate(quiet)
    db.session.commit()
    sign_in(client, factories.actor(Role.ORGANISER))
    page = client.get("/matching/quality?lang=en").text
    assert "A fund invested" in page
    assert "The closest words first" in page
    assert "A fund invested" in client.get("/matching/quality?format=csv&lang=en").text
