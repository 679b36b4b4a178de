"""The words for a project's states."""

from flask_babel import lazy_gettext as _l

from app.projects.models import ProjectState

STATE_LABELS = {
    ProjectState.DRAFT: _l("Draft"),
    ProjectState.PUBLISHED: _l("Published"),
    ProjectState.ARCHIVED: _l("Archived"),
}
