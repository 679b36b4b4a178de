"""Reading stories."""

import uuid

from sqlalchemy import Select, select

from app.accounts.actor import Actor
from app.core.model import utc_now
from app.extensions import db
from app.stories.models import Story, StoryKind, StoryState
from app.stories.policies import can_see, writes


def visible_story(actor: Actor, story_id: uuid.UUID) -> Story | None:
    story = db.session.get(Story, story_id)
    return story if story is not None and can_see(actor, story) else None


def own_story(actor: Actor, story_id: uuid.UUID) -> Story | None:
    story = db.session.get(Story, story_id)
    return story if story is not None and writes(actor, story) else None


def public(*, kind: str = "") -> Select[Story]:
    """What has appeared, newest first."""
    statement = select(Story).where(Story.state == StoryState.PUBLISHED, Story.appears_at <= utc_now())
    if kind:
        statement = statement.where(Story.kind == StoryKind(kind))
    return statement.order_by(Story.appears_at.desc(), Story.id.desc())


def own(actor: Actor, *, state: str = "") -> Select[Story]:
    """Those of the organiser's authority, last changed first."""
    statement = select(Story).where(Story.organisation_id == actor.organisation_id)
    if state:
        statement = statement.where(Story.state == StoryState(state))
    return statement.order_by(Story.updated_at.desc(), Story.id.desc())
