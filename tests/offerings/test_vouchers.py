"""Innovation vouchers: what their balance may do, who takes which step, and that entries stay."""

import datetime as dt
import io

import pytest
from PIL import Image
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid
from app.extensions import db
from app.offerings.models import RedemptionState, Voucher, VoucherEntry, VoucherRedemption
from app.offerings.services import vouchers
from app.offerings.tasks import expire_vouchers
from tests import factories
from tests.factories import sign_in
from tests.offerings.factories import WAN, accepted, invoice, payable, voucher

YESTERDAY = dt.timedelta(days=-1)


@pytest.fixture
def owner(app):
    return factories.actor()


@pytest.fixture
def agency(app):
    return factories.actor(Role.AGENCY_STAFF)


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def summed(row):
    statement = select(func.sum(VoucherEntry.amount)).where(VoucherEntry.voucher_id == row.id)
    return db.session.scalar(statement)


def test_an_invoice_is_confirmed_and_paid_once(owner, agency, organiser):
    given = voucher(organiser, owner, amount=1 * WAN)
    request = payable(owner, agency, given)
    first = invoice(agency, request, 6_000_00, "0001")
    second = invoice(agency, request, 6_000_00, "0002")
    with pytest.raises(Conflict):
        vouchers.pay(actor=organiser, redemption=first, reference="T1")
    vouchers.confirm(actor=owner, redemption=first)
    assert (given.balance, summed(given)) == (4_000_00, 4_000_00)
    with pytest.raises(Conflict):
        vouchers.confirm(actor=owner, redemption=first)
    with pytest.raises(Conflict):
        vouchers.confirm(actor=owner, redemption=second)
    db.session.refresh(second)
    vouchers.refuse(actor=organiser, redemption=first, reason="发票抬头不符")
    assert (given.balance, summed(given)) == (1 * WAN, 1 * WAN)
    again = invoice(agency, request, 6_000_00, "0001")
    vouchers.confirm(actor=owner, redemption=again)
    vouchers.pay(actor=organiser, redemption=again, reference="T2")
    assert (again.state, given.balance) == (RedemptionState.PAID, 4_000_00)
    with pytest.raises(Conflict):
        vouchers.refuse(actor=organiser, redemption=again, reason="晚了")


def test_an_invoice_fits_voucher_price_and_number(owner, agency, organiser):
    given = voucher(organiser, owner, amount=1 * WAN, kinds=["ip"])
    request = payable(owner, agency, given)  # for 12,000
    for amount, number in ((1 * WAN + 1, "1"), (0, "1"), (1_00, "")):
        with pytest.raises(Invalid):
            vouchers.submit(actor=agency, request=request, amount=amount, invoice_number=number, invoice_id=None)
    invoice(agency, request, 8_000_00, "7")
    with pytest.raises(Invalid):
        invoice(agency, request, 5_000_00, "8")
    with pytest.raises(IntegrityError):
        invoice(agency, request, 1_00, "7")


def test_a_voucher_pays_only_its_holders_services_of_its_kinds(owner, agency, organiser):
    request = accepted(owner, agency, takes_vouchers=True)
    others, legal = voucher(organiser, factories.actor()), voucher(organiser, owner, kinds=["legal"])
    for wrong in (others, legal):
        with pytest.raises(Invalid):
            vouchers.offer(actor=owner, request=request, voucher=wrong)
    with pytest.raises(Conflict):
        invoice(agency, request)
    cash = accepted(owner, factories.actor(Role.AGENCY_STAFF))
    with pytest.raises(Conflict):
        vouchers.offer(actor=owner, request=cash, voucher=voucher(organiser, owner))


def test_each_takes_only_the_own_steps(owner, agency, organiser):
    request = payable(owner, agency, voucher(organiser, owner))
    made = invoice(agency, request)
    for person in (agency, organiser, factories.actor(), factories.actor(Role.ORGANISER)):
        with pytest.raises(Forbidden):
            vouchers.confirm(actor=person, redemption=made)
    for person in (agency, owner, factories.actor(Role.ORGANISER)):
        with pytest.raises(Forbidden):
            vouchers.pay(actor=person, redemption=made, reference="T")
    with pytest.raises(Forbidden):
        vouchers.issue(actor=owner, holder=owner.membership.organisation, amount=1, valid_until=city_day())
    vouchers.withdraw(actor=agency, redemption=made)
    assert made.state is RedemptionState.WITHDRAWN


def test_what_is_left_goes_back_when_a_voucher_ends(owner, agency, organiser):
    given, late = voucher(organiser, owner), voucher(organiser, owner)
    request = payable(owner, agency, given)
    confirmed = invoice(agency, request, 2_000_00)
    open_one = invoice(agency, request, 1_000_00)
    vouchers.confirm(actor=owner, redemption=confirmed)
    vouchers.revoke(actor=organiser, voucher=given, reason="企业注销")
    assert (given.state, given.balance, summed(given)) == ("revoked", 0, 0)
    with pytest.raises(Conflict):
        vouchers.confirm(actor=owner, redemption=open_one)
    db.session.refresh(open_one)
    vouchers.refuse(actor=organiser, redemption=confirmed, reason="重复")
    assert (given.balance, summed(given)) == (0, 0)
    late.valid_until = city_day() + YESTERDAY
    db.session.commit()
    expire_vouchers()
    assert (late.state, late.balance, summed(late)) == ("expired", 0, 0)
    with pytest.raises(Conflict):
        vouchers.revoke(actor=organiser, voucher=late, reason="晚了")


def test_entries_are_final_and_a_balance_never_negative(owner, organiser):
    given = voucher(organiser, owner)
    for wrong in (update(VoucherEntry).values(amount=1), delete(VoucherEntry), update(Voucher).values(balance=-1)):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(wrong)
    assert summed(given) == given.amount


def test_the_pages_lead_from_issue_to_payment(client, owner, agency, organiser, statements):
    request = accepted(owner, agency, takes_vouchers=True)
    owner.membership.organisation.name = "禾城微感科技有限公司"
    db.session.commit()
    startup, staff, authority = (client.application.test_client() for _ in range(3))
    for browser, person in ((startup, owner), (staff, agency), (authority, organiser)):
        sign_in(browser, person)
    form = {"holder_id": "1", "amount": "1万", "valid_until": (city_day() + dt.timedelta(days=9)).isoformat()}
    assert "无此企业" in authority.get("/vouchers/new?q=无此企业").text
    assert authority.post("/vouchers/new?q=微感", data=form).status_code == 422
    form["holder_id"] = str(owner.organisation_id)
    assert form["holder_id"] in authority.get("/vouchers/new?q=微感").text
    assert authority.post("/vouchers/new", data=form).status_code == 422
    assert authority.post("/vouchers/new?q=微感", data=form).status_code == 303
    given = db.session.scalars(select(Voucher)).unique().one()
    assert given.number in startup.get("/vouchers").text
    address = f"/offerings/requests/{request.id}"
    assert f"{address}/invoice" not in staff.get(address).text
    startup.post(f"{address}/voucher", data={"voucher_id": str(given.id)})
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    picture.seek(0)
    sent = {"invoice_number": "26332000", "amount": "8000", "file": (picture, "发票.png")}
    assert staff.post(f"{address}/invoice", data={"amount": "1"}).status_code == 422
    assert staff.post(f"{address}/invoice", data=sent, content_type="multipart/form-data").status_code == 303
    made = db.session.scalars(select(VoucherRedemption)).unique().one()
    page = f"/vouchers/invoices/{made.id}"
    assert "/vouchers/invoices?state=submitted" in startup.get("/today").text
    for browser in (startup, staff, authority):
        assert browser.get(f"/files/{made.invoice_id}").status_code in (200, 303)
    stranger = sign_in(client, factories.actor())
    assert stranger.get(f"/files/{made.invoice_id}").status_code == 404
    assert authority.post(f"{page}/refuse", data={"reason": ""}).status_code == 422
    assert startup.post(f"{page}/confirm").status_code == 303
    assert startup.post(f"{page}/confirm").status_code == 409
    assert "/vouchers/invoices?state=confirmed" in authority.get("/today").text
    assert authority.post(f"{page}/pay", data={"reason": ""}).status_code == 422
    assert authority.post(f"{page}/pay", data={"reason": "转账 0712"}).status_code == 303
    assert "转账 0712" in staff.get(page).text
    for path in ("/vouchers", "/vouchers/invoices", f"/vouchers/{given.id}"):
        assert authority.get(f"{path}?format=csv").mimetype == "text/csv"
        assert authority.get(path).status_code == 200

    def asked(path):
        with statements() as seen:
            assert authority.get(path).status_code == 200
        return len(seen)

    paths = ("/vouchers", "/vouchers/invoices")
    one = [asked(path) for path in paths]
    for _ in range(2):
        other, third = factories.actor(), factories.actor(Role.AGENCY_STAFF)
        invoice(third, payable(other, third, voucher(organiser, other)))
    db.session.commit()
    assert [asked(path) for path in paths] == one
