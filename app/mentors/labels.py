"""The words for a mentor's texts and interests."""

from flask_babel import lazy_gettext as _l

from app.mentors.models import ConflictRelation, TextKind

TEXT_KIND_LABELS = {
    TextKind.EXPERIENCE: _l("Experience"),
    TextKind.CASE: _l("Coaching case"),
    TextKind.OTHER: _l("Other evidence"),
}
RELATION_LABELS = {
    ConflictRelation.INVESTMENT: _l("Holds shares or invested"),
    ConflictRelation.POSITION: _l("Works there or sits on its board"),
    ConflictRelation.FAMILY: _l("Family or close friends"),
    ConflictRelation.COMPETITOR: _l("Works for a competitor"),
    ConflictRelation.OTHER: _l("Another interest"),
}
