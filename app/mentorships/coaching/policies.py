"""Who reads what of a mentorship, and who may do what in it."""

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.extensions import db
from app.files.models import File
from app.mentors.models import Mentor
from app.mentors.policies import keeps_register
from app.mentorships.coaching.models import (
    ActionItem,
    CoachingSession,
    Goal,
    MentorshipFile,
    MentorshipRating,
    SessionNote,
    Side,
    deadline_for_rating,
)
from app.mentorships.models import Mentorship
from app.mentorships.policies import is_mentor, takes_part
from app.projects.policies import owns


def side_of(actor: Actor, mentorship: Mentorship) -> Side | None:
    """On which of the two sides the person acts; None for everybody else."""
    if is_mentor(actor, mentorship.mentor):
        return Side.MENTOR
    return Side.PROJECT if owns(actor, mentorship.project) else None


def oversees(actor: Actor, mentorship: Mentorship) -> bool:
    """An organiser of the authority that keeps the mentor's register: sees what happens, not what is said."""
    return keeps_register(actor, mentorship.mentor)


def can_see(actor: Actor, mentorship: Mentorship) -> bool:
    return takes_part(actor, mentorship) or oversees(actor, mentorship)


def has_part(actor: Actor, thing: Goal | ActionItem | CoachingSession | MentorshipFile | MentorshipRating) -> bool:
    """The person is on one of the two sides of whatever belongs to a mentorship."""
    return takes_part(actor, thing.mentorship)


def can_read_note(actor: Actor, note: SessionNote) -> bool:
    if note.removed_at is not None or not takes_part(actor, note.session.mentorship):
        return False
    return note.is_shared or wrote(actor, note)


def wrote(actor: Actor, note: SessionNote) -> bool:
    return note.author_id == actor.account_id and takes_part(actor, note.session.mentorship)


def can_read_file(actor: Actor, file: File) -> bool:
    """The guard of `app.files` for what the two sides shared with each other."""
    found = select(MentorshipFile).where(MentorshipFile.file_id == file.id, MentorshipFile.removed_at.is_(None))
    shared = db.session.scalars(found).unique().one_or_none()
    return shared is not None and takes_part(actor, shared.mentorship)


def shared_by(actor: Actor, shared: MentorshipFile) -> bool:
    """The side that shared it may take it back."""
    return side_of(actor, shared.mentorship) is shared.side


def plans_time(actor: Actor, mentor: Mentor) -> bool:
    return actor.is_(Role.MENTOR) and is_mentor(actor, mentor)


def can_rate(actor: Actor, mentorship: Mentorship) -> bool:
    """Nobody rates themselves, in whichever role they come."""
    side = side_of(actor, mentorship)
    return side is Side.MENTOR or (side is Side.PROJECT and actor.account_id != mentorship.mentor.account_id)


def is_revealed(mentorship: Mentorship, ratings: int) -> bool:
    """Both gave their rating, or the time for it is over."""
    deadline = deadline_for_rating(mentorship)
    return deadline is not None and (ratings == len(Side) or deadline <= utc_now())


def wrote_rating(actor: Actor, rating: MentorshipRating) -> bool:
    return side_of(actor, rating.mentorship) is rating.side


def is_rated_mentor(actor: Actor, rating: MentorshipRating) -> bool:
    """The mentor whom a project's rating is about."""
    return rating.side is Side.PROJECT and is_mentor(actor, rating.mentorship.mentor)
