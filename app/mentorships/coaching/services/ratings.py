"""The end, as each side sees it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid, require
from app.core.forms import CONSTRAINT_MESSAGES
from app.core.model import utc_now
from app.extensions import db
from app.mentorships.coaching import notices
from app.mentorships.coaching.models import MentorshipRating, Side
from app.mentorships.coaching.policies import can_rate, is_rated_mentor, is_revealed, wrote_rating
from app.mentorships.coaching.queries.ratings import ratings_of
from app.mentorships.coaching.services.locks import acting_side, lock
from app.mentorships.models import Mentorship

CONSTRAINT_MESSAGES["uq_mentorship_rating_mentorship_id_side"] = ("", _l("Your side has rated already."))


def rate(
    *, actor: Actor, mentorship: Mentorship, stars: int, testimonial: str = "", is_public: bool = False
) -> MentorshipRating:
    """Give or change one's side's rating, as long as neither side can read the other's."""
    side = acting_side(actor, mentorship)
    require(can_rate(actor, mentorship))
    lock(mentorship)
    if mentorship.ended_at is None:
        raise Conflict(_("A mentorship is rated when it has ended."))
    if not 1 <= stars <= 5:
        raise Invalid(_("Give 1 to 5 stars."), "stars")
    known = ratings_of(mentorship)
    if is_revealed(mentorship, len(known)):
        raise Conflict(_("The ratings are open; they stay as they are."))
    rating = known.get(side)
    if rating is None:
        rating = MentorshipRating(mentorship_id=mentorship.id, side=side)
        rating.mentorship = mentorship
        db.session.add(rating)
    rating.author_id, rating.stars, rating.testimonial = actor.account_id, stars, testimonial
    rating.is_public = is_public and side is Side.PROJECT and bool(testimonial)
    db.session.flush()
    now_known = {**known, side: rating}
    if is_revealed(mentorship, len(now_known)):
        notices.revealed(mentorship, now_known)
    elif side not in known:
        notices.rated(mentorship, side)
    return rating


def set_public(*, actor: Actor, rating: MentorshipRating, is_public: bool) -> None:
    """The writer's choice, which can be taken back at any time."""
    require(wrote_rating(actor, rating))
    lock(rating.mentorship)
    if rating.side is not Side.PROJECT or not rating.testimonial:
        raise Conflict(_("Only a project's testimonial can be public."))
    rating.is_public = is_public
    if not is_public:
        rating.agreed_at = None
    db.session.flush()
    if is_public and is_revealed(rating.mentorship, len(ratings_of(rating.mentorship))):
        notices.testimonial_offered(rating)


def agree(*, actor: Actor, rating: MentorshipRating, shown: bool) -> None:
    """The mentor puts a public testimonial on their profile, or takes it off."""
    require(is_rated_mentor(actor, rating))
    lock(rating.mentorship)
    db.session.refresh(rating)
    if not is_revealed(rating.mentorship, len(ratings_of(rating.mentorship))):
        raise Conflict(_("The ratings are not open yet."))
    if not rating.is_public:
        raise Conflict(_("The project has not made this testimonial public."))
    rating.agreed_at = utc_now() if shown else None
    db.session.flush()
