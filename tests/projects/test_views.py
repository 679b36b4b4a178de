import pytest

from app.accounts.models import Role
from app.extensions import db
from app.projects.models import Project
from tests import factories
from tests.factories import sign_in
from tests.projects.factories import project, published

CANARY = "canary-7f3a"


def form(**values):
    return {"name": "新项目", "tagline": "一句话", "summary": "摘要", "sectors": ["robotics"], **values}


def test_an_entrepreneur_creates_edits_publishes_and_archives(client):
    owner = factories.actor()
    sign_in(client, owner)
    made = client.post("/projects/new", data=form(amount_sought="300万", equity_offered="12.5%"))
    assert made.status_code == 303
    stored = db.session.query(Project).one()
    assert (stored.amount_sought, stored.equity_offered) == (300_000_000, 1250)
    assert client.post(f"/projects/{stored.id}/publish").status_code == 303
    assert "新项目" in client.get("/projects").text
    assert client.post(f"/projects/{stored.id}/archive").status_code == 303
    assert "新项目" not in client.get("/projects").text


def test_errors_stand_at_their_field_and_nothing_typed_is_lost(client):
    sign_in(client, factories.actor())
    answer = client.post("/projects/new", data=form(name="", amount_sought="很多钱", summary="留住我"))
    assert answer.status_code == 422
    assert "留住我" in answer.text
    assert "很多钱" in answer.text
    assert 'id="amount_sought-error"' in answer.text


@pytest.mark.parametrize("path", ["", "/edit", "/visibility", "/files/deck"])
def test_a_stranger_does_not_learn_of_a_draft(client, path):
    made = project(factories.actor())
    sign_in(client, factories.actor())
    assert client.get(f"/projects/{made.id}{path}").status_code == 404


def test_the_right_person_without_the_right_gets_403(client):
    made = published(factories.actor())
    sign_in(client, factories.actor(Role.INVESTOR))
    assert client.get(f"/projects/{made.id}").status_code == 200
    assert client.get(f"/projects/{made.id}/edit").status_code == 403


def test_private_fields_are_in_no_strangers_page_list_export_or_search(client):
    owner = factories.actor()
    private = {
        "contact_phone": "13800001111",
        "contact_name": CANARY,
        "cap_table": CANARY,
        "team": CANARY,
        "need": CANARY,
    }
    made = published(owner, **private)
    paths = [
        f"/projects/{made.id}",
        "/projects",
        "/projects?format=csv",
        f"/projects?q={CANARY}",
        f"/projects/{made.id}?as=agreed",
        f"/search?q={CANARY}",
    ]
    for path in paths:
        text = (
            client.get(path).text.replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "").replace(f"“{CANARY}”", "")
        )
        assert CANARY not in text, path
        assert "13800001111" not in text, path
    assert CANARY in sign_in(client, owner).get(f"/projects/{made.id}").text


def test_what_is_typed_is_kept_until_it_is_saved(client):
    owner = factories.actor()
    made = project(owner)
    sign_in(client, owner)
    assert client.post(f"/drafts/project:{made.id}", data={"name": "打到一半"}).status_code == 200
    assert "打到一半" in client.get(f"/projects/{made.id}/edit").text
    client.post(f"/projects/{made.id}/edit", data=form(name="存好了", version=made.version))
    page = client.get(f"/projects/{made.id}/edit").text
    assert "打到一半" not in page
    assert "存好了" in page


def test_two_tabs_do_not_overwrite_each_other(client):
    owner = factories.actor()
    made = project(owner)
    sign_in(client, owner)
    opened = made.version
    assert client.post(f"/projects/{made.id}/edit", data=form(name="先存", version=opened)).status_code == 303
    assert client.post(f"/projects/{made.id}/edit", data=form(name="后存", version=opened)).status_code == 409
    assert db.session.get(Project, made.id).name == "先存"


def test_a_double_click_makes_one_project(client):
    sign_in(client, factories.actor())
    first = client.post("/projects/new", data=form(once="t1"))
    second = client.post("/projects/new", data=form(once="t1"))
    assert first.location == second.location
    assert db.session.query(Project).count() == 1


def test_the_directory_takes_as_many_statements_for_three_rows_as_for_one(client, statements):
    owner = factories.actor()
    published(owner)
    with statements() as one:
        client.get("/projects")
    published(owner, name="第二个")
    published(owner, name="第三个")
    with statements() as three:
        client.get("/projects")
    assert len(one) == len(three) <= 10


def test_the_owner_chooses_who_reads_what(client):
    owner = factories.actor()
    made = published(owner, team="三位创始人")
    sign_in(client, owner)
    page = client.get(f"/projects/{made.id}/visibility")
    assert page.status_code == 200
    assert (
        client.post(f"/projects/{made.id}/visibility", data={"team": "public", "contact": "public"}).status_code == 422
    )
    assert client.post(f"/projects/{made.id}/visibility", data={"team": "public"}).status_code == 303
    assert "三位创始人" in client.application.test_client().get(f"/projects/{made.id}").text


def test_a_draft_begun_before_someone_else_saved_can_still_be_saved_knowingly(client):
    owner = factories.actor()
    made = project(owner)
    sign_in(client, owner)
    client.post(f"/drafts/project:{made.id}", data=form(name="我的草稿", version=made.version))
    client.post(f"/projects/{made.id}/edit", data=form(name="同事先存", version=made.version))
    client.post(f"/drafts/project:{made.id}", data=form(name="我的草稿", version="1"))
    page = client.get(f"/projects/{made.id}/edit").text
    assert "我的草稿" in page
    version = db.session.get(Project, made.id).version
    assert f'name="version" type="hidden" value="{version}"' in page


def test_the_directory_says_what_changed_at_once(client):
    project = published(factories.actor(), tagline="原来的一句话")
    db.session.commit()
    assert "原来的一句话" in client.get("/projects").text
    project.tagline = "改过的一句话"
    db.session.commit()
    page = client.get("/projects").text
    assert "改过的一句话" in page
    assert "原来的一句话" not in page
