"""Whoever reviews blindly finds nothing that names the applicant, on any page, in any answer of any kind."""

import re

import pytest

from app.accounts.models import Role
from app.core.errors import Invalid
from app.core.visibility import Visibility
from app.projects.policies import reach
from app.roadshows.blind import COVER
from app.roadshows.services import reviews, setup
from tests import factories
from tests.factories import sign_in
from tests.projects.factories import published as published_project
from tests.roadshows.factories import application, opened

PAGES = (
    "/reviews",
    "/reviews?format=csv",
    "/reviews?format=xlsx",
    "/today",
    "/notifications",
    "/roadshows",
    "/account",
)


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


@pytest.fixture
def owner(app):
    startup = factories.organisation(name="远帆深蓝传感科技有限公司", name_en="Yuanfan Deepblue Sensing Co., Ltd.")
    return factories.actor(of=startup, name="欧阳远帆")


def project_of(owner):
    """Every private field and every text names somebody."""
    return published_project(
        owner,
        name="深蓝一号",
        tagline="深蓝一号：水下传感器",
        summary="远帆深蓝传感的团队做水下传感器，欧阳远帆负责。",
        solution="Yuanfan Deepblue Sensing builds it; see www.yuanfan-deep.example.cn.",
        market="养殖户需要它。",
        team="欧阳远帆，前研究所所长，canaryteam。",
        website="https://www.yuanfan-deep.example.cn/",
        cap_table="canarycap 欧阳远帆 70%",
        contact_name="司马联络",
        contact_email="canary-mail@example.cn",
        region_code="330411",
    )


FORBIDDEN = (
    *("深蓝一号", "远帆深蓝", "欧阳远帆", "Yuanfan", "yuanfan", "canary", "司马联络", "演讲人甲"),
    *("秀洲区",),  # the district; the city may be read
)


def leaks(text, sent):
    found = [word for word in FORBIDDEN if word in text]
    keys = (sent.project_id, sent.project.organisation_id, sent.id)
    return found + [str(key) for key in keys if str(key) in text or key.hex in text]


def blind_review(organiser, owner, **values):
    made = opened(organiser, is_blind=True, **values)
    sent = application(made, owner, project_of(owner), wants="司马联络想见投资人。", presenter="演讲人甲（总经理）")
    person = factories.actor(Role.REVIEWER, of=organiser.membership.organisation, is_manager=False)
    row = reviews.add_reviewer(actor=organiser, roadshow=made, membership_id=person.membership_id)
    review = reviews.assign(actor=organiser, roadshow=made, application_id=sent.id, reviewer_id=row.id)
    return made, sent, person, review


def test_nothing_names_the_applicant(client, organiser, owner):
    made, sent, person, review = blind_review(organiser, owner)
    sign_in(client, person)
    page = client.get(f"/reviews/{review.id}")
    assert page.status_code == 200
    assert COVER in page.text
    assert "养殖户需要它" in page.text
    for path in (*PAGES, f"/reviews/{review.id}", f"/reviews/{review.id}?format=csv", f"/roadshows/{made.id}"):
        for language in ("zh", "en"):
            answer = client.get(path, query_string={"lang": language} if "?" not in path else None)
            assert leaks(answer.get_data(as_text=True), sent) == [], path
    refused = client.post(f"/reviews/{review.id}", data={"comment": "x"})
    assert refused.status_code == 422
    assert leaks(refused.text, sent) == []
    for path in re.findall(r'href="(/[^"]*)"', page.text):
        assert str(sent.project_id) not in path


def test_the_organiser_and_a_reviewer_of_an_open_roadshow_read_the_whole(client, organiser, owner):
    """The control: what a blind reviewer misses is there."""
    _made, sent, person, review = blind_review(organiser, owner)
    sent.roadshow.is_blind = False
    sign_in(client, person)
    page = client.get(f"/reviews/{review.id}").text
    assert all(word in page for word in ("深蓝一号", "远帆深蓝", "欧阳远帆", "演讲人甲", "canaryteam"))


def test_the_profile_the_deck_and_the_organiser_s_pages_stay_closed_to_a_blind_reviewer(client, organiser, owner):
    made, sent, person, _review = blind_review(organiser, owner)
    assert reach(person, sent.project) is Visibility.SIGNED_IN
    sign_in(client, person)
    for path in ("manage", "applications", f"applications/{sent.id}", "reviewers", "lineup"):
        assert client.get(f"/roadshows/{made.id}/{path}").status_code == 404
    assert "canarycap" not in client.get(f"/projects/{sent.project_id}").text
    sent.roadshow.is_blind = False
    assert reach(person, sent.project) is Visibility.AGREED


def test_whether_reviews_are_blind_is_settled_before_the_first_one(organiser, owner):
    made, _sent, person, review = blind_review(organiser, owner)
    scores = {criterion.id: 3 for criterion in _criteria(made)}
    reviews.score(actor=person, review=review, scores=scores)
    with pytest.raises(Invalid):
        setup.update(actor=organiser, roadshow=made, is_blind=False)


def _criteria(made):
    from app.roadshows.queries.reviews import criteria

    return criteria(made.id)
