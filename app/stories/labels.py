"""The words for stories."""

from flask_babel import lazy_gettext as _l

from app.stories.models import StoryKind, StoryState

KINDS = {StoryKind.STORY: _l("Story"), StoryKind.NOTICE: _l("Notice")}
STATES = {
    StoryState.DRAFT: _l("Draft"),
    StoryState.PUBLISHED: _l("Published"),
    StoryState.ARCHIVED: _l("Archived"),
}
