"""Targets of a region and its zones: progress, decomposition, ranking, and the examples of published plans."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.days import city_day
from app.core.errors import Invalid, NotFound
from app.core.forms import query_values
from app.core.listing import Column, export, wants_export
from app.core.text import clean
from app.extensions import db
from app.indicators import catalogue, examples, labels
from app.indicators.catalogue import Indicator
from app.indicators.decomposition import split
from app.indicators.forms import ChooseTargetForm, TargetForm, YearForm, exact, target_form, typed
from app.indicators.queries import targets as reading
from app.indicators.services import targets as services
from app.indicators.views import bp
from app.indicators.views.choosing import asked_indicator, asked_period, asked_region, common, region_path
from app.taxonomy.labels import region_name


def asked_year() -> int:
    text = clean(request.args.get("year", ""))[:4]
    return int(text) if text.isascii() and text.isdigit() and 2010 <= int(text) <= 2060 else city_day().year


@bp.get("/targets")
@allow(Role.ORGANISER)
def targets() -> Any:
    """How far the region is with every target of a year."""
    region, year = asked_region(), asked_year()
    boards = reading.boards(region, year)
    if wants_export():
        return export("targets", target_columns(boards), boards)
    return render_template(
        "indicators/targets.html",
        region=region,
        path=region_path(region),
        year=year,
        years=sorted({*reading.years(region), year, city_day().year}, reverse=True),
        boards=boards,
        form=_choose(year),
    )


@bp.get("/targets/new")
@allow(Role.ORGANISER)
def choose_target() -> Any:
    """From the form that names an indicator and a year to the page that sets the target."""
    region, year = asked_region(), asked_year()
    indicator = asked_indicator(clean(request.args.get("code", ""))[:40])
    return redirect(url_for(".edit_target", code=indicator.code, year=year, region=region), 303)


@bp.route("/targets/<code>/<int:year>", methods=["GET", "POST"])
@allow(Role.ORGANISER)
def edit_target(code: str, year: int) -> Any:
    """The region's figure, and what each zone shall bring of it."""
    indicator, region = asked_indicator(code), asked_region()
    if not services.EARLIEST <= year <= services.LATEST:
        raise NotFound
    [board] = reading.boards(region, year, code)
    places = [region, *board.zones]
    form = _form(indicator, board, region, year)
    if form.validate_on_submit():
        with form.field_errors():
            amounts = {place: exact(indicator, form[f"zone_{place}"].data) for place in places}
            if form.divide.data:
                amounts = _divided(amounts, board, region)
            services.set_targets(
                actor=actor(),
                region=region,
                code=code,
                year=year,
                amounts=amounts,
                since=form.since.data,
                source=form.source.data or "",
            )
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".edit_target", code=code, year=year, region=region), 303)
    page = render_template(
        "indicators/target_edit.html",
        indicator=indicator,
        region=region,
        path=region_path(region),
        year=year,
        board=board,
        form=form,
    )
    return page, form.status


@bp.get("/targets/ranking")
@allow(Role.ORGANISER)
def ranking() -> Any:
    """The zones in the order of the indicators that are chosen."""
    region, period = asked_region(), asked_period()
    chosen = catalogue.chosen(query_values("code")) or catalogue.chosen(reading.COMPARED)
    codes = [each.code for each in chosen][:12]
    rows = reading.ranking(codes, region, period)
    if wants_export():
        return export("ranking", ranking_columns(chosen), rows)
    return render_template(
        "indicators/ranking.html",
        region=region,
        path=region_path(region),
        chosen=chosen,
        groups=[(theme, catalogue.of_theme(theme.code)) for theme in catalogue.themes()],
        rows=rows,
        **common(period),
    )


@bp.route("/targets/examples", methods=["GET", "POST"])
@allow(Role.ORGANISER)
def target_examples() -> Any:
    """What published plans set; a plan is taken over with its source."""
    region, form = asked_region(), YearForm()
    if form.validate_on_submit():
        with form.field_errors():
            plan, shift = examples.plan(clean(form.plan.data or "")), form.shift.data or 0
            if plan is None or not plan.goals:
                raise Invalid(_("Choose a plan that sets figures."))
            number = services.adopt(actor=actor(), region=region, plan=plan, shift=shift)
            db.session.commit()
            flash(_("Targets taken over: %(number)s.", number=number), "success")
            return redirect(url_for(".targets", region=region, year=plan.years[-1] + shift), 303)
    page = render_template(
        "indicators/target_examples.html", region=region, plans=examples.plans(), form=form, today=city_day().year
    )
    return page, form.status


def _choose(year: int) -> ChooseTargetForm:
    form = ChooseTargetForm(formdata=None, data={"year": year}, meta={"csrf": False})
    form.code.choices = {
        theme.name: [(each.code, each.name) for each in catalogue.of_theme(theme.code)] for theme in catalogue.themes()
    }
    return form


def _form(indicator: Indicator, board: reading.Board, region: str, year: int) -> TargetForm:
    known = {region: board.whole, **board.zones}
    data: dict[str, Any] = {"since": year, "source": ""}
    for place, progress in known.items():
        if progress.target:
            data[f"zone_{place}"] = typed(indicator, progress.target.amount)
    if (own := board.whole.target) is not None:
        data |= {"since": own.since, "source": own.source}
    return target_form(indicator, [(place, region_name(place)) for place in known], data=data)


def _divided(amounts: dict[str, int | None], board: reading.Board, region: str) -> dict[str, int | None]:
    """What the zones that are left blank shall bring: the rest, in proportion to what they have now."""
    blank = [zone for zone in board.zones if amounts.get(zone) is None]
    rest = (amounts[region] or 0) - sum(amounts[zone] or 0 for zone in board.zones)
    parts = split(max(0, rest), [max(0, board.zones[zone].reached or 0) for zone in blank])
    return amounts | dict(zip(blank, parts, strict=True))


def target_columns(boards: list[reading.Board]) -> list[Column]:
    def zone_amount(zone: str) -> Any:
        return lambda board: (
            catalogue.value(board.indicator, target.amount) if (target := board.zones[zone].target) else None
        )

    zones = list(boards[0].zones) if boards else []
    return [
        Column(_l("Indicator"), lambda board: labels.heading(board.indicator)),
        Column(
            _l("Target"),
            lambda board: catalogue.value(board.indicator, board.whole.target and board.whole.target.amount),
        ),
        Column(_l("Reached"), lambda board: catalogue.value(board.indicator, board.whole.reached)),
        Column(_l("Reached (%)"), lambda board: board.whole.percent),
        Column(_l("Not decomposed"), lambda board: catalogue.value(board.indicator, board.difference)),
        *(Column(region_name(zone), zone_amount(zone)) for zone in zones),
        Column(_l("Source"), lambda board: board.whole.target.source if board.whole.target else ""),
    ]


def ranking_columns(chosen: list[Indicator]) -> list[Column]:
    def value(code: str) -> Any:
        return lambda row: row[1].figures[code].value

    return [
        Column(_l("Rank"), lambda row: row[0]),
        Column(_l("Region"), lambda row: region_name(row[1].zone)),
        *(Column(labels.heading(each), value(each.code)) for each in chosen),
        Column(_l("Sum of places"), lambda row: row[1].points),
    ]
