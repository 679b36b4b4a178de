"""Who one is here, and in which roles."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts import queries, services, signing
from app.accounts.forms import ChangeAddressForm, SettingsForm
from app.accounts.models import Membership
from app.accounts.phones import show_phone
from app.accounts.views import bp
from app.accounts.views.common import home, limited, refuse
from app.core.access import SIGNED_IN, actor, allow
from app.core.errors import NotFound
from app.core.forms import form_values
from app.core.security import local_path
from app.extensions import db


@bp.route("/account", methods=["GET", "POST"])
@allow(SIGNED_IN)
def settings() -> Any:
    account = actor().account
    form = SettingsForm(name=account.name, phone=show_phone(account.phone), locale=account.locale)
    if form.validate_on_submit():
        with form.field_errors():
            services.edit_settings(account=account, **form_values(form))
            db.session.commit()
            with force_locale(account.locale):
                flash(_("Your settings are saved."), "success")
            response = make_response(redirect(url_for("accounts.settings"), 303))
            # The language switch of the header writes the same cookie; the later choice counts.
            response.set_cookie("lang", account.locale, max_age=365 * 86400, samesite="Lax", secure=request.is_secure)
            return response
    return render_template("accounts/settings.html", form=form), form.status


@bp.route("/account/address", methods=["GET", "POST"])
@allow(SIGNED_IN)
@limited
def change_address() -> Any:
    form = ChangeAddressForm()
    if form.validate_on_submit():
        if message := services.refusal(account=actor().account, password=form.password.data):
            refuse(form, "password", message)
        else:
            with form.field_errors():
                services.request_email_change(actor=actor(), email=form.email.data)
                db.session.commit()
                return render_template("accounts/mail_sent.html", address=form.email.data, kind="address")
    return render_template("accounts/change_address.html", form=form), form.status


@bp.get("/account/memberships")
@allow(SIGNED_IN)
def memberships() -> Any:
    return render_template("accounts/memberships.html")


@bp.post("/memberships/switch")
@allow(SIGNED_IN)
def switch_membership() -> Any:
    wanted = request.form.get("membership_id", "")
    membership = next((found for found in actor().memberships if str(found.id) == wanted), None)
    if membership is None:
        raise NotFound
    signing.switch(membership)
    db.session.commit()
    role, organisation = membership.role_label, membership.organisation.name
    flash(_("You now act as %(role)s for %(organisation)s.", role=role, organisation=organisation), "success")
    return redirect(local_path(request.form.get("next"), home()), 303)


@bp.route("/memberships/<uuid:membership_id>/leave", methods=["GET", "POST"])
@allow(SIGNED_IN, load=queries.own_membership)
def leave(membership: Membership) -> Any:
    """Asks first: only an invitation brings a person back."""
    if request.method == "POST":
        services.end_membership(actor=actor(), membership=membership)
        db.session.commit()
        flash(_("You have left %(organisation)s.", organisation=membership.organisation.name), "success")
        return redirect(url_for("accounts.memberships"), 303)
    return render_template("accounts/leave.html", membership=membership)
