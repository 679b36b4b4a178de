"""What came of matches on the platform itself: what the quality of a ranking is measured on."""

import datetime as dt
import uuid
from collections import defaultdict

from sqlalchemy import Executable, or_, select

from app.core.answering import AnswerState
from app.deals.queries.ledger import invested as investments
from app.extensions import db
from app.funds.models import FundInvestment
from app.mentorships.coaching.models import MentorshipRating, Side
from app.mentorships.coaching.queries.ratings import revealed
from app.mentorships.models import MentorRequest, Mentorship
from app.recommendations.models import Kind
from app.roadshows.meetings.models import Held, Meeting, MeetingOutcome, MeetingRequest

# By project: who said yes to it, and on which day for the first time.
Outcomes = dict[uuid.UUID, dict[uuid.UUID, dt.date]]


def accepted() -> Outcomes:
    """Mentors who took the project on."""
    asked = select(MentorRequest.project_id, MentorRequest.mentor_id, MentorRequest.answered_at)
    begun = select(Mentorship.project_id, Mentorship.mentor_id, Mentorship.started_at)
    return _first(asked.where(MentorRequest.state == AnswerState.ACCEPTED), begun)


def met() -> Outcomes:
    """Funds and projects that agreed to meet, unless they called it off or one of them said that it came to nothing."""
    held = select(MeetingOutcome.meeting_id).where(MeetingOutcome.held == Held.MET)
    missed = select(MeetingOutcome.meeting_id).where(MeetingOutcome.held != Held.MET)
    agreed = (
        select(Meeting.project_id, Meeting.fund_id, MeetingRequest.answered_at)
        .join(MeetingRequest, MeetingRequest.id == Meeting.request_id)
        .where(Meeting.cancelled_at.is_(None))
        .where(or_(Meeting.id.in_(held), Meeting.id.not_in(missed)))
    )
    return _first(agreed)


def invested() -> Outcomes:
    """Funds that invested in the project: what their ledgers say, and what they entered in a portfolio by hand."""
    entered = select(FundInvestment.project_id, FundInvestment.fund_id, FundInvestment.invested_on)
    entered = entered.where(FundInvestment.project_id.is_not(None), FundInvestment.removed_at.is_(None))
    return _first(investments(), entered)


def rated() -> Outcomes:
    """Mentors whom the project gave four stars or five in the end, once both sides' ratings are open."""
    good = select(Mentorship.project_id, Mentorship.mentor_id, Mentorship.ended_at)
    good = good.join(MentorshipRating, MentorshipRating.mentorship_id == Mentorship.id)
    return _first(good.where(MentorshipRating.side == Side.PROJECT, MentorshipRating.stars >= 4, revealed()))


MEASURED = {
    "accepted": (Kind.MENTOR, accepted),
    "rated": (Kind.MENTOR, rated),
    "met": (Kind.FUND, met),
    "invested": (Kind.FUND, invested),
}


def _first(*statements: Executable) -> Outcomes:
    found: Outcomes = defaultdict(dict)
    for statement in statements:
        for project_id, candidate_id, moment in db.session.execute(statement):
            if moment is not None:
                day = moment.date() if isinstance(moment, dt.datetime) else moment
                found[project_id][candidate_id] = min(day, found[project_id].get(candidate_id, day))
    return dict(found)
