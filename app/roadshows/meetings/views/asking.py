"""Whom one can meet at a roadshow, asking, and answering."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.answering import LABELS
from app.core.errors import Conflict, Invalid
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.extensions import db
from app.funds.models import Fund
from app.roadshows.forms import options
from app.roadshows.meetings.forms import AskForm, ReasonForm
from app.roadshows.meetings.models import MeetingRequest
from app.roadshows.meetings.policies import answers, asked, takes_requests
from app.roadshows.meetings.queries import asking as queries
from app.roadshows.meetings.queries.board import slots_of
from app.roadshows.meetings.queries.meetings import at_roadshow, side
from app.roadshows.meetings.services import asking as services
from app.roadshows.meetings.services.attending import statement_of
from app.roadshows.meetings.views import bp
from app.roadshows.models import Roadshow
from app.roadshows.views.common import flashed_errors

BOTH = (Role.ENTREPRENEUR, Role.INVESTOR)
_COLUMNS = (
    Column(_l("Roadshow"), lambda row: row.roadshow.label),
    Column(_l("Fund"), lambda row: row.fund.name),
    Column(_l("Project"), lambda row: row.project.name),
    Column(_l("Message"), lambda row: row.message),
    Column(_l("State"), lambda row: str(LABELS[row.state])),
    Column(_l("Reason"), lambda row: row.decline_reason),
    Column(_l("Sent on"), lambda row: row.asked_at),
    Column(_l("Answered"), lambda row: row.answered_at),
)

_FUNDS = (
    Column(_l("Fund"), lambda row: row[0].name),
    Column(_l("One-line description"), lambda row: row[0].tagline),
    Column(_l("Fund manager"), lambda row: row[0].organisation.name),
    Column(_l("Project"), lambda row: row[1].name),
    Column(_l("State"), lambda row: str(LABELS[row[2].state]) if row[2] else ""),
)


@bp.get("/requests/meetings")
@allow(*BOTH)
def requests() -> Any:
    """What the person's side was asked, or (`?box=sent`) asked others."""
    is_sent = request.args.get("box") == "sent"
    statement = queries.sent(actor()) if is_sent else queries.received(actor())
    if wants_export():
        return export("meeting-requests", _COLUMNS, db.session.scalars(statement).unique())
    return render_template("roadshows/meetings/requests.html", page=paginate(statement, per_page=20), is_sent=is_sent)


@bp.get("/roadshows/<uuid:roadshow_id>/meetings")
@allow(*BOTH, load=queries.joined_roadshow)
def roadshow(roadshow: Roadshow) -> Any:
    """The person's meetings at a roadshow, and for a project of the line-up the funds that it can meet."""
    person = actor()
    projects = queries.own_projects(person, roadshow.id)
    funds = [fund for fund in queries.coming_funds(roadshow.id) if _fits(fund)] if projects else []
    asked_for = queries.newest_requests(roadshow.id, project_ids=[row.id for row in projects])
    if wants_export():
        pairs = [(fund, project, asked_for.get((fund.id, project.id))) for fund in funds for project in projects]
        return export("funds", _FUNDS, pairs)
    return render_template(
        "roadshows/meetings/roadshow.html",
        roadshow=roadshow,
        meetings=at_roadshow(person, roadshow.id),
        side=side(person),
        slots=[slot for slot in slots_of(roadshow.id) if not slot.is_break],
        said=statement_of(roadshow.id, person.account_id),
        projects=projects,
        funds=funds,
        asked=asked_for,
        left=queries.quota_left(roadshow, [row.id for row in projects]),
        words=search_words(),
        is_open=takes_requests(roadshow),
    )


def _fits(fund: Fund) -> bool:
    words = search_words().casefold().split()
    text = f"{fund.name} {fund.tagline} {fund.organisation.name}".casefold()
    return all(word in text for word in words)


@bp.route("/roadshows/<uuid:roadshow_id>/meetings/ask", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=queries.joined_roadshow)
def ask(roadshow: Roadshow) -> Any:
    """A project of the line-up asks a fund that comes."""
    person = actor()
    projects, funds = queries.own_projects(person, roadshow.id), queries.coming_funds(roadshow.id)
    if not takes_requests(roadshow):
        raise Conflict(_("Meetings are asked for while the line-up is public and the roadshow is not closed."))
    form = AskForm()
    form.project_id.choices = options((row.id, row.name) for row in projects)
    form.fund_id.choices = options([("", _("Please choose")), *((row.id, row.name) for row in funds)])
    if not form.is_submitted():
        form.project_id.data = str(projects[0].id) if len(projects) == 1 else request.args.get("project")
        form.fund_id.data = request.args.get("fund", "")
    if form.validate_on_submit():
        project = next(row for row in projects if str(row.id) == form.project_id.data)
        fund = next(row for row in funds if str(row.id) == form.fund_id.data)
        with form.field_errors():
            services.ask_fund(
                actor=person, roadshow=roadshow, project=project, fund=fund, reason=form.reason.data or ""
            )
            db.session.commit()
            flash(_("Sent. You get a notice when the fund answers."), "success")
            return redirect(url_for(".roadshow", roadshow_id=roadshow.id, _anchor=f"fund-{fund.id}"), 303)
    left = queries.quota_left(roadshow, [row.id for row in projects])
    page = render_template("roadshows/meetings/ask.html", roadshow=roadshow, form=form, projects=projects, left=left)
    return page, form.status


@bp.post("/meeting-requests/<uuid:request_id>/accept")
@allow(*BOTH, load=queries.own_request, may=answers)
def accept(asked_for: MeetingRequest) -> Response:
    services.accept(actor=actor(), request=asked_for)
    db.session.commit()
    flash(_("Accepted. You now see each other's contacts, and the timetable will find you a time."), "success")
    return redirect(url_for(".requests", _anchor=f"request-{asked_for.id}"), 303)


@bp.post("/meeting-requests/<uuid:request_id>/decline")
@allow(*BOTH, load=queries.own_request, may=answers)
def decline(asked_for: MeetingRequest) -> Response:
    with flashed_errors():
        services.decline(actor=actor(), request=asked_for, reason=reason())
        db.session.commit()
        flash(_("Declined. The other side is told."), "success")
    return redirect(url_for(".requests", _anchor=f"request-{asked_for.id}"), 303)


@bp.post("/meeting-requests/<uuid:request_id>/withdraw")
@allow(*BOTH, load=queries.own_request, may=asked)
def withdraw(asked_for: MeetingRequest) -> Response:
    services.withdraw(actor=actor(), request=asked_for)
    db.session.commit()
    flash(_("Withdrawn."), "success")
    return redirect(url_for(".requests", box="sent", _anchor=f"request-{asked_for.id}"), 303)


def reason() -> str:
    """What a form without fields of its own says; a refusal is shown on the page it leads back to."""
    form = ReasonForm()
    if not form.validate_on_submit() or not form.reason.data:
        raise Invalid(_("Give a reason of at most 1,000 characters."), "reason")
    return str(form.reason.data)
