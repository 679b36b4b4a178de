"""Finance for a project: agencies' products with their conditions, and what the project adds about itself."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import Optional

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.forms import BaseForm, MoneyField, form_values, whole_number_field
from app.core.listing import Column, export, wants_export
from app.extensions import db
from app.offerings.labels import KINDS
from app.projects.models import Project
from app.projects.queries import own_project
from app.recommendations.finance import queries, services
from app.recommendations.finance.labels import LACKS, VERDICTS
from app.recommendations.finance.queries import Fit
from app.recommendations.phrases import sentences
from app.recommendations.views import bp


class FactsForm(BaseForm):
    founded_on = DateField(_l("Company founded on"), [Optional()], description=_l("As in the business licence."))
    revenue = MoneyField(_l("Revenue of the last year"), description=_l("0 where there was none."))
    ip_rights = whole_number_field(
        _l("IP rights of its own"), most=services.MOST_RIGHTS, help=_l("Granted patents and software copyrights.")
    )


def _told(fit: Fit) -> str:
    return "; ".join(f"{VERDICTS[condition.verdict]}: {condition.text}" for condition in fit.conditions)


COLUMNS = (
    Column(_l("Product"), lambda f: f.offering.name),
    Column(_l("Kind"), lambda f: str(KINDS[f.offering.kind])),
    Column(_l("Agency"), lambda f: f.offering.organisation.name),
    Column(_l("Conditions"), _told),
)


@bp.route("/projects/<uuid:project_id>/finance", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=own_project)
def finance(project: Project) -> Any:
    """Products in the order in which they fit; what the project fills in here only its own people read."""
    facts = queries.facts(project)
    form = FactsForm(obj=facts)
    if form.validate_on_submit():
        if facts is not None:
            form.checked_version(facts.version)
        with form.field_errors():
            services.describe(actor=actor(), project=project, **form_values(form))
            db.session.commit()
            flash(_("Saved. Only your own people read it."), "success")
            return redirect(url_for(".finance", project_id=project.id), 303)
    about = queries.known(project)
    kind = request.args.get("kind", "")
    fits = [fit for fit in queries.fits(project, about) if kind in ("", fit.offering.kind.value)]
    if wants_export():
        return export("finance", COLUMNS, fits)
    unknown = {condition.lacks for fit in fits for condition in fit.conditions if condition.lacks}
    unknown |= set() if project.summary else {"summary"}
    return render_template(
        "recommendations/finance.html",
        project=project,
        form=form,
        fits=fits,
        kind=kind,
        kinds=[(each.value, KINDS[each]) for each in queries.FINANCING],
        lacks=[item for name, item in LACKS.items() if name in unknown],
        sentences=sentences,
        verdicts=VERDICTS,
    ), form.status
