"""Canaries in what a mentor and a project say to each other."""

from typing import Any

from app.extensions import db
from app.mentors.models import Mentor
from app.mentorships.coaching.models import (
    ActionItem,
    CoachingSession,
    Goal,
    MentorshipFile,
    MentorshipRating,
    SessionNote,
)
from app.mentorships.coaching.queries.slots import availability_of
from tests.access.world import City


def plant(planter: Any, city: City) -> None:
    def row(model: Any, thing: str, argument: str) -> Any:
        return db.session.get_one(model, city.things[thing][argument])

    session = row(CoachingSession, "coaching_session", "session_id")
    planter.text(session, "topic", "place")
    session.video_url = "https://" + planter.token("a session's video room", pattern="c{:03d}canary.example.cn")
    planter.text(row(CoachingSession, "cancelled_session", "session_id"), "cancel_reason")
    planter.text(row(SessionNote, "private_note", "note_id"), "text")
    planter.text(row(SessionNote, "shared_note", "note_id"), "text")
    planter.text(row(Goal, "goal", "goal_id"), "text")
    planter.text(row(ActionItem, "action", "action_id"), "text")
    shared = row(MentorshipFile, "shared_file", "shared_id")
    shared.file.name = planter.token("a shared file's name") + ".pdf"
    # The project made it public, and the mentor has not agreed.
    planter.text(row(MentorshipRating, "rating", "rating_id"), "testimonial")
    mentor = row(Mentor, "mentor_profile", "mentor_id")
    availability = availability_of(mentor.id)
    assert availability is not None
    planter.text(availability, "place")
