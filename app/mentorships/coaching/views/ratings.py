"""Rating a mentorship that has ended, and who may read a testimonial."""

from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.extensions import db
from app.mentorships.coaching import labels, policies
from app.mentorships.coaching.forms import RatingForm
from app.mentorships.coaching.models import MentorshipRating, deadline_for_rating
from app.mentorships.coaching.queries import things
from app.mentorships.coaching.queries.ratings import ratings_of
from app.mentorships.coaching.services import ratings
from app.mentorships.coaching.views import bp
from app.mentorships.coaching.views.common import SIDES, to_mentorship
from app.mentorships.models import Mentorship


@bp.route("/mentorships/<uuid:mentorship_id>/rate", methods=["GET", "POST"])
@allow(*SIDES, load=things.visible_mentorship, may=policies.can_rate)
def rate(mentorship: Mentorship) -> Any:
    side = policies.side_of(actor(), mentorship)
    assert side is not None
    own = ratings_of(mentorship).get(side)
    form = RatingForm(obj=own)
    if form.validate_on_submit():
        with form.field_errors():
            ratings.rate(
                actor=actor(),
                mentorship=mentorship,
                stars=form.stars.data,
                testimonial=form.testimonial.data or "",
                is_public=form.is_public.data,
            )
            db.session.commit()
            flash(_("Thank you. Neither side reads the other's rating before both have rated."), "success")
            return to_mentorship(mentorship.id, "ratings")
    page = render_template(
        "mentorships/coaching/rate.html",
        form=form,
        mentorship=mentorship,
        side=side,
        rate_until=deadline_for_rating(mentorship),
        words=labels,
    )
    return page, form.status


@bp.post("/ratings/<uuid:rating_id>/<any(public,private):choice>")
@allow(Role.ENTREPRENEUR, load=things.known_rating, may=policies.wrote_rating)
def set_public(rating: MentorshipRating, choice: str) -> Response:
    ratings.set_public(actor=actor(), rating=rating, is_public=choice == "public")
    db.session.commit()
    flash(
        _("Everybody may read it once the mentor agrees.") if rating.is_public else _("Only the two of you read it."),
        "success",
    )
    return to_mentorship(rating.mentorship_id, "ratings")


@bp.post("/ratings/<uuid:rating_id>/<any(show,hide):choice>")
@allow(Role.MENTOR, load=things.known_rating, may=policies.is_rated_mentor)
def agree(rating: MentorshipRating, choice: str) -> Response:
    ratings.agree(actor=actor(), rating=rating, shown=choice == "show")
    db.session.commit()
    flash(_("It stands on your profile.") if rating.agreed_at else _("It is off your profile."), "success")
    return to_mentorship(rating.mentorship_id, "ratings")
