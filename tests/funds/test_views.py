import datetime as dt

import pytest

from app.accounts.models import Role
from app.extensions import db
from app.funds import services
from app.funds.models import Fund, FundInvestment
from tests import factories
from tests.factories import sign_in
from tests.funds.factories import fund, investment, published

CANARY = "canary-7f3a"


def form(**values):
    return {
        "name": "南湖天使基金",
        "tagline": "一句话",
        "fund_type": "angel",
        "rounds": ["seed"],
        "capacity": "10",
        **values,
    }


def test_an_investor_creates_edits_publishes_and_archives(client):
    sign_in(client, factories.actor(Role.INVESTOR))
    made = client.post(
        "/funds/new", data=form(ticket_min="50万", ticket_max="3,000,000", regions="浙江、上海", founded_year="2016")
    )
    stored = db.session.query(Fund).one()
    assert made.location == f"/funds/{stored.id}"
    assert (stored.ticket_min, stored.ticket_max, stored.founded_year) == (50_000_000, 300_000_000, 2016)
    assert stored.codes("region") == ["310000", "330000"]
    assert client.get("/funds/mine").status_code == 200
    assert client.post(f"/funds/{stored.id}/publish").status_code == 303
    assert "南湖天使基金" in client.get("/funds").text
    assert "南湖天使基金" in client.get("/funds?ticket=100万").text
    assert "南湖天使基金" not in client.get("/funds?ticket=1亿").text
    assert client.post(f"/funds/{stored.id}/archive").status_code == 303
    assert "南湖天使基金" not in client.get("/funds").text
    assert client.get(f"/funds/{stored.id}/edit").status_code == 403
    assert client.post(f"/funds/{stored.id}/restore").status_code == 303


def test_clearing_an_amount_leaves_it_open(client):
    owner = factories.actor(Role.INVESTOR)
    made = fund(owner, size=100, remaining_capital=50)
    sign_in(client, owner)
    empty = {"ticket_min": "", "ticket_max": "", "size": "", "remaining_capital": "", "founded_year": ""}
    assert client.post(f"/funds/{made.id}/edit", data=form(**empty)).status_code == 303
    stored = db.session.get(Fund, made.id)
    assert all(getattr(stored, name) is None for name in empty)


def test_publishing_a_thin_fund_leads_to_what_is_missing(client):
    owner = factories.actor(Role.INVESTOR)
    made = fund(owner, tagline="")
    assert sign_in(client, owner).post(f"/funds/{made.id}/publish").location == f"/funds/{made.id}/edit"
    assert db.session.get(Fund, made.id).state == "draft"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": ""}),
        ("ticket_max", {"ticket_min": "2万", "ticket_max": "1万"}),
        ("ticket_min", {"ticket_min": "很多"}),
        ("remaining_capital", {"size": "1亿", "remaining_capital": "2亿"}),
        ("excluded_sectors", {"sectors": ["robotics"], "excluded_sectors": ["robotics"]}),
        ("regions", {"regions": "亚特兰蒂斯"}),
        ("capacity", {"capacity": "101"}),
        ("founded_year", {"founded_year": "1066"}),
        ("website", {"website": "javascript:alert(1)"}),
        ("contact_phone", {"contact_phone": "12"}),
    ],
)
def test_errors_stand_at_their_field_and_nothing_typed_is_lost(client, field, values):
    sign_in(client, factories.actor(Role.INVESTOR))
    answer = client.post("/funds/new", data=form(thesis="留住我", **values))
    assert answer.status_code == 422
    assert "留住我" in answer.text
    assert f'id="{field}-error"' in answer.text
    assert db.session.query(Fund).count() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"name": "\0", "contact_phone": "\0", "contact_name": "\0", "website": "\0"},
        {"capacity": "9" * 400, "founded_year": "9" * 400, "ticket_min": "9" * 400, "thesis": "x" * 100_000},
        {"parent_fund_id": "x", "fund_type": "\0", "rounds": ["\0"], "regions": "\0," * 500, "version": "x"},
        {"parent_fund_id": "01a200ac-8d7c-7cf2-92ef-62495a02e985", "size": "NaN", "remaining_capital": "1e30"},
    ],
)
def test_malformed_input_gets_a_clear_answer(client, values):
    sign_in(client, factories.actor(Role.INVESTOR))
    assert client.post("/funds/new", data=form(**values)).status_code in {303, 409, 422}


@pytest.mark.parametrize("query", ["ticket=x", "ticket=" + "9" * 300, "region=x", "type=x&round=x", "page=-1"])
def test_filters_that_mean_nothing_show_a_list(client, query):
    assert client.get(f"/funds?{query}").status_code == 200


@pytest.mark.parametrize("path", ["", "/edit", "/visibility", "/files/logo", "/portfolio", "/portfolio/new"])
def test_a_stranger_does_not_learn_of_a_draft(client, path):
    made = fund()
    sign_in(client, factories.actor(Role.INVESTOR))
    assert client.get(f"/funds/{made.id}{path}").status_code == 404


@pytest.mark.parametrize("path", ["/edit", "/visibility", "/files/logo", "/portfolio/new"])
def test_the_right_person_without_the_right_gets_403(client, path):
    made = published()
    for reader in (factories.actor(), factories.actor(Role.INVESTOR), factories.actor(Role.ORGANISER)):
        sign_in(client, reader)
        assert client.get(f"/funds/{made.id}").status_code == 200
        assert client.get(f"/funds/{made.id}{path}").status_code == 403


def test_private_fields_are_in_no_strangers_page_list_export_or_search(client):
    owner, founder = factories.actor(Role.INVESTOR), factories.actor()
    private = {
        "contact_phone": "13800001111",
        "contact_name": CANARY,
        "size": 77_712_345,
        "remaining_capital": 66_612_345,
    }
    made = published(
        owner, thesis=CANARY, excluded_sectors=["semiconductors"], website=f"https://{CANARY}.cn", **private
    )
    investment(owner, made, company=CANARY)
    choices = {"thesis": "agreed", "portfolio": "agreed", "excluded_sector": "agreed", "website": "agreed"}
    services.set_visibility(actor=owner, fund=made, choices=choices)
    db.session.commit()
    pages = ["", "?as=agreed"]
    paths = ["/funds", "/funds?format=csv", *(f"/funds/{made.id}{page}" for page in pages)]
    for reader in (None, founder):
        if reader:
            sign_in(client, reader)
        for path in paths:
            text = client.get(path).text
            for secret in (CANARY, "13800001111", "777,123", "666,123", "77.71", "66.66"):
                assert secret not in text, path
        assert made.name not in client.get(f"/funds?q={CANARY}").text
        assert client.get(f"/funds/{made.id}/portfolio").status_code == 404
        assert client.get(f"/funds/{made.id}/portfolio?format=csv").status_code == 404
    text = sign_in(client, owner).get(f"/funds/{made.id}").text
    assert text.count(CANARY) >= 4
    assert "+8613800001111" in text


def test_the_owner_previews_what_others_see(client):
    owner = factories.actor(Role.INVESTOR)
    made = published(owner, contact_name=CANARY)
    services.set_visibility(actor=owner, fund=made, choices={"thesis": "signed_in"})
    db.session.commit()
    sign_in(client, owner)
    seen = {level: client.get(f"/funds/{made.id}?as={level}").text for level in ("public", "signed_in", "agreed")}
    assert made.thesis not in seen["public"]
    assert made.thesis in seen["signed_in"]
    assert CANARY not in seen["signed_in"]
    assert CANARY in seen["agreed"]


def test_visibility_is_chosen_field_by_field(client):
    owner = factories.actor(Role.INVESTOR)
    made = published(owner)
    sign_in(client, owner)
    choices = {"thesis": "agreed", "portfolio": "signed_in", "contact": "agreed", "size": "signed_in"}
    defaults = {"excluded_sector": "public", "website": "public", "remaining_capital": "agreed"}
    assert client.post(f"/funds/{made.id}/visibility", data={**choices, **defaults}).status_code == 303
    assert db.session.get(Fund, made.id).visibility == {**choices, **defaults}
    refused = client.post(f"/funds/{made.id}/visibility", data={**choices, **defaults, "size": "public"})
    assert refused.status_code == 422


def investment_form(**values):
    return {"company": "某某智能", "invested_on": "2024-05-06", "round": "angel", "amount": "800万", **values}


def test_the_portfolio_is_added_to_edited_and_removed_with_undo(client):
    owner = factories.actor(Role.INVESTOR)
    made = published(owner)
    sign_in(client, owner)
    path = f"/funds/{made.id}/portfolio"
    assert client.post(f"{path}/new", data=investment_form(is_lead="yes", sectors=["robotics"])).location == path
    row = db.session.query(FundInvestment).one()
    assert (row.amount, row.is_lead, row.invested_on, row.sectors) == (
        800_000_000,
        True,
        dt.date(2024, 5, 6),
        ["robotics"],
    )
    assert 'value="yes" checked' in client.get(f"/funds/portfolio/{row.id}/edit").text
    changed = investment_form(company="改名智能", is_lead="no")
    assert client.post(f"/funds/portfolio/{row.id}/edit", data=changed).location == path
    assert "改名智能" in client.get(path).text
    assert "改名智能" in client.get(f"{path}?format=csv").text
    assert client.post(f"/funds/portfolio/{row.id}/remove").location == path
    page = client.get(path).text
    assert f"/funds/portfolio/{row.id}/put-back" in page
    assert "改名智能" not in page
    assert client.post(f"/funds/portfolio/{row.id}/remove").status_code == 409
    assert client.post(f"/funds/portfolio/{row.id}/put-back").location == path
    assert "改名智能" in client.get(f"/funds/{made.id}").text


@pytest.mark.parametrize(
    ("field", "value"),
    [("company", ""), ("invested_on", "2999-01-01"), ("invested_on", "昨天"), ("amount", "x"), ("region_code", "x")],
)
def test_an_investments_errors_stand_at_their_field(client, field, value):
    owner = factories.actor(Role.INVESTOR)
    made = published(owner)
    sign_in(client, owner)
    values = investment_form(**{"description": "留住我", field: value})
    answer = client.post(f"/funds/{made.id}/portfolio/new", data=values)
    assert answer.status_code == 422
    assert "留住我" in answer.text
    assert f'id="{field}-error"' in answer.text


def test_another_manager_does_not_touch_a_portfolio(client):
    owner = factories.actor(Role.INVESTOR)
    made = published(owner)
    row = investment(owner, made)
    hidden = investment(owner, fund(owner))
    sign_in(client, factories.actor(Role.INVESTOR))
    for action in ("edit", "remove", "put-back"):
        assert client.post(f"/funds/portfolio/{row.id}/{action}").status_code == 403
        assert client.post(f"/funds/portfolio/{hidden.id}/{action}").status_code == 404


def test_what_is_typed_is_kept_until_it_is_saved(client):
    owner = factories.actor(Role.INVESTOR)
    made = fund(owner)
    sign_in(client, owner)
    assert client.post(f"/drafts/fund:{made.id}", data={"name": "打到一半", "regions": "浙"}).status_code == 200
    assert "打到一半" in client.get(f"/funds/{made.id}/edit").text
    client.post(f"/funds/{made.id}/edit", data=form(name="存好了", version=made.version))
    page = client.get(f"/funds/{made.id}/edit").text
    assert "打到一半" not in page
    assert "存好了" in page


def test_two_tabs_do_not_overwrite_each_other(client):
    owner = factories.actor(Role.INVESTOR)
    made = fund(owner)
    sign_in(client, owner)
    opened = made.version
    assert client.post(f"/funds/{made.id}/edit", data=form(name="先存", version=opened)).status_code == 303
    assert client.post(f"/funds/{made.id}/edit", data=form(name="后存", version=opened)).status_code == 409
    assert db.session.get(Fund, made.id).name == "先存"


def test_a_double_click_makes_one_fund(client):
    sign_in(client, factories.actor(Role.INVESTOR))
    first = client.post("/funds/new", data=form(once="t1"))
    second = client.post("/funds/new", data=form(once="t1"))
    assert first.location == second.location
    assert db.session.query(Fund).count() == 1


def test_lists_take_as_many_statements_for_three_rows_as_for_one(client, statements):
    owner = factories.actor(Role.INVESTOR)
    made = published(owner)
    investment(owner, made)
    db.session.commit()
    sign_in(client, owner)
    paths = ("/funds", "/funds?format=csv", "/funds/mine", f"/funds/{made.id}", f"/funds/{made.id}/portfolio")
    counted = []
    for _ in range(2):
        for path in paths:
            with statements() as found:
                assert client.get(path).status_code == 200
            counted.append(len(found))
        for name in ("第二只", "第三只"):
            published(owner, name=name)
            investment(owner, made, company=name)
        db.session.commit()
    assert counted[: len(paths)] == counted[len(paths) :]
    assert max(counted) <= 10
