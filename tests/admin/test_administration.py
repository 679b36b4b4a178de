"""The pages of administrators: audit log, jobs, accounts, organisations, sectors."""

import datetime as dt

import pytest
from sqlalchemy import func, select, update

from app.accounts.models import Organisation, OrganisationKind, Role, SignUp
from app.accounts.signing import hash_token
from app.core import audit, jobs
from app.core.audit import AuditEntry
from app.core.mail import OutboxMessage
from app.core.model import utc_now
from app.extensions import db
from app.taxonomy import loading
from app.taxonomy.models import SectorSynonym
from tests import factories
from tests.factories import sign_in

PAGES = ("audit", "jobs", "accounts", "accounts/sign-ups", "organisations", "organisations/new", "sectors")


@pytest.fixture
def administrator(client):
    person = factories.actor(Role.ADMINISTRATOR, name="系统管理员甲")
    sign_in(client, person)
    return person


@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_come_in(client, path):
    assert client.get(f"/admin/{path}").status_code == 303
    for role in (Role.ORGANISER, Role.ENTREPRENEUR):
        sign_in(client, factories.actor(role))
        assert client.get(f"/admin/{path}").status_code == 403
    sign_in(client, factories.actor(Role.ADMINISTRATOR))
    assert client.get(f"/admin/{path}").status_code == 200


def entries(client, query=""):
    text = client.get(f"/admin/audit?format=csv{query}").text
    return text.splitlines()[1:]


def test_the_log_is_searched_by_person_table_object_action_and_day(client, administrator):
    audit.acting(actor_id=administrator.account_id)
    made = factories.organisation(name="被查的机构")
    db.session.commit()
    made.about = "改过"
    db.session.commit()
    audit.acting(actor_id=None)
    factories.organisation(name="别的机构")
    db.session.commit()
    assert len(entries(client, f"&object={made.id}")) == 2
    assert len(entries(client, f"&object={made.id}&action=update")) == 1
    assert len(entries(client, "&table=organisation&q=系统管理员甲&action=insert")) >= 1
    assert all("别的机构" not in line for line in entries(client, "&q=系统管理员甲"))
    tomorrow = (utc_now() + dt.timedelta(days=2)).date().isoformat()
    assert entries(client, f"&since={tomorrow}") == []
    assert entries(client, "&until=2020-01-01") == []
    assert entries(client, "&since=nonsense&table=nonsense&action=nonsense") != []
    page = client.get(f"/admin/audit?object={made.id}").text
    assert "改过" in page
    assert "系统管理员甲" in page


def test_secrets_are_not_in_the_log(client, administrator):
    factories.account(email="canary@example.cn", password_hash="canary-hash")
    db.session.commit()
    assert "canary" not in client.get("/admin/audit").text
    assert "canary" not in client.get("/admin/audit?format=csv").text


def test_the_chain_is_checked_in_the_background(client, administrator):
    factories.account()
    db.session.commit()
    answer = client.post("/admin/audit/verify")
    assert "/jobs/" in answer.location
    again = client.post("/admin/audit/verify")
    assert again.location == answer.location
    job = db.session.scalars(select(jobs.Job).where(jobs.Job.kind == "audit.verify")).one()
    jobs.run(job.id)
    assert "tone-success" in client.get("/admin/audit").text
    db.session.execute(update(AuditEntry).where(AuditEntry.position == 1).values(object_id="forged"))
    db.session.commit()
    client.post("/admin/audit/verify")
    jobs.run(db.session.scalars(select(jobs.Job.id).where(jobs.Job.state == "queued")).one())
    assert "tone-danger" in client.get("/admin/audit").text


def test_jobs_show_state_duration_and_error(client, administrator):
    now = utc_now()
    factories.save(
        jobs.Job(kind="import.write", state="failed", error="这个文件不行", finished_at=now + dt.timedelta(seconds=3))
    )
    factories.save(jobs.Job(kind="import.check", state="done", finished_at=now))
    page = client.get("/admin/jobs?state=failed").text
    assert "这个文件不行" in page
    assert len(client.get("/admin/jobs?format=csv").text.splitlines()) == 3
    assert len(client.get("/admin/jobs?format=csv&kind=import.check").text.splitlines()) == 2


def test_accounts_are_found_by_name_address_and_role(client, administrator):
    factories.actor(Role.MENTOR, name="要找的导师", email="find-me@example.cn")
    for query in ("q=要找的", "q=FIND-ME", "role=mentor"):
        assert "要找的导师" in client.get(f"/admin/accounts?{query}").text
    assert "要找的导师" not in client.get("/admin/accounts?q=nobody").text
    assert "要找的导师" not in client.get("/admin/accounts?role=investor").text
    assert "find-me@example.cn" in client.get("/admin/accounts?format=csv").text


def test_a_reset_link_goes_to_the_owner(client, administrator):
    account = factories.account(email="forgot@example.cn")
    assert client.post(f"/admin/accounts/{account.id}/reset").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 1
    closed = factories.account(closed_at=utc_now())
    assert client.post(f"/admin/accounts/{closed.id}/reset").status_code == 404


def test_a_sign_up_link_is_sent_again_and_the_first_becomes_void(client, administrator):
    row = factories.save(
        SignUp(
            email="new@example.cn",
            name="新人",
            locale="zh",
            role=Role.ENTREPRENEUR,
            organisation_name="新公司",
            consents={},
            token_hash=hash_token("first"),
            expires_at=utc_now() + dt.timedelta(hours=1),
        )
    )
    assert "新人" in client.get("/admin/accounts/sign-ups").text
    assert client.post(f"/admin/accounts/sign-ups/{row.id}/resend").status_code == 303
    db.session.expire_all()
    assert row.token_hash != hash_token("first")
    assert row.expires_at > utc_now() + dt.timedelta(hours=20)
    row.expires_at = utc_now() - dt.timedelta(hours=1)
    db.session.commit()
    assert client.post(f"/admin/accounts/sign-ups/{row.id}/resend").status_code == 404


def test_an_authority_is_created_and_its_organiser_invited_next(client, administrator):
    fields = {"organisation_name": "丙市科技局", "region_code": "330400"}
    answer = client.post("/admin/organisations/new", data=fields)
    made = db.session.scalars(select(Organisation).where(Organisation.name == "丙市科技局")).one()
    assert made.kind is OrganisationKind.AUTHORITY
    assert answer.location.endswith(f"/organisations/{made.id}/invitations/new")
    assert client.get(answer.location).status_code == 200
    assert client.post("/admin/organisations/new", data=fields).status_code == 422
    assert "丙市科技局" in client.get("/admin/organisations?kind=authority&q=丙市").text


def test_words_are_taught_forgotten_and_taught_again(client, administrator):
    loading.load()
    db.session.commit()
    assert client.post("/admin/sectors", data={"text": "好玩的", "sector_code": "games"}).status_code == 303
    word = db.session.scalars(select(SectorSynonym)).one()
    assert "好玩的" in client.get("/admin/sectors?q=好玩").text
    refused = client.post("/admin/sectors", data={"text": "好玩的", "sector_code": "robotics"})
    assert refused.status_code == 422
    assert 'id="text-error"' in refused.text
    assert client.post(f"/admin/sectors/synonyms/{word.id}/remove").status_code == 303
    assert db.session.scalars(select(SectorSynonym)).all() == []
    page = client.get("/admin/sectors").text
    assert 'name="text" value="好玩的"' in page
    assert client.get("/admin/sectors?format=xlsx").data.startswith(b"PK")


@pytest.mark.parametrize("path", ["audit", "jobs", "accounts", "organisations"])
def test_lists_take_as_many_statements_for_three_rows_as_for_one(client, administrator, statements, path):
    def add():
        factories.actor(Role.ENTREPRENEUR)
        factories.save(jobs.Job(kind="import.check", state="done"))
        db.session.commit()

    add()
    with statements() as one:
        client.get(f"/admin/{path}")
    add()
    add()
    with statements() as three:
        client.get(f"/admin/{path}")
    assert len(one) == len(three) <= 12


def test_hostile_filters_are_harmless(client, administrator):
    for path in ("audit", "jobs", "accounts", "organisations", "sectors", "imports"):
        for value in ("%00", "'%22%3Cscript%3E", "9" * 400, "\ud800".encode("utf-8", "surrogatepass").hex()):
            answer = client.get(
                f"/admin/{path}?q={value}&object={value}&since={value}&kind={value}&page={value}&state={value}"
            )
            assert answer.status_code in {200, 400}
            assert "<script>" not in answer.text.replace("<script src", "")
