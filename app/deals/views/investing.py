"""A deal becomes an investment."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.days import city_day
from app.core.errors import Conflict
from app.deals import labels
from app.deals.forms import InvestForm
from app.deals.models import Commitment, CommitmentState, Deal, EntryKind, Stage
from app.deals.queries.ledger import own_entry
from app.deals.queries.pipeline import own_deal
from app.deals.queries.rounds import commitment_between
from app.deals.services import ledger, pipeline
from app.deals.views import bp
from app.deals.views.ledger import asked_id, said_before
from app.extensions import db


@bp.route("/deals/<uuid:deal_id>/invest", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=own_deal)
def invest(deal: Deal) -> Any:
    """Enter the investment in the fund's ledger; the deal is then invested."""
    if deal.stage is Stage.PASSED:
        raise Conflict(_("The deal was passed on. Reopen it first."))
    commitment = _taken(deal)
    form = InvestForm(data=_proposed(deal, commitment))
    if commitment is None:
        del form.in_round
    if form.validate_on_submit():
        with form.field_errors():
            in_round = commitment if commitment is not None and form.in_round.data else None
            ledger.invest(actor=actor(), deal=deal, investment=form.investment(), commitment=in_round)
            if form.tell.data:
                pipeline.tell(actor=actor(), deal=deal)
            db.session.commit()
            flash(_("Entered in the ledger. The fund's remaining capital follows."), "success")
            return redirect(url_for(".show", deal_id=deal.id), 303)
    return (
        render_template(
            "deals/invest.html", form=form, deal=deal, commitment=commitment, hints=labels.ENTRY_KIND_HINTS
        ),
        form.status,
    )


def _taken(deal: Deal) -> Commitment | None:
    """The commitment with which a round of the project was closed."""
    found = commitment_between(deal.fund_id, deal.project_id)
    return found if found is not None and found.state is CommitmentState.TAKEN else None


def _proposed(deal: Deal, commitment: Commitment | None) -> dict[str, Any]:
    """What the form opens with: the entry that is corrected, the round's commitment, or what the deal says."""
    entry = own_entry(actor(), key) if (key := asked_id(request.args.get("like"))) else None
    if entry is not None and entry.deal_id == deal.id:
        return {**said_before(entry), "in_round": entry.round_id is not None}
    values: dict[str, Any] = {"made_on": city_day(), "round": deal.project.round, "amount": deal.amount}
    if commitment is not None:
        kind = EntryKind.LEAD if commitment.is_lead else EntryKind.FOLLOW
        values |= {"amount": commitment.amount, "kind": kind.value}
        values |= {"round": commitment.round.round, "instrument": commitment.round.instrument.value}
    return values
