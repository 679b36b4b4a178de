"""Passwords, resets, second factor and sessions through the pages."""

import datetime as dt
import time

import pyotp
import pytest
from sqlalchemy import select

from app.accounts import attempts, totp
from app.accounts.models import AccountToken, Membership, OrganisationKind, RecoveryCode, Role, SignIn
from app.core.model import utc_now
from app.core.sealing import seal, unseal
from app.extensions import db
from tests import factories
from tests.accounts.factories import PASSWORD, is_signed_in, link, mails, person, sign_in

NEW = "quiet river under snow"


@pytest.fixture
def account(app):
    found = person(email="zhang@example.cn", name="张伟")
    db.session.commit()
    return found


@pytest.fixture
def signed_in(client, account):
    sign_in(client, account.email)
    return client


def token_after_request(client, account):
    client.post("/forgot-password", data={"email": account.email})
    return link(account.email)


# Reset


def test_reset_gives_the_same_answer_for_known_and_unknown(client, account):
    answers = [
        client.post("/forgot-password", data={"email": email}).get_data(as_text=True).replace(email, "…")
        for email in (account.email, "nobody@example.cn")
    ]
    assert answers[0] == answers[1]
    assert mails("nobody@example.cn") == []


def test_a_reset_link_works_once_and_ends_every_session(client, account):
    sign_in(client, account.email)
    path = token_after_request(client, account)
    other = client.application.test_client()
    assert other.get(path).status_code == 200
    assert other.post(path, data={"password": NEW}).status_code == 303
    assert other.post(path, data={"password": "another long password"}).status_code == 404
    assert not is_signed_in(client)
    assert sign_in(other, account.email, PASSWORD).status_code == 422
    assert sign_in(other, account.email, NEW).status_code == 303
    assert len(mails(account.email)) == 2


def test_a_reset_link_is_kept_as_a_hash_and_lives_half_an_hour(client, account):
    path = token_after_request(client, account)
    row = db.session.scalars(select(AccountToken)).one()
    assert row.token_hash not in path
    assert path.rpartition("/")[2] != row.token_hash
    assert row.expires_at <= utc_now() + dt.timedelta(minutes=30)
    row.expires_at = utc_now()
    db.session.commit()
    assert client.get(path).status_code == 404


def test_a_newer_reset_link_makes_the_older_one_void(client, account):
    first, second = token_after_request(client, account), token_after_request(client, account)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)


def test_reset_links_come_from_the_configured_address(client, account):
    answer = client.post("/forgot-password", data={"email": account.email}, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert mails(account.email) == []
    client.post("/forgot-password", data={"email": account.email}, headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in mails(account.email)[0].text


def test_a_reset_lifts_the_pause_but_not_the_second_factor(client, account):
    account.totp_secret, account.totp_enabled_at = seal(totp.new_secret()), utc_now()
    db.session.commit()
    for _ in range(attempts.LIMITS["password"].most):
        attempts.count("password", account.email)
    db.session.commit()
    client.post(token_after_request(client, account), data={"password": NEW})
    answer = sign_in(client, account.email, NEW)
    assert answer.location == "/sign-in/code"
    assert not is_signed_in(client)


def test_mails_to_one_address_are_limited(client, account):
    for _ in range(attempts.LIMITS["mail"].most + 3):
        client.post("/forgot-password", data={"email": account.email})
    assert len(mails(account.email)) == attempts.LIMITS["mail"].most


# Password


def test_changing_the_password_ends_other_sessions(client, signed_in, account):
    other = client.application.test_client()
    sign_in(other, account.email)
    assert client.post("/account/password", data={"current": PASSWORD, "new": NEW}).status_code == 303
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert len(mails(account.email)) == 1


def test_the_current_password_is_asked_for_and_guessing_it_is_counted(signed_in, account):
    for _ in range(attempts.LIMITS["password"].most):
        assert signed_in.post("/account/password", data={"current": "wrong", "new": NEW}).status_code == 422
    assert signed_in.post("/account/password", data={"current": PASSWORD, "new": NEW}).status_code == 422
    assert mails(account.email) == []


@pytest.mark.parametrize(
    "weak", ["short", "zhangwei99", "zhang@example.cn", "1234567890", "Password2026!", "张伟张伟张伟张伟张伟"]
)
def test_a_weak_password_is_refused(signed_in, weak):
    answer = signed_in.post("/account/password", data={"current": PASSWORD, "new": weak})
    assert answer.status_code == 422
    assert 'id="new-error"' in answer.get_data(as_text=True)


# Second factor


def code(secret, offset=0):
    return pyotp.TOTP(secret).at(time.time() + 30 * offset)


def secret_of(client):
    with client.session_transaction() as session:
        return session["totp_secret"]


@pytest.fixture
def clock(monkeypatch):
    """A clock in the middle of the next step: no test runs across its end, and no cookie is from the future."""
    now = time.time() // 30 * 30 + 45
    monkeypatch.setattr(time, "time", lambda: now)


def turn_on(client):
    client.get("/account/second-factor")
    answer = client.post("/account/second-factor", data={"code": code(secret_of(client), -1)})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_setting_up_sign_in_with_a_code_and_no_replay(client, signed_in, account, clock):
    page = signed_in.get("/account/second-factor").get_data(as_text=True)
    secret = secret_of(client)
    assert secret in page
    assert '<div class="qr' in page
    assert "data:image" not in page
    assert 'style="' not in page
    assert signed_in.post("/account/second-factor", data={"code": "000000"}).status_code == 422
    turn_on(client)
    db.session.refresh(account)
    assert secret not in account.totp_secret
    assert (unseal(account.totp_secret), account.totp_enabled_at is not None) == (secret, True)
    other = client.application.test_client()
    assert sign_in(other, account.email).location == "/sign-in/code"
    assert not is_signed_in(other)
    assert other.post("/sign-in/code", data={"code": code(secret, -1)}).status_code == 422  # used at the set-up
    now = code(secret)
    assert other.post("/sign-in/code", data={"code": f" {now[:3]} {now[3:]} "}).status_code == 303
    assert is_signed_in(other)
    third = client.application.test_client()
    sign_in(third, account.email)
    assert third.post("/sign-in/code", data={"code": now}).status_code == 422


def test_a_recovery_code_opens_once(client, signed_in, account, clock):
    codes = [line.split("<")[0] for line in turn_on(client).split("<code>")[1:]]
    assert len(codes) == totp.RECOVERY_CODES
    stored = set(db.session.scalars(select(RecoveryCode.code_hash)))
    assert not stored & set(codes)
    for status in (303, 422):
        other = client.application.test_client()
        sign_in(other, account.email)
        assert other.post("/sign-in/code", data={"code": codes[0].upper()}).status_code == status


def test_guessing_codes_pauses_them_and_tells_the_owner(client, signed_in, account, clock):
    turn_on(client)
    secret = unseal(account.totp_secret)
    other = client.application.test_client()
    sign_in(other, account.email)
    for _ in range(attempts.LIMITS["code"].most):
        assert other.post("/sign-in/code", data={"code": "000000"}).status_code == 422
    assert other.post("/sign-in/code", data={"code": code(secret)}).status_code == 422
    assert len(mails(account.email)) == 2


def test_the_code_page_needs_a_right_password_first_and_forgets_it(client, account, clock):
    account.totp_secret, account.totp_enabled_at = seal(totp.new_secret()), utc_now()
    db.session.commit()
    assert client.get("/sign-in/code").location == "/sign-in"
    sign_in(client, account.email)
    assert client.get("/sign-in/code").status_code == 200
    account.password_hash = "changed"
    db.session.commit()
    assert client.get("/sign-in/code").location == "/sign-in"


def test_a_right_password_is_forgotten_after_ten_minutes(client, account, monkeypatch):
    account.totp_secret, account.totp_enabled_at = seal(totp.new_secret()), utc_now()
    db.session.commit()
    sign_in(client, account.email)
    later = time.time() + 601
    monkeypatch.setattr("app.accounts.signing.time.time", lambda: later)
    assert client.get("/sign-in/code").location == "/sign-in"


def test_turning_it_off_asks_for_the_password_and_drops_the_codes(client, signed_in, account, clock):
    turn_on(client)
    assert client.post("/account/second-factor/off", data={"password": "wrong"}).status_code == 422
    assert client.post("/account/second-factor/off", data={"password": PASSWORD}).status_code == 303
    db.session.refresh(account)
    assert account.totp_secret is None
    assert db.session.scalars(select(RecoveryCode)).all() == []
    assert client.get("/account/second-factor/off").status_code == 409


def test_new_recovery_codes_void_the_old_ones(client, signed_in, clock):
    turn_on(client)
    before = set(db.session.scalars(select(RecoveryCode.code_hash)))
    assert client.post("/account/second-factor/recovery-codes", data={"password": PASSWORD}).status_code == 200
    after = set(db.session.scalars(select(RecoveryCode.code_hash)))
    assert len(after) == totp.RECOVERY_CODES
    assert not after & before


def test_whoever_decides_about_others_sets_it_up_first_and_keeps_it(client, account, clock):
    authority = factories.organisation(OrganisationKind.AUTHORITY)
    db.session.add(
        Membership(account_id=account.id, organisation_id=authority.id, role=Role.ORGANISER, is_manager=True)
    )
    db.session.commit()
    sign_in(client, account.email)
    for path in ("/account", f"/organisations/{authority.id}", f"/organisations/{authority.id}/invitations/new"):
        assert client.get(path).location == "/account/second-factor"
    invite = client.post(
        f"/organisations/{authority.id}/invitations/new", data={"email": "a@example.cn", "role": "organiser"}
    )
    assert invite.location == "/account/second-factor"
    turn_on(client)
    assert client.get("/account").status_code == 200
    assert client.post("/account/second-factor/off", data={"password": PASSWORD}).status_code == 403


# Sessions


def test_sessions_are_listed_and_ended_by_their_owner_alone(client, signed_in, account):
    other = client.application.test_client()
    sign_in(other, account.email, headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537"})
    page = client.get("/account/security").get_data(as_text=True)
    assert "Chrome · Windows" in page
    row = db.session.scalars(select(SignIn).where(SignIn.user_agent.contains("Windows"))).one()
    stranger = factories.sign_in(client.application.test_client(), factories.actor())
    db.session.commit()
    assert stranger.post(f"/account/sessions/{row.id}/end").status_code == 404
    assert is_signed_in(other)
    assert client.post(f"/account/sessions/{row.id}/end").status_code == 303
    assert not is_signed_in(other)


def test_all_other_sessions_end_at_once(client, signed_in, account):
    others = [client.application.test_client() for _ in range(2)]
    for other in others:
        sign_in(other, account.email)
    client.post("/account/sessions/end-others")
    assert is_signed_in(client)
    assert not any(is_signed_in(other) for other in others)


def test_a_session_does_not_outlive_a_month(client, signed_in):
    db.session.scalars(select(SignIn)).one().created_at = utc_now() - dt.timedelta(days=31)
    db.session.commit()
    assert not is_signed_in(client)


def test_private_pages_are_not_kept_by_proxies_or_the_back_button(signed_in):
    assert signed_in.get("/account").headers["Cache-Control"] == "no-store"
