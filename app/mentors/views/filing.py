"""The mentor's side of a filing, and what the public can check."""

import uuid
from contextlib import suppress
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core import drafts
from app.core.access import PUBLIC, actor, allow
from app.core.errors import Conflict
from app.core.mail import absolute_url
from app.core.qr import qr_code
from app.core.text import clean
from app.extensions import db
from app.mentors import policies, register
from app.mentors.forms import EnterForm, FilingForm, ReasonForm
from app.mentors.models import EvidenceKind, Filing, Mentor
from app.mentors.queries import filings
from app.mentors.services import filing as services
from app.mentors.services.profile import needed
from app.mentors.views import bp


@bp.get("/mentors/<uuid:mentor_id>/filing")
@allow(Role.MENTOR, Role.ORGANISER, load=filings.kept_mentor)
def filing(mentor: Mentor) -> Any:
    """How the mentor stands in the register, the application under way, and all that happened."""
    return filing_page(mentor)


def filing_page(mentor: Mentor, **forms: Any) -> tuple[str, int]:
    """The page, with a form of the authority that was refused."""
    person = actor()
    keeps = policies.keeps_register(person, mentor)
    newest = filings.newest_filing(mentor.id)
    shown = {
        "enter_form": EnterForm(formdata=None, until=register.proposed_end()),
        "reason_form": ReasonForm(formdata=None),
        **forms,
    }
    page = render_template(
        "mentors/filing.html",
        mentor=mentor,
        newest=newest if newest is not None and filings.own_filing(person, newest.id) else None,
        events=filings.history(mentor.id),
        keeps=keeps,
        applies=policies.can_apply(person, mentor),
        renewable=register.is_renewable(mentor),
        renewable_days=register.RENEWABLE.days,
        last_active=filings.last_active(mentor) if keeps else None,
        **shown,
    )
    return page, max(form.status for form in shown.values())


@bp.post("/mentors/<uuid:mentor_id>/filing/start")
@allow(Role.MENTOR, load=filings.kept_mentor, may=policies.can_apply)
def start_filing(mentor: Mentor) -> Response:
    """Begin an application, or go on with the one that is open."""
    waiting = filings.open_filing(mentor.id)
    if waiting is None:
        waiting = services.start(actor=actor(), mentor=mentor)
        db.session.commit()
    return redirect(url_for(".edit_filing", filing_id=waiting.id), 303)


@bp.route("/mentors/filings/<uuid:filing_id>/edit", methods=["GET", "POST"])
@allow(Role.MENTOR, load=filings.own_filing, may=policies.can_change_filing)
def edit_filing(application: Filing) -> Any:
    """Statement, evidence and consents on one page; every button keeps what is typed."""
    if not application.can_be_changed and request.method == "GET":
        return redirect(url_for(".filing", mentor_id=application.mentor_id), 303)
    person, key = actor(), f"filing:{application.id}"
    draft = drafts.find(person.account_id, key)
    restored = {} if request.method == "POST" else {"formdata": drafts.formdata(draft)}
    form = FilingForm(obj=application, **restored)
    newer = drafts.is_outdated(draft, form, application)
    if form.validate_on_submit():
        form.checked_version(application.version)
        with form.field_errors():
            _keep(application, form, key)
            if request.form.get("step") != "send":
                flash(_("Saved."), "success")
                return redirect(url_for(".edit_filing", filing_id=application.id), 303)
        if not form.errors:
            # What was typed and chosen is kept by now, whatever is still missing for sending it.
            form.version.data = str(application.version)
            with form.field_errors():
                services.submit(actor=person, filing=application, consents=form.consents())
                db.session.commit()
                flash(_("Sent. You get a notice when the authority decides."), "success")
                return redirect(url_for(".filing", mentor_id=application.mentor_id), 303)
    missing = [name for name, value in needed(application.mentor).items() if not value]
    return (
        render_template(
            "mentors/filing_edit.html",
            form=form,
            filing=application,
            mentor=application.mentor,
            draft=draft,
            newer=newer,
            key=key,
            missing=missing,
            most=register.MOST_EVIDENCE,
        ),
        form.status,
    )


def _keep(application: Filing, form: FilingForm, key: str) -> None:
    person, step = actor(), request.form.get("step", "")
    services.save(actor=person, filing=application, statement=form.statement.data or "")
    if form.file.data:
        services.attach(actor=person, filing=application, kind=EvidenceKind(form.file_kind.data), upload=form.file.data)
    if step.startswith("remove-"):
        with suppress(ValueError):
            services.detach(actor=person, filing=application, evidence_id=uuid.UUID(step.removeprefix("remove-")))
    drafts.discard(person.account_id, key)
    db.session.commit()


@bp.post("/mentors/filings/<uuid:filing_id>/take-back")
@allow(Role.MENTOR, load=filings.own_filing, may=policies.can_change_filing)
def take_back_filing(application: Filing) -> Response:
    services.take_back(actor=actor(), filing=application)
    db.session.commit()
    flash(_("Taken back. Change it and send it again."), "success")
    return redirect(url_for(".edit_filing", filing_id=application.id), 303)


@bp.get("/mentors/<uuid:mentor_id>/certificate")
@allow(Role.MENTOR, Role.ORGANISER, load=filings.kept_mentor)
def certificate(mentor: Mentor) -> Any:
    """To print; whoever holds it reads by its number whether it still holds."""
    if not mentor.is_published or not mentor.is_filed or mentor.filing_number is None:
        raise Conflict(_("There is no certificate while the mentor does not stand in the register."))
    address = absolute_url("mentors.verify", number=mentor.filing_number)
    return render_template("mentors/certificate.html", mentor=mentor, address=address, qr=qr_code(address))


@bp.get("/mentors/verify")
@allow(PUBLIC)
def verify() -> Any:
    """Anybody checks a number; the answer says no more than the register does."""
    written = clean(request.args.get("number", ""))[:60]
    number = register.read_number(written)
    found = filings.in_register(number) if number else None
    return render_template("mentors/verify.html", written=written, number=number, mentor=found)
