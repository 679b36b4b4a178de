"""Beginning a deal: from a roadshow's interest, from a match, or with any published project."""

import uuid
from contextlib import suppress
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.models import Role
from app.cities import sharing
from app.core import teasers
from app.core.access import actor, allow
from app.core.listing import search_words
from app.deals.forms import OpenForm
from app.deals.models import Origin
from app.deals.queries import pipeline as queries
from app.deals.services import pipeline
from app.deals.views import bp
from app.extensions import db
from app.funds.queries import own_funds
from app.projects.models import Project
from app.projects.queries import Teaser, directory, shown, visible_project
from app.roadshows.forms import options


@bp.get("/deals/new")
@allow(Role.INVESTOR)
def choose() -> Any:
    """Look for the project that a deal begins with."""
    words = search_words()
    near = directory(words=words, hidden=sharing.reach(actor()).hidden)
    page = teasers.page_of(shown(near), Teaser)
    return render_template("deals/choose.html", page=page, words=words)


@bp.route("/projects/<uuid:project_id>/deal", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=visible_project)
def create(project: Project) -> Any:
    """`?roadshow=` names where the fund marked interest or agreed to meet, `?origin=match` says that it was a match;
    `?fund=` is the fund it is for."""
    person = actor()
    funds = [fund for fund in own_funds(person) if not fund.is_archived]
    form = OpenForm(data={"owner_id": str(person.membership_id)})
    form.offer_team(queries.team(person))
    form.fund_id.choices = options((fund.id, fund.name) for fund in funds)
    if not form.is_submitted():
        asked = request.args.get("fund", "")
        found = next((fund for fund in funds if str(fund.id) == asked), funds[0] if len(funds) == 1 else None)
        form.fund_id.data = str(found.id) if found else None
        if found and (running := pipeline.find_open(found.id, project.id)):
            return redirect(url_for(".show", deal_id=running.id), 303)
    if form.validate_on_submit():
        with form.field_errors():
            fund = next(fund for fund in funds if str(fund.id) == form.fund_id.data)
            made = pipeline.open_deal(
                actor=person,
                fund=fund,
                project=project,
                owner_id=uuid.UUID(form.owner_id.data),
                amount=form.amount.data,
                **_beginning(fund.id, project.id),
            )
            db.session.commit()
            flash(_("The deal stands in your pipeline. The project does not see it."), "success")
            return redirect(url_for(".show", deal_id=made.id), 303)
    return render_template("deals/open.html", form=form, project=project, funds=funds), form.status


def _beginning(fund_id: uuid.UUID, project_id: uuid.UUID) -> dict[str, Any]:
    """Where the deal comes from, as far as that is true."""
    with suppress(ValueError):
        roadshow_id = uuid.UUID(request.args.get("roadshow", ""))
        if queries.met_on(roadshow_id, fund_id, project_id):
            return {"origin": Origin.ROADSHOW, "roadshow_id": roadshow_id}
    return {"origin": Origin.MATCH if request.args.get("origin") == Origin.MATCH else Origin.HAND}
