"""The end, as each side sees it: blind, then open; testimonials; what the honour list and the matching take from it."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.mentorships.coaching.models import MentorshipRating, SessionState, Side, Turnout
from app.mentorships.coaching.queries import measured, things
from app.mentorships.coaching.queries.ratings import shown_testimonials
from app.mentorships.coaching.services import ratings
from app.recommendations import outcomes
from tests import factories
from tests.mentorships.coaching.factories import DAY, HOUR, ended, open_hours, rating, running, session

pytestmark = pytest.mark.usefixtures("app")
LAST_YEAR = utc_now().year - 1


def test_neither_side_reads_the_other_before_both_have_rated():
    found = ended()
    given = ratings.rate(actor=found.owner, mentorship=found.mentorship, stars=4, testimonial="很有帮助")
    assert things.known_rating(found.coach, given.id) is None
    assert things.known_rating(found.owner, given.id) == given
    ratings.rate(actor=found.owner, mentorship=found.mentorship, stars=5, testimonial="很有帮助", is_public=True)
    back = ratings.rate(actor=found.coach, mentorship=found.mentorship, stars=3, is_public=True, testimonial="准时")
    assert things.known_rating(found.coach, given.id).stars == 5
    assert things.known_rating(found.owner, back.id) == back
    assert not back.is_public
    for person in (found.owner, found.coach):
        with pytest.raises(Conflict):
            ratings.rate(actor=person, mentorship=found.mentorship, stars=1)


def test_after_fourteen_days_what_was_given_is_open_and_nothing_is_added():
    found = ended(days=13)
    given = ratings.rate(actor=found.owner, mentorship=found.mentorship, stars=2)
    found.mentorship.ended_at -= 2 * DAY
    db.session.flush()
    assert things.known_rating(found.coach, given.id) == given
    with pytest.raises(Conflict):
        ratings.rate(actor=found.coach, mentorship=found.mentorship, stars=1)


def test_only_what_has_ended_is_rated_and_nobody_rates_themselves():
    going = running()
    with pytest.raises(Conflict):
        ratings.rate(actor=going.owner, mentorship=going.mentorship, stars=5)
    found = ended()
    with pytest.raises(Invalid):
        ratings.rate(actor=found.owner, mentorship=found.mentorship, stars=6)
    with pytest.raises(Forbidden):
        ratings.rate(actor=factories.actor(), mentorship=found.mentorship, stars=5)
    found.mentor.account_id = found.owner.account_id
    db.session.flush()
    with pytest.raises(Forbidden):
        ratings.rate(actor=found.owner, mentorship=found.mentorship, stars=5)


def test_the_database_holds_one_rating_a_side():
    found = ended()
    rating(found, 5)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        rating(found, 4)
    for stars in (0, 6):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            factories.save(MentorshipRating(mentorship_id=found.mentorship.id, side=Side.MENTOR, stars=stars))


def test_a_testimonial_stands_on_the_profile_when_both_agree():
    found = ended()
    given = ratings.rate(
        actor=found.owner, mentorship=found.mentorship, stars=5, testimonial="客户是他带来的", is_public=True
    )
    with pytest.raises(Conflict):
        ratings.agree(actor=found.coach, rating=given, shown=True)
    ratings.rate(actor=found.coach, mentorship=found.mentorship, stars=4)
    assert list(shown_testimonials(found.mentor.id)) == []
    with pytest.raises(Forbidden):
        ratings.agree(actor=found.owner, rating=given, shown=True)
    ratings.agree(actor=found.coach, rating=given, shown=True)
    assert list(shown_testimonials(found.mentor.id)) == [given]
    ratings.set_public(actor=found.owner, rating=given, is_public=False)
    assert (list(shown_testimonials(found.mentor.id)), given.agreed_at) == ([], None)
    with pytest.raises(Conflict):
        ratings.agree(actor=found.coach, rating=given, shown=True)


def listed(year=None, **filters):
    rows = db.session.execute(measured.honours(year or utc_now().year, **filters)).unique()
    return {line.mentor.id: line for line in map(measured.service, rows)}


def held(found, number, **values):
    """An hour of last year, so that no test depends on the day it runs."""
    made = session(found, days=-1, **values)
    made.starts_at = utc_now().replace(year=LAST_YEAR, month=6, day=1 + number)
    made.ends_at = made.starts_at + HOUR
    return made


def test_only_sessions_that_the_project_confirmed_or_did_not_deny_count():
    found = ended()
    for number in range(3):
        held(found, number)
    held(found, 4, project_report=None)
    session(found, days=-1, project_report=None)  # the project can still deny it
    held(found, 5, state=SessionState.DISPUTED, mentor_report=Turnout.BOTH, project_report=Turnout.NO_MENTOR)
    held(found, 6, state=SessionState.MISSED)
    db.session.flush()
    line = listed(LAST_YEAR)[found.mentor.id]
    assert (line.sessions, line.hours, line.mentees) == (4, 4.0, 1)
    assert measured.of_mentor(found.mentor) == (4, 240, 1)


def test_few_sessions_hidden_mentors_and_one_s_own_company_are_not_listed():
    few, shy, own = running(), running(), running()
    held(few, 0)
    for number in range(3):
        held(shy, number)
        held(own, number)
    open_hours(shy, is_honoured=False)
    factories.actor(of=own.owner.membership.organisation)  # a colleague changes nothing
    own.coach.membership.organisation_id = own.owner.organisation_id
    db.session.flush()
    assert listed(LAST_YEAR) == {}


def test_few_ratings_are_drawn_towards_the_mean_of_all():
    many, one = [ended() for _ in range(3)], ended()
    for found in many:
        found.mentorship.mentor_id = many[0].mentor.id
        rating(found, 5)
        rating(found, 5, Side.MENTOR)
        found.mentorship.ended_at = utc_now().replace(year=LAST_YEAR, month=7, day=1)
        held(found, 1)
    for number in range(3):
        held(one, number)
    one.mentorship.ended_at = utc_now().replace(year=LAST_YEAR, month=7, day=1)
    rating(one, 1)
    db.session.flush()
    found = listed(LAST_YEAR, order="rating")
    assert list(found) == [many[0].mentor.id, one.mentor.id]
    assert found[one.mentor.id].rating is None
    mean = measured.mean_rating()
    assert mean == pytest.approx(4)
    expected = (measured.PRIOR_RATINGS * 4 + 15) / (measured.PRIOR_RATINGS + 3)
    assert found[many[0].mentor.id].rating == pytest.approx(expected)
    assert listed(LAST_YEAR, region="11") == {}


def test_a_good_rating_is_an_outcome_of_the_match():
    good, poor, blind = ended(days=20), ended(days=20), ended()
    for found, stars in ((good, 5), (poor, 2), (blind, 5)):
        rating(found, stars)
    assert outcomes.rated() == {good.project.id: {good.mentor.id: good.mentorship.ended_at.date()}}
