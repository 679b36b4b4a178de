"""The live page: what is on stage, and what the audience may do with a ticket in hand.

People with an account are known by it, all others by the address of their ticket; what they do goes through the ticket
either way, so that everybody has one question list and one vote.
"""

import uuid
from hashlib import sha256
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import PUBLIC, actor, allow
from app.core.errors import Conflict
from app.core.listing import Column, export, wants_export
from app.core.model import utc_now
from app.core.security import local_path
from app.extensions import db
from app.roadshows import tickets
from app.roadshows.day_forms import QuestionForm
from app.roadshows.day_policies import is_on, sees_results, takes_joiners
from app.roadshows.models import Attendee, Roadshow
from app.roadshows.policies import manages
from app.roadshows.queries import judging as judging_queries
from app.roadshows.queries import stage as queries
from app.roadshows.queries.people import by_token, holds_ticket, own_attendee
from app.roadshows.queries.reviews import criteria
from app.roadshows.services import desk as desk_services
from app.roadshows.services import judging as judging_services
from app.roadshows.services import questions as services
from app.roadshows.views import bp

_COLUMNS = (
    Column(_l("Rank"), lambda row: row.rank),
    Column(_l("Project"), lambda row: row.place.project.name),
    Column(_l("Organisation"), lambda row: row.place.project.organisation.name),
    Column(_l("Judges' mean"), lambda row: round(row.mean, 2) if row.mean is not None else None),
    Column(_l("Judges"), lambda row: row.judges),
    Column(_l("Audience votes"), lambda row: row.votes),
)


@bp.get("/roadshows/<uuid:roadshow_id>/live")
@allow(PUBLIC, load=queries.live_roadshow)
def live(roadshow: Roadshow) -> Any:
    """For everybody; with questions and votes for those who come."""
    return _live(roadshow, own_attendee(actor(), roadshow.id))


@bp.get("/tickets/<token>/live")
@allow(PUBLIC, load=by_token)
def ticket_live(attendee: Attendee) -> Any:
    """The same page, for whoever has the ticket."""
    if queries.live_roadshow(actor(), attendee.roadshow_id) is None:
        return redirect(url_for(".ticket", token=tickets.token(attendee.code)), 303)
    return _live(attendee.roadshow, attendee)


@bp.post("/tickets/<token>/questions")
@allow(PUBLIC, load=by_token)
def ask(attendee: Attendee) -> Any:
    form = QuestionForm()
    form.offer(queries.running_order(attendee.roadshow_id))
    if form.validate_on_submit():
        with form.field_errors():
            chosen = uuid.UUID(form.application_id.data) if form.application_id.data else None
            services.ask(
                attendee=attendee, text=form.text.data, application_id=chosen, anonymous=form.is_anonymous.data
            )
            db.session.commit()
            return _done(attendee, _("Sent. It appears here once an organiser let it through."))
    return _live(attendee.roadshow, attendee, form=form)


@bp.post("/tickets/<token>/questions/<uuid:question_id>")
@allow(PUBLIC, load=by_token)
def want(attendee: Attendee, question_id: uuid.UUID) -> Any:
    """Want a question answered too, or no longer."""
    services.want(attendee=attendee, question_id=question_id, wanted="off" not in request.form)
    db.session.commit()
    return _done(attendee)


@bp.post("/tickets/<token>/vote")
@allow(PUBLIC, load=by_token)
def vote(attendee: Attendee) -> Any:
    """The favourite of this person."""
    try:
        chosen = uuid.UUID(request.form.get("application", ""))
    except ValueError as error:
        raise Conflict(_("Choose a project first.")) from error
    judging_services.vote(attendee=attendee, application_id=chosen)
    db.session.commit()
    return _done(attendee, _("Your vote is counted. You can change it until voting ends."))


@bp.post("/tickets/<token>/join")
@allow(PUBLIC, load=by_token)
def join(attendee: Attendee) -> Any:
    """Check in online; the address of the room stands on the page after it."""
    desk_services.join(attendee=attendee)
    db.session.commit()
    return _done(attendee, _("You are checked in. The room is open to you."))


@bp.get("/roadshows/<uuid:roadshow_id>/results")
@allow(PUBLIC, load=judging_queries.released)
def results(roadshow: Roadshow) -> Any:
    """Ranks of judges and audience, once released; to organisers before."""
    rows = judging_queries.standings(roadshow.id)
    if wants_export():
        return export("results", _COLUMNS, rows)
    mine = [row for row in rows if actor().acts_for(row.place.project.organisation_id)]
    return render_template(
        "roadshows/day/results.html",
        roadshow=roadshow,
        stage=queries.stage_of(roadshow),
        rows=rows,
        manages=manages(actor(), roadshow),
        criteria=criteria(roadshow.id),
        mine={row.place: judging_queries.points_by_criterion(roadshow.id, row.place.application_id) for row in mine},
    )


def _live(roadshow: Roadshow, attendee: Attendee | None, *, form: QuestionForm | None = None) -> Any:
    values = _values(roadshow, attendee)
    sent = form is not None
    if form is None:
        form = QuestionForm(formdata=None)
        form.offer(values["order"])
    stamp = _stamp(values)
    if "HX-Request" in request.headers and request.method == "GET":
        if request.args.get("seen") == stamp:
            return Response(status=204)
        return render_template("roadshows/day/_live.html", form=form, stamp=stamp, keep=True, **values)
    return render_template("roadshows/day/live.html", form=form, stamp=stamp, keep=not sent, **values), form.status


def _values(roadshow: Roadshow, attendee: Attendee | None) -> dict[str, Any]:
    person, stage = actor(), queries.stage_of(roadshow)
    order = queries.running_order(roadshow.id)
    holds = attendee is not None and holds_ticket(attendee)
    follows = holds or manages(person, roadshow) or judging_queries.own_judge(person, roadshow.id) is not None
    reader = attendee if holds else None
    voted = judging_queries.vote_of(attendee) if attendee and holds else None
    return {
        "roadshow": roadshow,
        "stage": stage,
        "order": order,
        "act": queries.act(stage, order),
        "left": stage.seconds_left(utc_now()),
        "attendee": reader,
        "token": tickets.token(reader.code) if reader else "",
        "here": _here(attendee, person.account_id),
        "questions": queries.questions(roadshow.id, reader=reader) if follows else None,
        "waiting": queries.own_questions(reader) if reader else [],
        "voted": voted.application_id if voted else None,
        "not_for": judging_queries.own_projects(reader) if reader and stage.takes_votes else set(),
        "is_on": is_on(roadshow),
        "takes_joiners": takes_joiners(roadshow),
        "shows_results": sees_results(person, roadshow, stage) and stage.results_released_at is not None,
        "manages": manages(person, roadshow),
    }


def _here(attendee: Attendee | None, account_id: uuid.UUID | None) -> str:
    """Where the page stands for this person: known by their account, or by the ticket's address."""
    if attendee is None or attendee.account_id == account_id is not None:
        return ""
    return tickets.token(attendee.code)


def _stamp(values: dict[str, Any]) -> str:
    """What the page shows, in short: a page that shows it already is answered with nothing."""
    stage, attendee = values["stage"], values["attendee"]
    shown = (
        stage.version,
        stage.mark,
        str(stage.clock_started_at),
        [(row.application_id, row.project.name) for row in values["order"]],
        [(row.question.id, row.question.state, row.votes, row.mine) for row in values["questions"] or ()],
        [row.id for row in values["waiting"]],
        str(values["voted"]),
        values["is_on"],
        values["takes_joiners"],
        attendee.check_in.id if attendee and attendee.check_in else None,
    )
    return sha256(repr(shown).encode()).hexdigest()[:16]


def _done(attendee: Attendee, told: str = "") -> Response:
    """Back to the page the form stood on."""
    if told:
        flash(told, "success")
    here = url_for(".ticket_live", token=tickets.token(attendee.code))
    return redirect(local_path(request.form.get("next"), here), 303)
