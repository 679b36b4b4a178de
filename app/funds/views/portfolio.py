"""A fund's portfolio: everybody reads it unless the manager chose otherwise; the manager keeps it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import PUBLIC, actor, allow
from app.core.flashes import flash_undo
from app.core.listing import Column, export, paginate, wants_export
from app.core.money import yuan
from app.extensions import db
from app.funds import policies, queries, services
from app.funds.forms import InvestmentForm
from app.funds.labels import part_label
from app.funds.models import Fund, FundInvestment
from app.funds.views import bp
from app.taxonomy import labels

COLUMNS = (
    Column(_l("Day of the investment"), lambda i: i.invested_on),
    Column(_l("Company"), lambda i: i.company),
    Column(_l("Sectors"), lambda i: [labels.label("sector", code) for code in i.sectors]),
    Column(_l("Region"), lambda i: labels.region_name(i.region_code, full=True)),
    Column(_l("Financing round"), lambda i: labels.label("round", i.round)),
    Column(_l("Size of the round (CNY)"), lambda i: yuan(i.amount)),
    Column(_l("Part in the round"), lambda i: part_label(i.is_lead)),
    Column(_l("What the company does"), lambda i: i.description),
)


@bp.get("/funds/<uuid:fund_id>/portfolio")
@allow(PUBLIC, load=queries.visible_portfolio)
def portfolio(fund: Fund) -> Any:
    statement = queries.portfolio(fund, everything=policies.owns(actor(), fund))
    if wants_export():
        return export("portfolio", COLUMNS, db.session.scalars(statement))
    return render_template(
        "funds/portfolio.html",
        fund=fund,
        page=paginate(statement),
        may_edit=policies.can_edit(actor(), fund),
        part_label=part_label,
    )


@bp.route("/funds/<uuid:fund_id>/portfolio/new", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.visible_fund, may=policies.can_edit)
def portfolio_add(fund: Fund) -> Any:
    form = InvestmentForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.add_investment(actor=actor(), fund=fund, **form.values())
            db.session.commit()
            flash(_("Added to the portfolio."), "success")
            return redirect(url_for(".portfolio", fund_id=fund.id), 303)
    return render_template("funds/investment.html", form=form, fund=fund, investment=None), form.status


@bp.route("/funds/portfolio/<uuid:investment_id>/edit", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.visible_investment, may=policies.can_edit_investment)
def portfolio_edit(investment: FundInvestment) -> Any:
    fund = investment.fund
    form = InvestmentForm(obj=investment)
    if form.validate_on_submit():
        with form.field_errors():
            services.edit_investment(actor=actor(), investment=investment, **form.values())
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".portfolio", fund_id=fund.id), 303)
    return render_template("funds/investment.html", form=form, fund=fund, investment=investment), form.status


@bp.post("/funds/portfolio/<uuid:investment_id>/remove")
@allow(Role.INVESTOR, load=queries.visible_investment, may=policies.can_edit_investment)
def portfolio_remove(investment: FundInvestment) -> Response:
    services.remove_investment(actor=actor(), investment=investment)
    db.session.commit()
    flash_undo(_("Removed."), url_for(".portfolio_put_back", investment_id=investment.id))
    return redirect(url_for(".portfolio", fund_id=investment.fund_id), 303)


@bp.post("/funds/portfolio/<uuid:investment_id>/put-back")
@allow(Role.INVESTOR, load=queries.visible_investment, may=policies.can_edit_investment)
def portfolio_put_back(investment: FundInvestment) -> Response:
    services.put_back_investment(actor=actor(), investment=investment)
    db.session.commit()
    return redirect(url_for(".portfolio", fund_id=investment.fund_id), 303)
