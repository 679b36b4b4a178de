"""What a person agreed to, what is kept about them, and the way out."""

import json
from typing import Any

from flask import Response, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import logout_user

from app.accounts import consents, queries, services
from app.accounts.forms import PasswordForm
from app.accounts.views import bp
from app.accounts.views.common import limited, refuse
from app.core.access import SIGNED_IN, actor, allow
from app.core.errors import NotFound
from app.core.shell import endpoint_url
from app.extensions import db


@bp.get("/account/privacy")
@allow(SIGNED_IN)
def privacy() -> Any:
    return render_template(
        "accounts/privacy.html",
        purposes=consents.PURPOSES,
        given=_given(),
        history=queries.consents(actor().account_id),
        endpoint_url=endpoint_url,
    )


def _given() -> dict[str, Any]:
    """Purpose → the agreement that holds now."""
    return {row.purpose: row for row in queries.consents(actor().account_id) if row.withdrawn_at is None}


@bp.post("/account/privacy/consents/<purpose>/give")
@allow(SIGNED_IN)
def give_consent(purpose: str) -> Any:
    _known(purpose)
    services.give_consent(account=actor().account, purpose=purpose)
    db.session.commit()
    flash(_("Your agreement is recorded."), "success")
    return redirect(url_for("accounts.privacy"), 303)


@bp.post("/account/privacy/consents/<purpose>/withdraw")
@allow(SIGNED_IN)
def withdraw_consent(purpose: str) -> Any:
    _known(purpose)
    services.withdraw_consent(account=actor().account, purpose=purpose)
    db.session.commit()
    flash(_("Your agreement is withdrawn."), "success")
    return redirect(url_for("accounts.privacy"), 303)


def _known(purpose: str) -> None:
    if purpose not in consents.BY_CODE:
        raise NotFound


@bp.get("/account/privacy/data.json")
@allow(SIGNED_IN)
def download_data() -> Response:
    body = json.dumps(services.personal_data(actor().account), ensure_ascii=False, indent=2)
    response = Response(body, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="fuqiao-personal-data.json"'
    return response


@bp.route("/account/close", methods=["GET", "POST"])
@allow(SIGNED_IN)
@limited
def close_account() -> Any:
    form = PasswordForm()
    if form.validate_on_submit():
        if message := services.refusal(account=actor().account, password=form.password.data):
            refuse(form, "password", message)
        else:
            return _close()
    return render_template("accounts/close_account.html", form=form), form.status


def _close() -> Any:
    services.close_account(actor=actor())
    db.session.commit()
    logout_user()
    session.clear()
    flash(_("Your account is closed and your personal data is erased."), "success")
    return redirect("/", 303)
