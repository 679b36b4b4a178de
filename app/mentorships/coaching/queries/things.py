"""One thing at a time, for whoever may know that it is there."""

import uuid

from app.accounts.actor import Actor
from app.extensions import db
from app.mentorships.coaching import policies
from app.mentorships.coaching.models import (
    ActionItem,
    CoachingSession,
    Goal,
    MentorshipFile,
    MentorshipRating,
    SessionNote,
)
from app.mentorships.coaching.queries.ratings import ratings_of
from app.mentorships.models import Mentorship


def visible_mentorship(actor: Actor, mentorship_id: uuid.UUID) -> Mentorship | None:
    mentorship = db.session.get(Mentorship, mentorship_id)
    return mentorship if mentorship is not None and policies.can_see(actor, mentorship) else None


def own_session(actor: Actor, session_id: uuid.UUID) -> CoachingSession | None:
    session = db.session.get(CoachingSession, session_id)
    return session if session is not None and policies.has_part(actor, session) else None


def own_goal(actor: Actor, goal_id: uuid.UUID) -> Goal | None:
    goal = db.session.get(Goal, goal_id)
    return goal if goal is not None and policies.has_part(actor, goal) else None


def own_action(actor: Actor, action_id: uuid.UUID) -> ActionItem | None:
    action = db.session.get(ActionItem, action_id)
    return action if action is not None and policies.has_part(actor, action) else None


def own_note(actor: Actor, note_id: uuid.UUID) -> SessionNote | None:
    """Also a removed one, so that its writer can bring it back."""
    note = db.session.get(SessionNote, note_id)
    if note is None or not (policies.can_read_note(actor, note) or policies.wrote(actor, note)):
        return None
    return note


def shared_file(actor: Actor, shared_id: uuid.UUID) -> MentorshipFile | None:
    shared = db.session.get(MentorshipFile, shared_id)
    return shared if shared is not None and policies.has_part(actor, shared) else None


def known_rating(actor: Actor, rating_id: uuid.UUID) -> MentorshipRating | None:
    """One's own, and the other side's once it is revealed."""
    rating = db.session.get(MentorshipRating, rating_id)
    if rating is None or not policies.has_part(actor, rating):
        return None
    return rating if policies.wrote_rating(actor, rating) or is_revealed(rating.mentorship) else None


def is_revealed(mentorship: Mentorship) -> bool:
    return policies.is_revealed(mentorship, len(ratings_of(mentorship)))
