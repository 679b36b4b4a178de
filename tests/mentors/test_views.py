import pytest

from app.accounts.models import Role
from app.core.model import utc_now
from app.extensions import db
from app.mentors import services
from app.mentors.models import Mentor
from tests import factories
from tests.factories import sign_in
from tests.mentors.factories import mentor, published

CANARY = "canary-7f3a"


def form(**values):
    return {
        "name": "沈若水",
        "headline": "一句话",
        "expertise": ["financing"],
        "sectors": ["robotics"],
        "capacity": "2",
        **values,
    }


def test_a_mentor_creates_edits_publishes_and_archives(client):
    sign_in(client, factories.actor(Role.MENTOR))
    assert client.get("/mentors/mine").location == "/mentors/new"
    texts = {"texts-0-kind": "case", "texts-0-title": "某某科技", "texts-0-text": "从样机到量产"}
    made = client.post("/mentors/new", data=form(contact_phone="13800138000", **texts))
    stored = db.session.query(Mentor).one()
    assert made.location == f"/mentors/{stored.id}"
    assert [(row.kind, row.title) for row in stored.texts] == [("case", "某某科技")]
    assert client.get("/mentors/mine").location == f"/mentors/{stored.id}"
    assert client.get("/mentors/new").location == f"/mentors/{stored.id}"
    assert client.post(f"/mentors/{stored.id}/publish").status_code == 303
    assert "沈若水" in client.get("/mentors?filing=all").text
    assert "沈若水" not in client.get("/mentors").text
    assert client.post(f"/mentors/{stored.id}/archive").status_code == 303
    assert "沈若水" not in client.get("/mentors?filing=all").text
    assert client.get(f"/mentors/{stored.id}/edit").status_code == 403
    assert client.post(f"/mentors/{stored.id}/restore").status_code == 303


def test_publishing_a_thin_profile_leads_to_what_is_missing(client):
    owner = factories.actor(Role.MENTOR)
    made = mentor(owner, headline="")
    assert sign_in(client, owner).post(f"/mentors/{made.id}/publish").location == f"/mentors/{made.id}/edit"
    assert db.session.get(Mentor, made.id).state == "draft"


def test_text_blocks_are_added_and_removed_without_saving(client):
    owner = factories.actor(Role.MENTOR)
    made = mentor(owner, texts=[{"kind": "case", "title": "甲"}, {"kind": "case", "title": "乙"}])
    sign_in(client, owner)
    typed = form(**{"texts-0-kind": "case", "texts-0-title": "甲", "texts-1-kind": "case", "texts-1-title": "改过的乙"})
    more = client.post(f"/mentors/{made.id}/edit", data={**typed, "_add_text": "1"})
    assert more.status_code == 200
    assert "改过的乙" in more.text
    assert 'name="texts-2-title"' in more.text
    fewer = client.post(f"/mentors/{made.id}/edit", data={**typed, "_remove_text": "texts-0"})
    assert 'name="texts-0-title"' not in fewer.text
    assert 'name="texts-1-title"' in fewer.text
    assert [row.title for row in db.session.get(Mentor, made.id).texts] == ["甲", "乙"]
    kept = {name: value for name, value in typed.items() if not name.startswith("texts-0")}
    assert client.post(f"/mentors/{made.id}/edit", data=kept).status_code == 303
    assert [row.title for row in db.session.get(Mentor, made.id).texts] == ["改过的乙"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("capacity", "51"),
        ("capacity", "很多"),
        ("capacity", "1"),
        ("contact_phone", "12"),
        ("contact_email", "no"),
        ("region_code", "亚特兰蒂斯"),
    ],
)
def test_errors_stand_at_their_field_and_nothing_typed_is_lost(client, field, value):
    owner = factories.actor(Role.MENTOR)
    made = published(owner, capacity=2)
    services.take_place(mentor_id=made.id)
    services.take_place(mentor_id=made.id)
    db.session.commit()
    sign_in(client, owner)
    answer = client.post(f"/mentors/{made.id}/edit", data=form(**{"bio": "留住我", field: value}))
    assert answer.status_code == 422
    assert "留住我" in answer.text
    assert f'id="{field}-error"' in answer.text


@pytest.mark.parametrize(
    "values",
    [
        {"name": "\0", "contact_phone": "\0"},
        {"contact_wechat": "\0\u202e", "texts-0-text": "\0"},
        {"texts-99999999-title": "x", "texts-x-title": "y", "texts-0-kind": "z"},
        {"capacity": "9" * 400, "bio": "x" * 100_000},
        {"sectors": ["x"] * 3, "stages": "\0", "version": "x"},
    ],
)
def test_malformed_input_gets_a_clear_answer(client, values):
    sign_in(client, factories.actor(Role.MENTOR))
    assert client.post("/mentors/new", data=form(**values)).status_code in {303, 409, 422}
    body = "name=%ED%A0%80%00&headline=%FF&capacity=%EF%BC%95&texts-0-title=%ED%A0%80"
    answer = client.post("/mentors/new", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {303, 409, 422}


@pytest.mark.parametrize("path", ["", "/edit", "/visibility", "/files/logo", "/conflicts"])
def test_a_stranger_does_not_learn_of_a_draft(client, path):
    made = mentor()
    sign_in(client, factories.actor(Role.MENTOR))
    assert client.get(f"/mentors/{made.id}{path}").status_code == 404


@pytest.mark.parametrize("path", ["/edit", "/visibility", "/files/logo", "/conflicts"])
def test_the_right_person_without_the_right_gets_403(client, path):
    made = published()
    for reader in (factories.actor(Role.MENTOR), factories.actor(Role.ORGANISER), factories.actor(Role.INVESTOR)):
        sign_in(client, reader)
        assert client.get(f"/mentors/{made.id}").status_code == 200
        assert client.get(f"/mentors/{made.id}{path}").status_code == 403


def test_private_fields_are_in_no_strangers_page_list_export_or_search(client):
    owner, founder = factories.actor(Role.MENTOR), factories.actor()
    made = published(
        owner,
        contact_phone="13800001111",
        contact_wechat=CANARY,
        contact_email=f"{CANARY}@example.cn",
        texts=[{"kind": "case", "title": CANARY, "text": CANARY}],
    )
    services.set_visibility(actor=owner, mentor=made, choices={"texts": "agreed"})
    services.declare_conflict(actor=owner, mentor=made, name=CANARY, relation="family", note=CANARY)
    db.session.commit()
    paths = [f"/mentors/{made.id}", f"/mentors/{made.id}?as=agreed", "/mentors", "/mentors?format=csv"]
    for reader in (None, founder):
        if reader:
            sign_in(client, reader)
        for path in paths:
            text = client.get(path).text
            assert CANARY not in text, path
            assert "13800001111" not in text, path
        assert made.name not in client.get(f"/mentors?q={CANARY}").text
    text = sign_in(client, owner).get(f"/mentors/{made.id}").text
    assert text.count(CANARY) >= 4
    assert "+8613800001111" in text


def test_the_owner_previews_what_others_see(client):
    owner = factories.actor(Role.MENTOR)
    made = published(owner, contact_wechat=CANARY, texts=[{"kind": "case", "title": "某某科技"}])
    sign_in(client, owner)
    seen = {level: client.get(f"/mentors/{made.id}?as={level}").text for level in ("public", "signed_in", "agreed")}
    assert "某某科技" not in seen["public"]
    assert "某某科技" in seen["signed_in"]
    assert CANARY not in seen["signed_in"]
    assert CANARY in seen["agreed"]


def test_visibility_is_chosen_field_by_field(client):
    owner = factories.actor(Role.MENTOR)
    made = published(owner)
    sign_in(client, owner)
    choices = {"bio": "agreed", "texts": "public", "contact": "agreed"}
    assert client.post(f"/mentors/{made.id}/visibility", data=choices).status_code == 303
    assert db.session.get(Mentor, made.id).visibility == choices
    refused = client.post(f"/mentors/{made.id}/visibility", data={**choices, "contact": "public"})
    assert refused.status_code == 422


def test_an_interest_is_declared_removed_and_brought_back(client):
    owner = factories.actor(Role.MENTOR)
    made = published(owner)
    sign_in(client, owner)
    path = f"/mentors/{made.id}/conflicts"
    assert client.post(path, data={"name": "", "relation": "x"}).status_code == 422
    assert client.post(path, data={"name": "某某科技", "relation": "family"}).status_code == 303
    assert "某某科技" in client.get(path).text
    conflict = db.session.get(Mentor, made.id).conflicts[0].id
    assert client.post(f"/mentors/conflicts/{conflict}/end").location == path
    assert f"/mentors/conflicts/{conflict}/reopen" in client.get(path).text
    assert client.post(f"/mentors/conflicts/{conflict}/end").status_code == 409
    assert client.post(f"/mentors/conflicts/{conflict}/reopen").status_code == 303
    assert "某某科技" in client.get(path).text
    sign_in(client, factories.actor(Role.MENTOR))
    assert client.post(f"/mentors/conflicts/{conflict}/end").status_code == 404


def test_an_organiser_keeps_profiles_and_the_mentor_takes_one_over(client):
    organiser = factories.actor(Role.ORGANISER)
    sign_in(client, organiser)
    assert client.post("/mentors/new", data=form(contact_email="ruo@example.cn")).status_code == 303
    assert "沈若水" in client.get("/mentors/mine").text
    assert "沈若水" in client.get("/mentors/mine?format=csv").text
    made = db.session.query(Mentor).one()
    owner = factories.actor(
        Role.MENTOR, of=organiser.membership.organisation, email="ruo@example.cn", email_verified_at=utc_now()
    )
    stranger = factories.actor(Role.MENTOR, of=organiser.membership.organisation)
    assert sign_in(client, stranger).post(f"/mentors/{made.id}/claim").status_code == 404
    assert f"/mentors/{made.id}/claim" in sign_in(client, owner).get("/mentors/new").text
    assert client.post(f"/mentors/{made.id}/claim").location == f"/mentors/{made.id}/edit"
    assert sign_in(client, organiser).get(f"/mentors/{made.id}").status_code == 404


def test_what_is_typed_is_kept_until_it_is_saved(client):
    owner = factories.actor(Role.MENTOR)
    made = mentor(owner)
    sign_in(client, owner)
    draft = {"name": "打到一半", "version": made.version, "texts-0-title": "第一段", "texts-3-title": "第四段"}
    assert client.post(f"/drafts/mentor:{made.id}", data=draft).status_code == 200
    page = client.get(f"/mentors/{made.id}/edit").text
    assert all(text in page for text in ("打到一半", "第一段", "第四段"))
    client.post(f"/mentors/{made.id}/edit", data=form(name="存好了", version=made.version))
    assert "打到一半" not in client.get(f"/mentors/{made.id}/edit").text


def test_a_draft_of_an_older_version_can_still_be_saved_by_who_saw_it(client):
    owner = factories.actor(Role.MENTOR)
    made = mentor(owner)
    sign_in(client, owner)
    client.post(f"/drafts/mentor:{made.id}", data={"name": "旧草稿", "version": made.version})
    services.update(actor=owner, mentor=db.session.get(Mentor, made.id), name="新版本")
    db.session.commit()
    current = db.session.get(Mentor, made.id).version
    assert f'name="version" type="hidden" value="{current}"' in client.get(f"/mentors/{made.id}/edit").text


def test_two_tabs_do_not_overwrite_each_other(client):
    owner = factories.actor(Role.MENTOR)
    made = mentor(owner)
    sign_in(client, owner)
    opened = made.version
    assert client.post(f"/mentors/{made.id}/edit", data=form(name="先存", version=opened)).status_code == 303
    assert client.post(f"/mentors/{made.id}/edit", data=form(name="后存", version=opened)).status_code == 409
    assert db.session.get(Mentor, made.id).name == "先存"


def test_a_double_click_makes_one_profile(client):
    sign_in(client, factories.actor(Role.ORGANISER))
    first = client.post("/mentors/new", data=form(once="t1"))
    second = client.post("/mentors/new", data=form(once="t1"))
    assert first.location == second.location
    assert db.session.query(Mentor).count() == 1


@pytest.mark.parametrize("path", ["/mentors", "/mentors?format=csv"])
def test_the_directory_takes_as_many_statements_for_three_rows_as_for_one(client, statements, path):
    published()
    with statements() as one:
        client.get(path)
    published(name="第二位")
    published(name="第三位")
    with statements() as three:
        client.get(path)
    assert len(one) == len(three) <= 10


def test_organisers_find_the_filings_from_the_directory(client):
    link = 'href="/mentors/filings"'
    directory = 'id="main"'
    for role, shown in ((Role.ORGANISER, True), (Role.ENTREPRENEUR, False)):
        page = sign_in(client, factories.actor(role)).get("/mentors").text
        assert directory in page
        assert (link in page.split(directory)[1]) is shown
