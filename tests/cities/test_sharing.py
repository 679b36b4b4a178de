"""Lists of one city hold nothing of another one until both agreed, whoever reads and wherever they look."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.accounts.models import OrganisationKind, Role
from app.admin.imports import organisations
from app.carriers.queries.admissions import found_projects
from app.cities import services
from app.cities.sharing import are_apart, reach
from app.core.errors import Conflict, Forbidden, Invalid
from app.extensions import db
from app.funds.queries import possible_parents
from app.mentorships import services as mentorships
from app.recommendations.models import Match
from app.roadshows.queries.attendance import invitable_funds
from app.roadshows.services import invitations
from app.roadshows.services.entering import enter
from tests import factories
from tests.carriers.factories import published as published_carrier
from tests.cities.factories import actor, agreed, town
from tests.factories import sign_in
from tests.funds.factories import published as published_fund
from tests.recommendations.factories import compute
from tests.roadshows.factories import opened

LISTS = ("/projects", "/mentors", "/funds")
HERE, THERE = "330400", "330500"


def shown(client, word, query=""):
    """Of which lists a word is part, as a page, a spreadsheet and its number of results."""
    found = set()
    for path in LISTS:
        text = client.get(path + query).text
        sheet = client.get(f"{path}?format=xlsx{query.replace('?', '&')}").data
        rows = [str(row[0].value) for row in load_workbook(io.BytesIO(sheet)).worksheets[0].iter_rows()]
        assert (word in text) == any(word in row for row in rows)
        if word in text:
            found.add(path)
    if word in client.get("/search?q=机器人" + query.replace("?", "&")).text:
        found.add("search")
    return found


EVERYWHERE = {"/projects", "/mentors", "/funds", "search"}


def test_lists_searches_and_exports_stand_apart_until_both_agreed(client):
    here, there = town(HERE, "朱雀"), town(THERE, "玄武", district="330502")
    for person in (here.founder, here.investor, here.organiser):
        sign_in(client, person)
        assert shown(client, "朱雀") == EVERYWHERE
        assert shown(client, "玄武") == set()
        assert shown(client, "玄武", "?city=330500") == set()
        assert 'name="city"' not in client.get("/projects").text
    offer = services.offer(actor=here.organiser, city=THERE)
    db.session.commit()
    assert shown(client, "玄武") == set()
    services.accept(actor=there.organiser, agreement=offer)
    db.session.commit()
    assert shown(client, "玄武") == EVERYWHERE
    assert shown(client, "朱雀", "?city=330500") == set()
    assert 'name="city"' in client.get("/projects").text
    services.end(actor=here.organiser, agreement=offer)
    db.session.commit()
    assert shown(client, "玄武") == set()


def test_visitors_choose_a_city_and_administrators_see_all(client):
    town(HERE, "朱雀"), town(THERE, "玄武")
    assert (shown(client, "朱雀"), shown(client, "玄武")) == (EVERYWHERE, set())
    assert shown(client, "玄武", "?city=330500") == EVERYWHERE
    assert shown(client, "朱雀", "?city=330500") == set()
    sign_in(client, actor(Role.ADMINISTRATOR, HERE))
    assert (shown(client, "朱雀"), shown(client, "玄武")) == (EVERYWHERE, EVERYWHERE)
    sign_in(client, actor(Role.ORGANISER, "330000"))
    assert (shown(client, "朱雀"), shown(client, "玄武")) == (EVERYWHERE, EVERYWHERE)


def test_what_belongs_to_no_city_of_the_installation_stands_in_all_lists(client):
    here = town(HERE, "朱雀")
    outside = actor(Role.INVESTOR, "310000")
    town(THERE, "玄武")
    published_fund(outside, name="沪上基金")
    published_fund(actor(Role.INVESTOR, "330000"), name="省级基金")
    sign_in(client, here.founder)
    assert {"沪上基金", "省级基金"} <= set(_names(client.get("/funds?format=xlsx")))
    # Who comes from elsewhere chooses as a visitor does.
    sign_in(client, outside)
    assert "天使玄武" not in _names(client.get("/funds?format=xlsx"))
    assert "天使玄武" in _names(client.get("/funds?format=xlsx&city=330500"))


def _names(response):
    return [row[0].value for row in load_workbook(io.BytesIO(response.data)).worksheets[0].iter_rows()]


def test_with_one_city_nothing_is_asked_and_nothing_is_chosen(client):
    here = town(HERE, "朱雀")
    actor(Role.ORGANISER, "330402"), actor(Role.ORGANISER, "330000")
    assert reach(here.founder).hidden == ()
    assert 'name="city"' not in client.get("/projects").text
    sign_in(client, here.organiser)
    assert "/cities" not in client.get("/organisation", follow_redirects=True).text


def test_matches_stay_inside_the_cities_that_agreed(app):
    here, there = town(HERE, "朱雀"), town(THERE, "玄武")
    compute(everything=True)

    def pairs():
        return {(row.project_id, row.candidate_id) for row in db.session.scalars(select(Match))}

    own = {(one.project.id, key) for one in (here, there) for key in (one.mentor.id, one.fund.id)}
    assert pairs() == own
    agreement = agreed(here, there)
    compute(everything=True)
    assert len(pairs()) == 8
    services.end(actor=there.organiser, agreement=agreement)
    assert pairs() == own


def test_nobody_is_asked_or_invited_across(app):
    here, there = town(HERE, "朱雀"), town(THERE, "玄武")
    roadshow = opened(here.organiser)
    assert invitable_funds(roadshow) == [here.fund]
    with pytest.raises(Invalid):
        invitations.invite_fund(actor=here.organiser, roadshow=roadshow, fund_id=there.fund.id)
    with pytest.raises(Conflict):
        mentorships.ask(actor=here.founder, project=here.project, mentor_id=there.mentor.id, message="请教量产。")
    assert enter(actor=here.organiser, roadshow=roadshow, project_ids=[here.project.id, there.project.id]) == 1
    carrier = published_carrier(actor(Role.CARRIER_STAFF, "330402"))
    assert found_projects(carrier, "触觉") == [here.project]
    assert there.fund not in possible_parents(here.investor)
    agreed(here, there)
    assert set(invitable_funds(roadshow)) == {here.fund, there.fund}
    assert invitations.invite_fund(actor=here.organiser, roadshow=roadshow, fund_id=there.fund.id).fund_id
    assert set(found_projects(carrier, "触觉")) == {here.project, there.project}


def test_only_a_citys_own_authority_agrees_for_it(app):
    here, there = town(HERE, "朱雀"), town(THERE, "玄武")
    for region in ("330402", "330000", ""):
        with pytest.raises(Forbidden):
            services.offer(actor=actor(Role.ORGANISER, region), city=THERE)
    for code in (HERE, "110000", "330600"):
        with pytest.raises(Invalid):
            services.offer(actor=here.organiser, city=code)
    made = services.offer(actor=here.organiser, city=THERE)
    with pytest.raises(Forbidden):
        services.accept(actor=here.organiser, agreement=made)
    for one, other in ((here, THERE), (there, HERE)):
        with pytest.raises(Invalid):
            services.offer(actor=one.organiser, city=other)
    assert are_apart(HERE, "330521")
    services.accept(actor=there.organiser, agreement=made)
    with pytest.raises(Conflict):
        services.accept(actor=there.organiser, agreement=made)
    assert not are_apart("330402", "330521")
    services.end(actor=here.organiser, agreement=made)
    with pytest.raises(Conflict):
        services.end(actor=there.organiser, agreement=made)
    assert services.offer(actor=there.organiser, city=HERE).is_open


def test_the_page_of_agreements_and_what_the_other_side_hears(client, statements):
    here, there = town(HERE, "朱雀"), town(THERE, "玄武")
    sign_in(client, here.organiser)
    for wrong in ("", "\x00", "999999", HERE, "x" * 10_000):
        assert client.post("/cities", data={"city": wrong}).status_code == 422
    assert client.post("/cities", data={"city": THERE}).status_code == 303
    assert "湖州市" in client.get("/cities?lang=zh").text
    sign_in(client, there.organiser)
    assert "/cities" in client.get("/today").text
    notices = client.get("/notifications?lang=zh").text
    assert "嘉兴市" in notices
    page = client.get("/cities?lang=zh").text
    address = page.split('action="/cities/')[1].split("/accept")[0]
    assert client.post(f"/cities/{address}/accept").status_code == 303
    assert client.post(f"/cities/{address}/accept").status_code == 409
    sign_in(client, actor(Role.ORGANISER, "330500", email="second@example.cn"))
    assert client.post(f"/cities/{address}/end").status_code == 303
    sign_in(client, actor(Role.ORGANISER, "320500"))
    assert client.post(f"/cities/{address}/end").status_code == 404

    def count():
        with statements() as seen:
            assert client.get("/cities").status_code == 200
        return len(seen)

    count()
    one = count()
    for region in ("330600", "330700"):
        services.offer(actor=actor(Role.ORGANISER, region), city="320500")
    db.session.commit()
    assert count() == one <= 9


def test_directories_ask_a_constant_number_of_times(client, statements):
    here, there = town(HERE, "朱雀"), town(THERE, "玄武")
    agreed(here, there)
    db.session.commit()
    sign_in(client, here.founder)

    def counts():
        found = []
        for path in ("/projects", "/mentors", "/funds", "/search?q=机器人"):
            with statements() as seen:
                client.get(path)
            found.append(len(seen))
        return found

    counts()
    first = counts()
    for code, word in (("330600", "青龙"), ("330700", "白虎")):
        agreed(here, town(code, word))
    db.session.commit()
    assert counts() == first
    assert max(first) <= 10


def test_an_import_of_another_city_changes_nothing_here(app):
    ours, theirs = (actor(Role.ORGANISER, code).organisation_id for code in (HERE, THERE))
    brought = factories.organisation(name="禾触科技", registered_by_id=ours)
    named = [organisations.Named("禾触科技")]
    assert brought.id not in organisations.look_up(OrganisationKind.STARTUP, named, by=ours).managed
    assert brought.id in organisations.look_up(OrganisationKind.STARTUP, named, by=theirs).managed
    assert brought.id not in organisations.look_up(OrganisationKind.STARTUP, named, by=None).managed
