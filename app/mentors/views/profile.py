"""Pages of mentors: the register, a profile, and the mentor's own editing."""

import uuid
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.cities import sharing
from app.core import drafts
from app.core import profile_pages as pages
from app.core.access import PUBLIC, actor, allow
from app.core.facets import read_codes
from app.core.flashes import flash_undo
from app.core.forms import form_values, query_values
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.core.profiles import STATE_LABELS
from app.extensions import db
from app.files.forms import UploadForm
from app.mentors import policies, queries, services
from app.mentors.fields import FIELDS, TEASER, completeness
from app.mentors.forms import MOST_TEXTS, ConflictForm, MentorForm, VisibilityForm
from app.mentors.labels import RELATION_LABELS, TEXT_KIND_LABELS
from app.mentors.models import Mentor, MentorConflict
from app.mentors.views import bp
from app.taxonomy import labels


def _codes(facet: str) -> Any:
    return lambda mentor: [labels.label(facet, code) for code in labels.ordered(facet, mentor.codes(facet))]


COLUMNS = (
    Column(_l("Mentor’s name"), lambda m: m.name),
    Column(_l("One-line description"), lambda m: m.headline),
    Column(_l("Employer"), lambda m: m.employer),
    Column(_l("Position"), lambda m: m.position),
    Column(_l("Expertise"), _codes("expertise")),
    Column(_l("Sectors"), _codes("sector")),
    Column(_l("Stages"), _codes("stage")),
    Column(_l("Working languages"), _codes("language")),
    Column(_l("Region"), lambda m: labels.region_name(m.region_code, full=True)),
    Column(_l("Free places"), lambda m: m.free_places),
    Column(_l("Registered with"), lambda m: m.organisation.name),
    Column(_l("In the register"), lambda m: str(_l("Filed") if m.is_filed else _l("Not filed"))),
)


@bp.get("/mentors")
@allow(PUBLIC)
def index() -> Any:
    """The public register: teasers only, whoever reads."""
    cities = sharing.reach(actor(), request.args.get("city", ""))
    filters: dict[str, Any] = {
        "words": search_words(),
        "sectors": query_values("sector"),
        "expertise": query_values("expertise"),
        "stages": query_values("stage"),
        "languages": query_values("language"),
        "region": labels.region_prefix(request.args.get("region", "")[:6]),
        "free": request.args.get("free") == "yes",
        "filed": request.args.get("filing") != "all",
        "hidden": cities.hidden,
        "order": request.args.get("sort", "newest"),
    }
    statement = queries.directory(**filters).options(*queries.TEASER)
    if wants_export():
        rows = db.session.scalars(statement).all()
        read_codes(rows)
        return export("mentors", COLUMNS, rows)
    page = paginate(statement)
    read_codes(page.items)
    return render_template("mentors/index.html", page=page, filters=filters, cities=cities)


@bp.get("/mentors/mine")
@allow(Role.MENTOR, Role.ORGANISER)
def mine() -> Any:
    """A mentor has one profile; an organiser sees those that the authority keeps for people who have not signed up."""
    person = actor()
    if person.is_(Role.MENTOR):
        own = queries.own_mentor(person)
        return redirect(url_for(".show", mentor_id=own.id) if own else url_for(".create"), 303)
    mentors = queries.own_mentors(person)
    if wants_export():
        state = Column(_l("State"), lambda m: str(STATE_LABELS[m.state]))
        return export("kept-mentors", [*COLUMNS, state], mentors)
    scores = {mentor.id: completeness(mentor) for mentor in mentors}
    return render_template("mentors/mine.html", mentors=mentors, completeness=scores, states=STATE_LABELS)


@bp.get("/mentors/<uuid:mentor_id>")
@allow(PUBLIC, load=queries.visible_mentor)
def show(mentor: Mentor) -> Any:
    person = actor()
    owner = policies.owns(person, mentor)
    reach = pages.seen_as(policies.reach(person, mentor), owner=owner)
    readable = policies.readable_fields(mentor, reach)
    return render_template(
        "mentors/show.html",
        mentor=mentor,
        fields=[field for field in FIELDS if field.name in readable],
        hidden=len(FIELDS) - len(readable),
        owner=owner,
        keeps=policies.keeps_register(person, mentor),
        reach=reach,
        conflicts=queries.shown_conflicts(person, mentor) if not request.args.get("as") else [],
        completeness=completeness(mentor) if owner else None,
        states=STATE_LABELS,
        text_kinds=TEXT_KIND_LABELS,
        relations=RELATION_LABELS,
    )


@bp.route("/mentors/new", methods=["GET", "POST"])
@allow(Role.MENTOR, Role.ORGANISER)
def create() -> Any:
    person, key = actor(), "mentor:new"
    if person.is_(Role.MENTOR) and (own := queries.own_mentor(person)):
        return redirect(url_for(".show", mentor_id=own.id), 303)
    draft = drafts.find(person.account_id, key)
    given = {"name": person.account.name, "contact_email": person.account.email} if person.is_(Role.MENTOR) else {}
    form = MentorForm(formdata=drafts.typed(draft), data={"capacity": 3, **given})
    form.change_texts(request.form)
    if form.validate_on_submit():
        with form.field_errors():
            mentor = services.create(actor=person, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Draft saved. Publish it when it is ready."), "success")
            return redirect(url_for(".show", mentor_id=mentor.id), 303)
    waiting = queries.waiting_profile(person)
    return _form_page(form, mentor=None, draft=draft, key=key, waiting=waiting)


@bp.route("/mentors/<uuid:mentor_id>/edit", methods=["GET", "POST"])
@allow(Role.MENTOR, Role.ORGANISER, load=queries.visible_mentor, may=policies.can_edit)
def edit(mentor: Mentor) -> Any:
    person, key = actor(), f"mentor:{mentor.id}"
    draft = drafts.find(person.account_id, key)
    form = MentorForm(formdata=drafts.typed(draft), obj=mentor, data=mentor.codes_by_field(services.FACETS))
    form.change_texts(request.form)
    if form.validate_on_submit():
        form.checked_version(mentor.version)
        with form.field_errors():
            services.update(actor=person, mentor=mentor, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".show", mentor_id=mentor.id), 303)
    newer = drafts.is_outdated(draft, form, mentor)
    return _form_page(form, mentor=mentor, draft=draft, key=key, newer=newer)


@bp.post("/mentors/<uuid:mentor_id>/claim")
@allow(Role.MENTOR, load=queries.claimable_mentor)
def claim(mentor: Mentor) -> Response:
    """The authority already keeps a profile under the person's own address."""
    services.claim(actor=actor(), mentor=mentor)
    db.session.commit()
    flash(_("The profile is yours now. Check what it says."), "success")
    return redirect(url_for(".edit", mentor_id=mentor.id), 303)


@bp.route("/mentors/<uuid:mentor_id>/visibility", methods=["GET", "POST"])
@allow(Role.MENTOR, Role.ORGANISER, load=queries.visible_mentor, may=policies.can_edit)
def visibility(mentor: Mentor) -> Any:
    """Who reads which field."""
    form = VisibilityForm(data=dict(mentor.visibility))

    def choose() -> None:
        services.set_visibility(actor=actor(), mentor=mentor, choices=form_values(form))

    return pages.submit(form, mentor, choose) or pages.form_page(
        "visibility", form, mentor, fields=FIELDS, teaser=TEASER
    )


@bp.route("/mentors/<uuid:mentor_id>/files/<any(logo):kind>", methods=["GET", "POST"])
@allow(Role.MENTOR, Role.ORGANISER, load=queries.visible_mentor, may=policies.can_edit)
def upload(mentor: Mentor, kind: str) -> Any:
    """The photo."""
    form = UploadForm(kind=kind)

    def attach() -> None:
        file_id = form.received(actor=actor(), kind=kind, **_owner(mentor))
        services.set_file(actor=actor(), mentor=mentor, kind=kind, file_id=file_id)

    title = _("Photo")
    hint = _("Everybody sees the photo.")
    return pages.submit(form, mentor, attach) or pages.form_page(
        "upload", form, mentor, kind=kind, title=title, hint=hint
    )


@bp.post("/mentors/<uuid:mentor_id>/publish")
@allow(Role.MENTOR, Role.ORGANISER, load=queries.visible_mentor, may=policies.can_publish)
def publish(mentor: Mentor) -> Response:
    said = _("Published. Everybody can read the profile now.")
    return pages.publish(mentor, partial(services.publish, actor=actor(), mentor=mentor), said)


@bp.post("/mentors/<uuid:mentor_id>/archive")
@allow(Role.MENTOR, Role.ORGANISER, load=queries.visible_mentor, may=policies.can_publish)
def archive(mentor: Mentor) -> Response:
    return pages.archive(mentor, partial(services.archive, actor=actor(), mentor=mentor))


@bp.post("/mentors/<uuid:mentor_id>/restore")
@allow(Role.MENTOR, Role.ORGANISER, load=queries.visible_mentor, may=policies.can_publish)
def restore(mentor: Mentor) -> Response:
    return pages.restore(mentor, partial(services.restore, actor=actor(), mentor=mentor))


@bp.route("/mentors/<uuid:mentor_id>/conflicts", methods=["GET", "POST"])
@allow(Role.MENTOR, Role.ORGANISER, load=queries.visible_mentor, may=policies.can_edit)
def conflicts(mentor: Mentor) -> Any:
    """The interests that the mentor declares."""
    form = ConflictForm(data={"name": request.args.get("name", "")[:120]})
    if form.validate_on_submit():
        with form.field_errors():
            services.declare_conflict(actor=actor(), mentor=mentor, **form_values(form))
            db.session.commit()
            flash(_("Declared. You are not matched with them."), "success")
            return redirect(url_for(".conflicts", mentor_id=mentor.id), 303)
    declared = queries.shown_conflicts(actor(), mentor)
    return (
        render_template(
            "mentors/conflicts.html", form=form, mentor=mentor, conflicts=declared, relations=RELATION_LABELS
        ),
        form.status,
    )


@bp.post("/mentors/conflicts/<uuid:conflict_id>/end")
@allow(Role.MENTOR, Role.ORGANISER, load=queries.visible_conflict, may=policies.can_edit_conflict)
def end_conflict(conflict: MentorConflict) -> Response:
    services.end_conflict(actor=actor(), conflict=conflict)
    db.session.commit()
    flash_undo(_("Removed."), url_for(".reopen_conflict", conflict_id=conflict.id))
    return redirect(url_for(".conflicts", mentor_id=conflict.mentor_id), 303)


@bp.post("/mentors/conflicts/<uuid:conflict_id>/reopen")
@allow(Role.MENTOR, Role.ORGANISER, load=queries.visible_conflict, may=policies.can_edit_conflict)
def reopen_conflict(conflict: MentorConflict) -> Response:
    services.reopen_conflict(actor=actor(), conflict=conflict)
    db.session.commit()
    return redirect(url_for(".conflicts", mentor_id=conflict.mentor_id), 303)


def _form_page(form: MentorForm, **context: Any) -> tuple[str, int]:
    return render_template("mentors/edit.html", form=form, most_texts=MOST_TEXTS, **context), form.status


def _owner(mentor: Mentor) -> dict[str, uuid.UUID | None]:
    """A photo belongs to the person, or to the authority that keeps the profile."""
    organisation_id = None if mentor.account_id else mentor.organisation_id
    return {"account_id": mentor.account_id, "organisation_id": organisation_id}
