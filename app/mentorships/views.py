"""Asking mentors, the inbox, and the mentorships that follow."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.answering import LABELS
from app.core.errors import Invalid
from app.core.forms import form_ids
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db
from app.mentors.models import Mentor
from app.mentors.queries import visible_mentor
from app.mentorships import offers, queries, services, wants
from app.mentorships.forms import AskForm, DeclineForm, ReasonForm, WantedForm
from app.mentorships.labels import ORIGINS
from app.mentorships.models import MOST_WANTED, MentorRequest, Mentorship
from app.mentorships.policies import sent
from app.projects.models import Project
from app.projects.queries import own_project
from app.roadshows.forms import options
from app.roadshows.policies import ORGANISING
from app.roadshows.views.common import flashed_errors

bp = Blueprint("mentorships", __name__)

COLUMNS = (
    Column(_l("Mentor"), lambda r: r.mentor.name),
    Column(_l("Project"), lambda r: r.project.name),
    Column(_l("Asked by"), lambda r: str(ORIGINS[r.origin])),
    Column(_l("Roadshow"), lambda r: r.roadshow.label if r.roadshow else ""),
    Column(_l("Message"), lambda r: r.message),
    Column(_l("State"), lambda r: str(LABELS[r.state])),
    Column(_l("Reason"), lambda r: r.decline_reason),
    Column(_l("Suggested instead"), lambda r: r.suggested.name if r.suggested else ""),
    Column(_l("Sent on"), lambda r: r.asked_at),
    Column(_l("Answered"), lambda r: r.answered_at),
)
_MENTORSHIPS = (
    Column(_l("Mentor"), lambda m: m.mentor.name),
    Column(_l("Project"), lambda m: m.project.name),
    Column(_l("Since"), lambda m: m.started_at),
    Column(_l("Ended"), lambda m: m.ended_at),
)


@bp.get("/requests")
@allow(Role.MENTOR, Role.ENTREPRENEUR, Role.INVESTOR, *ORGANISING)
def inbox() -> Any:
    """What a mentor was asked; what a project or an organiser asked mentors."""
    person = actor()
    if person.is_(Role.INVESTOR):
        return redirect(url_for("roadshows.answers"), 303)
    statement = queries.received(person) if person.is_(Role.MENTOR) else queries.sent_by(person)
    if wants_export():
        return export("requests", COLUMNS, db.session.scalars(statement).unique())
    page = paginate(statement, per_page=20)
    return render_template(
        "mentorships/inbox.html",
        page=page,
        quotas=queries.quotas(person),
        offers=offers.after(person, page.items) if person.is_(Role.ENTREPRENEUR) else {},
        known=queries.known_mentors({row.project_id for row in page.items if row.suggested_id}),
        most_wanted=MOST_WANTED,
        is_mentor=person.is_(Role.MENTOR),
    )


@bp.route("/mentors/<uuid:mentor_id>/ask", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=visible_mentor)
def ask(mentor: Mentor) -> Any:
    """A project asks a mentor."""
    person = actor()
    quotas = queries.quotas(person)
    form = AskForm()
    form.project_id.choices = options((quota.project.id, quota.project.name) for quota in quotas)
    if not form.is_submitted():
        form.project_id.data = request.args.get("project") or (str(quotas[0].project.id) if len(quotas) == 1 else None)
    if form.validate_on_submit():
        project = own_project(person, uuid.UUID(form.project_id.data))
        assert project is not None
        with form.field_errors():
            services.ask(
                actor=person,
                project=project,
                mentor_id=mentor.id,
                message=form.message.data or "",
                wanted=int(form.wanted.data) if form.wanted.data else None,
            )
            db.session.commit()
            flash(_("Sent. You get a notice when the mentor answers."), "success")
            return redirect(url_for(".inbox"), 303)
    return render_template("mentorships/ask.html", form=form, mentor=mentor, quotas=quotas), form.status


@bp.post("/requests/<uuid:request_id>/accept")
@allow(Role.MENTOR, load=queries.own_request)
def accept(question: MentorRequest) -> Response:
    services.accept(actor=actor(), request=question)
    db.session.commit()
    flash(_("Accepted. You and the project now see each other's contacts."), "success")
    return redirect(url_for(".index"), 303)


@bp.route("/requests/<uuid:request_id>/decline", methods=["GET", "POST"])
@allow(Role.MENTOR, load=queries.own_request)
def decline(question: MentorRequest) -> Any:
    """Say why, and perhaps who could help instead."""
    inbox_url = url_for(".inbox", _anchor=f"request-{question.id}")
    if request.method == "GET" and not question.is_open:
        return redirect(inbox_url, 303)
    form = DeclineForm()
    found = queries.colleagues(question, (form.words.data or "")[:100])
    form.colleague_id.choices = options([("", _("No suggestion")), *((mentor.id, mentor.name) for mentor in found)])
    if form.validate_on_submit():
        with form.field_errors():
            chosen = uuid.UUID(form.colleague_id.data) if form.colleague_id.data else None
            services.decline(actor=actor(), request=question, reason=form.reason.data or "", colleague_id=chosen)
            db.session.commit()
            flash(_("Declined. Whoever asked is told."), "success")
            return redirect(inbox_url, 303)
    hints = {str(mentor.id): mentor.headline for mentor in found}
    page = render_template("mentorships/decline.html", form=form, question=question, hints=hints)
    return page, form.status


@bp.post("/requests/<uuid:request_id>/ask-instead")
@allow(Role.ENTREPRENEUR, *ORGANISING, load=queries.own_request, may=sent)
def ask_instead(question: MentorRequest) -> Response:
    """One button asks the next best mentor, or the colleague whom the first one suggested."""
    chosen = form_ids("mentor_id", most=1)
    with flashed_errors():
        if not chosen:
            raise Invalid(_("Choose a mentor from the directory."), "mentor_id")
        services.ask_instead(actor=actor(), request=question, mentor_id=chosen[0])
        db.session.commit()
        flash(_("Sent. You get a notice when the mentor answers."), "success")
    return redirect(url_for(".inbox"), 303)


@bp.post("/projects/<uuid:project_id>/mentors-wanted")
@allow(Role.ENTREPRENEUR, load=own_project)
def want(project: Project) -> Response:
    """How many mentors a project wants in all."""
    form = WantedForm()
    if form.validate_on_submit():
        wants.set_wanted(actor=actor(), project=project, wanted=int(form.wanted.data))
        db.session.commit()
        flash(_("Saved."), "success")
    else:
        flash(_("Write a number between 1 and %(most)s.", most=MOST_WANTED), "error")
    return redirect(url_for(".inbox"), 303)


@bp.post("/requests/<uuid:request_id>/withdraw")
@allow(Role.ENTREPRENEUR, *ORGANISING, load=queries.own_request, may=sent)
def withdraw(question: MentorRequest) -> Response:
    services.withdraw(actor=actor(), request=question)
    db.session.commit()
    flash(_("Withdrawn."), "success")
    return redirect(url_for(".inbox"), 303)


@bp.get("/mentorships")
@allow(Role.MENTOR, Role.ENTREPRENEUR)
def index() -> Any:
    """Present and past mentorships of a mentor, or of a startup's projects."""
    ended = request.args.get("state") == "ended"
    statement = queries.mentorships(actor(), ended=ended)
    if wants_export():
        return export("mentorships", _MENTORSHIPS, db.session.scalars(statement).unique())
    return render_template(
        "mentorships/index.html", page=paginate(statement), ended=ended, form=ReasonForm(formdata=None)
    )


@bp.post("/mentorships/<uuid:mentorship_id>/end")
@allow(Role.MENTOR, Role.ENTREPRENEUR, load=queries.own_mentorship)
def end(mentorship: Mentorship) -> Response:
    form = ReasonForm()
    reason = (form.reason.data or "") if form.validate_on_submit() else ""
    services.end(actor=actor(), mentorship=mentorship, reason=reason)
    db.session.commit()
    flash(_("The mentorship has ended. The mentor's place is free again."), "success")
    return redirect(url_for(".index"), 303)
