"""Where organisers start, write, arrange and publish bulletins."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.bulletins import document, policies, queries, services
from app.bulletins.forms import ArrangeForm, StartForm, WriteForm
from app.bulletins.labels import STATES
from app.bulletins.models import Bulletin, BulletinState, Section
from app.bulletins.views import bp
from app.bulletins.views.public import LISTED
from app.core import drafts
from app.core.access import actor, allow
from app.core.errors import Invalid
from app.core.flashes import flash_undo
from app.core.forms import form_values
from app.core.listing import Column, export, paginate, wants_export
from app.core.text import clean
from app.extensions import db
from app.indicators import catalogue, periods
from app.stories.queries import public as public_stories
from app.taxonomy import catalogue as places
from app.taxonomy.labels import region_name

STORIES_OFFERED = 30
OWN = (*LISTED, Column(_l("State"), lambda b: str(STATES[b.state])))


@bp.get("/bulletins/mine")
@allow(Role.ORGANISER)
def mine() -> Any:
    """What the own authority writes and wrote, and the quarters that are still untold."""
    state = request.args.get("state", "")
    statement = queries.own(actor(), state=state if state in set(BulletinState) else "")
    if wants_export():
        return export("bulletins", OWN, db.session.scalars(statement))
    page = paginate(statement, per_page=20)
    return render_template(
        "bulletins/mine.html",
        page=page,
        state=state,
        corrected=queries.corrected([each.id for each in page.items]),
        untold=queries.untold(actor().region_code),
    )


@bp.route("/bulletins/new", methods=["GET", "POST"])
@allow(Role.ORGANISER)
def create() -> Any:
    person = actor()
    form = StartForm(data={"period": clean(request.args.get("period", ""))[:7], "region": person.region_code})
    form.period.choices = [(quarter.code, quarter.label) for quarter in queries.quarters()]
    zones = places.region_children(person.region_code) if person.region_code else ()
    form.region.choices = [(code, region_name(code)) for code in (person.region_code, *(zone.code for zone in zones))]
    if form.validate_on_submit():
        with form.field_errors():
            quarter = periods.parse(form.period.data)
            if quarter is None:
                raise Invalid(_("Choose a quarter that is over."), "period")
            made = services.start(actor=person, region=form.region.data, quarter=quarter)
            db.session.commit()
            flash(_("The figures are in. Add what there is to say, look at it once more, then publish it."), "success")
            return redirect(url_for(".show", bulletin_id=made.id), 303)
    return render_template("bulletins/new.html", form=form), form.status


@bp.route("/bulletins/<uuid:bulletin_id>/edit", methods=["GET", "POST"])
@allow(Role.ORGANISER, load=queries.own_bulletin, may=policies.can_edit)
def edit(bulletin: Bulletin) -> Any:
    person, key = actor(), f"bulletin:{bulletin.id}"
    draft = drafts.find(person.account_id, key)
    offered = [*queries.chosen_stories(bulletin), *db.session.scalars(public_stories().limit(STORIES_OFFERED))]
    known = list({str(row.id): row.label for row in offered}.items())
    form = WriteForm(
        formdata=drafts.typed(draft),
        obj=bulletin,
        data={"stories": bulletin.chosen_stories},
        stories_known=known,
        correction=bool(bulletin.number),
    )
    if form.validate_on_submit():
        form.checked_version(bulletin.version)
        with form.field_errors():
            services.write(actor=person, bulletin=bulletin, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".show", bulletin_id=bulletin.id), 303)
    newer = drafts.is_outdated(draft, form, bulletin)
    page = render_template("bulletins/edit.html", form=form, bulletin=bulletin, draft=draft, key=key, newer=newer)
    return page, form.status


@bp.get("/bulletins/<uuid:bulletin_id>/contents")
@allow(Role.ORGANISER, load=queries.own_bulletin, may=policies.can_edit)
def contents(bulletin: Bulletin) -> Any:
    """Which parts and indicators it has, in which order."""
    return render_template(
        "bulletins/contents.html",
        bulletin=bulletin,
        names={each.code: each.name for each in catalogue.indicators()},
        groups=[(theme, catalogue.of_theme(theme.code)) for theme in catalogue.themes()],
        left_out=[each for each in Section if each not in bulletin.sections],
        most=services.MOST,
    )


@bp.post("/bulletins/<uuid:bulletin_id>/arrange")
@allow(Role.ORGANISER, load=queries.own_bulletin)
def arrange(bulletin: Bulletin) -> Response:
    form = ArrangeForm()
    part = form.part.data or ""
    try:
        services.arrange(
            actor=actor(), bulletin=bulletin, part=part, code=form.code.data or "", step=form.step.data or ""
        )
    except Invalid as error:
        db.session.rollback()
        flash(error.message, "error")
    else:
        db.session.commit()
    return redirect(url_for(".contents", bulletin_id=bulletin.id, _anchor=part if part in services.MOST else None), 303)


@bp.post("/bulletins/<uuid:bulletin_id>/recount")
@allow(Role.ORGANISER, load=queries.own_bulletin)
def recount(bulletin: Bulletin) -> Response:
    changed = services.recount(actor=actor(), bulletin=bulletin)
    db.session.commit()
    said = _("Counted again; some figures are others now.") if changed else _("Counted again; nothing changed.")
    flash(said, "success")
    return _to(bulletin)


@bp.route("/bulletins/<uuid:bulletin_id>/publish", methods=["GET", "POST"])
@allow(Role.ORGANISER, load=queries.own_bulletin)
def publish(bulletin: Bulletin) -> Any:
    """It cannot be taken back, so it is asked once more."""
    if request.method == "GET":
        if not bulletin.is_draft:
            return _to(bulletin)
        return render_template("bulletins/publish.html", bulletin=bulletin, document=document.read(bulletin))
    try:
        done = services.publish(actor=actor(), bulletin=bulletin)
    except Invalid as error:
        db.session.rollback()
        flash(error.message, "error")
        return redirect(url_for(".edit", bulletin_id=bulletin.id), 303)
    db.session.commit()
    if done:
        flash(_("Published. The carriers of the region are told."), "success")
    else:
        flash(_("Some figures changed since you looked; the draft has them now. Look again, then publish."), "warning")
    return _to(bulletin)


@bp.post("/bulletins/<uuid:bulletin_id>/correct")
@allow(Role.ORGANISER, load=queries.own_bulletin)
def correct(bulletin: Bulletin) -> Response:
    made = services.correct(actor=actor(), bulletin=bulletin)
    db.session.commit()
    flash(_("A correction is begun with the figures of today. Say what it corrects."), "success")
    return redirect(url_for(".edit", bulletin_id=made.id), 303)


@bp.post("/bulletins/<uuid:bulletin_id>/discard")
@allow(Role.ORGANISER, load=queries.own_bulletin)
def discard(bulletin: Bulletin) -> Response:
    services.discard(actor=actor(), bulletin=bulletin)
    db.session.commit()
    flash_undo(_("Thrown away."), url_for(".restore", bulletin_id=bulletin.id))
    return redirect(url_for(".mine"), 303)


@bp.post("/bulletins/<uuid:bulletin_id>/restore")
@allow(Role.ORGANISER, load=queries.own_bulletin)
def restore(bulletin: Bulletin) -> Response:
    services.restore(actor=actor(), bulletin=bulletin)
    db.session.commit()
    flash(_("It is a draft again."), "success")
    return _to(bulletin)


def _to(bulletin: Bulletin) -> Response:
    return redirect(url_for(".show", bulletin_id=bulletin.id), 303)
