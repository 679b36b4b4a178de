"""Computing matches and keeping them fresh."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from app.accounts.models import Membership, Role
from app.extensions import db
from app.funds import services as funds
from app.funds.fields import FIELDS as FUND_FIELDS
from app.mentors import services as mentors
from app.mentors.fields import FIELDS as MENTOR_FIELDS
from app.mentors.models import ConflictRelation
from app.projects import services as projects
from app.projects.fields import FIELDS as PROJECT_FIELDS
from app.recommendations import engine, evidence, phrases, queries, rows
from app.recommendations.models import Kind, Match, MatchRun, ModelVersion, RankedProfile, Scope
from app.recommendations.services import ranking, writing
from app.recommendations.tasks import sweep
from tests import factories
from tests.projects.factories import published as published_project
from tests.recommendations.factories import City, compute, matched, pair


def test_a_pair_gets_a_score_parts_reasons_and_ranks(app):
    city = matched()
    match = pair(city.project, city.mentor)
    assert match.candidate_kind is Kind.MENTOR
    assert 0 <= match.score <= 100
    assert (match.project_rank, match.candidate_rank) == (1, 1)
    assert sum(part[2] for part in match.parts) == pytest.approx(match.raw, abs=0.01)
    codes = {entry["code"] for entry in match.evidence}
    assert {"needs_met", "same_sector", "same_stage"} <= codes
    assert {"shared_term", "shared_concept"} & codes
    fund = {entry["code"] for entry in pair(city.project, city.fund).evidence}
    assert {"mandate_sector", "mandate_round", "mandate_region"} <= fund


def test_the_same_rows_again_give_the_same_matches(app):
    matched(projects=3, mentors=2, funds=2)

    def state():
        return [
            (row.project_id, row.candidate_id, row.score, row.raw, row.project_rank)
            for row in db.session.scalars(select(Match).order_by(Match.project_id, Match.candidate_id))
        ]

    first = state()
    compute(everything=True)
    db.session.expire_all()
    assert state() == first
    assert len(first) == 12


def test_who_opted_out_is_withdrawn_or_archived_is_matched_with_nobody(app):
    city = matched(projects=2, mentors=2, funds=2)
    projects.update(actor=city.owner, project=city.projects[0], ranked=False)
    mentors.update(actor=city.mentor_person, mentor=city.mentor, ranked=False)
    funds.archive(actor=city.investor, fund=city.fund)
    compute()
    assert pair(city.projects[0], city.mentors[1]) is None
    assert pair(city.projects[1], city.mentors[0]) is None
    assert pair(city.projects[1], city.funds[0]) is None
    assert pair(city.projects[1], city.funds[1]) is not None


def test_a_draft_is_not_compared(app):
    city = City()
    draft = projects.create(actor=city.owner, name="草稿", sectors=["robotics"], summary="柔性传感器机器人触觉")
    compute()
    assert pair(draft, city.mentor) is None


def test_declared_interests_colleagues_and_shareholders_are_never_matched(app):
    city = City(projects=3)
    mentors.declare_conflict(
        actor=city.mentor_person,
        mentor=city.mentor,
        name=city.projects[0].name,
        relation=ConflictRelation.INVESTMENT,
    )
    theirs = published_project(factories.actor(), name="同事的项目")
    membership = Membership(account_id=city.mentor_person.account_id, organisation_id=theirs.organisation_id)
    membership.role = Role.ENTREPRENEUR
    db.session.add(membership)
    invested = funds.add_investment(
        actor=city.investor, fund=city.fund, company="触觉1", invested_on=dt.date(2025, 1, 1), round="angel"
    )
    invested.project_id = city.projects[1].id
    compute()
    assert pair(city.projects[0], city.mentor) is None
    assert pair(city.projects[1], city.fund) is None
    assert pair(city.projects[2], city.fund) is not None
    assert pair(theirs, city.mentor) is None


def test_a_thin_profile_gets_what_is_missing_and_no_number(app):
    city = City()
    thin = published_project(city.owner, name="薄", tagline="新", summary="好", sectors=["robotics"])
    thin.set_codes("sector", [])
    compute()
    assert pair(thin, city.fund) is None
    assert queries.missing_of(thin.id, "fund")
    assert queries.missing_of(city.project.id, "fund") == []


def test_only_what_changed_is_compared_again(app):
    city = matched(projects=2, mentors=2)
    computed = {key: pair(project, city.mentor).computed_at for key, project in enumerate(city.projects)}
    assert not queries.due_profiles()
    projects.update(actor=city.owner, project=city.project, summary="家庭机器人的语音交互。")
    db.session.commit()
    assert queries.due_profiles() == {city.project.id}
    compute()
    db.session.expire_all()
    assert pair(city.projects[0], city.mentor).computed_at > computed[0]
    assert pair(city.projects[1], city.mentor).computed_at == computed[1]
    assert db.session.scalars(select(MatchRun.scope).order_by(MatchRun.started_at)).all() == [Scope.ALL, Scope.PROFILES]


def test_a_changed_mentor_is_compared_with_everybody_it_was_matched_with(app):
    city = matched(projects=3, mentors=2)
    before = pair(city.projects[2], city.mentor).raw
    mentors.update(actor=city.mentor_person, mentor=city.mentor, expertise=["legal"], stages=["mature"])
    compute()
    db.session.expire_all()
    assert pair(city.projects[2], city.mentor).raw < before
    assert pair(city.projects[2], city.mentor).project_rank == 2


def test_a_run_that_fails_leaves_the_last_good_ranking(app, monkeypatch):
    city = matched(projects=2)
    score = pair(city.project, city.mentor).score
    monkeypatch.setattr(writing, "_insert", _broken)
    with pytest.raises(RuntimeError):
        compute(everything=True)
    db.session.rollback()
    assert pair(city.project, city.mentor).score == score


def _broken(*_arguments):
    raise RuntimeError("out of disk")


def test_nobody_waits_to_write_while_everybody_is_compared(app, monkeypatch):
    """An open transaction would keep all others from writing on SQLite, even from signing in."""
    City(projects=2, mentors=2, funds=2)
    db.session.commit()
    open_ones = []

    def noting(name):
        original = getattr(engine.Ranking, name)

        def noted(self, *arguments):
            open_ones.append((name, db.session().in_transaction()))
            return original(self, *arguments)

        monkeypatch.setattr(engine.Ranking, name, noted)

    for name in ("__init__", "best", "best_back"):
        noting(name)
    compute()
    assert {name for name, _is_open in open_ones} == {"__init__", "best", "best_back"}
    assert [name for name, is_open in open_ones if is_open] == []


def test_one_model_is_live_and_learned_anew_when_there_is_much_more(app):
    city = matched()
    compute(everything=True)
    assert db.session.scalar(select(func.count()).select_from(ModelVersion)) == 1
    for number in range(12):
        funds.add_investment(
            actor=city.investor, fund=city.fund, company=f"公司{number}", invested_on=dt.date(2025, 3, number + 1)
        )
    compute()
    versions = db.session.scalars(select(ModelVersion).order_by(ModelVersion.created_at)).all()
    assert [version.is_live for version in versions] == [False, True]
    assert versions[1].basis["deals"] == 12
    assert ranking.current_basis() == {key: versions[1].basis[key] for key in ("funds", "mentors", "deals", "outcomes")}


def test_an_old_history_is_judged_as_of_its_end(app):
    city = City()
    assert ranking.market_day() == dt.datetime.now(dt.UTC).date()
    funds.add_investment(actor=city.investor, fund=city.fund, company="旧", invested_on=dt.date(2015, 8, 31))
    db.session.commit()
    assert ranking.market_day() == dt.date(2015, 9, 1)


def test_rows_load_in_a_constant_number_of_statements(app, statements):
    def count():
        with statements() as seen:
            rows.load(dt.datetime.now(dt.UTC))
        return len(seen)

    City()
    one = count()
    City(projects=3, mentors=3, funds=3)
    assert count() == one <= 14


def test_the_sweep_starts_one_refresh_and_only_when_something_changed(app):
    city = matched()
    sweep()
    assert _jobs() == 0
    projects.update(actor=city.owner, project=city.project, summary="换一个摘要，说清楚做什么。")
    db.session.commit()
    sweep()
    sweep()
    assert _jobs() == 1


def _jobs():
    from app.core.jobs import Job

    return db.session.scalar(select(func.count()).select_from(Job).where(Job.kind == "recommendations.refresh"))


def test_every_source_of_evidence_is_a_field_with_a_visibility(app):
    of_projects = {field.name for field in PROJECT_FIELDS}
    of_others = {field.name for field in (*MENTOR_FIELDS, *FUND_FIELDS)}
    for mine, theirs in (*evidence.SOURCES.values(), *evidence.PART_SOURCES.values()):
        assert set(mine) <= of_projects
        assert set(theirs) <= of_others
    assert set(rows.PROJECT_TEXTS) <= of_projects | evidence.ALWAYS


def test_every_fact_has_a_phrase_in_both_languages(app):
    from app.core.i18n import in_language

    params = {
        "sectors": ["robotics"], "groups": ["robotics"], "round": "angel", "rounds": ["seed"], "region": "330402",
        "regions": ["330000"], "amount": 3e6, "min": 1e6, "max": 5e6, "deals": 2, "of": 3, "last": "2025-01-01",
        "needs": ["financing"], "unmet": [], "stage": "seed", "stages": ["seed"],
    }  # fmt: skip
    for code in evidence.SOURCES:
        said = []
        for language in ("zh", "en"):
            with app.test_request_context(), in_language(language):
                said.append(phrases.sentence(code, params))
        assert all(said)
        assert said[0] != said[1], code


def test_nothing_stored_holds_a_field_that_matching_may_not_use(app):
    canary = "秘密条款"
    city = City()
    projects.update(actor=city.owner, project=city.project, cap_table=canary, contact_name=canary)
    city.mentor.bio += canary
    funds.update(actor=city.investor, fund=city.fund, thesis=canary + "机器人", contact_name=canary)
    compute()
    assert canary not in str([match.evidence for match in db.session.scalars(select(Match))])
    assert db.session.scalar(select(func.count()).select_from(RankedProfile)) == 4
