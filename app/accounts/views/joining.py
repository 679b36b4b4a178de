"""Becoming a member: sign-up, invitations, a further role."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import consents, queries, services, signing
from app.accounts.forms import AcceptInvitationForm, AddRoleForm, FinishSignUpForm, RoleForm, SignUpForm
from app.accounts.labels import role_label
from app.accounts.models import Invitation, Role, SignUp
from app.accounts.services.roles import SIGN_UP_ROLES
from app.accounts.views import bp
from app.accounts.views.common import home, limited
from app.core import audit
from app.core.access import PUBLIC, SIGNED_IN, actor, allow
from app.core.i18n import bilingual, locale
from app.extensions import db

ORGANISATION_LABELS = {
    Role.ENTREPRENEUR: _l("Name of the company or team"),
    Role.INVESTOR: _l("Name of the fund management company"),
    Role.CARRIER_STAFF: _l("Name of the carrier's operator"),
    Role.AGENCY_STAFF: _l("Name of the agency"),
}


def _chosen_role() -> Role | None:
    wanted = request.args.get("role", "")
    return next((role for role in SIGN_UP_ROLES if role == wanted), None)


def _prepare(form: RoleForm, role: Role) -> None:
    """Ask for what the role comes with."""
    choices = None
    if role is Role.MENTOR:
        choices = [(str(found.id), bilingual(found.name, found.name_en)) for found in queries.authorities()]
    form.ask_for(organisation_label=ORGANISATION_LABELS.get(role, ""), authorities=choices)


def _authority_id(form: RoleForm) -> uuid.UUID | None:
    return uuid.UUID(form.chosen_authority) if form.chosen_authority else None


def _choose_role(endpoint: str, title: str) -> Any:
    status = 422 if request.method == "POST" else 200
    return render_template("accounts/choose_role.html", endpoint=endpoint, title=title), status


@bp.route("/sign-up", methods=["GET", "POST"])
@allow(PUBLIC)
@limited
def sign_up() -> Any:
    if actor().is_signed_in:
        return redirect(url_for("accounts.add_membership", role=request.args.get("role")), 303)
    if (role := _chosen_role()) is None:
        return _choose_role("accounts.sign_up", _("Join"))
    form = SignUpForm()
    _prepare(form, role)
    if form.validate_on_submit():
        with form.field_errors():
            services.sign_up(
                email=form.email.data,
                name=form.name.data,
                locale=locale(),
                role=role,
                organisation_name=form.chosen_organisation,
                authority_id=_authority_id(form),
                agreed=form.agreed,
            )
            db.session.commit()
            return render_template("accounts/mail_sent.html", address=form.email.data, kind="sign_up")
    page = render_template("accounts/sign_up.html", form=form, role=role, role_label=role_label(role))
    return page, form.status


@bp.route("/sign-up/<token>", methods=["GET", "POST"])
@allow(PUBLIC)
@limited
def finish_sign_up(token: str) -> Any:
    row = queries.sign_up_by_token(actor(), token)
    if row is None:
        return _link_over("sign_up")
    form = FinishSignUpForm(obj=row)
    if row.role is Role.MENTOR:
        del form.organisation_name, form.region_code
    else:
        form.organisation_name.label.text = ORGANISATION_LABELS[row.role]
    if form.validate_on_submit():
        with form.field_errors():
            return _finish(row, form)
    return render_template(
        "accounts/finish_sign_up.html", form=form, row=row, role_label=role_label(row.role)
    ), form.status


def _finish(row: SignUp, form: FinishSignUpForm) -> Any:
    brought = {}
    if "organisation_name" in form:
        brought = {"organisation_name": form.organisation_name.data, "region_code": form.region_code.data or ""}
    account, membership = services.finish_sign_up(row=row, password=form.password.data, **brought)
    signing.sign_in(account, membership=membership)
    db.session.commit()
    flash(_("Welcome, %(name)s. Your account is ready.", name=account.name), "success")
    return redirect(home(), 303)


def _link_over(kind: str) -> Any:
    return render_template("accounts/link_over.html", kind=kind), 404


@bp.route("/memberships/new", methods=["GET", "POST"])
@allow(SIGNED_IN)
@limited
def add_membership() -> Any:
    """A further role for somebody who has an account: one person may found, invest and advise."""
    if (role := _chosen_role()) is None:
        return _choose_role("accounts.add_membership", _("Add a role"))
    form = AddRoleForm()
    _prepare(form, role)
    if form.validate_on_submit():
        with form.field_errors():
            membership = services.join_role(
                account=actor().account,
                role=role,
                organisation_name=form.chosen_organisation,
                region_code=form.chosen_region,
                authority_id=_authority_id(form),
            )
            signing.switch(membership)
            db.session.commit()
            flash(_acting(membership.role_label, membership.organisation.name), "success")
            return redirect(home(), 303)
    return render_template(
        "accounts/add_membership.html", form=form, role=role, role_label=role_label(role)
    ), form.status


def _acting(role: str, organisation: str) -> str:
    return _("You now act as %(role)s for %(organisation)s.", role=role, organisation=organisation)


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@allow(PUBLIC, load=queries.invitation_by_token)
@limited
def invitation(found: Invitation) -> Any:
    """The reader has the account it was sent to and is signed in, has it and must sign in, or gets one here."""
    if not found.is_open:
        return render_template("accounts/link_over.html", kind="invitation"), 410
    person = actor()
    if person.is_signed_in:
        return _accept_signed_in(found)
    if queries.account_by_email(found.email):
        return render_template("accounts/invitation.html", invitation=found, form=None, state="sign_in")
    form = AcceptInvitationForm()
    if form.validate_on_submit():
        with form.field_errors():
            return _accept_new(found, form)
    return render_template("accounts/invitation.html", invitation=found, form=form, state="new"), form.status


def _accept_signed_in(found: Invitation) -> Any:
    person = actor()
    if person.account.email != found.email:
        return render_template("accounts/invitation.html", invitation=found, form=None, state="other"), 403
    if request.method == "POST":
        membership = services.accept_invitation(invitation=found, account=person.account)
        signing.switch(membership)
        db.session.commit()
        flash(_acting(membership.role_label, membership.organisation.name), "success")
        return redirect(home(), 303)
    return render_template("accounts/invitation.html", invitation=found, form=None, state="accept")


def _accept_new(found: Invitation, form: AcceptInvitationForm) -> Any:
    account = services.create_account(
        email=found.email, name=form.name.data, password=form.password.data, locale=locale()
    )
    audit.acting(actor_id=account.id)
    for purpose in consents.REQUIRED:
        services.give_consent(account=account, purpose=purpose.code)
    membership = services.accept_invitation(invitation=found, account=account)
    signing.sign_in(account, membership=membership)
    db.session.commit()
    flash(_("Welcome, %(name)s. Your account is ready.", name=account.name), "success")
    return redirect(home(), 303)
