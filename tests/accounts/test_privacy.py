"""Settings, consents, the data a person gets, and the way out."""

import json

import pytest
from sqlalchemy import select, text

from app.accounts import services
from app.accounts.models import Consent, Role
from app.accounts.services import privacy
from app.core.errors import Conflict
from app.extensions import db
from tests import factories
from tests.accounts.factories import PASSWORD, is_signed_in, link, mails, person, sign_in

CANARY = "canary-7f3a"


@pytest.fixture
def account(app):
    found = person(email=f"{CANARY}@example.cn", name=CANARY, phone="+8613800138000")
    for purpose in ("terms", "privacy"):
        services.give_consent(account=found, purpose=purpose)
    db.session.commit()
    return found


@pytest.fixture
def signed_in(client, account):
    sign_in(client, account.email)
    return client


def test_settings_are_saved_and_the_language_follows(signed_in, account):
    assert "138 0013 8000" in signed_in.get("/account").get_data(as_text=True)
    data = {
        "name": "李娜",
        "phone": "139 1234 5678",
        "locale": "en",
        "email": "x@example.cn",
        "closed_at": "2020-01-01",
    }
    answer = signed_in.post("/account", data=data)
    assert answer.status_code == 303
    assert (account.name, account.phone, account.locale) == ("李娜", "+8613912345678", "en")
    assert account.email == f"{CANARY}@example.cn"
    assert account.closed_at is None
    assert "lang=en" in answer.headers["Set-Cookie"]
    assert '<html lang="en"' in signed_in.get("/account").get_data(as_text=True)


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("phone", "12"), ("phone", "abc"), ("locale", "fr")])
def test_bad_settings_are_refused_beside_their_field(signed_in, field, value):
    data = {"name": "李娜", "phone": "", "locale": "zh", field: value}
    answer = signed_in.post("/account", data=data)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.get_data(as_text=True)


def test_a_new_address_counts_once_its_mailbox_answered(signed_in, account):
    data = {"email": "New@example.cn", "password": PASSWORD}
    assert signed_in.post("/account/address", data=data).status_code == 200
    path = link("new@example.cn")
    stranger = factories.sign_in(signed_in.application.test_client(), factories.actor())
    db.session.commit()
    assert stranger.post(path).status_code == 403
    assert account.email != "new@example.cn"
    assert signed_in.get(path).status_code == 200
    assert signed_in.post(path).status_code == 303
    assert account.email == "new@example.cn"
    assert len(mails(f"{CANARY}@example.cn")) == 1
    assert signed_in.post(path).status_code == 404


def test_a_taken_address_is_told_only_to_its_mailbox(signed_in, account):
    person(email="taken@example.cn")
    db.session.commit()
    pages = []
    for email in ("taken@example.cn", "free@example.cn"):
        answer = signed_in.post("/account/address", data={"email": email, "password": PASSWORD})
        page = answer.get_data(as_text=True).replace(email, "…")
        pages.append(page[page.index("<main") : page.index("</main>")])
    assert pages[0] == pages[1]
    assert "/account/address/" not in mails("taken@example.cn")[0].text


def test_consents_are_given_and_withdrawn_by_purpose(signed_in, account):
    assert signed_in.post("/account/privacy/consents/newsletter/give").status_code == 303
    assert signed_in.post("/account/privacy/consents/newsletter/withdraw").status_code == 303
    row = db.session.scalars(select(Consent).where(Consent.purpose == "newsletter")).one()
    assert row.withdrawn_at is not None
    assert signed_in.post("/account/privacy/consents/newsletter/give").status_code == 303
    assert row.withdrawn_at is None
    assert signed_in.post("/account/privacy/consents/privacy/withdraw").status_code == 409
    assert signed_in.post("/account/privacy/consents/nonsense/give").status_code == 404
    assert signed_in.get("/account/privacy").status_code == 200


def test_the_data_a_person_gets_is_theirs_and_whole(signed_in, account):
    answer = signed_in.get("/account/privacy/data.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    data = json.loads(answer.data)
    assert data["account"]["email"] == account.email
    assert data["account"]["phone"] == "+8613800138000"
    assert {row["purpose"] for row in data["consents"]} == {"terms", "privacy"}
    assert len(data["sign_ins"]) == 1
    assert "argon2" not in answer.get_data(as_text=True)


def test_every_column_is_either_handed_out_or_kept_back_on_purpose():
    tables = {table.__tablename__: table for table in privacy.PERSONAL_TABLES}
    assert set(privacy.EXPORTED) == set(privacy.WITHHELD) == set(tables)
    for name, table in tables.items():
        listed = [*privacy.EXPORTED[name], *privacy.WITHHELD[name]]
        assert sorted(listed) == sorted(column.key for column in table.__table__.columns), name


def test_closing_erases_the_person_and_ends_everything(signed_in, account):
    assert signed_in.post("/account/close", data={"password": "wrong"}).status_code == 422
    signed_in.post("/forgot-password", data={"email": account.email})
    assert signed_in.post("/account/close", data={"password": PASSWORD}).status_code == 303
    assert not is_signed_in(signed_in)
    assert account.name == privacy.NAME_OF_CLOSED
    assert sign_in(signed_in, f"{CANARY}@example.cn").status_code == 422
    for table in db.metadata.sorted_tables:
        if table.name.startswith("audit"):
            continue  # the log's own rule is tested with it
        rows = db.session.execute(text(f'SELECT * FROM "{table.name}"')).all()
        assert CANARY not in str(rows), table.name


def test_mail_and_telephone_are_not_in_the_log(account):
    rows = db.session.execute(text('SELECT before, after FROM "audit_entry"')).all()
    assert f"{CANARY}@example.cn" not in str(rows)
    assert "13800138000" not in str(rows)


def test_a_manager_whom_others_need_appoints_another_one_first(app):
    manager = factories.actor(Role.INVESTOR)
    factories.actor(Role.INVESTOR, of=manager.membership.organisation, is_manager=False)
    with pytest.raises(Conflict):
        services.close_account(actor=manager)
    alone = factories.actor(Role.INVESTOR)
    services.close_account(actor=alone)
    assert alone.membership.ended_at is not None


def test_other_slices_take_part_in_export_and_erasure(account, monkeypatch):
    monkeypatch.setattr(privacy, "_exporters", {})
    monkeypatch.setattr(privacy, "_erasers", [])
    erased = []
    services.on_export("mentor", lambda account: {"city": "嘉禾"})
    services.on_erasure(lambda account: erased.append(account.email))
    assert services.personal_data(account)["mentor"] == {"city": "嘉禾"}
    services.close_account(actor=factories.Actor(account))
    assert erased == [f"{CANARY}@example.cn"]
