"""Writing stories."""

import datetime as dt
import uuid
from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.extensions import db
from app.files import services as files
from app.stories.models import Story, StoryKind, StoryState
from app.stories.policies import can_edit, writes

TEXTS = ("title", "title_en", "summary", "summary_en", "body", "body_en", "picture_text")
EDITABLE = frozenset({*TEXTS, "kind", "appears_at"})


def create(*, actor: Actor, **values: Any) -> Story:
    """A draft of the authority that the person acts for."""
    require(actor.is_(Role.ORGANISER) and actor.organisation_id is not None)
    story = Story(organisation_id=actor.organisation_id, created_by_id=actor.account_id, title="")
    db.session.add(story)
    _fill(story, values)
    db.session.flush()
    return story


def update(*, actor: Actor, story: Story, **values: Any) -> Story:
    require(can_edit(actor, story))
    _fill(story, values)
    if story.state is StoryState.PUBLISHED:
        _refuse_half(story)
        story.appears_at = story.appears_at or utc_now()
    db.session.flush()
    return story


def publish(*, actor: Actor, story: Story) -> None:
    """Show it now, or when its moment comes."""
    require(writes(actor, story))
    if story.state is StoryState.PUBLISHED:
        raise Conflict(_("This is already published."))
    _refuse_half(story)
    story.state, story.appears_at = StoryState.PUBLISHED, story.appears_at or utc_now()
    db.session.flush()


def withdraw(*, actor: Actor, story: Story) -> None:
    """Back to a draft; its address answers nobody else until it is published again."""
    require(writes(actor, story))
    if story.state is not StoryState.PUBLISHED:
        raise Conflict(_("This is not published."))
    story.state = StoryState.DRAFT
    db.session.flush()


def archive(*, actor: Actor, story: Story) -> None:
    require(writes(actor, story))
    if story.state is StoryState.ARCHIVED:
        raise Conflict(_("This is already archived."))
    story.state = StoryState.ARCHIVED
    db.session.flush()


def restore(*, actor: Actor, story: Story) -> None:
    require(writes(actor, story))
    if story.state is not StoryState.ARCHIVED:
        raise Conflict(_("This is not archived."))
    story.state = StoryState.DRAFT
    db.session.flush()


def set_picture(*, actor: Actor, story: Story, file_id: uuid.UUID | None, text: str) -> None:
    """The picture above the text, with words for whoever does not see it."""
    require(can_edit(actor, story))
    if file_id is not None and not text:
        raise Invalid(_("Say in a few words what the picture shows."), "text")
    files.replace(thing=story, column="picture_id", file_id=file_id)
    story.picture_text = text if file_id else ""
    db.session.flush()


def _fill(story: Story, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name not in EDITABLE:
            continue
        if name == "kind":
            story.kind = StoryKind(value)
        elif name == "appears_at":
            story.appears_at = _moment(value)
        else:
            setattr(story, name, value or "")
    if not story.title:
        raise Invalid(_("Give it a title."), "title")


def _moment(value: dt.datetime | None) -> dt.datetime | None:
    if value is not None and value > utc_now() + dt.timedelta(days=730):
        raise Invalid(_("Choose a moment within two years."), "appears_at")
    return value


def _refuse_half(story: Story) -> None:
    if not story.body:
        raise Invalid(_("Write the text before you publish it."), "body")
    if bool(story.title_en) != bool(story.body_en):
        raise Invalid(_("In English, give both the title and the text, or neither."), "title_en")
