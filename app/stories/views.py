"""Stories and notices: the public pages, the feed, and the organisers' desk."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Role
from app.core import drafts
from app.core.access import PUBLIC, actor, allow
from app.core.errors import Invalid
from app.core.flashes import flash_undo
from app.core.forms import form_values
from app.core.listing import Column, export, paginate, wants_export
from app.core.mail import absolute_url
from app.extensions import db
from app.stories import policies, queries, services
from app.stories.forms import PictureForm, StoryForm
from app.stories.labels import KINDS, STATES
from app.stories.models import Story, StoryKind, StoryState

bp = Blueprint("stories", __name__)
IN_FEED = 30
COLUMNS = (
    Column(_l("Title"), lambda s: s.title),
    Column(_l("Title in English"), lambda s: s.title_en),
    Column(_l("Kind"), lambda s: str(KINDS[s.kind])),
    Column(_l("State"), lambda s: str(STATES[s.state])),
    Column(_l("Appears on"), lambda s: s.appears_at),
    Column(_l("In one sentence"), lambda s: s.summary),
)


@bp.get("/stories")
@allow(PUBLIC)
def index() -> Any:
    """What has appeared, newest first."""
    kind = request.args.get("kind", "")
    kind = kind if kind in set(StoryKind) else ""
    page = paginate(queries.public(kind=kind), per_page=12)
    return render_template("stories/index.html", page=page, kind=kind, kinds=KINDS)


@bp.get("/stories.atom")
@allow(PUBLIC)
def feed() -> Response:
    """The newest, to subscribe to."""
    stories = db.session.scalars(queries.public().limit(IN_FEED)).all()
    content = render_template("stories/feed.xml", stories=stories, absolute_url=absolute_url)
    return Response(content, mimetype="application/atom+xml")


@bp.get("/stories/<uuid:story_id>")
@allow(PUBLIC, load=queries.visible_story)
def show(story: Story) -> Any:
    return render_template(
        "stories/show.html", story=story, writes=policies.writes(actor(), story), kinds=KINDS, states=STATES
    )


@bp.get("/stories/mine")
@allow(Role.ORGANISER)
def mine() -> Any:
    """Everything of the own authority, drafts and scheduled ones too."""
    state = request.args.get("state", "")
    statement = queries.own(actor(), state=state if state in set(StoryState) else "")
    if wants_export():
        return export("stories", COLUMNS, db.session.scalars(statement))
    return render_template("stories/mine.html", page=paginate(statement), kinds=KINDS, states=STATES, state=state)


@bp.route("/stories/new", methods=["GET", "POST"])
@allow(Role.ORGANISER)
def create() -> Any:
    person, key = actor(), "story:new"
    draft = drafts.find(person.account_id, key)
    form = StoryForm(formdata=drafts.typed(draft))
    if form.validate_on_submit():
        with form.field_errors():
            story = services.create(actor=person, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Draft saved. Read it once more, then publish it."), "success")
            return redirect(url_for(".show", story_id=story.id), 303)
    return render_template("stories/edit.html", form=form, story=None, draft=draft, key=key), form.status


@bp.route("/stories/<uuid:story_id>/edit", methods=["GET", "POST"])
@allow(Role.ORGANISER, load=queries.own_story, may=policies.can_edit)
def edit(story: Story) -> Any:
    person, key = actor(), f"story:{story.id}"
    draft = drafts.find(person.account_id, key)
    form = StoryForm(formdata=drafts.typed(draft), obj=story)
    if form.validate_on_submit():
        form.checked_version(story.version)
        with form.field_errors():
            services.update(actor=person, story=story, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".show", story_id=story.id), 303)
    newer = drafts.is_outdated(draft, form, story)
    return render_template("stories/edit.html", form=form, story=story, draft=draft, key=key, newer=newer), form.status


@bp.route("/stories/<uuid:story_id>/picture", methods=["GET", "POST"])
@allow(Role.ORGANISER, load=queries.own_story, may=policies.can_edit)
def picture(story: Story) -> Any:
    form = PictureForm(kind="image", data={"text": story.picture_text})
    if form.validate_on_submit():
        with form.field_errors():
            person = actor()
            file_id = form.received(actor=person, kind="image", organisation_id=story.organisation_id)
            services.set_picture(actor=person, story=story, file_id=file_id, text=form.text.data or "")
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".show", story_id=story.id), 303)
    return render_template("stories/picture.html", form=form, story=story), form.status


@bp.post("/stories/<uuid:story_id>/publish")
@allow(Role.ORGANISER, load=queries.own_story)
def publish(story: Story) -> AnyResponse:
    """Show it; where something is missing, say what and open the form."""
    try:
        services.publish(actor=actor(), story=story)
    except Invalid as error:
        db.session.rollback()
        flash(error.message, "error")
        return redirect(url_for(".edit", story_id=story.id), 303)
    db.session.commit()
    said = _("Scheduled.") if story.is_scheduled else _("Published.")
    flash_undo(said, url_for(".withdraw", story_id=story.id))
    return _to(story)


@bp.post("/stories/<uuid:story_id>/withdraw")
@allow(Role.ORGANISER, load=queries.own_story)
def withdraw(story: Story) -> AnyResponse:
    services.withdraw(actor=actor(), story=story)
    db.session.commit()
    flash_undo(_("It is a draft again, and nobody else sees it."), url_for(".publish", story_id=story.id))
    return _to(story)


@bp.post("/stories/<uuid:story_id>/archive")
@allow(Role.ORGANISER, load=queries.own_story)
def archive(story: Story) -> AnyResponse:
    services.archive(actor=actor(), story=story)
    db.session.commit()
    flash_undo(_("Archived."), url_for(".restore", story_id=story.id))
    return redirect(url_for(".mine"), 303)


@bp.post("/stories/<uuid:story_id>/restore")
@allow(Role.ORGANISER, load=queries.own_story)
def restore(story: Story) -> AnyResponse:
    services.restore(actor=actor(), story=story)
    db.session.commit()
    flash(_("Restored as a draft."), "success")
    return _to(story)


def _to(story: Story) -> AnyResponse:
    return redirect(url_for(".show", story_id=story.id), 303)
