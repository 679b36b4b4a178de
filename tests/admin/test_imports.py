"""Files become rows once: complete, repeatable, and never over the head of whoever owns them."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from app.accounts.models import Organisation, OrganisationKind, Role
from app.admin.imports import KINDS, running
from app.admin.imports.kinds import Settings
from app.core import audit, search
from app.core.audit import AuditEntry
from app.extensions import db
from app.funds.models import Fund, FundInvestment
from app.mentors.models import Mentor
from app.mentors.queries.filings import history
from app.projects.models import Project
from tests import factories
from tests.admin.factories import FUND, MENTOR, PROJECT, ROUND, load, read

pytestmark = pytest.mark.usefixtures("app")


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def register(kind):
    """What a kind needs besides its rows."""
    if kind != "mentors":
        return {}
    return {"organisation_id": factories.organisation(OrganisationKind.AUTHORITY).id}


@pytest.mark.parametrize(
    ("kind", "row", "model"),
    [
        ("projects", PROJECT, Project),
        ("mentors", MENTOR, Mentor),
        ("funds", FUND, Fund),
        ("rounds", ROUND, FundInvestment),
    ],
)
def test_the_same_file_twice_changes_nothing(kind, row, model):
    settings = register(kind)
    name = {"rounds": "investments"}.get(kind, kind)
    first = load(kind, [row], **settings)
    rows, entries = count(model), count(AuditEntry)
    assert first.counts[name]["new"] == rows > 0
    again = load(kind, [row], **settings)
    assert (again.counts[name]["new"], again.counts[name]["changed"], again.counts[name]["unchanged"]) == (0, 0, rows)
    assert (count(model), count(AuditEntry)) == (rows, entries)
    assert audit.verify() is None


def test_a_project_is_published_with_its_startup_and_found_by_search():
    load("projects", [PROJECT])
    [project] = db.session.scalars(select(Project)).unique()
    assert project.is_published
    assert project.organisation.name == "触感科技"
    assert project.organisation.kind is OrganisationKind.STARTUP
    assert project.codes("sector") == ["new-materials", "robotics"]
    assert (project.region_code, project.round, project.amount_sought) == ("330400", "angel", 300_000_000)
    assert project.contact_phone == "+8613800138000"
    assert db.session.scalars(search.matching("电子皮肤", "project")).all() == [project.id]


def test_a_changed_line_changes_only_what_it_says():
    load("projects", [PROJECT])
    outcome = load("projects", [{**PROJECT, "拟融资金额": "500万", "行业领域": "机器人"}])
    assert outcome.counts["projects"]["changed"] == 1
    [project] = db.session.scalars(select(Project)).unique()
    assert (project.amount_sought, project.codes("sector"), project.version) == (500_000_000, ["robotics"], 2)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.position.desc())).first()
    assert entry.before == {"amount_sought": 300_000_000, "sector": ["new-materials", "robotics"]}
    assert entry.after == {"amount_sought": 500_000_000, "sector": ["robotics"]}


def test_a_column_that_the_file_lacks_stays_as_it_is():
    load("projects", [PROJECT])
    fewer = {name: value for name, value in PROJECT.items() if name not in {"项目简介", "拟融资金额"}}
    assert load("projects", [fewer]).counts["projects"]["unchanged"] == 1


def test_an_owner_who_has_signed_up_keeps_the_profile():
    load("projects", [PROJECT])
    load("funds", [FUND])
    startup, manager = (
        db.session.scalar(select(Organisation).where(Organisation.name == name)) for name in ("触感科技", "启明资本")
    )
    factories.actor(of=startup)
    factories.actor(Role.INVESTOR, of=manager)
    assert load("projects", [{**PROJECT, "一句话介绍": "别的"}]).counts["projects"]["kept"] == 1
    assert load("funds", [{**FUND, "一句话介绍": "别的"}]).counts["funds"]["kept"] == 1
    assert db.session.scalars(select(Project)).unique().one().tagline == "给机器人装上触觉"


def test_a_project_that_its_owner_entered_is_not_doubled():
    owner = factories.actor()
    owner.membership.organisation.name = "触感科技"
    factories.save(Project(organisation_id=owner.organisation_id, name="柔性电子皮肤", visibility={}))
    assert load("projects", [PROJECT]).counts["projects"] == {"new": 0, "changed": 0, "unchanged": 0, "kept": 1}
    assert count(Project) == 1


def test_a_mentor_has_texts_and_keeps_them_after_signing_up():
    settings = register("mentors")
    load("mentors", [MENTOR], **settings)
    [mentor] = db.session.scalars(select(Mentor)).unique()
    assert (mentor.is_published, mentor.standing) == (True, "filed")
    assert [event.step for event in history(mentor.id)] == ["entered"]
    assert [(text.kind, text.text) for text in mentor.texts] == [("experience", "主持过传感器量产。")]
    assert mentor.capacity == 4
    changed = load("mentors", [{**MENTOR, "经历": "改写过。"}], **settings)
    assert changed.counts["mentors"]["changed"] == 1
    mentor.account_id = factories.account().id
    db.session.flush()
    assert load("mentors", [{**MENTOR, "经历": "又改。"}], **settings).counts["mentors"]["kept"] == 1
    assert [text.text for text in mentor.texts] == ["改写过。"]


def test_a_mentor_who_came_alone_is_known_by_the_address():
    settings = register("mentors")
    person = factories.account(email="zhang@example.cn")
    factories.save(
        Mentor(organisation_id=settings["organisation_id"], account_id=person.id, name="张明", visibility={})
    )
    assert load("mentors", [MENTOR], **settings).counts["mentors"]["kept"] == 1
    assert count(Mentor) == 1


def test_places_that_are_taken_stay_taken():
    settings = register("mentors")
    load("mentors", [MENTOR], **settings)
    [mentor] = db.session.scalars(select(Mentor)).unique()
    mentor.mentee_count = 3
    db.session.flush()
    load("mentors", [{**MENTOR, "可带项目数": "1"}], **settings)
    db.session.refresh(mentor)
    assert mentor.capacity == 3


def test_rounds_make_funds_with_their_history_and_no_invented_mandate():
    rows = [
        ROUND,
        {
            **ROUND,
            "company": "钙钛矿光伏",
            "round": "A轮",
            "investors": "甲资本",
            "amount_cny": "",
            "date": "2015-05-02",
        },
    ]
    outcome = load("rounds", rows)
    assert outcome.counts["funds"]["new"] == 2
    assert outcome.counts["investments"]["new"] == 3
    fund = db.session.scalar(select(Fund).where(Fund.name == "甲资本"))
    assert (fund.fund_type, fund.codes("round"), fund.codes("sector"), fund.ticket_min) == (
        "venture",
        ["a", "angel"],
        [],
        None,
    )
    assert fund.is_published
    deals = db.session.scalars(
        select(FundInvestment).where(FundInvestment.fund_id == fund.id).order_by(FundInvestment.invested_on)
    ).all()
    assert [(deal.company, deal.amount, deal.region_code) for deal in deals] == [
        ("甲公司", 300_000_000, "110000"),
        ("钙钛矿光伏", None, "110000"),
    ]
    assert db.session.scalars(search.matching("钙钛矿光伏", "fund")).all() == [fund.id]


def test_rounds_of_a_period_and_later_ones_add_up():
    late = {**ROUND, "company": "乙公司", "date": "2015-10-01", "round": "种子轮"}
    first = load("rounds", [ROUND, late], until=dt.date(2015, 9, 1))
    assert first.counts["investments"]["new"] == 2
    second = load("rounds", [late])
    assert (second.counts["funds"]["changed"], second.counts["investments"]["new"]) == (2, 2)
    fund = db.session.scalar(select(Fund).where(Fund.name == "甲资本"))
    assert fund.codes("round") == ["angel", "seed"]


def test_startups_are_those_never_seen_before_and_say_only_what_is_known():
    seen = {**ROUND, "date": "2015-09-10", "round": "A轮"}
    fresh = {**ROUND, "company": "新公司", "date": "2015-09-05", "description": "", "round": "种子轮"}
    told = {**ROUND, "company": "甲资本", "date": "2015-09-06", "description": "做咖啡。也做茶。"}
    other = {**ROUND, "company": "晚公司", "date": "2015-12-01"}
    rows = [ROUND, seen, {**seen, "round": "天使轮"}, fresh, told, other]
    load("rounds", rows, until=dt.date(2015, 9, 1))
    outcome = load(
        "startups",
        rows,
        since=dt.date(2015, 9, 1),
        until=dt.date(2015, 11, 1),
        rounds=frozenset({"seed", "angel"}),
        unseen=True,
    )
    assert outcome.counts["projects"]["new"] == 2
    by_name = {project.name: project for project in db.session.scalars(select(Project)).unique()}
    assert set(by_name) == {"新公司", "甲资本"}
    assert by_name["新公司"].tagline == "北京 · 汽车交通与物流"
    assert (by_name["甲资本"].tagline, by_name["甲资本"].summary) == ("做咖啡", "做咖啡。也做茶。")
    # An organisation's name is unique, and an investor has this one already.
    assert by_name["甲资本"].organisation.name == "甲资本（创业企业）"


def test_what_a_killed_run_left_out_of_the_search_is_indexed_by_the_next():
    load("projects", [PROJECT])
    [project] = db.session.scalars(select(Project)).unique()
    search.remove(project.id)
    db.session.commit()
    load("projects", [PROJECT])
    assert db.session.scalars(search.matching("电子皮肤")).all() == [project.id]


def test_statements_do_not_grow_with_the_rows(statements):
    rows = [{**ROUND, "company": f"公司{number}", "investors": f"资本{number}"} for number in range(30)]
    sheet = read("rounds", *rows)
    two = read("rounds", *rows[:2])
    with statements() as few:
        running.compare(KINDS["rounds"], two, Settings())
    with statements() as many:
        running.compare(KINDS["rounds"], sheet, Settings())
    assert len(many) == len(few)
