"""Who may ask, answer and end."""

from app.accounts.actor import Actor
from app.mentors.models import Mentor
from app.mentors.policies import owns as own_profile
from app.mentorships.models import MentorRequest, Mentorship, RequestOrigin
from app.projects.policies import owns
from app.roadshows.policies import ORGANISING


def is_mentor(actor: Actor, mentor: Mentor) -> bool:
    """The person is this mentor, acting as one."""
    return mentor.account_id is not None and own_profile(actor, mentor)


def answers(actor: Actor, request: MentorRequest) -> bool:
    return is_mentor(actor, request.mentor)


def sent(actor: Actor, request: MentorRequest) -> bool:
    """The request was sent by the organisation the person acts for, in a role that sends such requests."""
    if request.origin is RequestOrigin.PROJECT:
        return owns(actor, request.project)
    return actor.is_(*ORGANISING) and actor.acts_for(request.organisation_id)


def takes_part(actor: Actor, mentorship: Mentorship) -> bool:
    return is_mentor(actor, mentorship.mentor) or owns(actor, mentorship.project)
