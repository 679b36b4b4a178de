"""Offerings and requests, made through the services."""

import datetime as dt
from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.days import city_day
from app.core.model import new_id
from app.offerings.models import Offering, ServiceRequest, Voucher, VoucherRedemption
from app.offerings.services import offerings, requests, vouchers
from app.projects.models import Project
from tests import factories
from tests.projects.factories import published as published_project

WAN = 10_000 * 100
LOAN = {
    "kind": "credit",
    "name": "科创信用贷",
    "amount_min": 50 * WAN,
    "amount_max": 500 * WAN,
    "rate_min": 365,
    "rate_max": 480,
    "term_max": 36,
}


def offering(agency: Actor | None = None, **values: Any) -> Offering:
    agency = agency or factories.actor(Role.AGENCY_STAFF)
    about = {
        "kind": "ip",
        "name": "专利代理",
        "tagline": "发明专利申请全流程代理",
        "description": "含检索、撰写与答复。",
    }
    return offerings.create(actor=agency, **{**about, **values})


def published(agency: Actor | None = None, **values: Any) -> Offering:
    agency = agency or factories.actor(Role.AGENCY_STAFF)
    made = offering(agency, **values)
    offerings.publish(actor=agency, offering=made)
    return made


def asked(owner: Actor, agency: Actor, project: Project | None = None, **values: Any) -> ServiceRequest:
    return requests.ask(
        actor=owner,
        project=project or published_project(owner),
        offering=published(agency, **values),
        message="两件发明专利，三个月内递交。",
    )


def quoted(owner: Actor, agency: Actor, **values: Any) -> ServiceRequest:
    request = asked(owner, agency, **values)
    until = city_day() + dt.timedelta(days=30)
    requests.quote(actor=agency, request=request, amount=12_000_00, valid_until=until, terms="含官费")
    return request


def accepted(owner: Actor, agency: Actor, **values: Any) -> ServiceRequest:
    request = quoted(owner, agency, **values)
    requests.accept(actor=owner, request=request)
    return request


def completed(owner: Actor, agency: Actor, **values: Any) -> ServiceRequest:
    request = accepted(owner, agency, **values)
    requests.complete(actor=agency, request=request)
    return request


def voucher(organiser: Actor, holder: Actor, amount: int = 5 * WAN, **values: Any) -> Voucher:
    """For the startup of `holder`."""
    assert holder.membership
    values = {"valid_until": city_day() + dt.timedelta(days=90), **values}
    return vouchers.issue(actor=organiser, holder=holder.membership.organisation, amount=amount, **values)


def payable(owner: Actor, agency: Actor, of: Voucher, **values: Any) -> ServiceRequest:
    """An agreed service that the startup pays with this voucher."""
    request = accepted(owner, agency, takes_vouchers=True, **values)
    vouchers.offer(actor=owner, request=request, voucher=of)
    return request


def invoice(agency: Actor, request: ServiceRequest, amount: int = 6_000_00, number: str = "") -> VoucherRedemption:
    return vouchers.submit(
        actor=agency, request=request, amount=amount, invoice_number=number or new_id().hex[-8:], invoice_id=None
    )
