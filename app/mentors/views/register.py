"""The authority's side: applications to decide, the register it keeps, suspending and lifting."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.extensions import db
from app.mentors import policies
from app.mentors.fields import completeness
from app.mentors.forms import DecisionForm, EnterForm, ReasonForm
from app.mentors.labels import FILING_KINDS, FILING_STATES, STANDINGS
from app.mentors.models import Filing, FilingKind, FilingState, Mentor, Standing
from app.mentors.queries import filings as queries
from app.mentors.register import proposed_end
from app.mentors.services import filing as services
from app.mentors.views import bp
from app.mentors.views.filing import filing_page

APPLICATIONS = (
    Column(_l("Mentor"), lambda f: f.mentor.name),
    Column(_l("Employer"), lambda f: f.mentor.employer),
    Column(_l("Kind"), lambda f: str(FILING_KINDS[f.kind])),
    Column(_l("State"), lambda f: str(FILING_STATES[f.state])),
    Column(_l("Sent on"), lambda f: f.submitted_at),
    Column(_l("Decided on"), lambda f: f.decided_at),
    Column(_l("Reason"), lambda f: f.reason),
)
REGISTER = (
    Column(_l("Mentor"), lambda row: row[0].name),
    Column(_l("Employer"), lambda row: row[0].employer),
    Column(_l("Filing"), lambda row: str(STANDINGS[row[0].standing])),
    Column(_l("Filing number"), lambda row: row[0].filing_number),
    Column(_l("Filed since"), lambda row: row[0].filed_on),
    Column(_l("Valid until"), lambda row: row[0].filed_until),
    Column(_l("Mentees"), lambda row: row[0].mentee_count),
    Column(_l("Most mentees"), lambda row: row[0].capacity),
    Column(_l("Last active"), lambda row: row[1]),
)


@bp.get("/mentors/filings")
@allow(Role.ORGANISER)
def filings() -> Any:
    """Applications to the authority; those that wait stand first."""
    state = request.args.get("state") or FilingState.SUBMITTED.value
    kind = request.args.get("kind", "")
    filters: dict[str, Any] = {
        "state": FilingState(state) if state in queries.SENT else None,
        "kind": FilingKind(kind) if kind in set(FilingKind) else None,
        "words": search_words(),
    }
    statement = queries.queue(actor(), **filters)
    if wants_export():
        return export("filings", APPLICATIONS, db.session.scalars(statement).unique())
    return render_template(
        "mentors/filings.html",
        page=paginate(statement),
        filters=filters,
        states=queries.SENT,
        all_states=state == "all",
    )


@bp.route("/mentors/filings/<uuid:filing_id>", methods=["GET", "POST"])
@allow(Role.ORGANISER, load=queries.own_filing, may=policies.can_decide)
def review_filing(application: Filing) -> Any:
    """Everything that the decision needs on one page."""
    mentor = application.mentor
    form = DecisionForm(obj=application, until=proposed_end(mentor.filed_until))
    if form.validate_on_submit():
        form.checked_version(application.version)
        with form.field_errors():
            services.decide(
                actor=actor(),
                filing=application,
                verdict=FilingState(form.verdict.data),
                reason=form.reason.data or "",
                until=form.until.data,
            )
            db.session.commit()
            flash(_("Decided: %(state)s. The mentor is told.", state=FILING_STATES[application.state]), "success")
            return redirect(url_for(".filings"), 303)
    page = render_template(
        "mentors/filing_review.html",
        form=form,
        filing=application,
        mentor=mentor,
        events=queries.history(mentor.id),
        completeness=completeness(mentor),
        last_active=queries.last_active(mentor),
    )
    return page, form.status


@bp.get("/mentors/register")
@allow(Role.ORGANISER)
def register() -> Any:
    """Everybody whom the authority keeps, with what only it may know: who was active when."""
    standing = request.args.get("standing", "")
    filters: dict[str, Any] = {
        "standing": Standing(standing) if standing in set(Standing) else None,
        "soon": standing == "ending",
        "words": search_words(),
        "order": request.args.get("sort", "name"),
    }
    statement = queries.of_authority(actor(), **filters)
    if wants_export():
        return export("register", REGISTER, db.session.execute(statement).unique().all())
    return render_template(
        "mentors/register.html", page=paginate(statement, scalars=False), filters=filters, standing=standing
    )


@bp.post("/mentors/<uuid:mentor_id>/filing/enter")
@allow(Role.ORGANISER, load=queries.kept_mentor, may=policies.keeps_register)
def enter_filing(mentor: Mentor) -> Any:
    """File without an application, by a decision on paper."""
    form = EnterForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.enter(actor=actor(), mentor=mentor, reason=form.reason.data or "", until=form.until.data)
            db.session.commit()
            flash(_("Filed. The mentor stands in the register."), "success")
            return redirect(url_for(".filing", mentor_id=mentor.id), 303)
    return filing_page(mentor, enter_form=form)


@bp.post("/mentors/<uuid:mentor_id>/filing/suspend")
@allow(Role.ORGANISER, load=queries.kept_mentor, may=policies.keeps_register)
def suspend_filing(mentor: Mentor) -> Any:
    return _change(mentor, services.suspend, _("Suspended. The register does not show the mentor any more."))


@bp.post("/mentors/<uuid:mentor_id>/filing/reinstate")
@allow(Role.ORGANISER, load=queries.kept_mentor, may=policies.keeps_register)
def reinstate_filing(mentor: Mentor) -> Any:
    return _change(mentor, services.reinstate, _("The suspension is lifted."))


def _change(mentor: Mentor, write: Callable[..., None], said: str) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            write(actor=actor(), mentor=mentor, reason=form.reason.data or "")
            db.session.commit()
            flash(said, "success")
            return redirect(url_for(".filing", mentor_id=mentor.id), 303)
    return filing_page(mentor, reason_form=form)
