"""The pages of one's own matches: who reads them, and what they must not tell."""

import pytest

from app.accounts.models import Role
from app.extensions import db
from app.mentors import services as mentors
from app.projects import services as projects
from app.recommendations.models import MatchFeedback, NotRelevant
from tests import factories
from tests.factories import sign_in
from tests.recommendations.factories import City, compute, lineup_of, matched, pair
from tests.roadshows import factories as roadshows

CANARY = "kanarienvogel"


def lists(city):
    return {
        f"/projects/{city.project.id}/matches": city.owner,
        f"/projects/{city.project.id}/matches?kind=fund": city.owner,
        f"/mentors/{city.mentor.id}/matches": city.mentor_person,
        f"/funds/{city.fund.id}/matches": city.investor,
    }


def test_each_side_sees_its_matches_with_reasons(client):
    city = matched()
    for path, person in lists(city).items():
        page = sign_in(client, person).get(path)
        assert page.status_code == 200, path
        assert 'class="card match' in page.text, path
        assert 'class="match-bars"' in page.text, path


def test_a_teammate_sees_them_and_strangers_do_not_learn_of_them(client):
    city = matched()
    detail = f"/matches/{city.project.id}/{city.mentor.id}"
    sign_in(client, city.teammate)
    assert client.get(f"/projects/{city.project.id}/matches").status_code == 200
    assert client.get(detail).status_code == 200
    strangers = [factories.actor(role) for role in (Role.ENTREPRENEUR, Role.INVESTOR, Role.MENTOR, Role.ORGANISER)]
    for stranger in strangers:
        sign_in(client, stranger)
        for path in (*lists(city), detail):
            assert client.get(path).status_code == 404, (stranger.role, path)
        assert client.post(f"{detail}/dismiss", data={"reason": "other"}).status_code == 404
    with client.session_transaction() as session:
        session.clear()
    assert all(client.get(path).status_code == 303 for path in (*lists(city), detail))


@pytest.mark.parametrize("role", list(Role))
def test_the_index_leads_everybody_somewhere(client, role):
    answer = sign_in(client, factories.actor(role)).get("/matches")
    assert answer.status_code in {200, 303}


def test_the_index_leads_to_the_only_profile(client):
    city = matched()
    for person, path in ((city.owner, "projects"), (city.mentor_person, "mentors"), (city.investor, "funds")):
        assert f"/{path}/" in sign_in(client, person).get("/matches").location


def test_reasons_tell_no_field_that_the_reader_may_not_read(client):
    """A word that stands only in a private text, and an amount that is not shown, are in no page of the other side."""
    city = City()
    private = {"problem": f"{CANARY} 柔性", "need": f"{CANARY} 融资", "amount_sought": 123_456_700}
    projects.update(actor=city.owner, project=city.project, **private)
    closed = {"problem": "agreed", "need": "agreed", "amount_sought": "agreed"}
    projects.set_visibility(actor=city.owner, project=city.project, choices=closed)
    bio = f"做过 {CANARY} 触觉传感器。"
    mentors.update(actor=city.mentor_person, mentor=city.mentor, bio=bio)
    mentors.set_visibility(actor=city.mentor_person, mentor=city.mentor, choices={"bio": "agreed"})
    city.fund.thesis = f"投资 {CANARY}。"
    compute()
    stored = str([pair(city.project, other).evidence for other in (city.mentor, city.fund)])
    assert CANARY in stored
    assert "ticket_fits" in stored
    for person, other, path in (
        (city.mentor_person, city.mentor, "mentors"),
        (city.investor, city.fund, "funds"),
    ):
        sign_in(client, person)
        detail = f"/matches/{city.project.id}/{other.id}"
        for address in (f"/{path}/{other.id}/matches", f"/{path}/{other.id}/matches?format=csv", detail):
            shown = client.get(address).text.replace(bio, "").replace(city.fund.thesis, "")
            assert CANARY not in shown, address
            assert "1,234,567" not in shown
            assert "123.46" not in shown
    shown = sign_in(client, city.owner).get(f"/projects/{city.project.id}/matches").text
    assert CANARY not in shown
    assert "123.46" in sign_in(client, city.owner).get(f"/projects/{city.project.id}/matches?kind=fund").text


def test_not_relevant_folds_the_card_and_undo_brings_it_back(client):
    city = matched()
    sign_in(client, city.owner)
    path = f"/matches/{city.project.id}/{city.mentor.id}"
    folded = client.post(f"{path}/dismiss", data={"reason": "known"}, headers={"HX-Request": "true"})
    assert "match-off" in folded.text
    stored = db.session.query(MatchFeedback).one()
    assert stored.reason is NotRelevant.KNOWN
    assert city.mentor.name not in client.get(f"/projects/{city.project.id}/matches").text
    assert city.mentor.name in client.get(f"/projects/{city.project.id}/matches?show=dismissed").text
    mine = sign_in(client, city.mentor_person).get(f"/mentors/{city.mentor.id}/matches").text
    assert city.project.name in mine
    sign_in(client, city.owner)
    back = client.post(f"{path}/undo", headers={"HX-Request": "true"})
    assert 'class="card match' in back.text
    assert f'href="/mentors/{city.mentor.id}/ask' in back.text, "what could be done before can be done again"
    assert f'href="{path}"' in back.text
    assert db.session.query(MatchFeedback).count() == 0


def test_a_wrong_reason_counts_as_another_reason(client):
    city = matched()
    sign_in(client, city.owner)
    path = f"/matches/{city.project.id}/{city.mentor.id}/dismiss"
    assert client.post(path, data={"reason": "nonsense", "score": 100}).status_code == 303
    assert client.post(path, data={"reason": "stage"}).status_code == 303
    assert db.session.query(MatchFeedback).one().reason is NotRelevant.STAGE


def test_a_thin_profile_says_what_to_add(client):
    city = City()
    city.project.set_codes("sector", [])
    for name in ("summary", "tagline", "need"):
        setattr(city.project, name, "")
    city.project.set_codes("need", [])
    compute()
    page = sign_in(client, city.owner).get(f"/projects/{city.project.id}/matches?kind=fund").text
    assert f"/projects/{city.project.id}/edit#sectors" in page
    assert "match-ring" not in page


def test_filters_and_exports_keep_to_the_list(client):
    city = matched(mentors=3)
    sign_in(client, city.owner)
    path = f"/projects/{city.project.id}/matches"
    table = client.get(f"{path}?format=csv").text
    assert all(mentor.name in table for mentor in city.mentors)
    assert client.get(f"{path}?format=xlsx").data[:2] == b"PK"
    city.mentor.paused = True
    db.session.commit()
    assert city.mentor.name not in client.get(f"{path}?free=1").text
    assert city.mentors[1].name in client.get(f"{path}?free=1").text
    assert client.get(f"{path}?band=strong&page=9999999").status_code == 200


def test_lists_take_a_constant_number_of_statements(client, statements):
    def count(city):
        path = f"/projects/{city.project.id}/matches"
        sign_in(client, city.owner)
        with statements() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    assert count(matched()) == count(matched(mentors=3)) <= 17


def test_an_investor_browses_the_line_up_ranked_for_their_fund(client):
    city = City(projects=3, funds=2)
    _organiser, roadshow = lineup_of(city)
    compute()
    sign_in(client, city.investor)
    answer = client.get(f"/roadshows/{roadshow.id}/ranked")
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert page.count('class="match-row') == 1 + 3
    assert all(project.name in page for project in city.projects)
    opened = client.get(f"{answer.location}?open={city.projects[2].id}").text
    assert f'id="match-{city.projects[2].id}' in opened
    assert client.get(f"{answer.location}?format=csv").text.count("\n") >= 4
    sign_in(client, factories.actor(Role.INVESTOR))
    assert client.get(answer.location).status_code == 404


def test_a_line_up_that_is_not_published_is_ranked_for_nobody(client):
    city = City(projects=1)
    organiser = factories.actor(Role.ORGANISER)
    made = roadshows.opened(organiser)
    compute()
    sign_in(client, city.investor)
    assert client.get(f"/roadshows/{made.id}/ranked").status_code == 404
    assert client.get(f"/roadshows/{made.id}/ranked/{city.fund.id}").status_code == 404


def test_the_ranked_line_up_takes_at_most_ten_statements(client, statements):
    def count(city):
        _organiser, roadshow = lineup_of(city)
        compute()
        path = f"/roadshows/{roadshow.id}/ranked/{city.fund.id}"
        sign_in(client, city.investor)
        with statements() as seen:
            assert client.get(path).status_code == 200
        return seen

    one, three = count(City()), count(City(projects=3))
    assert len(one) == len(three) <= 10, "\n".join(three)


def test_panels_show_matches_to_their_owners_only(client):
    city = matched()
    for path, person in (
        (f"/projects/{city.project.id}", city.owner),
        (f"/mentors/{city.mentor.id}", city.mentor_person),
        (f"/funds/{city.fund.id}", city.investor),
    ):
        link = f"{path}/matches"
        assert link in sign_in(client, person).get(path).text, path
        assert link not in sign_in(client, factories.actor(Role.ENTREPRENEUR)).get(path).text
