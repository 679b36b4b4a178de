"""The rounds of a competition: adding them, seeing how they stand, deciding and releasing them."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.competitions import policies
from app.competitions.forms import NewRoundForm, RoundForm
from app.competitions.models import Competition, CompetitionRound
from app.competitions.queries import managed_competition, managed_round, places_of, standings_of
from app.competitions.ranking import mark
from app.competitions.services import deciding, setup
from app.competitions.views import bp
from app.competitions.views.common import flashed_errors, manage_page
from app.core.access import actor, allow
from app.core.forms import form_values
from app.core.listing import Column, export, wants_export
from app.core.text import clean
from app.extensions import db
from app.roadshows.models import Roadshow
from app.roadshows.policies import ORGANISING
from app.roadshows.queries.judging import judges_of

_COLUMNS = (
    Column(_l("Rank"), lambda row: row.rank),
    Column(_l("Project"), lambda row: row.project.name),
    Column(_l("Organisation"), lambda row: row.project.organisation.name),
    Column(_l("Points"), lambda row: None if row.score is None else row.score / 1000),
    Column(_l("Advances"), lambda row: _("Yes") if row.advances else ""),
)
_PRIZE = Column(_l("Prize"), lambda row: row.prize.label if row.prize else "")


@bp.route("/competitions/<uuid:competition_id>/rounds/new", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_competition, may=policies.can_edit)
def add_round(competition: Competition) -> Any:
    form = NewRoundForm(data={"capacity": _places(competition)})
    if competition.rounds:  # those who advance are sent to it
        del form.apply_from, form.apply_until
    if form.validate_on_submit():
        with form.field_errors():
            row = setup.add_round(actor=actor(), competition=competition, **form_values(form))
            db.session.commit()
            added = _("Added. Its roadshow is a draft: set the rubric and the judges, then open it.")
            _flash_roadshow(added, row.roadshow)
            return redirect(url_for(".manage", competition_id=competition.id), 303)
    return manage_page("round_new", competition, form=form), form.status


@bp.route("/competitions/<uuid:competition_id>/rounds/<uuid:round_id>/edit", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_round, may=policies.can_edit_round)
def edit_round(row: CompetitionRound) -> Any:
    form = RoundForm(obj=row)
    if form.validate_on_submit():
        form.checked_version(row.version)
        with form.field_errors():
            setup.update_round(actor=actor(), row=row, **form_values(form))
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".round_", competition_id=row.competition_id, round_id=row.id), 303)
    return manage_page("round_edit", row.competition, form=form, row=row), form.status


@bp.post("/competitions/<uuid:competition_id>/rounds/<uuid:round_id>/remove")
@allow(*ORGANISING, load=managed_round)
def remove_round(row: CompetitionRound) -> Response:
    competition, roadshow = row.competition, row.roadshow
    setup.remove_round(actor=actor(), row=row)
    db.session.commit()
    _flash_roadshow(_("Removed. Its roadshow stays, as one that stands alone."), roadshow)
    return redirect(url_for(".manage", competition_id=competition.id), 303)


@bp.post("/competitions/<uuid:competition_id>/rounds/<uuid:round_id>/jury")
@allow(*ORGANISING, load=managed_round)
def take_jury(row: CompetitionRound) -> Response:
    """The jury of the round before judges this one too."""
    asked = setup.take_jury(actor=actor(), row=row)
    db.session.commit()
    done = ngettext("%(num)s judge asked and told.", "%(num)s judges asked and told.", asked)
    flash(done if asked else _("Nobody of that jury is left to ask."), "success" if asked else "warning")
    return redirect(url_for(".round_", competition_id=row.competition_id, round_id=row.id), 303)


@bp.get("/competitions/<uuid:competition_id>/rounds/<uuid:round_id>")
@allow(*ORGANISING, load=managed_round)
def round_(row: CompetitionRound) -> Any:
    """The ranking: a preview until the round is decided, and then what was decided."""
    judges = judges_of(row.roadshow_id)
    before = None if judges else row.competition.before(row)
    shown = {"row": row, "following": row.competition.after(row), "judges": judges, "before": before}
    if row.decided_at is not None:
        standings = standings_of(row.id)[row.id]
        if wants_export():
            return export("ranking", (*_COLUMNS, _PRIZE), standings)
        return manage_page("round", row.competition, places=standings, **shown)
    places = places_of(row)
    if wants_export():
        return export("ranking", _COLUMNS, places)
    preview = {"seen": mark(places), "obstacle": deciding.obstacle(row)}
    return manage_page("round", row.competition, places=places, **preview, **shown)


@bp.post("/competitions/<uuid:competition_id>/rounds/<uuid:round_id>/decide")
@allow(*ORGANISING, load=managed_round)
def decide(row: CompetitionRound) -> Response:
    """As it was previewed, once."""
    with flashed_errors():
        deciding.decide(actor=actor(), row=row, seen=clean(request.form.get("seen", "")))
        db.session.commit()
        if row.competition.after(row):
            flash(
                _("Decided. Whoever advances is on the line-up of the next round, and all entrants are told."),
                "success",
            )
        else:
            flash(_("Decided. Release the results when the winners may be known."), "success")
    return redirect(url_for(".round_", competition_id=row.competition_id, round_id=row.id), 303)


@bp.post("/competitions/<uuid:competition_id>/rounds/<uuid:round_id>/release")
@allow(*ORGANISING, load=managed_round)
def release(row: CompetitionRound) -> Response:
    deciding.release(actor=actor(), row=row)
    db.session.commit()
    flash(_("Released. Everybody can read the results."), "success")
    return redirect(url_for(".round_", competition_id=row.competition_id, round_id=row.id), 303)


def _flash_roadshow(text: str, roadshow: Roadshow) -> None:
    address = url_for("roadshows.manage", roadshow_id=roadshow.id)
    told: Any = {"text": text, "link_url": address, "link_text": _("To its roadshow")}
    flash(told, "success")


def _places(competition: Competition) -> int:
    """As many as advance from the round before."""
    return (competition.rounds[-1].advance if competition.rounds else None) or 12
