"""Signing in and out through the pages."""

import pytest
from sqlalchemy import select

from app.accounts import attempts
from app.accounts.models import AttemptCount, Membership, SignIn
from app.accounts.passwords import hash_password, is_outdated
from app.core.model import utc_now
from app.extensions import db
from tests import factories
from tests.accounts.factories import PASSWORD, is_signed_in, mails, person, sign_in


@pytest.fixture
def account(app):
    found = person(email="zhang@example.cn")
    db.session.commit()
    return found


def test_the_right_password_lets_in_and_leads_where_the_person_wanted_to_go(client, account):
    assert client.get("/account/security").location == "/sign-in?next=/account/security"
    response = client.post(
        "/sign-in?next=/account/security", data={"email": " Zhang@Example.CN ", "password": PASSWORD}
    )
    assert (response.status_code, response.location) == (303, "/account/security")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_never_leaves_the_host(client, account, target):
    response = client.post(
        "/sign-in", query_string={"next": target}, data={"email": account.email, "password": PASSWORD}
    )
    assert response.status_code == 303
    assert "evil" not in response.location
    assert response.location.startswith("/")
    again = client.get("/sign-in", query_string={"next": target})
    assert "evil" not in again.location


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, account):
    answers = [
        sign_in(client, email, "not the password").get_data(as_text=True).replace(email, "…")
        for email in (account.email, "nobody@example.cn")
    ]
    assert answers[0] == answers[1]
    assert not is_signed_in(client)


def test_signing_in_begins_a_new_session_and_drops_what_was_planted(client, account):
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["_user_id"] = "a token the attacker knows"
    sign_in(client, account.email)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"] != "a token the attacker knows"


def test_signing_out_ends_the_session_on_the_server(client, account):
    sign_in(client, account.email)
    with client.session_transaction() as session:
        token = session["_user_id"]
    client.post("/sign-out")
    with client.session_transaction() as session:
        session["_user_id"] = token
    assert not is_signed_in(client)
    assert db.session.scalar(select(SignIn.ended_at)) is not None


def test_sign_out_by_a_link_does_nothing(client, account):
    sign_in(client, account.email)
    assert client.get("/sign-out").status_code == 405
    assert is_signed_in(client)


@pytest.mark.parametrize("known", [True, False])
def test_guessing_pauses_the_account_known_or_not(client, account, known):
    email = account.email if known else "nobody@example.cn"
    for _ in range(attempts.LIMITS["password"].most):
        assert sign_in(client, email, "wrong wrong wrong").status_code == 422
    answer = sign_in(client, email)
    assert answer.status_code == 422
    assert "15" in answer.get_data(as_text=True)
    assert not is_signed_in(client)
    assert len(mails(email)) == (1 if known else 0)
    assert db.session.scalars(select(AttemptCount)).one().paused_until > utc_now()


def test_a_pause_ends(client, account, monkeypatch):
    for _ in range(attempts.LIMITS["password"].most):
        sign_in(client, account.email, "wrong wrong wrong")
    row = db.session.scalars(select(AttemptCount)).one()
    row.paused_until = utc_now()
    db.session.commit()
    assert sign_in(client, account.email).status_code == 303


def test_an_old_hash_is_renewed_at_sign_in(client, account):
    from argon2 import PasswordHasher

    account.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    db.session.commit()
    assert is_outdated(account.password_hash)
    sign_in(client, account.email)
    assert not is_outdated(account.password_hash)


def test_a_closed_account_does_not_open(client, account):
    account.closed_at = utc_now()
    db.session.commit()
    assert sign_in(client, account.email).status_code == 422


def test_an_account_without_a_password_does_not_open(client, app):
    account = factories.account(password_hash="!")
    db.session.commit()
    assert sign_in(client, account.email, "!").status_code == 422


def test_a_membership_that_ended_is_not_acted_in_at_the_next_request(client, app):
    actor = factories.actor()
    other = factories.organisation()
    db.session.add(Membership(account_id=actor.account_id, organisation_id=other.id, role="investor"))
    db.session.commit()
    factories.sign_in(client, actor)
    assert client.get("/organisation").location.endswith(str(actor.organisation_id))
    actor.membership.ended_at = utc_now()
    db.session.commit()
    assert client.get("/organisation").location.endswith(str(other.id))
    assert client.get(f"/organisations/{actor.organisation_id}").status_code == 404


def test_a_person_goes_on_in_the_membership_they_acted_in_last(client, account):
    first, second = factories.organisation(), factories.organisation()
    for organisation in (first, second):
        db.session.add(Membership(account_id=account.id, organisation_id=organisation.id, role="entrepreneur"))
    db.session.commit()
    sign_in(client, account.email)
    wanted = next(found for found in account.memberships if found.organisation_id == second.id)
    client.post("/memberships/switch", data={"membership_id": wanted.id})
    client.post("/sign-out")
    sign_in(client, account.email)
    assert client.get("/organisation").location.endswith(str(second.id))


def test_the_hash_survives_full_width_digits(app):
    assert hash_password("１２３") != hash_password("123")  # salted
    from app.accounts.passwords import verify

    assert verify("lantern１２３", hash_password("lantern123"))


def test_hostile_input_is_refused_and_never_an_error(client, account):
    for value in ["%00", "a" * 1_000_000, "%ED%A0%80@example.cn", "%FF@x.cn", "<script>@x.cn", "a@b@c.cn", "１＠２.cn"]:
        body = f"email={value}&password={value[:300]}".encode()
        response = client.post("/sign-in", data=body, content_type="application/x-www-form-urlencoded")
        assert 400 <= response.status_code < 500
