"""Sign-up, invitations and further roles through the pages."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from app.accounts import services
from app.accounts.models import Account, Consent, Invitation, Membership, Organisation, OrganisationKind, Role, SignUp
from app.core.model import utc_now
from app.extensions import db
from tests import factories
from tests.accounts.factories import PASSWORD, is_signed_in, link, mails, person, sign_in


def form(**values):
    return {
        "name": "王芳",
        "email": "wang@example.cn",
        "organisation_name": "嘉禾传感",
        "terms": "y",
        "privacy": "y",
        **values,
    }


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("entrepreneur", OrganisationKind.STARTUP),
        ("investor", OrganisationKind.FUND_MANAGER),
        ("carrier_staff", OrganisationKind.CARRIER_OPERATOR),
        ("agency_staff", OrganisationKind.AGENCY),
    ],
)
def test_sign_up_creates_person_and_organisation_once_the_link_is_opened(client, role, kind):
    assert client.get(f"/sign-up?role={role}").status_code == 200
    answer = client.post(f"/sign-up?role={role}", data=form(newsletter="y"))
    assert answer.status_code == 200
    assert count(Account) == 0
    path = link("wang@example.cn")
    assert client.get(path).status_code == 200
    finished = {"password": PASSWORD, "organisation_name": "嘉禾传感", "region_code": ["330000", "330400", ""]}
    assert client.post(path, data={**finished, "region_code": "嘉兴"}).status_code == 422
    assert client.post(path, data=finished).status_code == 303
    membership = db.session.scalars(select(Membership)).one()
    assert membership.organisation.region_code == "330400"
    assert (membership.role, membership.is_manager, membership.organisation.kind) == (Role(role), True, kind)
    assert membership.account.email_verified_at is not None
    assert {row.purpose for row in db.session.scalars(select(Consent))} == {"terms", "privacy", "newsletter"}
    assert is_signed_in(client)
    assert client.get(path).status_code == 404


def test_the_city_is_proposed_as_the_seat_of_an_organisation(client, monkeypatch):
    monkeypatch.setitem(client.application.config, "REGION", "330400")
    client.post("/sign-up?role=investor", data=form())
    chosen = '<option value="330400" selected'
    assert chosen in client.get(link("wang@example.cn")).text
    factories.sign_in(client, factories.actor(Role.MENTOR))
    assert chosen in client.get("/memberships/new?role=investor").text
    assert chosen not in client.get("/memberships/new?role=mentor").text
    answer = client.post(
        "/memberships/new?role=investor", data={"organisation_name": "新基金", "region_code": "310000"}
    )
    assert answer.status_code == 303
    assert db.session.scalars(select(Organisation).where(Organisation.name == "新基金")).one().region_code == "310000"


def test_a_mentor_joins_the_register_of_an_authority(client):
    authority = factories.organisation(OrganisationKind.AUTHORITY)
    db.session.commit()
    assert str(authority.id) in client.get("/sign-up?role=mentor").get_data(as_text=True)
    values = form(authority=str(authority.id))
    assert client.post("/sign-up?role=mentor", data=values).status_code == 200
    assert client.post(link("wang@example.cn"), data={"password": PASSWORD}).status_code == 303
    membership = db.session.scalars(select(Membership)).one()
    assert (membership.organisation_id, membership.role, membership.is_manager) == (authority.id, Role.MENTOR, False)


def test_a_mentor_chooses_only_among_authorities(client):
    factories.organisation(OrganisationKind.AUTHORITY)
    startup = factories.organisation(OrganisationKind.STARTUP)
    db.session.commit()
    assert client.post("/sign-up?role=mentor", data=form(authority=str(startup.id))).status_code == 422
    assert count(SignUp) == 0


def test_a_known_address_gets_the_same_answer_and_a_mail_that_says_so(client):
    person(email="known@example.cn")
    db.session.commit()
    answers = []
    for email in ("known@example.cn", "wang@example.cn"):
        answer = client.post("/sign-up?role=investor", data=form(email=email))
        answers.append((answer.status_code, answer.get_data(as_text=True).replace(email, "…")))
    assert answers[0] == answers[1]
    assert "/sign-up/" not in mails("known@example.cn")[0].text
    assert count(Account) == 1


def test_an_open_sign_up_occupies_neither_address_nor_name(client):
    client.post("/sign-up?role=investor", data=form())
    again = client.post("/sign-up?role=investor", data=form(email="other@example.cn"))
    assert again.status_code == 200
    client.post(link("other@example.cn"), data={"password": PASSWORD, "organisation_name": "嘉禾传感"})
    client.post("/sign-out")
    taken = client.post(link("wang@example.cn"), data={"password": PASSWORD, "organisation_name": "嘉禾传感"})
    assert taken.status_code == 422
    free = client.post(link("wang@example.cn"), data={"password": PASSWORD, "organisation_name": "嘉禾传感二队"})
    assert free.status_code == 303


def test_the_required_agreements_are_required(client):
    answer = client.post(
        "/sign-up?role=investor", data={key: value for key, value in form().items() if key != "privacy"}
    )
    assert answer.status_code == 422
    assert count(SignUp) == 0


@pytest.mark.parametrize("role", ["administrator", "organiser", "reviewer", "", "king"])
def test_nobody_signs_up_for_a_role_that_is_given(client, role):
    assert client.post(f"/sign-up?role={role}", data=form(role=role)).status_code == 422
    assert count(SignUp) == 0


def test_fields_that_are_not_in_the_form_change_nothing(client):
    client.post("/sign-up?role=entrepreneur", data=form(is_manager="y", role="administrator", kind="authority"))
    client.post(
        link("wang@example.cn"),
        data={"password": PASSWORD, "role": "administrator", "email": "x@example.cn", "organisation_name": "嘉禾传感"},
    )
    membership = db.session.scalars(select(Membership)).one()
    assert (membership.role, membership.account.email) == (Role.ENTREPRENEUR, "wang@example.cn")


def test_an_old_link_is_over(client):
    client.post("/sign-up?role=investor", data=form())
    db.session.scalars(select(SignUp)).one().expires_at = utc_now() - dt.timedelta(seconds=1)
    db.session.commit()
    assert client.get(link("wang@example.cn")).status_code == 404


def test_a_weak_password_is_refused_beside_its_field(client):
    client.post("/sign-up?role=investor", data=form())
    answer = client.post(link("wang@example.cn"), data={"password": "woaini1314", "organisation_name": "嘉禾传感"})
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.get_data(as_text=True)


def test_a_further_role_for_a_person_with_an_account(client):
    actor = factories.actor(Role.ENTREPRENEUR)
    db.session.commit()
    factories.sign_in(client, actor)
    data = {"organisation_name": "嘉禾基金", "is_manager": "", "once": "t1"}
    assert client.post("/memberships/new?role=investor", data=data).status_code == 303
    assert client.post("/memberships/new?role=investor", data=data).status_code == 303  # a double click
    roles = db.session.scalars(select(Membership.role).where(Membership.account_id == actor.account_id)).all()
    assert sorted(roles) == [Role.ENTREPRENEUR, Role.INVESTOR]


# Invitations


@pytest.fixture
def manager(app):
    actor = factories.actor(Role.INVESTOR)
    db.session.commit()
    return actor


def invited(manager, email="new@example.cn", **values):
    services.invite(
        actor=manager, organisation=manager.membership.organisation, email=email, role=Role.INVESTOR, **values
    )
    db.session.commit()
    return link(email)


def test_a_manager_invites_and_a_new_person_joins(client, manager):
    factories.sign_in(client, manager)
    organisation = manager.membership.organisation
    answer = client.post(
        f"/organisations/{organisation.id}/invitations/new", data={"email": "New@Example.cn", "role": "investor"}
    )
    assert answer.status_code == 303
    path = link("new@example.cn")
    client.post("/sign-out")
    assert client.get(path).status_code == 200
    data = {"name": "新人", "password": PASSWORD, "terms": "y", "privacy": "y", "is_manager": "y", "email": "x@x.cn"}
    assert client.post(path, data=data).status_code == 303
    joined = db.session.scalar(select(Membership).join(Membership.account).where(Account.email == "new@example.cn"))
    assert (joined.organisation_id, joined.role, joined.is_manager) == (organisation.id, Role.INVESTOR, False)
    assert is_signed_in(client)
    client.post("/sign-out")
    assert client.post(path, data=data).status_code == 410


def test_a_person_with_an_account_signs_in_to_accept(client, manager):
    account = person(email="old@example.cn")
    path = invited(manager, "old@example.cn")
    assert f"/sign-in?next={path}" in client.get(path).get_data(as_text=True)
    assert client.post(path, data={"name": "x", "password": PASSWORD, "terms": "y", "privacy": "y"}).status_code == 200
    assert count(Membership) == 1
    assert sign_in(client, "old@example.cn").status_code == 303
    assert client.post(path).status_code == 303
    db.session.refresh(account)
    assert [found.role for found in account.memberships] == [Role.INVESTOR]


def test_an_invitation_is_only_for_its_address(client, manager):
    path = invited(manager)
    factories.sign_in(client, factories.actor())
    db.session.commit()
    assert client.post(path).status_code == 403
    assert db.session.scalars(select(Invitation)).one().is_open


def test_a_withdrawn_or_expired_invitation_is_over(client, manager):
    path = invited(manager)
    row = db.session.scalars(select(Invitation)).one()
    factories.sign_in(client, manager)
    assert client.post(f"/organisations/invitations/{row.id}/withdraw").status_code == 303
    assert client.get(path).status_code == 410
    second = invited(manager)
    newest = db.session.scalars(select(Invitation).where(Invitation.withdrawn_at.is_(None))).one()
    newest.expires_at = utc_now()
    db.session.commit()
    assert client.get(second).status_code == 410
    assert client.get("/invitations/unknown").status_code == 404


def test_a_newer_invitation_replaces_the_older_one(client, manager):
    first, second = invited(manager), invited(manager)
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)


def test_strangers_and_members_do_not_invite(client, manager):
    organisation = manager.membership.organisation
    teammate = factories.actor(Role.INVESTOR, of=organisation, is_manager=False)
    stranger = factories.actor(Role.INVESTOR)
    db.session.commit()
    url = f"/organisations/{organisation.id}/invitations/new"
    data = {"email": "a@example.cn", "role": "investor"}
    for actor, status in [(teammate, 403), (stranger, 404)]:
        assert factories.sign_in(client, actor).post(url, data=data).status_code == status
    assert count(Invitation) == 0


def test_only_an_administrator_makes_another_one(client):
    organiser = factories.actor(Role.ORGANISER)
    db.session.commit()
    factories.sign_in(client, organiser)
    url = f"/organisations/{organiser.organisation_id}/invitations/new"
    assert client.post(url, data={"email": "a@example.cn", "role": "administrator"}).status_code == 422
    assert client.post(url, data={"email": "a@example.cn", "role": "reviewer"}).status_code == 303
    administrator = factories.actor(Role.ADMINISTRATOR, of=organiser.membership.organisation)
    db.session.commit()
    factories.sign_in(client, administrator)
    assert client.post(url, data={"email": "b@example.cn", "role": "administrator"}).status_code == 303


def test_organisation_names_are_unique_whatever_their_case(app):
    services.create_organisation(kind=OrganisationKind.STARTUP, name="Fuqiao Labs")
    with pytest.raises(Exception, match=r"."):
        services.create_organisation(kind=OrganisationKind.STARTUP, name="fuqiao labs")
    assert count(Organisation) == 1
