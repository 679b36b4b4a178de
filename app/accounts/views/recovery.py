"""A forgotten password, and a new mail address."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.accounts import services
from app.accounts.forms import AddressForm, NewPasswordForm
from app.accounts.models import TokenPurpose
from app.accounts.services import tokens
from app.accounts.views import bp
from app.accounts.views.common import limited
from app.core.access import PUBLIC, SIGNED_IN, actor, allow
from app.core.errors import Forbidden
from app.extensions import db


@bp.route("/forgot-password", methods=["GET", "POST"])
@allow(PUBLIC)
@limited
def forgot_password() -> Any:
    form = AddressForm()
    if form.validate_on_submit():
        services.request_reset(email=form.email.data)
        db.session.commit()
        return render_template("accounts/mail_sent.html", address=form.email.data, kind="reset")
    return render_template("accounts/forgot_password.html", form=form), form.status


@bp.route("/reset-password/<token>", methods=["GET", "POST"])
@allow(PUBLIC)
@limited
def reset_password(token: str) -> Any:
    row = tokens.find(token, TokenPurpose.RESET_PASSWORD)
    if row is None:
        return render_template("accounts/link_over.html", kind="reset"), 404
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.reset_password(token=row, password=form.password.data)
            db.session.commit()
            flash(_("Your password is changed. Sign in with the new one."), "success")
            return redirect(url_for("accounts.sign_in"), 303)
    return render_template("accounts/reset_password.html", form=form), form.status


@bp.route("/account/address/<token>", methods=["GET", "POST"])
@allow(SIGNED_IN)
@limited
def confirm_email(token: str) -> Any:
    """The link from the new mailbox, opened by the person who asked for it."""
    row = tokens.find(token, TokenPurpose.CHANGE_EMAIL)
    if row is None:
        return render_template("accounts/link_over.html", kind="address"), 404
    person = actor()
    if row.account_id != person.account_id:
        raise Forbidden
    form = AddressForm(email=row.email)
    if form.is_submitted():
        with form.field_errors():
            services.change_email(actor=person, token=row)
            db.session.commit()
            flash(_("Your mail address is changed."), "success")
            return redirect(url_for("accounts.settings"), 303)
    return render_template("accounts/confirm_email.html", form=form, address=row.email), form.status
