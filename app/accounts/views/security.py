"""Password, second factor and sessions."""

from typing import Any

from flask import current_app, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _

from app.accounts import policies, queries, services, signing, totp
from app.accounts.devices import device_name
from app.accounts.forms import ChangePasswordForm, CodeForm, PasswordForm
from app.accounts.models import SignIn
from app.accounts.views import bp
from app.accounts.views.common import limited, next_path, refuse
from app.core.access import SIGNED_IN, actor, allow
from app.core.errors import Conflict, Forbidden
from app.core.forms import BaseForm
from app.extensions import db


@bp.route("/account/password", methods=["GET", "POST"])
@allow(SIGNED_IN)
@limited
def change_password() -> Any:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        if message := services.refusal(account=actor().account, password=form.current.data):
            refuse(form, "current", message)
        else:
            with form.field_errors():
                services.change_password(actor=actor(), new=form.new.data)
                db.session.commit()
                flash(_("Your password is changed. Other sessions have ended."), "success")
                return redirect(url_for("accounts.security"), 303)
    return render_template("accounts/change_password.html", form=form), form.status


@bp.get("/account/security")
@allow(SIGNED_IN)
def security() -> Any:
    person = actor()
    return render_template(
        "accounts/security.html",
        sessions=queries.open_sessions(person.account_id),
        codes_left=queries.recovery_codes_left(person.account_id),
        must_keep=policies.must_keep_second_factor(person),
        device_name=device_name,
    )


@bp.post("/account/sessions/<uuid:sign_in_id>/end")
@allow(SIGNED_IN, load=queries.own_session)
def end_session(row: SignIn) -> Any:
    signing.end_sessions(account_id=row.account_id, only=row.id)
    db.session.commit()
    flash(_("The session has ended."), "success")
    return redirect(url_for("accounts.security"), 303)


@bp.post("/account/sessions/end-others")
@allow(SIGNED_IN)
def end_other_sessions() -> Any:
    person = actor()
    signing.end_sessions(account_id=person.account_id, but=person.sign_in_id)
    db.session.commit()
    flash(_("All other sessions have ended."), "success")
    return redirect(url_for("accounts.security"), 303)


@bp.route("/account/second-factor", methods=["GET", "POST"])
@allow(SIGNED_IN)
@limited
def second_factor() -> Any:
    """Set up codes from an app. The secret waits in the person's own signed cookie until a first code confirms it."""
    person = actor()
    if person.account.totp_enabled_at is not None:
        return redirect(url_for("accounts.security"), 303)
    secret = session.setdefault("totp_secret", totp.new_secret())
    form = CodeForm()
    if form.validate_on_submit():
        with form.field_errors():
            codes = services.turn_on_second_factor(actor=person, secret=secret, code=form.code.data)
            db.session.commit()
            session.pop("totp_secret")
            # Shown once and never again, so there is no page to redirect to.
            return render_template("accounts/recovery_codes.html", codes=codes, continue_url=next_path())
    site = current_app.config["SITE_NAME"] or _("Fuqiao")
    uri = totp.setup_uri(secret, person.account.email, site)
    page = render_template("accounts/second_factor.html", form=form, secret=secret, qr=totp.qr_code(uri))
    return page, form.status


@bp.route("/account/second-factor/off", methods=["GET", "POST"])
@allow(SIGNED_IN)
@limited
def second_factor_off() -> Any:
    person = actor()
    if policies.must_keep_second_factor(person):
        raise Forbidden
    if person.account.totp_enabled_at is None:
        raise Conflict(_("Two-step sign-in is off already."))
    form = PasswordForm()
    if _password_given(form):
        services.turn_off_second_factor(actor=person)
        db.session.commit()
        flash(_("Two-step sign-in is off."), "success")
        return redirect(url_for("accounts.security"), 303)
    return render_template("accounts/second_factor_off.html", form=form), form.status


@bp.route("/account/second-factor/recovery-codes", methods=["GET", "POST"])
@allow(SIGNED_IN)
@limited
def recovery_codes() -> Any:
    form = PasswordForm()
    if _password_given(form):
        codes = services.renew_recovery_codes(actor=actor())
        db.session.commit()
        return render_template("accounts/recovery_codes.html", codes=codes, continue_url=url_for("accounts.security"))
    return render_template("accounts/renew_recovery_codes.html", form=form), form.status


def _password_given(form: PasswordForm | BaseForm) -> bool:
    """Whether the form was sent with the person's own password."""
    if not form.validate_on_submit():
        return False
    if message := services.refusal(account=actor().account, password=form["password"].data):
        refuse(form, "password", message)
        return False
    return True
