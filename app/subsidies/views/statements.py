"""Statements: the list of an authority or of a carrier's staff, one of them with every row behind it, and on paper."""

from collections.abc import Iterator
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.days import city_day
from app.core.listing import Column, export, paginate, wants_export
from app.core.money import yuan
from app.extensions import db
from app.indicators.periods import parse
from app.indicators.queries import Scope, figure
from app.subsidies import policies
from app.subsidies.forms import PayForm, ReasonForm
from app.subsidies.labels import STATES, thing
from app.subsidies.models import Statement, StatementInput, StatementLine, StatementState
from app.subsidies.queries import statements as queries
from app.subsidies.rules import SEED
from app.subsidies.views import bp
from app.subsidies.views.grants import BOTH, chosen_year, recent_years
from app.taxonomy.labels import region_name

COLUMNS = (
    Column(_l("Year"), lambda s: s.year),
    Column(_l("Carrier name"), lambda s: s.carrier.name),
    Column(_l("Region"), lambda s: region_name(s.carrier.zone_code, full=True)),
    Column(_l("Number"), lambda s: s.number),
    Column(_l("State"), lambda s: str(STATES[s.state])),
    Column(_l("Amount"), lambda s: yuan(s.total)),
    Column(_l("Paid on"), lambda s: s.paid_on),
    Column(_l("Reference of the payment"), lambda s: s.reference),
)
Row = tuple[StatementLine, StatementInput | None]
# A line, and before it each row that it was computed from.
LINES = (
    Column(_l("Rule"), lambda row: thing(row[0])),
    Column(_l("Row behind it"), lambda row: row[1].label if row[1] else ""),
    Column(_l("Date"), lambda row: row[1].day if row[1] else None),
    Column(_l("Counts with"), lambda row: yuan(row[1].amount if row[1] else row[0].base)),
    Column(_l("Share (%)"), lambda row: None if row[1] or row[0].rate is None else row[0].rate / 100),
    Column(_l("Computed amount"), lambda row: None if row[1] else yuan(row[0].computed)),
    Column(_l("Cap"), lambda row: None if row[1] else yuan(row[0].most)),
    Column(_l("Amount due"), lambda row: None if row[1] else yuan(row[0].due)),
    Column(_l("Earlier statements"), lambda row: None if row[1] else yuan(row[0].before)),
    Column(_l("Amount"), lambda row: None if row[1] else yuan(row[0].amount)),
)


@bp.get("/subsidies")
@allow(*BOTH)
def index() -> Any:
    """Of the authority's years, or what was submitted to the carriers that the person works for."""
    person, year, state = actor(), chosen_year(), request.args.get("state", "")
    statement = queries.statements(person, year=year, state=state)
    if wants_export():
        return export("subsidies", COLUMNS, db.session.scalars(statement).unique())
    years = queries.years(person)
    return render_template(
        "subsidies/index.html",
        page=paginate(statement),
        year=year,
        state=state,
        years=years,
        budget=next((row for row in years if row.year == (year or row.year)), None),
        choices=[(str(row.year), str(row.year)) for row in years] or recent_years(),
        paid=queries.paid(years),
        states=[item for item in STATES.items() if person.is_(Role.ORGANISER) or item[0] not in queries.HIDDEN],
    )


@bp.get("/subsidies/statements/<uuid:statement_id>")
@allow(*BOTH, load=queries.own_statement)
def statement(statement: Statement) -> Any:
    if wants_export():
        return export("statement", LINES, _rows(statement))
    return page_of(statement)


@bp.get("/subsidies/statements/<uuid:statement_id>/print")
@allow(*BOTH, load=queries.own_statement)
def statement_print(statement: Statement) -> Any:
    """A sheet of paper to sign."""
    return render_template("subsidies/statement_print.html", statement=statement)


def page_of(statement: Statement, **sent: Any) -> Any:
    """The statement with its forms; those that were sent show their errors."""
    person = actor()
    forms: dict[str, Any] = {name: ReasonForm(formdata=None) for name in ("object", "discard", "answer")}
    forms |= {"pay": PayForm(formdata=None, data={"paid_on": city_day()}), **sent}
    for name in ("object", "discard", "answer"):
        forms[name].reason.id = f"{name}-reason"
    forms["answer"].reason.label.text = _("Answer to the objection")
    inputs = [row for line in statement.lines for row in line.inputs]
    return render_template(
        "subsidies/statement.html",
        statement=statement,
        forms_of=forms,
        course=queries.course(statement),
        others=queries.others(statement),
        tenancies=queries.tenancies(inputs),
        reported=_reported(statement),
        pays=policies.pays(person, statement),
        receives=policies.receives(person, statement),
        second=_second(statement),
    ), max((form.status for form in sent.values()), default=200)


def _second(statement: Statement) -> bool:
    """The person computed it, and a colleague is there to approve it."""
    person = actor()
    if statement.state is not StatementState.CONFIRMED or statement.computed_by_id != person.account_id:
        return False
    return queries.has_second(statement.budget, person.account_id)


def _reported(statement: Statement) -> int | None:
    """What the carrier's accepted returns of the year say about seed money: to hold the grants against."""
    period = parse(str(statement.year))
    if period is None or not any(line.rule == SEED for line in statement.lines):
        return None
    return figure(SEED, Scope(carrier_id=statement.carrier_id), period).amount


def _rows(statement: Statement) -> Iterator[Row]:
    for line in statement.lines:
        yield from ((line, each) for each in line.inputs)
        yield line, None
