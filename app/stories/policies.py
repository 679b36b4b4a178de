"""Who reads and who writes a story."""

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.extensions import db
from app.files.models import File
from app.stories.models import Story, StoryState
from app.taxonomy.regions import looks_into


def writes(actor: Actor, story: Story) -> bool:
    """The organisers of the authority that tells it."""
    return actor.is_(Role.ORGANISER) and actor.acts_for(story.organisation_id)


def can_see(actor: Actor, story: Story) -> bool:
    """The authority of a larger region also sees what one inside it prepares."""
    return story.is_public or writes(actor, story) or looks_into(actor, story.organisation)


def can_edit(actor: Actor, story: Story) -> bool:
    return writes(actor, story) and story.state is not StoryState.ARCHIVED


def can_read_picture(actor: Actor, file: File) -> bool:
    story = db.session.scalar(select(Story).where(Story.picture_id == file.id))
    return story is not None and can_see(actor, story)
