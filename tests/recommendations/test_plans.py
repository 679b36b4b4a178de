"""A whole line-up at once: coverage, rules of the organiser, the next plan, invitations."""

import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.jobs import Job
from app.extensions import db
from app.mentorships import services as mentorships
from app.mentorships.models import MentorRequest
from app.recommendations import planned
from app.recommendations.models import AssignmentState, Kind, MatchRun, NotRelevant, PairRule, Rule, Side
from app.recommendations.queries import Seen
from app.recommendations.services import feedback, invitations, planning, rules
from app.roadshows.models import FundInvitation
from tests import factories
from tests.factories import sign_in
from tests.recommendations.factories import City, lineup_of, pair, quiet

SMALL = {"mentors_min": 1, "mentors_max": 1, "funds_min": 1, "funds_max": 1, "per_fund": 2}


def planned_city(**sizes):
    city = City(**sizes)
    organiser, roadshow = lineup_of(city)
    return city, organiser, roadshow


def run(organiser, roadshow, **parameters):
    opened = planning.open_run(roadshow_id=roadshow.id, account_id=organiser.account_id, **{**SMALL, **parameters})
    run_id = opened.id
    db.session.commit()
    planning.carry_out(quiet, run_id=run_id)
    return db.session.get(MatchRun, run_id)


def assigned(made, kind):
    lines = planned.lines_of(made.id)
    return {(line.project_id, line.candidate_id) for line in lines if line.candidate_id and line.candidate_kind is kind}


def test_everybody_is_served_within_capacity(app):
    city, organiser, roadshow = planned_city(projects=3, mentors=2, funds=2)
    made = run(organiser, roadshow)
    mentors = assigned(made, Kind.MENTOR)
    assert {project_id for project_id, _mentor in mentors} == {project.id for project in city.projects}
    assert max(sum(1 for pair in mentors if pair[1] == mentor.id) for mentor in city.mentors) <= 2
    assert made.summary["kinds"]["fund"]["covered"] == 3
    assert made.summary["worst"]["score"] > 0
    assert made.state == "done"


def test_who_is_left_out_is_told_why(app):
    _city, organiser, roadshow = planned_city(projects=4, mentors=1, funds=1)
    made = run(organiser, roadshow)
    empty = [line for line in planned.lines_of(made.id) if line.candidate_id is None]
    assert {line.candidate_kind for line in empty} == {Kind.MENTOR, Kind.FUND}
    assert sum(1 for line in empty if line.candidate_kind is Kind.MENTOR) == 2
    assert {line.shortage["code"] for line in empty} == {"too_little_capacity"}
    assert made.summary["kinds"]["mentor"]["covered"] == 2


def test_a_run_that_is_finished_is_not_repeated(app):
    _city, organiser, roadshow = planned_city()
    made = run(organiser, roadshow)
    lines = {line.id for line in planned.lines_of(made.id)}
    planning.carry_out(quiet, run_id=made.id)
    assert {line.id for line in planned.lines_of(made.id)} == lines


def test_pins_and_forbidden_pairs_are_kept_and_the_difference_is_shown(app):
    city, organiser, roadshow = planned_city(projects=2, mentors=2, funds=2)
    first = run(organiser, roadshow)
    project_id, fund_id = sorted(assigned(first, Kind.FUND))[0]
    other = next(fund for fund in city.funds if fund.id != fund_id)
    decide = {"actor": organiser, "roadshow": roadshow, "project_id": project_id}
    rules.decide(**decide, candidate_id=fund_id, rule=Rule.FORBID, why="已经谈过")
    rules.decide(**decide, candidate_id=other.id, rule=Rule.PIN)
    second = run(organiser, roadshow)
    found = assigned(second, Kind.FUND)
    assert (project_id, other.id) in found
    assert (project_id, fund_id) not in found
    assert second.previous_id == first.id
    assert second.summary["changes"]["added"] >= 1
    assert second.summary["changes"]["removed"] >= 1
    line = next(row for row in planned.lines_of(second.id) if row.candidate_id == other.id and row.is_pinned)
    assert line.was_planned is False


def test_a_plan_without_a_reason_to_change_stays(app):
    _city, organiser, roadshow = planned_city(projects=3, mentors=3, funds=3)
    first = run(organiser, roadshow)
    second = run(organiser, roadshow)
    assert second.summary["changes"] == {"added": 0, "kept": 6, "removed": 0}
    assert assigned(first, Kind.FUND) == assigned(second, Kind.FUND)


def test_what_a_side_found_not_relevant_is_not_proposed(app):
    city, organiser, roadshow = planned_city(projects=1, mentors=1, funds=2)
    run(organiser, roadshow)
    match = pair(city.project, city.fund)
    seen = Seen(match, city.project, city.fund, Side.CANDIDATE)
    feedback.dismiss(actor=city.investor, seen=seen, reason=NotRelevant.SECTOR)
    made = run(organiser, roadshow)
    assert assigned(made, Kind.FUND) == {(city.project.id, city.funds[1].id)}


def test_nobody_is_pinned_beyond_their_places_or_outside_the_line_up(app):
    city, organiser, roadshow = planned_city(projects=3, mentors=1)
    for project in city.projects[:2]:
        rules.decide(
            actor=organiser, roadshow=roadshow, project_id=project.id, candidate_id=city.mentor.id, rule=Rule.PIN
        )
    third = {"actor": organiser, "roadshow": roadshow, "candidate_id": city.mentor.id, "rule": Rule.PIN}
    with pytest.raises(Invalid):
        rules.decide(project_id=city.projects[2].id, **third)
    with pytest.raises(Invalid):
        rules.decide(project_id=city.mentor.id, **third)
    with pytest.raises(Forbidden):
        rules.decide(**{**third, "actor": factories.actor(Role.ORGANISER)}, project_id=city.project.id)


def test_invitations_go_out_once_and_answers_stay(app):
    city, organiser, roadshow = planned_city(projects=2, mentors=2, funds=1)
    made = run(organiser, roadshow)
    send = {"run_id": made.id, "membership_id": organiser.membership_id, "message": "请来看看"}
    assert invitations.send(quiet, **send)["sent"] == 3
    assert invitations.send(quiet, **send)["sent"] == 0
    requests = db.session.scalars(select(MentorRequest)).unique().all()
    assert len(requests) == 2
    assert [row.message for row in requests] == ["请来看看"] * 2
    invitation = db.session.scalars(select(FundInvitation)).unique().one()
    assert {row.project_id for row in invitation.suggestions} == {project.id for project in city.projects}
    assert all(row.reason for row in invitation.suggestions)
    assert {line.state for line in planned.lines_of(made.id)} == {AssignmentState.INVITED}
    again = run(organiser, roadshow)
    assert assigned(again, Kind.MENTOR) == assigned(made, Kind.MENTOR)
    assert {line.state for line in planned.lines_of(again.id)} == {AssignmentState.INVITED}


def test_who_declined_is_replaced_and_not_asked_again(app):
    _city, organiser, roadshow = planned_city(projects=1, mentors=2, funds=1)
    made = run(organiser, roadshow)
    invitations.send(quiet, run_id=made.id, membership_id=organiser.membership_id)
    request = db.session.scalars(select(MentorRequest)).unique().one()
    asked = request.mentor_id
    person = db.session.get(factories.Account, request.mentor.account_id)
    mentorships.decline(actor=factories.Actor(person, person.memberships[0]), request=request, reason="没有时间")
    again = run(organiser, roadshow)
    mentors = assigned(again, Kind.MENTOR)
    assert len(mentors) == 1
    assert asked not in {mentor_id for _project, mentor_id in mentors}


def test_an_older_plan_is_not_sent(app):
    _city, organiser, roadshow = planned_city()
    first = run(organiser, roadshow)
    run(organiser, roadshow)
    with pytest.raises(Conflict):
        invitations.start_sending(actor=organiser, run=first)


def test_an_organiser_runs_adjusts_and_sends_from_the_page(client):
    city, organiser, roadshow = planned_city(projects=2, mentors=2, funds=2)
    sign_in(client, organiser)
    path = f"/roadshows/{roadshow.id}/matches"
    assert client.get(path).status_code == 200
    assert (
        client.post(path, data={**SMALL, "per_mentor": 2, "weakest": "possible", "mentors_min": 3}).status_code == 422
    )
    answer = client.post(path, data={**SMALL, "per_mentor": 2, "weakest": "possible"})
    assert "/jobs/" in answer.location
    joined = client.post(path, data={**SMALL, "per_mentor": 2, "weakest": "possible"})
    assert joined.location == answer.location
    assert client.get(path).status_code == 200
    job_id = db.session.scalars(select(Job.id).where(Job.kind == "recommendations.run_roadshow")).one()
    run_id = db.session.scalars(select(MatchRun)).one().id
    db.session.commit()
    planning.carry_out(quiet, run_id=run_id)
    db.session.get_one(Job, job_id).state = "done"
    db.session.commit()
    page = client.get(path).text
    assert all(project.name in page for project in city.projects)
    made = planned.newest_run(roadshow.id)
    project_id, fund_id = sorted(assigned(made, Kind.FUND))[0]
    ruled = {"project_id": project_id, "candidate_id": fund_id, "rule": "forbid", "why": "冲突"}
    assert client.post(f"/roadshows/{roadshow.id}/rules", data=ruled).status_code == 303
    rule = db.session.scalars(select(PairRule)).one()
    assert "冲突" in client.get(path).text
    assert client.post(f"/rules/{rule.id}/lift").status_code == 303
    assert not db.session.scalars(select(PairRule)).all()
    for wrong in ({"project_id": "x"}, {**ruled, "rule": "love"}, {}):
        assert client.post(f"/roadshows/{roadshow.id}/rules", data=wrong).status_code == 303
    assert not db.session.scalars(select(PairRule)).all()
    table = client.get(f"{path}?format=csv").text
    assert city.project.name in table
    assert client.get(f"{path}?format=xlsx").data[:2] == b"PK"
    assert "/jobs/" in client.post(f"/plans/{made.id}/invite", data={"message": "欢迎"}).location
    assert client.get(f"/plans/{made.id}").status_code == 303
    assert client.get(f"/plans/{made.id}/progress").headers["HX-Refresh"] == "true"


def test_only_the_roadshow_s_own_organisation_sees_the_plan(client):
    city, organiser, roadshow = planned_city()
    made = run(organiser, roadshow)
    paths = (f"/roadshows/{roadshow.id}/matches", f"/plans/{made.id}", f"/plans/{made.id}/progress")
    for person in (factories.actor(Role.ORGANISER), city.owner, city.investor):
        sign_in(client, person)
        assert {client.get(path).status_code for path in paths} == {404}
        assert client.post(paths[0], data=SMALL).status_code == 404
        assert client.post(f"/plans/{made.id}/invite").status_code == 404
        assert client.post(f"/roadshows/{roadshow.id}/rules").status_code == 404
    colleague = factories.actor(Role.ORGANISER, of=organiser.membership.organisation)
    assert sign_in(client, colleague).get(paths[0]).status_code == 200
    detail = f"/matches/{city.project.id}/{city.mentor.id}"
    assert client.get(detail).status_code == 200
    assert client.post(f"{detail}/dismiss", data={"reason": "other"}).status_code == 404


def test_the_plan_takes_a_constant_number_of_statements(client, statements):
    def count(**sizes):
        _city, organiser, roadshow = planned_city(**sizes)
        run(organiser, roadshow)
        path = f"/roadshows/{roadshow.id}/matches"
        sign_in(client, organiser)
        with statements() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    assert count() == count(projects=3, mentors=3, funds=3)


def test_quality_is_for_those_who_answer_for_it(client):
    for role, status in ((Role.ORGANISER, 200), (Role.ADMINISTRATOR, 200), (Role.INVESTOR, 403), (Role.MENTOR, 403)):
        assert sign_in(client, factories.actor(role)).get("/matching/quality").status_code == status
    sign_in(client, factories.actor(Role.ORGANISER))
    assert "/jobs/" in client.post("/matching/quality/measure").location
    assert "/jobs/" in client.post("/matching/refresh").location
    assert client.get("/matching/quality?format=csv").status_code == 200
