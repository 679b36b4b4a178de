"""What requests for offerings add to a project's page and to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.panels import panel
from app.core.today import Due, Step, due, steps
from app.extensions import db
from app.offerings.models import RequestState, ServiceRequest, Voucher
from app.offerings.policies import asked, serves
from app.offerings.queries import offerings, requests, vouchers
from app.projects.models import Project
from app.projects.policies import owns


@panel("project", order=60)
def services_of_project(actor: Any, project: Project) -> str:
    """For its owners: what they asked agencies for, and where to find more."""
    if not isinstance(actor, Actor) or not owns(actor, project):
        return ""
    return render_template("offerings/_project_panel.html", project=project, requests=requests.of_project(project.id))


@panel("service_request", order=20)
def voucher_of_request(actor: Any, request: ServiceRequest) -> str:
    """For both sides of an agreed service: the voucher that pays for it, and the invoices."""
    if request.state not in (RequestState.ACCEPTED, RequestState.COMPLETED) or not request.offering.takes_vouchers:
        return ""
    return render_template(
        "offerings/_voucher_panel.html",
        question=request,
        voucher=db.session.get(Voucher, request.voucher_id) if request.voucher_id else None,
        usable=vouchers.usable(request) if asked(actor, request) else [],
        redemptions=vouchers.of_request(request),
        asks=asked(actor, request),
        serves=serves(actor, request),
    )


@due
def invoices_to_settle(actor: Any) -> Iterable[Due]:
    if not isinstance(actor, Actor) or not (waiting := vouchers.waiting(actor)):
        return
    if actor.is_(Role.ORGANISER):
        title = ngettext("Pay %(num)s invoice", "Pay %(num)s invoices", waiting)
        yield Due(title, url_for("offerings.redemptions", state="confirmed"), "receipt")
    else:
        title = ngettext("Confirm %(num)s invoice", "Confirm %(num)s invoices", waiting)
        yield Due(title, url_for("offerings.redemptions", state="submitted"), "receipt", urgent=True)


@due
def requests_to_answer(actor: Any) -> Iterable[Due]:
    if not isinstance(actor, Actor):
        return
    if actor.is_(Role.AGENCY_STAFF) and (waiting := requests.number_in(actor, RequestState.REQUESTED)):
        title = ngettext(
            "%(num)s request waits for your quotation", "%(num)s requests wait for your quotation", waiting
        )
        yield Due(title, url_for("offerings.requests", state="requested"), "message", urgent=True)
    if actor.is_(Role.ENTREPRENEUR):
        if waiting := requests.number_in(actor, RequestState.QUOTED):
            title = ngettext(
                "%(num)s quotation waits for your answer", "%(num)s quotations wait for your answer", waiting
            )
            yield Due(title, url_for("offerings.requests", state="quoted"), "file-text", urgent=True)
        if waiting := requests.unrated(actor):
            title = ngettext("Rate %(num)s completed service", "Rate %(num)s completed services", waiting)
            yield Due(title, url_for("offerings.requests", state="completed"), "star")


@steps
def first_steps(actor: Any) -> Iterable[Step]:
    """A new agency describes what it offers, then publishes it."""
    if isinstance(actor, Actor) and actor.is_(Role.AGENCY_STAFF):
        own = db.session.scalars(offerings.own(actor).limit(50)).all()
        where = url_for("offerings.show", offering_id=own[0].id) if own else url_for("offerings.create")
        yield Step(_("Describe a service or a financing product"), url_for("offerings.create"), bool(own))
        yield Step(_("Publish it"), where, any(offering.published_at for offering in own))
