"""The organisation one acts for: its data, its members, its invitations."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from app.accounts import credit_codes, policies, queries, services
from app.accounts.forms import InvitationForm, OrganisationForm
from app.accounts.labels import ORGANISATION_KIND_LABELS, role_label
from app.accounts.models import ROLES_OF_KIND, Invitation, Membership, Organisation, Role
from app.accounts.views import bp
from app.accounts.views.common import limited
from app.core.access import SIGNED_IN, actor, allow
from app.core.forms import form_values
from app.core.i18n import locale
from app.core.listing import paginate, search_words
from app.extensions import db


@bp.get("/organisation")
@allow(SIGNED_IN)
def organisation() -> Any:
    """The organisation of the current membership, for menus."""
    person = actor()
    if person.organisation_id is None:
        return redirect(url_for("accounts.memberships"), 303)
    return redirect(_url(person.membership.organisation), 303)


def _url(organisation: Organisation) -> str:
    return url_for("accounts.show_organisation", organisation_id=organisation.id)


@bp.get("/organisations/<uuid:organisation_id>")
@allow(SIGNED_IN, load=queries.visible_organisation)
def show_organisation(found: Organisation) -> Any:
    person = actor()
    sees_members = policies.can_see_members(person, found)
    manages, invites = policies.can_manage(person, found), policies.can_invite(person, found)
    roles = ROLES_OF_KIND[found.kind]
    role = next((role for role in roles if role == request.args.get("role")), None)
    members = queries.members_page(found.id, words=search_words(), role=role)
    return render_template(
        "accounts/organisation.html",
        organisation=found,
        kind_label=ORGANISATION_KIND_LABELS[found.kind],
        page=paginate(members) if sees_members else None,
        invitations=queries.open_invitations(found.id) if invites else [],
        manages=manages,
        invites=invites,
        hands_over=invites and found.registered_by_id is not None and not policies.has_members(found),
        roles=[(role, role_label(role)) for role in roles] if len(roles) > 1 else [],
        role=role,
        role_label=role_label,
        policies=policies,
        code_is_odd=bool(found.credit_code and not credit_codes.is_consistent(found.credit_code)),
    )


@bp.route("/organisations/<uuid:organisation_id>/edit", methods=["GET", "POST"])
@allow(SIGNED_IN, load=queries.visible_organisation, may=policies.can_manage)
def edit_organisation(found: Organisation) -> Any:
    form = OrganisationForm(obj=found, organisation_name=found.name)
    # Without JavaScript a button of the region's picker sends the form for its next level only.
    if "_cascade" not in request.form and form.validate_on_submit():
        form.checked_version(found.version)
        with form.field_errors():
            services.edit_organisation(actor=actor(), organisation=found, **form_values(form))
            db.session.commit()
            flash(_("The organisation is saved."), "success")
            return redirect(_url(found), 303)
    return render_template("accounts/edit_organisation.html", form=form, organisation=found), form.status


@bp.route("/organisations/<uuid:organisation_id>/invitations/new", methods=["GET", "POST"])
@allow(SIGNED_IN, load=queries.visible_organisation, may=policies.can_invite)
@limited
def invite(found: Organisation) -> Any:
    roles = policies.givable_roles(actor(), found)
    form = InvitationForm(role=roles[0] if len(roles) == 1 else None)
    form.role.choices = [SelectChoice(role.value, role_label(role)) for role in roles]
    if form.validate_on_submit():
        with form.field_errors():
            services.invite(
                actor=actor(),
                organisation=found,
                email=form.email.data,
                role=Role(form.role.data),
                is_manager=form.is_manager.data,
                locale=locale(),
            )
            db.session.commit()
            flash(_("The invitation is on its way to %(address)s.", address=form.email.data), "success")
            return redirect(_url(found), 303)
    first = not policies.has_members(found)
    return render_template("accounts/invite.html", form=form, organisation=found, first=first), form.status


@bp.post("/organisations/invitations/<uuid:invitation_id>/withdraw")
@allow(SIGNED_IN, load=queries.visible_invitation, may=policies.can_withdraw)
def withdraw_invitation(found: Invitation) -> Any:
    services.withdraw_invitation(actor=actor(), invitation=found)
    db.session.commit()
    flash(_("The invitation is withdrawn."), "success")
    return redirect(_url(found.organisation), 303)


@bp.post("/organisations/members/<uuid:membership_id>/manager")
@allow(SIGNED_IN, load=queries.visible_membership, may=policies.can_appoint)
def appoint(found: Membership) -> Any:
    """`manager=1` makes somebody a manager, anything else no longer one."""
    services.appoint(actor=actor(), membership=found, is_manager=request.form.get("manager") == "1")
    db.session.commit()
    name = found.account.name
    if found.is_manager:
        flash(_("%(name)s is a manager now.", name=name), "success")
    else:
        flash(_("%(name)s is no longer a manager.", name=name), "success")
    return redirect(_url(found.organisation), 303)


@bp.route("/organisations/members/<uuid:membership_id>/remove", methods=["GET", "POST"])
@allow(SIGNED_IN, load=queries.visible_membership, may=policies.can_end)
def remove_member(found: Membership) -> Any:
    """Asks first: only an invitation brings a person back."""
    if request.method == "POST":
        services.end_membership(actor=actor(), membership=found)
        db.session.commit()
        flash(_("%(name)s is no longer a member.", name=found.account.name), "success")
        return redirect(_url(found.organisation), 303)
    return render_template("accounts/remove_member.html", membership=found, role_label=role_label(found.role))
