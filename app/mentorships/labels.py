"""The words for requests to mentors."""

from flask_babel import lazy_gettext as _l

from app.mentorships.models import RequestOrigin

ORIGINS = {
    RequestOrigin.PROJECT: _l("Asked by the project"),
    RequestOrigin.ORGANISER: _l("Asked by the organiser"),
}
