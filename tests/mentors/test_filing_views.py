import io

import pytest

from app.accounts.models import Role
from app.extensions import db
from app.mentors.models import Filing, Mentor
from app.mentors.services import filing as services
from tests import factories
from tests.factories import sign_in
from tests.files import samples
from tests.mentors.factories import filing, mentor, published

TICKED = {"consent_truth": "y", "consent_register": "y"}


@pytest.fixture
def people(app):
    organiser = factories.actor(Role.ORGANISER)
    owner = factories.actor(Role.MENTOR, of=organiser.membership.organisation)
    return organiser, owner


def evidence(name="证书.png"):
    return {"file": (io.BytesIO(samples.image("PNG")), name), "file_kind": "record"}


def test_a_mentor_applies_the_authority_decides_and_everybody_can_check(client, people):
    organiser, owner = people
    made = mentor(owner)
    db.session.commit()
    sign_in(client, owner)
    assert f"/mentors/{made.id}/filing" in client.get(f"/mentors/{made.id}").text
    begun = client.post(f"/mentors/{made.id}/filing/start")
    assert client.post(f"/mentors/{made.id}/filing/start").location == begun.location
    # What is typed and chosen is kept although something is missing for sending it.
    typed = {"statement": "愿意每月辅导两个团队。", "step": "send", "version": "1", **evidence()}
    refused = client.post(begun.location, data=typed)
    assert refused.status_code == 422
    assert 'id="consent_truth-error"' in refused.text
    assert "证书.png" in refused.text
    applied = db.session.query(Filing).one()
    assert applied.statement == "愿意每月辅导两个团队。"
    more = client.post(begun.location, data={"statement": "改过。", "step": "add", **evidence("推荐信.png")})
    assert more.location == begun.location
    extra = applied.evidence[1].id
    client.post(begun.location, data={"statement": "改过。", "step": f"remove-{extra}"})
    assert [row.file.name for row in applied.evidence] == ["证书.png"]
    sent = client.post(begun.location, data={"statement": "改过。", "step": "send", **TICKED})
    assert sent.location == f"/mentors/{made.id}/filing"
    assert client.get(begun.location).location == sent.location
    assert client.post(begun.location, data={"statement": "晚了", "step": "save"}).status_code == 409
    sign_in(client, organiser)
    assert "/mentors/filings" in client.get("/today").text
    review = f"/mentors/filings/{applied.id}"
    assert review in client.get("/mentors/filings").text
    assert made.name in client.get("/mentors/filings?format=csv").text
    page = client.get(review).text
    assert "改过。" in page
    assert f"/files/{applied.evidence[0].file_id}" in page
    assert client.get(f"/files/{applied.evidence[0].file_id}").status_code == 200
    assert client.post(review, data={"verdict": "rejected"}).status_code == 422
    assert client.post(review, data={"verdict": "approved", "until": "2999-01-01"}).status_code == 422
    assert client.post(review, data={"verdict": "approved"}).location == "/mentors/filings"
    assert client.post(review, data={"verdict": "approved"}).status_code == 409
    db.session.refresh(made)
    assert made.filing_number in client.get(f"/mentors/{made.id}/certificate").text
    visitor = client.application.test_client()
    assert made.name in visitor.get("/mentors").text
    shown = visitor.get(f"/mentors/verify?number={made.filing_number.replace('-', '')}").text
    assert made.name in shown
    assert "改过。" not in shown


def test_the_register_s_pages_of_one_authority_are_its_own(client, people):
    organiser, owner = people
    made = published(owner)
    other = factories.actor(Role.ORGANISER)
    db.session.commit()
    sign_in(client, organiser)
    listed = client.get("/mentors/register").text
    assert made.filing_number in listed
    assert client.get("/mentors/register?standing=suspended&sort=until").text.count(made.filing_number) == 0
    assert made.filing_number in client.get("/mentors/register?q=" + made.filing_number).text
    assert client.get("/mentors/register?format=xlsx").status_code == 200
    assert client.post(f"/mentors/{made.id}/filing/suspend", data={"reason": ""}).status_code == 422
    assert client.post(f"/mentors/{made.id}/filing/suspend", data={"reason": "长期未回应"}).status_code == 303
    assert client.post(f"/mentors/{made.id}/filing/suspend", data={"reason": "再次"}).status_code == 409
    assert client.get(f"/mentors/{made.id}/certificate").status_code == 409
    assert made.name not in client.get("/mentors").text
    # The public sees that a mentor is not filed, and not why.
    for path in ("/mentors?filing=all", f"/mentors/{made.id}", f"/mentors/verify?number={made.filing_number}"):
        page = client.application.test_client().get(path).text
        assert "长期未回应" not in page
        assert "暂停" not in page
    sign_in(client, owner)
    assert "长期未回应" in client.get(f"/mentors/{made.id}/filing").text
    sign_in(client, other)
    assert made.name not in client.get("/mentors/register").text
    assert client.get(f"/mentors/{made.id}/filing").status_code == 404
    assert client.post(f"/mentors/{made.id}/filing/reinstate", data={"reason": "恢复"}).status_code == 404
    sign_in(client, organiser)
    assert client.post(f"/mentors/{made.id}/filing/reinstate", data={"reason": "已说明"}).status_code == 303


def test_a_kept_profile_is_filed_by_a_document(client, people):
    organiser, _owner = people
    kept = mentor(organiser)
    db.session.commit()
    path = f"/mentors/{kept.id}/filing/enter"
    sign_in(client, organiser)
    assert 'id="until-error"' in client.post(path, data={"reason": "科〔2026〕1号", "until": "2001-01-01"}).text
    assert client.post(path, data={"reason": "科〔2026〕1号"}).location == f"/mentors/{kept.id}/filing"
    assert client.post(path, data={"reason": "科〔2026〕1号"}).status_code == 409
    assert "科〔2026〕1号" in client.get(f"/mentors/{kept.id}/filing").text


def test_two_tabs_of_an_application_do_not_overwrite_each_other(client, people):
    _organiser, owner = people
    applied = services.start(actor=owner, mentor=mentor(owner))
    db.session.commit()
    path, version = f"/mentors/filings/{applied.id}/edit", applied.version
    sign_in(client, owner)
    assert client.post(path, data={"statement": "先存", "version": version}).status_code == 303
    assert client.post(path, data={"statement": "后存", "version": version}).status_code == 409


def test_who_is_not_filed_is_listed_on_demand_and_found_by_name_alone(client):
    made = mentor(owner := factories.actor(Role.MENTOR), name="独特之名", bio="独特之文")
    from app.mentors.services import publish

    publish(actor=owner, mentor=made)
    db.session.commit()
    assert "独特之名" not in client.get("/mentors?q=独特之名").text.split('class="profile-list"')[-1].split("main")[0]
    assert f"/mentors/{made.id}" in client.get("/mentors?filing=all&q=独特之名").text
    assert f"/mentors/{made.id}" not in client.get("/mentors?filing=all&q=独特之文").text
    assert db.session.get(Mentor, made.id).standing == "unfiled"


@pytest.mark.parametrize("path", ["/mentors/filings", "/mentors/register"])
def test_lists_take_as_many_statements_for_three_rows_as_for_one(client, statements, people, path):
    organiser, _owner = people

    def more() -> None:
        person = factories.actor(Role.MENTOR, of=organiser.membership.organisation)
        made = published(person)
        made.filed_until = made.filed_on
        filing(person, made)
        db.session.commit()

    def counted() -> int:
        sign_in(client, organiser)
        with statements() as log:
            assert client.get(path).status_code == 200
        return len(log)

    more()
    counted()
    one = counted()
    more()
    more()
    assert counted() == one <= 14
