"""What happened in a mentorship, newest first, from its rows."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from app.mentorships.coaching.labels import SESSION_STATES, SESSION_TONES, SIDES
from app.mentorships.coaching.models import (
    CoachingSession,
    Goal,
    MentorshipFile,
    MentorshipRating,
    SessionState,
    Side,
    StepState,
)
from app.mentorships.models import Mentorship


def timeline(
    mentorship: Mentorship,
    goals: Iterable[Goal],
    sessions: Iterable[CoachingSession],
    files: Iterable[MentorshipFile],
    ratings: Mapping[Side, MentorshipRating],
) -> list[dict[str, Any]]:
    """Entries for the macro of the same name. That somebody rated may be known, what they said may not."""
    entries = [_entry(_("The mentorship began"), mentorship.started_at, "info")]
    if mentorship.ended_at:
        entries.append(_entry(_("The mentorship ended"), mentorship.ended_at, "", mentorship.end_reason))
    for goal in goals:
        entries.extend(_of_goal(goal))
    for session in sessions:
        entries.append(_of_session(session))
    for shared in files:
        entries.append(
            _entry(_("File shared: %(name)s", name=shared.file.name), shared.created_at, by=SIDES[shared.side])
        )
    for rating in ratings.values():
        entries.append(_entry(_("Rated"), rating.created_at, by=SIDES[rating.side]))
    return sorted(entries, key=lambda entry: entry["time"], reverse=True)


def _entry(title: Any, time: dt.datetime, tone: str = "", text: str = "", by: Any = "") -> dict[str, Any]:
    return {"title": title, "time": time, "tone": tone, "text": text, "by": by}


def _of_goal(goal: Goal) -> Iterator[dict[str, Any]]:
    yield _entry(_("Goal set: %(goal)s", goal=goal.text), goal.created_at)
    if goal.settled_at and goal.state is StepState.DONE:
        yield _entry(_("Goal reached: %(goal)s", goal=goal.text), goal.settled_at, "success")
    elif goal.settled_at:
        yield _entry(_("Goal dropped: %(goal)s", goal=goal.text), goal.settled_at)


def _of_session(session: CoachingSession) -> dict[str, Any]:
    if session.state is SessionState.CANCELLED:
        by = SIDES[session.cancelled_by] if session.cancelled_by else ""
        at = session.cancelled_at or session.updated_at
        return _entry(_("Session cancelled"), at, "", session.cancel_reason, by)
    title = _("Session: %(state)s", state=SESSION_STATES[session.state])
    return _entry(title, session.starts_at, SESSION_TONES[session.state], session.topic)
