"""Entering a carrier and moving on: who asks whom, and the answers."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.carriers import policies, queries
from app.carriers.forms.tenants import ApplyForm, HandOverForm, InviteForm, ReasonForm
from app.carriers.labels import ORIGINS
from app.carriers.models import Admission, Carrier, Tenancy
from app.carriers.queries import admissions as reading
from app.carriers.queries.tenancies import inner_tenancy, present_tenancy
from app.carriers.services import admissions as services
from app.carriers.views import bp
from app.core.access import actor, allow
from app.core.answering import LABELS
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.extensions import db
from app.projects.queries import own_project

COLUMNS = (
    Column(_l("Project"), lambda a: a.project.name),
    Column(_l("Carrier"), lambda a: a.carrier.name),
    Column(_l("Present carrier"), lambda a: a.tenancy.carrier.name if a.tenancy else ""),
    Column(_l("Asked by"), lambda a: str(ORIGINS[a.origin])),
    Column(_l("First day inside"), lambda a: a.starts_on),
    Column(_l("Message"), lambda a: a.message),
    Column(_l("State"), lambda a: str(LABELS[a.state])),
    Column(_l("Reason"), lambda a: a.decline_reason),
    Column(_l("Sent on"), lambda a: a.asked_at),
    Column(_l("Answered"), lambda a: a.answered_at),
)


@bp.get("/admissions")
@allow(Role.CARRIER_STAFF, Role.ENTREPRENEUR)
def admissions() -> Any:
    """What was asked of this side, and what it asked."""
    person, past = actor(), request.args.get("state") == "past"
    statement = reading.admissions(person, past=past)
    if wants_export():
        return export("admissions", COLUMNS, db.session.scalars(statement).unique())
    page = paginate(statement, per_page=20)
    return render_template(
        "carriers/admissions.html",
        page=page,
        past=past,
        sides={row.id: policies.agrees_for(person, row) for row in page.items},
        own={row.id for row in page.items if policies.asked(person, row)},
        form=ReasonForm(formdata=None),
    )


@bp.route("/carriers/<uuid:carrier_id>/tenants/new", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=queries.visible_carrier, may=policies.takes_in)
def invite(carrier: Carrier) -> Any:
    """Look for a project, then ask its startup."""
    words = search_words()
    found = reading.found_projects(carrier, words) if words else []
    form = InviteForm()
    form.project_id.choices = [(project.id, project.name) for project in found]
    if form.validate_on_submit():
        with form.field_errors():
            project = next(project for project in found if project.id == form.project_id.data)
            asked = services.invite(actor=actor(), carrier=carrier, project=project, **_values(form))
            db.session.commit()
            if isinstance(asked, Tenancy):
                said = _("Taken in. The startup has nobody here yet; whoever signs up for it confirms.")
                flash(said, "success")
                return redirect(url_for(".tenancy", tenancy_id=asked.id), 303)
            flash(_("Sent. The project is a tenant once its startup agrees."), "success")
            return redirect(url_for(".admissions"), 303)
    page = render_template("carriers/invite.html", form=form, carrier=carrier, words=words, found=found)
    return page, form.status


@bp.route("/carriers/<uuid:carrier_id>/apply", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=queries.visible_carrier)
def apply(carrier: Carrier) -> Any:
    """A startup asks for a place; from inside another carrier it asks to move."""
    person = actor()
    projects = reading.free_projects(person)
    form = ApplyForm()
    form.project_id.choices = [(project.id, project.name) for project in projects]
    if not form.is_submitted() and len(projects) == 1:
        form.project_id.data = projects[0].id
    if form.validate_on_submit():
        with form.field_errors():
            project = own_project(person, form.project_id.data)
            assert project is not None
            services.apply(actor=person, carrier=carrier, project=project, **_values(form))
            db.session.commit()
            flash(_("Sent. You get a notice when the carrier answers."), "success")
            return redirect(url_for(".admissions"), 303)
    inside = {project.id: present for project in projects if (present := present_tenancy(project.id))}
    page = render_template("carriers/apply.html", form=form, carrier=carrier, projects=projects, inside=inside)
    return page, form.status


@bp.route("/tenancies/<uuid:tenancy_id>/hand-over", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=inner_tenancy, may=policies.hands_over)
def hand_over(tenancy: Tenancy) -> Any:
    form = HandOverForm()
    offered = reading.next_carriers(tenancy)
    form.offer(offered)
    if form.validate_on_submit():
        with form.field_errors():
            target = next(carrier for carrier in offered if carrier.id == form.carrier_id.data)
            values = {"starts_on": form.starts_on.data, "message": form.message.data}
            asked = services.hand_over(actor=actor(), tenancy=tenancy, carrier=target, **values)
            db.session.commit()
            done = asked.state != "pending"
            flash(_("Handed over.") if done else _("Sent. It happens once the others have agreed."), "success")
            return redirect(url_for(".tenancy", tenancy_id=tenancy.id), 303)
    page = render_template("carriers/hand_over.html", form=form, tenancy=tenancy, carrier=tenancy.carrier)
    return page, form.status


@bp.post("/admissions/<uuid:admission_id>/agree")
@allow(Role.CARRIER_STAFF, Role.ENTREPRENEUR, load=reading.own_admission)
def agree(admission: Admission) -> Any:
    form = ReasonForm()
    with form.field_errors():
        tenancy = services.agree(actor=actor(), admission=admission)
        db.session.commit()
        if tenancy is None:
            flash(_("Agreed. The other side has not answered yet."), "success")
            return redirect(url_for(".admissions"), 303)
        flash(_("Agreed. The project is a tenant from %(day)s on.", day=tenancy.entered_on), "success")
        return redirect(url_for(".tenancy", tenancy_id=tenancy.id), 303)
    return _refused(form)


@bp.post("/admissions/<uuid:admission_id>/decline")
@allow(Role.CARRIER_STAFF, Role.ENTREPRENEUR, load=reading.own_admission)
def decline(admission: Admission) -> Response:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.decline(actor=actor(), admission=admission, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Declined. Whoever asked is told."), "success")
            return redirect(url_for(".admissions"), 303)
    return _refused(form)


@bp.post("/admissions/<uuid:admission_id>/withdraw")
@allow(Role.CARRIER_STAFF, Role.ENTREPRENEUR, load=reading.own_admission, may=policies.asked)
def withdraw(admission: Admission) -> Response:
    services.withdraw(actor=actor(), admission=admission)
    db.session.commit()
    flash(_("Withdrawn."), "success")
    return redirect(url_for(".admissions"), 303)


def _values(form: Any) -> dict[str, Any]:
    return {name: form[name].data for name in ("starts_on", "registered_on", "message")}


def _refused(form: ReasonForm) -> Response:
    errors = [*form.form_errors, *(error for field in form for error in field.errors)]
    flash(str(errors[0]) if errors else _("That did not work."), "error")
    return redirect(url_for(".admissions"), 303)
