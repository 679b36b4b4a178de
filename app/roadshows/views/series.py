"""Roadshows that come again: the series of an organiser, and the dates that come next."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.access import actor, allow
from app.core.forms import form_values
from app.core.listing import Column, export, wants_export
from app.extensions import db
from app.roadshows.forms import SeriesForm
from app.roadshows.models import RoadshowSeries
from app.roadshows.policies import ORGANISING
from app.roadshows.queries.series import managed_series, outlooks, own_series
from app.roadshows.services import series as services
from app.roadshows.views import bp

_COLUMNS = (
    Column(_l("Name of the series"), lambda row: row.series.label),
    Column(_l("How often"), lambda row: row.series.when),
    Column(_l("Roadshows"), lambda row: len(row.roadshows)),
    Column(_l("Last one"), lambda row: row.last.starts_at if row.last else None),
    Column(_l("Next dates"), lambda row: [date.isoformat() for date in row.dates]),
)


@bp.get("/roadshows/series")
@allow(*ORGANISING)
def series_list() -> Any:
    rows = outlooks(own_series(actor()))
    if wants_export():
        return export("series", _COLUMNS, rows)
    return render_template("roadshows/manage/series.html", rows=rows)


@bp.route("/roadshows/series/new", methods=["GET", "POST"])
@allow(*ORGANISING)
def create_series() -> Any:
    form = SeriesForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.create(actor=actor(), **form_values(form))
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".series_list"), 303)
    return render_template("roadshows/manage/series_edit.html", form=form, series=None), form.status


@bp.route("/roadshows/series/<uuid:series_id>", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_series)
def edit_series(series: RoadshowSeries) -> Any:
    form = SeriesForm(obj=series)
    if form.validate_on_submit():
        form.checked_version(series.version)
        with form.field_errors():
            services.update(actor=actor(), series=series, **form_values(form))
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".series_list"), 303)
    return render_template("roadshows/manage/series_edit.html", form=form, series=series), form.status
