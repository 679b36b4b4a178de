"""The organisation's pages: owner, teammate, stranger; managers; switching; two tabs."""

import pytest
from sqlalchemy import select

from app.accounts import policies, queries, services
from app.accounts.models import Membership, Organisation, OrganisationKind, Role
from app.core.errors import Conflict, Forbidden, Invalid
from app.extensions import db
from tests import factories


@pytest.fixture
def people(app):
    """A manager, a teammate and a stranger."""
    manager = factories.actor(Role.INVESTOR, name="经理")
    teammate = factories.actor(Role.INVESTOR, of=manager.membership.organisation, is_manager=False, name="同事")
    stranger = factories.actor(Role.INVESTOR, name="外人")
    db.session.commit()
    return manager, teammate, stranger


def url(actor, end=""):
    return f"/organisations/{actor.organisation_id}{end}"


def test_the_menu_s_address_leads_to_the_organisation_one_acts_for(client, people):
    answer = factories.sign_in(client, people[0]).get("/organisation", follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, url(people[0]))


def edit_form(organisation, **values):
    return {"organisation_name": organisation.name, "version": organisation.version, **values}


def test_members_see_the_page_managers_edit_it_and_strangers_learn_nothing(client, people):
    manager, teammate, stranger = people
    for actor, page, edit in [(manager, 200, 200), (teammate, 200, 403), (stranger, 404, 404)]:
        factories.sign_in(client, actor)
        assert client.get(url(manager)).status_code == page
        assert client.get(url(manager, "/edit")).status_code == edit
        assert client.get(url(manager, "/invitations/new")).status_code == edit


def test_an_edit_is_saved_normalised_and_warns_of_an_odd_code(client, people):
    manager = people[0]
    factories.sign_in(client, manager)
    organisation = manager.membership.organisation
    data = edit_form(
        organisation,
        credit_code="9133 0400 ma28abcd1x",
        website="www.jiahe.cn",
        region_code=["330000", "330400", ""],
        kind="authority",
        id="1",
    )
    assert client.post(url(manager, "/edit"), data=data).status_code == 303
    assert (organisation.credit_code, organisation.website) == ("91330400MA28ABCD1X", "https://www.jiahe.cn")
    assert (organisation.kind, organisation.region_code) == (OrganisationKind.FUND_MANAGER, "330400")
    assert "校验位" in client.get(url(manager)).get_data(as_text=True)
    good = edit_form(organisation, credit_code="91110000600037341L")
    assert client.post(url(manager, "/edit"), data=good).status_code == 303
    assert "校验位" not in client.get(url(manager)).get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("organisation_name", ""),
        ("organisation_name", "x" * 121),
        ("credit_code", "123"),
        ("credit_code", "I" * 18),
        ("website", "javascript:alert(1)"),
        ("website", "https://[::1"),
        ("website", "nowhere"),
        ("region_code", "嘉兴"),
    ],
)
def test_a_bad_value_stands_beside_its_field(client, people, field, value):
    manager = people[0]
    factories.sign_in(client, manager)
    answer = client.post(url(manager, "/edit"), data=edit_form(manager.membership.organisation, **{field: value}))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.get_data(as_text=True)


def test_a_name_or_code_of_another_organisation_is_refused(client, people):
    manager, _, stranger = people
    stranger.membership.organisation.credit_code = "91110000600037341L"
    db.session.commit()
    factories.sign_in(client, manager)
    organisation = manager.membership.organisation
    for values in ({"organisation_name": stranger.membership.organisation.name}, {"credit_code": "91110000600037341L"}):
        assert client.post(url(manager, "/edit"), data=edit_form(organisation, **values)).status_code == 422


def test_two_tabs_do_not_overwrite_each_other(client, people):
    manager = people[0]
    factories.sign_in(client, manager)
    organisation = manager.membership.organisation
    opened = edit_form(organisation)
    assert client.post(url(manager, "/edit"), data={**opened, "about": "第一"}).status_code == 303
    assert client.post(url(manager, "/edit"), data={**opened, "about": "第二"}).status_code == 409
    assert organisation.about == "第一"


def test_a_form_opened_before_switching_does_not_edit_the_other_organisation(client, people):
    manager, _, stranger = people
    other = services.add_membership(
        account=manager.account, organisation=stranger.membership.organisation, role=Role.INVESTOR, is_manager=True
    )
    db.session.commit()
    factories.sign_in(client, manager)
    opened = edit_form(manager.membership.organisation, about="…")
    assert client.post("/memberships/switch", data={"membership_id": other.id}).status_code == 303
    assert client.post(url(manager, "/edit"), data=opened).status_code == 404


def test_switching_to_anothers_membership_is_not_found(client, people):
    manager, teammate, stranger = people
    factories.sign_in(client, manager)
    for wanted in (teammate.membership_id, stranger.membership_id, "nonsense", ""):
        assert client.post("/memberships/switch", data={"membership_id": wanted}).status_code == 404


def test_switching_does_not_leave_the_host(client, people):
    manager = people[0]
    factories.sign_in(client, manager)
    data = {"membership_id": manager.membership_id, "next": "//evil.example"}
    assert "evil" not in client.post("/memberships/switch", data=data).location


def test_the_regions_next_level_is_shown_without_saving(client, people):
    manager = people[0]
    factories.sign_in(client, manager)
    data = edit_form(manager.membership.organisation, about="未保存", region_code="330000", _cascade="region_code")
    answer = client.post(url(manager, "/edit"), data=data)
    assert answer.status_code == 200
    assert 'value="330400"' in answer.get_data(as_text=True)
    assert manager.membership.organisation.about == ""


# Managers and members


def manager_url(actor):
    return f"/organisations/members/{actor.membership_id}/manager"


def remove_url(actor):
    return f"/organisations/members/{actor.membership_id}/remove"


def test_only_managers_appoint_and_remove(client, people):
    manager, teammate, stranger = people
    for actor, status in [(teammate, 403), (stranger, 404)]:
        factories.sign_in(client, actor)
        assert client.post(manager_url(manager), data={"manager": "0"}).status_code == status
        assert client.post(remove_url(manager)).status_code == status
    factories.sign_in(client, manager)
    assert client.post(manager_url(teammate), data={"manager": "1"}).status_code == 303
    assert teammate.membership.is_manager
    assert client.post(remove_url(teammate)).status_code == 303
    assert teammate.membership.ended_at is not None
    assert client.post(remove_url(teammate)).status_code == 404


def test_the_last_manager_stays(client, people):
    manager, teammate, _ = people
    factories.sign_in(client, manager)
    assert client.post(manager_url(manager), data={"manager": "0"}).status_code == 409
    assert client.post(f"/memberships/{manager.membership_id}/leave").status_code == 409
    client.post(manager_url(teammate), data={"manager": "1"})
    assert client.post(f"/memberships/{manager.membership_id}/leave").status_code == 303


def test_leaving_ends_only_ones_own_membership(client, people):
    manager, teammate, _ = people
    factories.sign_in(client, teammate)
    assert client.get(f"/memberships/{teammate.membership_id}/leave").status_code == 200
    assert client.post(f"/memberships/{manager.membership_id}/leave").status_code == 404
    assert client.post(f"/memberships/{teammate.membership_id}/leave").status_code == 303
    assert client.get(url(manager)).status_code == 404
    assert client.get("/account/memberships").status_code == 200


def test_mentors_do_not_see_the_authoritys_people(client, app):
    organiser = factories.actor(Role.ORGANISER, email="secret-organiser@example.cn")
    mentor = factories.actor(Role.MENTOR, of=organiser.membership.organisation, is_manager=False)
    other = factories.actor(Role.MENTOR, of=organiser.membership.organisation, is_manager=False)
    db.session.commit()
    factories.sign_in(client, mentor)
    page = client.get(url(organiser)).get_data(as_text=True)
    assert organiser.account.email not in page
    assert other.account.email not in page
    assert client.post(remove_url(other)).status_code == 404


def test_an_organiser_neither_makes_nor_removes_an_administrator(client, app):
    organiser = factories.actor(Role.ORGANISER)
    administrator = factories.actor(Role.ADMINISTRATOR, of=organiser.membership.organisation)
    db.session.commit()
    factories.sign_in(client, organiser)
    assert client.post(remove_url(administrator)).status_code == 403
    assert client.post(manager_url(administrator), data={"manager": "0"}).status_code == 403


def test_the_list_of_members_takes_a_constant_number_of_statements(client, people, statements):
    manager = people[0]
    factories.sign_in(client, manager)
    page = url(manager)
    with statements() as few:
        client.get(page)
    for _ in range(2):
        factories.actor(Role.INVESTOR, of=manager.membership.organisation, is_manager=False)
    db.session.commit()
    with statements() as many:
        client.get(page)
    assert len(few) == len(many) <= 10


# Services and queries


def test_an_organisation_gives_only_its_own_roles(people):
    manager, _, stranger = people
    with pytest.raises(Invalid):
        services.add_membership(
            account=stranger.account, organisation=manager.membership.organisation, role=Role.ORGANISER
        )
    with pytest.raises(Forbidden):
        services.invite(
            actor=manager, organisation=manager.membership.organisation, email="a@example.cn", role=Role.ADMINISTRATOR
        )


def test_a_role_is_held_once(people):
    manager = people[0]
    with pytest.raises(Invalid):
        services.add_membership(
            account=manager.account, organisation=manager.membership.organisation, role=Role.INVESTOR
        )


def test_recipients_are_the_active_people_of_the_roles_each_once(people):
    manager, teammate, _ = people
    organisation_id = manager.organisation_id
    assert {found.name for found in queries.recipients(organisation_id, [Role.INVESTOR])} == {"经理", "同事"}
    assert [found.account.name for found in queries.active_members(organisation_id)] == ["经理", "同事"]
    services.end_membership(actor=manager, membership=teammate.membership)
    assert [found.name for found in queries.recipients(organisation_id)] == ["经理"]
    assert queries.recipients(organisation_id, [Role.ORGANISER]) == []


def test_ending_twice_is_refused(people):
    manager, teammate, _ = people
    services.end_membership(actor=manager, membership=teammate.membership)
    with pytest.raises(Conflict):
        services.end_membership(actor=manager, membership=teammate.membership)


def test_who_may_manage(people):
    manager, teammate, stranger = people
    organisation = manager.membership.organisation
    assert [policies.can_manage(actor, organisation) for actor in people] == [True, False, False]
    assert policies.can_manage(factories.actor(Role.ADMINISTRATOR), organisation)
    owing = factories.actor(Role.ADMINISTRATOR, totp_enabled_at=None)
    assert owing.needs_second_factor
    assert not policies.can_manage(owing, organisation)
    assert not policies.can_end(teammate, manager.membership)
    assert policies.can_end(teammate, teammate.membership)
    assert not policies.can_appoint(stranger, manager.membership)


def test_names_differ_also_in_case_on_both_databases(people):
    organisation = people[0].membership.organisation
    organisation.name = "Jiahe Angel"
    db.session.flush()
    assert queries.organisation_by_name("JIAHE angel") is organisation
    assert db.session.scalar(select(Organisation.name).where(Organisation.id == organisation.id)) == "Jiahe Angel"
    assert db.session.scalars(select(Membership).where(Membership.organisation_id == organisation.id)).all()
