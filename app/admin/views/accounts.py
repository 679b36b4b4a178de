"""People, pending sign-ups and organisations of the whole installation."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.labels import ORGANISATION_KIND_LABELS, ROLE_LABELS, role_label
from app.accounts.models import Account, OrganisationKind, Role, SignUp
from app.admin import queries
from app.admin.forms import AuthorityForm
from app.admin.services import accounts as services
from app.admin.views import bp
from app.core.access import actor, allow
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.extensions import db
from app.taxonomy.labels import region_name

ACCOUNT_COLUMNS = (
    Column(_l("Full name"), lambda account: account.name),
    Column(_l("Email"), lambda account: account.email),
    Column(
        _l("Memberships"),
        lambda account: [
            f"{membership.organisation.name} ({role_label(membership.role)})"
            for membership in account.memberships
            if membership.ended_at is None
        ],
    ),
    Column(_l("Since"), lambda account: account.created_at),
    Column(_l("Second factor"), lambda account: _("Yes") if account.totp_enabled_at else _("No")),
)
SIGN_UP_COLUMNS = (
    Column(_l("Full name"), lambda row: row.name),
    Column(_l("Email"), lambda row: row.email),
    Column(_l("Role"), lambda row: role_label(row.role)),
    Column(_l("Organisation"), lambda row: row.organisation_name),
    Column(_l("Time"), lambda row: row.created_at),
)
ORGANISATION_COLUMNS = (
    Column(_l("Organisation name"), lambda row: row[0].name),
    Column(_l("Kind"), lambda row: str(ORGANISATION_KIND_LABELS[row[0].kind])),
    Column(_l("Region"), lambda row: region_name(row[0].region_code, full=True)),
    Column(_l("Members"), lambda row: row[1]),
)


@bp.get("/accounts")
@allow(Role.ADMINISTRATOR)
def accounts() -> Any:
    role = next((role for role in Role if role == request.args.get("role")), None)
    statement = queries.accounts(words=search_words(), role=role)
    if wants_export():
        return export("accounts", ACCOUNT_COLUMNS, db.session.scalars(statement))
    page = paginate(statement)
    return render_template(
        "admin/accounts.html",
        page=page,
        words=search_words(),
        role=role,
        roles=ROLE_LABELS,
        last_sign_ins=queries.last_sign_ins([account.id for account in page.items]),
    )


@bp.post("/accounts/<uuid:account_id>/reset")
@allow(Role.ADMINISTRATOR, load=queries.open_account)
def account_reset(account: Account) -> Any:
    services.send_reset(actor=actor(), account=account)
    db.session.commit()
    flash(_("A link to choose a new password is on its way to %(name)s.", name=account.name), "success")
    return redirect(url_for(".accounts", q=account.email), 303)


@bp.get("/accounts/sign-ups")
@allow(Role.ADMINISTRATOR)
def sign_ups() -> Any:
    """Whoever has not opened the link in the mail."""
    statement = queries.sign_ups(words=search_words())
    if wants_export():
        return export("sign-ups", SIGN_UP_COLUMNS, db.session.scalars(statement))
    return render_template("admin/sign_ups.html", page=paginate(statement), words=search_words(), role_label=role_label)


@bp.post("/accounts/sign-ups/<uuid:sign_up_id>/resend")
@allow(Role.ADMINISTRATOR, load=queries.open_sign_up)
def sign_up_resend(sign_up: SignUp) -> Any:
    services.resend_sign_up(actor=actor(), sign_up=sign_up)
    db.session.commit()
    flash(_("The link is on its way to %(name)s again; the earlier one no longer works.", name=sign_up.name), "success")
    return redirect(url_for(".sign_ups"), 303)


@bp.get("/organisations")
@allow(Role.ADMINISTRATOR)
def organisations() -> Any:
    kind = next((kind for kind in OrganisationKind if kind == request.args.get("kind")), None)
    statement = queries.organisations(words=search_words(), kind=kind)
    if wants_export():
        return export("organisations", ORGANISATION_COLUMNS, db.session.execute(statement))
    return render_template(
        "admin/organisations.html",
        page=paginate(statement, scalars=False),
        words=search_words(),
        kind=kind,
        kinds=ORGANISATION_KIND_LABELS,
    )


@bp.route("/organisations/new", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def organisation_new() -> Any:
    """A new authority; its first organiser is invited on the next page."""
    form = AuthorityForm()
    if form.validate_on_submit():
        with form.field_errors():
            made = services.create_authority(
                actor=actor(),
                name=form.organisation_name.data,
                name_en=form.name_en.data or "",
                region_code=form.region_code.data,
                credit_code=form.credit_code.data or "",
            )
            db.session.commit()
            flash(_("The authority is created. Invite its first organiser."), "success")
            return redirect(url_for("accounts.invite", organisation_id=made.id), 303)
    return render_template("admin/organisation_new.html", form=form), form.status
