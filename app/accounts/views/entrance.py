"""Signing in and out."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts import attempts, services, signing
from app.accounts.forms import CodeForm, SignInForm
from app.accounts.models import Account
from app.accounts.views import bp
from app.accounts.views.common import home, limited, next_path, refuse
from app.core.access import PUBLIC, SIGNED_IN, actor, allow
from app.core.security import local_path
from app.extensions import db


@bp.route("/sign-in", methods=["GET", "POST"])
@allow(PUBLIC)
@limited
def sign_in() -> Any:
    if actor().is_signed_in:
        return redirect(next_path(), 303)
    form = SignInForm()
    if form.validate_on_submit():
        if attempts.is_paused("password", form.email.data):
            message = _("Too many attempts for this address. Wait 15 minutes, or set a new password now.")
            refuse(form, "password", message)
        elif account := services.authenticate(email=form.email.data, password=form.password.data):
            return _admit(account)
        else:
            refuse(form, "password", _("The address or the password is not right."))
    page = render_template("accounts/sign_in.html", form=form, next_path=request.args.get("next"))
    return page, form.status


def _admit(account: Account) -> Any:
    """The password was right: ask for the second factor, or let in."""
    target = next_path()
    if account.totp_enabled_at is not None:
        db.session.commit()
        signing.begin(account, next_path=target)
        return redirect(url_for("accounts.sign_in_code"), 303)
    signing.sign_in(account)
    db.session.commit()
    return redirect(target, 303)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@allow(PUBLIC)
@limited
def sign_in_code() -> Any:
    if (waiting := signing.pending()) is None:
        return redirect(url_for("accounts.sign_in"), 303)
    account, target = waiting
    form = CodeForm()
    if form.validate_on_submit():
        if attempts.is_paused("code", account.id):
            refuse(form, "code", _("Too many attempts. Wait 15 minutes and try again."))
        elif services.use_second_factor(account=account, code=form.code.data):
            signing.sign_in(account)
            db.session.commit()
            return redirect(local_path(target, home()), 303)
        else:
            refuse(form, "code", _("This code does not fit, or was used already. Wait for the next one."))
    return render_template("accounts/sign_in_code.html", form=form), form.status


@bp.post("/sign-out")
@allow(SIGNED_IN)
def sign_out() -> Any:
    signing.sign_out()
    db.session.commit()
    flash(_("You are signed out."), "success")
    return redirect("/", 303)
