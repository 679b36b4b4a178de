"""Financing rounds: the project's pages and the funds' answers."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.errors import Conflict
from app.core.listing import Column, export, paginate, wants_export
from app.core.money import yuan
from app.deals import labels
from app.deals.forms import CommitForm, DeclineForm, InvitingForm, NewRoundForm, RoundForm
from app.deals.models import Commitment, CommitmentState, FinancingRound
from app.deals.policies import answers, raises
from app.deals.queries import rounds as queries
from app.deals.queries.ledger import entered_for
from app.deals.queries.pipeline import between
from app.deals.services import rounds as services
from app.deals.views import bp
from app.extensions import db
from app.projects.models import Project
from app.projects.queries import own_project, own_projects
from app.taxonomy import labels as words

RAISING = (
    Column(_l("Project"), lambda r: r.project.name),
    Column(_l("Financing round"), lambda r: words.label("round", r.round)),
    Column(_l("Amount sought (CNY)"), lambda r: yuan(r.amount_sought)),
    Column(_l("Firm (CNY)"), lambda r: yuan(r.firm_total)),
    Column(_l("Planned closing"), lambda r: r.closes_on),
    Column(_l("State"), lambda r: str(labels.ROUND_STATES[r.state])),
)
COMMITMENTS = (
    Column(_l("Project"), lambda c: c.round.project.name),
    Column(_l("Financing round"), lambda c: words.label("round", c.round.round)),
    Column(_l("Fund"), lambda c: c.fund.name),
    Column(_l("Answer"), lambda c: str(labels.COMMITMENT_STATES[c.state])),
    Column(_l("Part"), lambda c: part(c)),
    Column(_l("Amount (CNY)"), lambda c: yuan(c.amount)),
    Column(_l("Message"), lambda c: c.note),
    Column(_l("Answered"), lambda c: c.answered_at),
    Column(_l("State of the round"), lambda c: str(labels.ROUND_STATES[c.round.state])),
)


def part(commitment: Commitment) -> str:
    if commitment.state not in queries.PROMISED:
        return ""
    return _("Lead") if commitment.is_lead else _("Follow")


@bp.get("/rounds")
@allow(Role.ENTREPRENEUR, Role.INVESTOR)
def rounds() -> Any:
    """A project's own rounds; for an investor, the rounds that their funds are invited to."""
    person = actor()
    if person.is_(Role.INVESTOR):
        statement: Any = queries.taking_part(person)
        if wants_export():
            return export("rounds", COMMITMENTS, db.session.scalars(statement).unique())
        return render_template("deals/invitations.html", page=paginate(statement), labels=labels, part=part)
    statement = queries.raised_by(person)
    if wants_export():
        return export("rounds", RAISING, db.session.scalars(statement).unique())
    ready = [project for project in own_projects(person) if project.is_published]
    return render_template("deals/rounds.html", page=paginate(statement), projects=ready, labels=labels)


@bp.route("/projects/<uuid:project_id>/rounds/new", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=own_project)
def round_create(project: Project) -> Any:
    funds = queries.invitable(project.id)
    form = NewRoundForm(data={"round": project.round, "amount_sought": project.amount_sought})
    form.offer_funds(funds)
    if not form.is_submitted():
        form.funds.data = [str(fund.id) for fund in funds]
    if form.validate_on_submit():
        with form.field_errors():
            made = services.open_round(actor=actor(), project=project, fund_ids=form.chosen, **form.values())
            db.session.commit()
            flash(_("The round is open. The invited funds are told."), "success")
            return redirect(url_for(".round_show", round_id=made.id), 303)
    return render_template("deals/round_edit.html", form=form, project=project, round=None, funds=funds), form.status


@bp.get("/rounds/<uuid:round_id>")
@allow(Role.ENTREPRENEUR, Role.INVESTOR, load=queries.visible_round)
def round_show(financing_round: FinancingRound) -> Any:
    person = actor()
    owner = raises(person, financing_round)
    seen = queries.seen(person, financing_round)
    if wants_export():
        return export("round", COMMITMENTS, seen.commitments)
    form = InvitingForm(formdata=None)
    rows = queries.commitments_of(financing_round.id)
    mine, known = [row for row in rows if answers(person, row)], {row.fund_id for row in rows}
    form.offer_funds([fund for fund in queries.invitable(financing_round.project_id) if fund.id not in known])
    return render_template(
        "deals/round.html",
        round=financing_round,
        owner=owner,
        seen=seen,
        mine=mine,
        deals={row.id: next(iter(between(row.fund_id, financing_round.project_id)), None) for row in mine},
        entered=entered_for(financing_round.id),
        obstacles=services.obstacles(financing_round, rows) if owner and financing_round.is_open else [],
        form=form,
        labels=labels,
        part=part,
        CommitmentState=CommitmentState,
    )


@bp.route("/rounds/<uuid:round_id>/edit", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=queries.visible_round, may=raises)
def round_edit(financing_round: FinancingRound) -> Any:
    if not financing_round.is_open:
        raise Conflict(_("The round is over."))
    form = RoundForm(obj=financing_round)
    if form.validate_on_submit():
        form.checked_version(financing_round.version)
        with form.field_errors():
            services.edit_round(actor=actor(), financing_round=financing_round, **form.values())
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".round_show", round_id=financing_round.id), 303)
    project = financing_round.project
    return render_template("deals/round_edit.html", form=form, project=project, round=financing_round), form.status


@bp.post("/rounds/<uuid:round_id>/invite")
@allow(Role.ENTREPRENEUR, load=queries.visible_round, may=raises)
def round_invite(financing_round: FinancingRound) -> Response:
    form = InvitingForm()
    form.offer_funds(queries.invitable(financing_round.project_id))
    chosen = form.chosen if form.validate_on_submit() else []
    number = services.invite(actor=actor(), financing_round=financing_round, fund_ids=chosen)
    db.session.commit()
    if number:
        flash(_("Invited: %(number)s.", number=number), "success")
    else:
        flash(_("Choose at least one fund."), "error")
    return redirect(url_for(".round_show", round_id=financing_round.id), 303)


@bp.post("/rounds/<uuid:round_id>/close")
@allow(Role.ENTREPRENEUR, load=queries.visible_round, may=raises)
def round_close(financing_round: FinancingRound) -> Response:
    services.close(actor=actor(), financing_round=financing_round)
    db.session.commit()
    flash(_("The round is closed. The funds are told."), "success")
    return redirect(url_for(".round_show", round_id=financing_round.id), 303)


@bp.post("/rounds/<uuid:round_id>/cancel")
@allow(Role.ENTREPRENEUR, load=queries.visible_round, may=raises)
def round_cancel(financing_round: FinancingRound) -> Response:
    services.cancel(actor=actor(), financing_round=financing_round)
    db.session.commit()
    flash(_("The round is given up. The funds that committed are told."), "success")
    return redirect(url_for(".round_show", round_id=financing_round.id), 303)


@bp.route("/rounds/commitments/<uuid:commitment_id>", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.visible_commitment, may=answers)
def commit(commitment: Commitment) -> Any:
    """A fund says what it gives."""
    if not commitment.round.is_open or commitment.state is CommitmentState.FIRM:
        raise Conflict(_("The commitment cannot be changed now."))
    form = CommitForm(obj=commitment, data={"lead": commitment.is_lead})
    if form.validate_on_submit():
        form.checked_version(commitment.version)
        with form.field_errors():
            services.commit(
                actor=actor(),
                commitment=commitment,
                amount=form.amount.data,
                firm=form.firm.data == "yes",
                lead=bool(form.lead.data),
                note=form.note.data or "",
            )
            db.session.commit()
            flash(_("The project is told."), "success")
            return redirect(url_for(".round_show", round_id=commitment.round_id), 303)
    return render_template("deals/commit.html", form=form, commitment=commitment), form.status


@bp.post("/rounds/commitments/<uuid:commitment_id>/decline")
@allow(Role.INVESTOR, load=queries.visible_commitment, may=answers)
def decline_round(commitment: Commitment) -> Response:
    form = DeclineForm()
    note = (form.note.data or "") if form.validate_on_submit() else ""
    services.decline(actor=actor(), commitment=commitment, note=note)
    db.session.commit()
    flash(_("The project is told."), "success")
    return redirect(url_for(".round_show", round_id=commitment.round_id), 303)


@bp.post("/rounds/commitments/<uuid:commitment_id>/release")
@allow(Role.ENTREPRENEUR, load=queries.visible_commitment, may=lambda actor, row: raises(actor, row.round))
def release(commitment: Commitment) -> Response:
    services.release(actor=actor(), commitment=commitment)
    db.session.commit()
    flash(_("Released. The fund is told."), "success")
    return redirect(url_for(".round_show", round_id=commitment.round_id), 303)
