"""Schemes: those that are shipped, the authority's own, and editing them."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.errors import NotFound
from app.core.listing import Column, export, wants_export
from app.evaluations import labels
from app.evaluations.forms import SchemeForm, scheme_document, scheme_form, scheme_values
from app.evaluations.models import Scheme
from app.evaluations.policies import keeps
from app.evaluations.queries import schemes as reading
from app.evaluations.schemes import Template, difference, template, templates, version
from app.evaluations.services import schemes as services
from app.evaluations.views import bp
from app.extensions import db

COLUMNS = (
    Column(_l("Code"), lambda c: c.code),
    Column(_l("Criterion"), labels.name),
    Column(_l("Weight"), lambda c: c.weight),
    Column(_l("Rule"), lambda c: str(labels.RULES[c.kind])),
    Column(_l("Indicator"), lambda c: labels.indicator(c.indicator)),
    Column(_l("Points by figure"), lambda c: labels.rule(c.kind, c.indicator, c.marks)),
    Column(_l("Note"), labels.note),
)


@bp.get("/evaluations/schemes")
@allow(Role.ORGANISER)
def schemes() -> str:
    return render_template(
        "evaluations/schemes.html", rows=reading.own_schemes(actor()), templates=templates(), version=version()
    )


@bp.get("/evaluations/schemes/shipped/<code>")
@allow(Role.ORGANISER)
def shipped(code: str) -> Any:
    found = _template(code)
    if wants_export():
        return export(code, COLUMNS, found.rules.criteria)
    return _page(found.rules, shipped=found, scheme=None, editions=[])


@bp.post("/evaluations/schemes/shipped/<code>/copy")
@allow(Role.ORGANISER)
def copy_template(code: str) -> Response:
    made = services.copy_template(actor=actor(), template=_template(code))
    db.session.commit()
    flash(_("Copied. Change weights and points as your authority decides."), "success")
    return redirect(url_for(".edit_scheme", scheme_id=made.id), 303)


@bp.get("/evaluations/schemes/<uuid:scheme_id>")
@allow(Role.ORGANISER, load=reading.own_scheme)
def scheme(scheme: Scheme) -> Any:
    rules = scheme.rules
    if wants_export():
        return export("scheme", COLUMNS, rules.criteria)
    return _page(rules, shipped=None, scheme=scheme, editions=reading.editions(scheme))


@bp.route("/evaluations/schemes/<uuid:scheme_id>/edit", methods=["GET", "POST"])
@allow(Role.ORGANISER, load=reading.own_scheme, may=keeps)
def edit_scheme(scheme: Scheme) -> Any:
    form = _form(scheme)
    if form.validate_on_submit():
        form.checked_version(scheme.version)
        with form.field_errors():
            texts = {name: form[name].data or "" for name in ("name", "name_en", "source")}
            services.edit(actor=actor(), scheme=scheme, document=scheme_document(form, scheme.document), **texts)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".scheme", scheme_id=scheme.id), 303)
    elif not form.is_submitted() and scheme.fixed_at is not None:
        return redirect(url_for(".scheme", scheme_id=scheme.id), 303)
    rules = scheme.rules
    page = render_template(
        "evaluations/scheme_edit.html", scheme=scheme, rules=rules, form=form, difference=difference(rules)
    )
    return page, form.status


@bp.post("/evaluations/schemes/<uuid:scheme_id>/revise")
@allow(Role.ORGANISER, load=reading.own_scheme, may=keeps)
def revise_scheme(scheme: Scheme) -> Response:
    made = services.revise(actor=actor(), scheme=scheme)
    db.session.commit()
    flash(_("This is the next edition. The runs made so far keep theirs."), "success")
    return redirect(url_for(".edit_scheme", scheme_id=made.id), 303)


@bp.post("/evaluations/schemes/<uuid:scheme_id>/duplicate")
@allow(Role.ORGANISER, load=reading.own_scheme, may=keeps)
def duplicate_scheme(scheme: Scheme) -> Response:
    made = services.duplicate(actor=actor(), scheme=scheme)
    db.session.commit()
    flash(_("Copied. Change weights and points as your authority decides."), "success")
    return redirect(url_for(".edit_scheme", scheme_id=made.id), 303)


@bp.post("/evaluations/schemes/<uuid:scheme_id>/discard")
@allow(Role.ORGANISER, load=reading.own_scheme, may=keeps)
def discard_scheme(scheme: Scheme) -> Response:
    services.discard(actor=actor(), scheme=scheme)
    db.session.commit()
    flash(_("Removed."), "success")
    return redirect(url_for(".schemes"), 303)


def _template(code: str) -> Template:
    found = template(code)
    if found is None:
        raise NotFound
    return found


def _form(scheme: Scheme) -> SchemeForm:
    texts = {name: getattr(scheme, name) for name in ("name", "name_en", "source")}
    return scheme_form(
        scheme.document, data={**texts, **scheme_values(scheme.document), "version": str(scheme.version)}
    )


def _page(rules: Any, **page: Any) -> str:
    return render_template("evaluations/scheme.html", rules=rules, difference=difference(rules), **page)
