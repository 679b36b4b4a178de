"""Meetings as entries of calendars: for those who meet, since an entry names the room."""

from collections.abc import Iterable

from flask_babel import gettext as _

from app.core.agenda import Entry
from app.core.calendars import calendar_file
from app.core.i18n import in_language
from app.core.mail import Attachment
from app.roadshows.meetings.models import Meeting, RoomKind
from app.roadshows.notices import path


def entry(meeting: Meeting) -> Entry:
    """What has no place any more is taken out of a calendar by its id; the moment only has to be there."""
    slot = meeting.slot
    return Entry(
        uid=str(meeting.id),
        title=title(meeting),
        starts_at=slot.starts_at if slot else meeting.changed_at,
        ends_at=slot.ends_at if slot else meeting.changed_at,
        url=path("meetings.show", meeting_id=meeting.id),
        place=place(meeting),
        kind="meeting",
        changed_at=meeting.changed_at,
        sequence=meeting.sequence,
        is_cancelled=slot is None,
    )


def file(meetings: Iterable[Meeting]) -> bytes:
    return calendar_file([entry(meeting) for meeting in meetings], name=_("1:1 meetings"))


def attachment(meetings: Iterable[Meeting], *, locale: str) -> Attachment:
    with in_language(locale):
        return Attachment("meetings.ics", "text/calendar", file(meetings))


def title(meeting: Meeting) -> str:
    return _("%(project)s and %(fund)s, 1:1 meeting", project=meeting.project.name, fund=meeting.fund.name)


def place(meeting: Meeting) -> str:
    """The room as people find it: its name and the venue, or its address."""
    if meeting.room is None:
        return ""
    if meeting.room.kind is RoomKind.VIDEO:
        return meeting.room.url
    return f"{meeting.room.name}, {meeting.roadshow.venue}" if meeting.roadshow.venue else meeting.room.name
