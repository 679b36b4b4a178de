"""Passwords, addresses, telephones, codes, counters, commands: no pages."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.accounts import attempts, credit_codes, emails, passwords, phones, queries, services, totp
from app.accounts.devices import device_name
from app.accounts.models import AccountToken, AttemptCount, Role, SignUp
from app.accounts.tasks import forget_what_is_over
from app.core.errors import Forbidden, Invalid
from app.core.model import utc_now
from app.extensions import db
from tests import factories
from tests.accounts.factories import PASSWORD


@pytest.mark.parametrize(
    "password",
    [
        *("woaini1314", "1qaz2wsx3edc", "1qaz2wsx!!", "Password123!", "P@ssw0rd2026", "qwertyuiop", "1q2w3e4r5t6y"),
        *("abcabcabcabc", "aaaaaaaaaaaa", "0123456789", "abcdefghij", "13800138000", "zhangwei1990", "qwer1234asdf"),
        *("iloveyou520", "Fuqiao2026!", "woaizhongguo", "ＷＯＡＩＮＩ１３１４", "admin@2026!", "2026woaini"),
    ],
)
def test_common_passwords_are_refused(app, password):
    with pytest.raises(Invalid):
        passwords.check(password)


@pytest.mark.parametrize("password", ["correct horse battery", "燕子飞过三月的老城墙", "kX8!vq2#Lm0z", PASSWORD])
def test_good_passwords_are_accepted(app, password):
    passwords.check(password, email="zhang@example.cn", name="张伟")
    assert passwords.verify(password, passwords.hash_password(password))
    assert not passwords.verify(password + "x", passwords.hash_password(password))


@pytest.mark.parametrize(
    ("password", "email", "name"),
    [
        ("shenxiaoxia", "a@example.cn", "沈晓霞"),
        ("Shenxiaoxia2026", "a@example.cn", "沈晓霞"),
        ("xiaoxia.shen@example.cn", "xiaoxia.shen@example.cn", "沈晓霞"),
        ("xiaoxia.shen77!", "xiaoxia.shen@example.cn", "沈晓霞"),
        ("Baker-Baker1", "a@example.cn", "Tom Baker-Baker"),
    ],
)
def test_passwords_about_the_person_are_refused(app, password, email, name):
    with pytest.raises(Invalid):
        passwords.check(password, email=email, name=name)


def test_the_list_is_long_and_has_a_version():
    words = passwords._common_words()
    assert len(words) > 1000
    assert {"woaini1314", "1qaz2wsx"} <= words
    assert passwords._COMMON.read_text(encoding="utf-8").startswith("# version 20")


@pytest.mark.parametrize("nothing", [None, "", "!", "not a hash"])
def test_nothing_opens_an_account_without_a_password(nothing):
    assert not passwords.verify("anything at all", nothing)


def test_an_unknown_account_costs_a_hash_as_a_known_one_does(app, monkeypatch):
    checked = []

    class Hasher:
        def verify(self, *given):
            checked.append(given)
            return False

    passwords._dummy()
    monkeypatch.setattr(passwords, "HASHER", Hasher())
    services.authenticate(email="nobody@example.cn", password="some password")
    assert len(checked) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Zhang@Example.CN ", "zhang@example.cn"), ("a.b+c@x-y.com", "a.b+c@x-y.com"), ("a@例子.cn", "a@xn--fsqu00a.cn")],
)
def test_addresses_have_one_spelling(typed, kept):
    assert emails.normalise(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "a", "a@", "@b.cn", "a b@c.cn", "a@b", "a@b@c.cn", "张@例.cn\x00", "a@" + "b" * 300]
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValueError, match="address"):
        emails.normalise(typed)


def test_telephones():
    assert phones.normalise("138 0013 8000") == phones.normalise("+86-13800138000") == "+8613800138000"
    assert phones.show_phone("+8613800138000") == "138 0013 8000"
    assert phones.mask_phone("+8613800138000") == "138 **** 8000"
    assert phones.show_phone(phones.normalise("+852 2345 6789")) == "+852 2345 6789"
    assert phones.show_phone(phones.normalise("0573-8282 1234")).startswith("+86 573")
    assert "2345" not in phones.mask_phone("+85223456789")
    assert phones.show_phone(None) == phones.mask_phone("") == ""
    for bad in ("12", "abc", "+", "138001380001380013800", "\x00"):
        with pytest.raises(ValueError, match="telephone"):
            phones.normalise(bad)


def test_credit_codes():
    assert credit_codes.normalise(" 9111 0000 6000 3734 1l ") == "91110000600037341L"
    assert credit_codes.is_consistent("91110000600037341L")
    assert not credit_codes.is_consistent("91110000600037342L")
    for bad in ("", "1" * 17, "1" * 19, "O" * 18, "９" * 17):
        with pytest.raises(ValueError, match="code"):
            credit_codes.normalise(bad)


def test_a_code_of_an_app_is_accepted_once_and_one_step_around(monkeypatch):
    secret = totp.new_secret()
    monkeypatch.setattr("time.time", lambda: 30 * 1_000_000 + 15)
    code = totp.pyotp.TOTP(secret).at(30 * 1_000_000)
    assert totp.matching_step(secret, code) == 1_000_000
    assert totp.matching_step(secret, code, after=1_000_000) is None
    for step, fits in [(-2, False), (-1, True), (1, True), (2, False)]:
        other = totp.pyotp.TOTP(secret).at(30 * (1_000_000 + step))
        assert (totp.matching_step(secret, other) is not None) is fits


def test_devices_are_named_in_words():
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
    assert device_name(windows) == "Edge · Windows"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0"
    assert device_name(phone) == "WeChat · iPhone"
    assert device_name("curl/8") == "curl/8"


def test_counting_starts_anew_after_a_while(app):
    limit = attempts.LIMITS["password"]
    for _ in range(limit.most - 1):
        assert not attempts.count("password", "a@example.cn")
    db.session.scalars(select(AttemptCount)).one().first_at = utc_now() - limit.within - dt.timedelta(seconds=1)
    assert not attempts.count("password", "a@example.cn")
    for _ in range(limit.most - 2):
        attempts.count("password", "a@example.cn")
    assert not attempts.is_paused("password", "a@example.cn")
    assert attempts.count("password", "a@example.cn")
    assert attempts.is_paused("password", "a@example.cn")
    assert not attempts.is_paused("code", "a@example.cn")
    attempts.clear("password", "a@example.cn")
    assert not attempts.is_paused("password", "a@example.cn")


def test_what_is_over_is_forgotten(app):
    account = factories.account()
    long_ago = utc_now() - dt.timedelta(days=3)
    db.session.add_all(
        [
            AccountToken(account_id=account.id, purpose="reset_password", token_hash="a", expires_at=long_ago),
            SignUp(email="a@x.cn", name="a", locale="zh", role="mentor", token_hash="b", expires_at=long_ago),
            AttemptCount(key="c", first_at=long_ago),
        ]
    )
    db.session.commit()
    forget_what_is_over()
    assert [db.session.scalars(select(table)).all() for table in (AccountToken, SignUp, AttemptCount)] == [[], [], []]


def test_the_first_administrator_comes_from_the_command_line(app, monkeypatch):
    runner = app.test_cli_runner()
    options = ["--email", "Admin@example.cn", "--name", "管理员", "--authority", "嘉禾市科技局", "--password", PASSWORD]
    odd = runner.invoke(args=["accounts", "create-admin", *options, "--region", "嘉兴"])
    assert odd.exit_code == 2
    monkeypatch.setitem(app.config, "REGION", "330400")
    result = runner.invoke(args=["accounts", "create-admin", *options], input="\n")
    assert result.exit_code == 0, result.output
    assert queries.organisation_by_name("嘉禾市科技局").region_code == "330400"
    account = queries.account_by_email("admin@example.cn")
    assert [(found.role, found.is_manager) for found in account.memberships] == [("administrator", True)]
    again = runner.invoke(args=["accounts", "create-admin", *options], input="\n")
    assert again.exit_code == 1
    assert "Traceback" not in again.output
    weak = runner.invoke(args=["accounts", "set-password", "--email", "admin@example.cn", "--password", "short"])
    assert weak.exit_code == 1
    new = ["--email", "admin@example.cn", "--password", "quiet river under snow"]
    assert runner.invoke(args=["accounts", "set-password", *new]).exit_code == 0
    assert passwords.verify("quiet river under snow", account.password_hash)


def test_a_lost_second_factor_is_reset_by_an_administrator_alone(app):
    account = factories.account(totp_secret="x", totp_enabled_at=utc_now())
    for role in (Role.ORGANISER, Role.INVESTOR):
        with pytest.raises(Forbidden):
            services.reset_second_factor(actor=factories.actor(role), account=account)
    services.reset_second_factor(actor=factories.actor(Role.ADMINISTRATOR), account=account)
    assert account.totp_enabled_at is None
    account.totp_enabled_at = utc_now()
    db.session.commit()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["accounts", "reset-second-factor", "--email", account.email]).exit_code == 0
    assert runner.invoke(args=["accounts", "reset-second-factor", "--email", account.email]).exit_code == 1


def test_accounts_are_created_by_other_slices_in_one_call(app):
    account = services.create_account(email=" A@Example.cn", name="甲", password=PASSWORD, phone="13800138000")
    assert (account.email, account.phone) == ("a@example.cn", "+8613800138000")
    with pytest.raises(Invalid):
        services.create_account(email="a@example.cn", name="乙")
    without = services.create_account(email="b@example.cn", name="乙")
    assert services.authenticate(email="b@example.cn", password="") is None
    assert without.email_verified_at is not None
