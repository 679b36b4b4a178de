"""A session as a calendar entry, for its two sides."""

import datetime as dt

from flask_babel import gettext as _

from app.core.mail import Attachment, absolute_url
from app.mentorships.coaching.models import CoachingSession, SessionState

_STATUS = {SessionState.PROPOSED: "TENTATIVE", SessionState.CANCELLED: "CANCELLED"}


def calendar(session: CoachingSession) -> bytes:
    """The entry keeps its id, so that a later file moves or cancels it."""
    import icalendar  # loaded where it writes: most workers never do

    url = absolute_url("coaching.session", session_id=session.id)
    event = icalendar.Event()
    event.add("uid", uid(session))
    event.add("dtstamp", session.updated_at)
    event.add("sequence", session.version)
    event.add("dtstart", session.starts_at.astimezone(dt.UTC))
    event.add("dtend", session.ends_at.astimezone(dt.UTC))
    event.add("summary", title(session))
    event.add("status", _STATUS.get(session.state, "CONFIRMED"))
    event.add("location", session.place or session.video_url)
    event.add("description", "\n".join(part for part in (session.topic, session.video_url, url) if part))
    event.add("url", url)
    book = icalendar.Calendar()
    book.add("prodid", "-//Fuqiao//Sessions//ZH")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add_component(event)
    return bytes(book.to_ical())


def attachment(session: CoachingSession) -> Attachment:
    return Attachment("session.ics", "text/calendar", calendar(session))


def uid(session: CoachingSession) -> str:
    return f"{session.id}@fuqiao"


def title(session: CoachingSession) -> str:
    names = {"mentor": session.mentorship.mentor.name, "project": session.mentorship.project.name}
    return _("Mentoring: %(mentor)s and “%(project)s”", **names)
