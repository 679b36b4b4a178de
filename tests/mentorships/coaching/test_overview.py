"""What an authority sees of its mentors' mentorships, and who has a stake in the project."""

import csv
import io

import pytest

from app.accounts.models import Membership, Role
from app.core.days import city_day
from app.core.model import utc_now
from app.deals.services import pipeline
from app.extensions import db
from app.funds.models import FundInvestment
from app.mentors.models import ConflictRelation
from app.mentors.services import declare_conflict
from app.mentorships.coaching.models import Goal, SessionState, Side, Turnout
from app.mentorships.coaching.queries import overview
from app.mentorships.coaching.queries.interests import Stake, stakes
from app.mentorships.models import Mentorship
from app.roadshows.models import InterestLevel
from app.roadshows.services import interests
from tests import factories
from tests.deals import factories as deals
from tests.factories import sign_in
from tests.mentors.factories import published as published_mentor
from tests.mentorships.coaching.factories import DAY, ended, rating, running, session
from tests.roadshows.meetings.factories import scene


def listed(organiser, **filters):
    rows = db.session.execute(overview.overview(organiser, **filters)).unique()
    return {line.mentorship.id: line for line in map(overview.line, rows)}


def kept(organiser, found):
    """The mentor stands in this authority's register."""
    found.mentor.organisation_id = organiser.organisation_id
    db.session.flush()
    return found


def test_activity_and_its_filters(app):
    organiser = factories.actor(Role.ORGANISER)
    busy, silent, troubled, over = (kept(organiser, made) for made in (running(), running(), running(), ended(20)))
    running()  # of another authority
    session(busy, days=-3, minutes=90)
    ahead = session(busy, days=2)
    for quiet in (silent, troubled):
        quiet.mentorship.started_at = utc_now() - 60 * DAY
    session(silent, days=-50)
    session(silent, days=-2, state=SessionState.CANCELLED, cancelled_by=Side.MENTOR)
    session(troubled, days=-4, state=SessionState.MISSED, mentor_report=Turnout.NO_PROJECT)
    session(troubled, days=-2, state=SessionState.DISPUTED)
    rating(over, 2)
    silent.mentor.name = "独一无二"
    db.session.flush()
    lines = listed(organiser)
    assert len(lines) == 4
    first = lines[busy.mentorship.id]
    assert (first.held, first.minutes, first.missed, first.next) == (1, 90, 0, ahead.starts_at)
    assert (lines[troubled.mentorship.id].missed, lines[troubled.mentorship.id].disputed) == (1, 1)
    assert lines[over.mentorship.id].stars == 2
    assert list(listed(organiser, state="silent")) == [troubled.mentorship.id, silent.mentorship.id]
    assert [line.is_silent for line in listed(organiser, state="running").values()].count(True) == 2
    assert list(listed(organiser, state="missed")) == [troubled.mentorship.id]
    assert list(listed(organiser, state="ended")) == [over.mentorship.id]
    assert list(listed(organiser, words="独一")) == [silent.mentorship.id]
    assert list(listed(organiser, state="running", order="hours"))[:2] == [busy.mentorship.id, silent.mentorship.id]
    assert listed(factories.actor(Role.ORGANISER)) == {}


def test_a_stake_is_known_as_soon_as_the_project_knows_of_it(app):
    made, coach = scene(), factories.actor(Role.MENTOR)
    mentor = published_mentor(coach)
    pair = factories.save(Mentorship(project_id=made.project.id, mentor_id=mentor.id))
    manager = made.investor.membership.organisation

    def found():
        return stakes([pair.id]).get(pair.id, [])

    mark = {"actor": made.investor, "roadshow": made.roadshow, "fund": made.fund, "project": made.project}
    interests.mark(**mark, level=InterestLevel.WANTS_CONTACT, message="想聊聊")
    assert found() == []
    joined = factories.save(Membership(account_id=coach.account_id, organisation_id=manager.id, role=Role.INVESTOR))
    assert found() == [Stake(organisation=manager.name, kind="interest")]
    interests.mark(**mark, level=InterestLevel.INTERESTED)
    deal = deals.deal(made.investor, made.fund, made.project)
    assert found() == []
    pipeline.tell(actor=made.investor, deal=deal)
    assert found() == [Stake(organisation=manager.name, kind="deal")]
    day = city_day()
    factories.save(FundInvestment(fund_id=made.fund.id, project_id=made.project.id, company="甲", invested_on=day))
    assert [stake.kind for stake in found()] == ["deal", "investment"]
    joined.ended_at = utc_now()
    db.session.flush()
    assert found() == []
    declare_conflict(actor=coach, mentor=mentor, name=made.project.name, relation="investment")
    assert found() == [Stake(relation=ConflictRelation.INVESTMENT)]


def test_the_organiser_s_list_names_stakes_and_leaves_out_what_is_said(client):
    found, other = running(), running()
    organiser = factories.actor(Role.ORGANISER, of=found.coach.membership.organisation)
    kept(organiser, other)
    declare_conflict(actor=found.coach, mentor=found.mentor, name=found.project.name, relation="family")
    session(found, days=-3, topic="保密的议题")
    factories.save(Goal(mentorship_id=found.mentorship.id, text="保密的目标"))
    db.session.commit()
    sign_in(client, organiser)
    page = client.get("/mentorships/overview?state=conflict").text
    assert str(found.mentorship.id) in page
    assert str(other.mentorship.id) not in page
    assert "保密的" not in page
    sheet = client.get("/mentorships/overview?state=all&format=csv").text
    assert len(list(csv.reader(io.StringIO(sheet)))) == 3
    assert "保密的" not in sheet
    notice = client.get(f"/mentorships/{found.mentorship.id}").text
    assert "tone-warning" in notice
    for person in (found.owner, found.coach):
        assert "tone-warning" in sign_in(client, person).get(f"/mentorships/{found.mentorship.id}").text


@pytest.mark.parametrize("query", ["?state=nonsense&sort=x&region=%00", "?q=%25&region=330000"])
def test_odd_filters_are_passed_over(client, query):
    status = sign_in(client, factories.actor(Role.ORGANISER)).get(f"/mentorships/overview{query}").status_code
    assert status in (200, 400)
