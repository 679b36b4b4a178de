"""CSRF, hosts and rate limits, with the protections that other tests switch off."""

import pytest
from flask.testing import FlaskClient

from app.extensions import db, limiter
from tests.accounts.factories import PASSWORD, person, sign_in
from tests.isolation import build_app


@pytest.fixture
def protected(app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    person(email="zhang@example.cn")
    db.session.commit()
    return app.test_client()


def token_in(page: str) -> str:
    return page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]


def test_a_form_without_its_token_is_refused(protected):
    assert sign_in(protected, "zhang@example.cn").status_code == 400
    token = token_in(protected.get("/sign-in").get_data(as_text=True))
    data = {"email": "zhang@example.cn", "password": PASSWORD, "csrf_token": token}
    assert protected.post("/sign-in", data=data).status_code == 303
    for path in ("/sign-out", "/account", "/memberships/switch", "/account/sessions/end-others"):
        assert protected.post(path, data={"csrf_token": token}).status_code == 400  # the token of the old session


def test_another_browsers_token_is_refused(protected):
    other = protected.application.test_client()
    token = token_in(other.get("/sign-in").get_data(as_text=True))
    protected.get("/sign-in")
    data = {"email": "zhang@example.cn", "password": PASSWORD, "csrf_token": token}
    assert protected.post("/sign-in", data=data).status_code == 400


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil.example"])
def test_a_forged_host_is_refused(client, host):
    assert client.get("/sign-in", headers={"Host": host}).status_code == 400


@pytest.fixture
def limited(tmp_path):
    """An application of its own, because the limiter is switched on at its start."""

    def build(**overrides):
        app = build_app(f"sqlite:///{tmp_path / 'x.db'}", tmp_path, RATELIMIT_ENABLED=True, **overrides)
        app.test_client_class = FlaskClient
        with app.app_context():
            db.create_all()
        return app.test_client()

    yield build
    limiter.reset()
    limiter.enabled = False


def statuses(client, count, forwarded=""):
    return [
        sign_in(
            client,
            f"person{number}@example.cn",
            headers={"X-Forwarded-For": forwarded.format(number)} if forwarded else {},
        ).status_code
        for number in range(count)
    ]


def test_one_address_guessing_many_accounts_is_limited_whatever_it_forges(limited):
    client = limited()
    assert statuses(client, 61, forwarded="10.0.0.{}")[-2:] == [422, 429]


def test_behind_a_proxy_only_what_the_proxy_saw_counts(limited):
    client = limited(PROXY_COUNT=1)
    # The proxy appends the peer's address; what the peer wrote before it is not believed.
    assert statuses(client, 61, forwarded="10.0.0.{}, 203.0.113.7")[-2:] == [422, 429]
    assert statuses(client, 3, forwarded="203.0.113.{}") == [422] * 3


def test_one_account_is_limited_from_many_addresses(limited):
    client = limited(PROXY_COUNT=1)
    answers = [
        sign_in(client, " Zhang@example.CN", headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code
        for number in range(11)
    ]
    assert answers[-2:] == [422, 429]


def test_whoever_is_limited_is_told_when_to_come_again(limited):
    client = limited()
    answers = [sign_in(client, "zhang@example.cn") for _ in range(11)]
    assert "Retry-After" not in answers[-2].headers
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


@pytest.mark.parametrize("path", ["/forgot-password", "/sign-up?role=investor", "/sign-in/code"])
def test_the_other_doors_are_limited_as_well(limited, path):
    client = limited()
    last = [client.post(path, data={"email": f"a{number}@example.cn"}).status_code for number in range(61)][-1]
    assert last == 429
