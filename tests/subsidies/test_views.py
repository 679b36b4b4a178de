"""The pages of subsidies: what each side finds on them and can do there."""

import io

import pytest
from openpyxl import load_workbook

from app.accounts.models import Role
from app.core.days import city_day
from app.extensions import db
from app.subsidies.models import SeedGrant, Statement, SubsidyYear
from tests import factories
from tests.factories import sign_in
from tests.files import samples
from tests.subsidies.factories import WAN, agreed, computed, entered, subsidised, year


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def test_from_the_report_to_the_payment(client, organiser):
    staff, carrier, tenancy = subsidised(organiser)
    authority, operator = client.application.test_client(), client.application.test_client()
    sign_in(authority, organiser)
    sign_in(operator, staff)
    new = f"/carriers/{carrier.id}/grants/new"
    assert f"/grants?carrier={carrier.id}" in operator.get(f"/carriers/{carrier.id}").text
    assert new in operator.get(f"/grants?carrier={carrier.id}").text
    form = {"tenancy_id": str(tenancy.id), "amount": "50万", "granted_on": city_day().isoformat(), "purpose": "样机"}
    assert operator.post(new, data=form).status_code == 422
    sent = {**form, "evidence": (io.BytesIO(samples.pdf()), "回单.pdf")}
    assert operator.post(new, data=sent, content_type="multipart/form-data").status_code == 303
    grant = db.session.scalars(db.select(SeedGrant)).unique().one()
    page = f"/grants/{grant.id}"
    assert "/grants?state=reported" in authority.get("/today").text
    for browser in (operator, authority):
        assert browser.get(f"/files/{grant.evidence_id}").status_code in (200, 303)
    stranger = sign_in(client, factories.actor(Role.CARRIER_STAFF))
    for path in (page, f"/files/{grant.evidence_id}"):
        assert stranger.get(path).status_code == 404
    assert authority.post(f"{page}/reject", data={"reason": ""}).status_code == 422
    assert authority.post(f"{page}/confirm").status_code == 303
    assert authority.post(f"{page}/confirm").status_code == 409
    wrong = {"year": str(city_day().year), "budget": "", "seed_rate": "120"}
    assert authority.post("/subsidies/years/new", data=wrong).status_code == 422
    opening = {"year": str(city_day().year), "budget": "500万", "seed_rate": "20", "seed_cap": "100万"}
    assert authority.post("/subsidies/years/new", data=opening).status_code == 303
    of = db.session.scalars(db.select(SubsidyYear)).unique().one()
    assert (of.seed_rate, of.seed_cap, of.reward_national) == (2000, 100 * WAN, 100 * WAN)
    authority.post(f"/subsidies/years/{of.id}/compute")
    made = db.session.scalars(db.select(Statement)).unique().one()
    here = f"/subsidies/statements/{made.id}"
    assert operator.get(here).status_code == 404
    assert "50万元 × 20% = 10万元" in authority.get(f"{here}?lang=zh").text
    assert page in authority.get(here).text
    authority.post(f"/subsidies/years/{of.id}/send")
    assert "/subsidies?state=sent" in operator.get("/today").text
    assert operator.post(f"{here}/object", data={"reason": ""}).status_code == 422
    operator.post(f"{here}/object", data={"reason": "少算一笔"})
    assert "/subsidies?state=objected" in authority.get("/today").text
    assert authority.post(f"{here}/send", data={"reason": ""}).status_code == 422
    authority.post(f"{here}/send", data={"reason": "该笔不在本年。"})
    assert "该笔不在本年。" in operator.get(here).text
    assert operator.post(f"{here}/confirm").status_code == 303
    assert authority.post(f"{here}/approve").status_code == 303
    assert authority.post(f"{here}/pay", data={"paid_on": "", "reference": ""}).status_code == 422
    paid = {"paid_on": city_day().isoformat(), "reference": "转账 1122"}
    assert authority.post(f"{here}/pay", data=paid).status_code == 303
    assert "转账 1122" in operator.get(here).text
    sheet = load_workbook(io.BytesIO(authority.get(f"{here}?format=xlsx&lang=zh").data)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[-1] for row in rows] == ["金额", None, 100_000]
    assert "签字" in operator.get(f"{here}/print").text
    for path in ("/subsidies", "/grants", f"/subsidies?year={of.year}"):
        assert authority.get(f"{path}{'&' if '?' in path else '?'}format=csv").mimetype == "text/csv"


def test_a_second_person_approves_and_the_page_says_why(client, organiser):
    staff, _carrier, tenancy = subsidised(organiser)
    entered(tenancy, 100 * WAN)
    colleague = factories.actor(Role.ORGANISER, of=organiser.membership.organisation)
    made = agreed(organiser, staff, year(organiser))
    db.session.commit()
    here = f"/subsidies/statements/{made.id}"
    sign_in(client, organiser)
    assert f"{here}/approve" not in client.get(here).text
    assert client.post(f"{here}/approve").status_code == 409
    other = sign_in(client.application.test_client(), colleague)
    assert f"{here}/approve" in other.get(here).text
    assert "/subsidies?state=confirmed" in other.get("/today").text


def test_lists_take_as_many_statements_whatever_their_length(client, organiser, statements):
    of = year(organiser)

    def another():
        staff, _carrier, tenancy = subsidised(organiser)
        entered(tenancy, 10 * WAN)
        computed(organiser, of)
        return staff

    def asked(path):
        with statements() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    another()
    db.session.commit()
    sign_in(client, organiser)
    paths = ("/subsidies", "/grants", "/subsidies?format=csv", "/grants?format=csv")
    for path in paths:
        client.get(path)
    one = [asked(path) for path in paths]
    for _ in range(2):
        another()
    db.session.commit()
    assert [asked(path) for path in paths] == one
