"""What the state does not allow is answered with 409, and nothing is written."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.carriers.models import (
    Accreditation,
    AccreditationState,
    Admission,
    CarrierStaff,
    FollowUp,
    Settlement,
    Tenancy,
)
from app.cities.models import CityAgreement
from app.competitions.models import Competition, CompetitionRound
from app.core.answering import AnswerState
from app.core.audit import AuditEntry
from app.core.days import city_day
from app.core.model import utc_now
from app.deals.models import Commitment, Deal, DealNote, DealTask, FinancingRound
from app.events.models import AttendanceCertificate, Event, EventRegistration
from app.extensions import db
from app.mentors.models import CapacityChange, Filing, Mentor
from app.mentorships.models import MentorRequest, Mentorship
from app.recommendations.services.planning import DEFAULTS
from app.roadshows.meetings.models import MeetingRequest
from app.roadshows.models import FundInvitation, Registration, Review, Roadshow, RoadshowState
from app.roadshows.queries.stage import stage_of
from app.roadshows.services.moves import MOVES
from tests import isolation
from tests.access import matrix, world
from tests.trust import (
    bulletin_moves,
    coaching_moves,
    conversations,
    data_rooms,
    evaluation_moves,
    offering_moves,
    return_moves,
    subsidy_moves,
)
from tests.trust.forms import Door, send


@pytest.fixture(scope="module")
def city(database_app: Flask) -> Iterator[world.City]:
    """Whatever is tried on it is taken back."""
    with isolation.rolled_back(database_app):
        yield world.build(database_app)


def _set(model: Any, thing: str, argument: str, **values: Any) -> Callable[[world.City], None]:
    def change(city: world.City) -> None:
        row = db.session.get_one(model, city.things[thing][argument])
        for name, value in values.items():
            setattr(row, name, value() if value is city_day else value)

    return change


def _switched_off(name: str) -> Callable[[world.City], None]:
    """Nothing of this kind is taken on stage any more."""

    def change(city: world.City) -> None:
        setattr(stage_of(db.session.get_one(Roadshow, city.things["roadshow"]["roadshow_id"])), name, False)

    return change


def _as_it_is(_city: world.City) -> None:
    """The small city has the state already."""


ROUND_DECIDED = _set(CompetitionRound, "competition", "round_id", decided_at=utc_now())
COMPETITION_OVER = _set(Competition, "competition", "competition_id", state="finished")
OVER = {"expires_at": utc_now() - dt.timedelta(days=1)}
FIXED = _set(Roadshow, "roadshow_open", "roadshow_id", state="lineup_fixed")
HELD = _set(Roadshow, "roadshow_open", "roadshow_id", state="held")
LATE = _set(Roadshow, "roadshow_open", "roadshow_id", apply_until=utc_now() - dt.timedelta(minutes=1))
SCORING_OVER = _switched_off("takes_scores")
ENDED = _set(Roadshow, "roadshow", "roadshow_id", state="closed")
BEGUN = _set(Event, "event", "event_id", register_until=utc_now(), starts_at=utc_now())
EVENT_CANCELLED = _set(Event, "event", "event_id", state="cancelled")
SEAT_CANCELLED = _set(EventRegistration, "seat", "registration_id", state="cancelled")
REVOKED = _set(AttendanceCertificate, "certificate", "certificate_id", revoked_at=utc_now())
REASON: dict[str, list[str | bytes]] = {"reason": ["不合适"]}
STEP: dict[str, list[str | bytes]] = {"step": ["remove"]}
PLAN: dict[str, list[str | bytes]] = {name: [str(value)] for name, value in DEFAULTS.items()}


def _answered(thing: str, model: Any, argument: str) -> list[Callable[[world.City], None]]:
    states = [state for state in AnswerState if state is not AnswerState.PENDING]
    return [*(_set(model, thing, argument, state=state) for state in states), _set(model, thing, argument, **OVER)]


SUSPENDED = _set(Mentor, "mentor_profile", "mentor_id", standing="suspended")
EXPIRED = _set(Mentor, "mentor_profile", "mentor_id", standing="expired")
STARTED = _set(CapacityChange, "capacity_change", "change_id", starts_on=dt.date(2026, 1, 1))
NOBODY = "00000000-0000-0000-0000-000000000000"
APPROVED: dict[str, list[str | bytes]] = {"verdict": ["approved"]}
FILING_SENT = [
    _set(Filing, "filing_draft", "filing_id", state=state) for state in ("submitted", "approved", "rejected")
]
FILING_DECIDED = [
    _set(Filing, "filing_sent", "filing_id", state=state) for state in ("approved", "returned", "rejected")
]
ADMISSION = _answered("admission_invited", Admission, "admission_id")
DECIDED = [
    _set(Accreditation, "accreditation", "accreditation_id", state=state)
    for state in AccreditationState
    if state is not AccreditationState.SUBMITTED
]
ACCEPTED = _set(Accreditation, "accreditation", "accreditation_id", state="accepted")
LEFT = _set(Tenancy, "tenancy", "tenancy_id", left_on=city_day, left_reason="handed_over")
GRADUATED: dict[str, list[str | bytes]] = {"criterion": ["high_tech"], "evidence": ["证书"]}
FIGURES = _set(FollowUp, "follow_up", "follow_up_id", state="answered")
SETTLED = [_set(Settlement, "settlement", "settlement_id", state=state) for state in ("confirmed", "rejected")]
ENDED_STAFF = _set(CarrierStaff, "resource_staff", "resource_id", ended_on=city_day)
REQUEST_ANSWERED = _answered("mentor_request", MentorRequest, "request_id")
MEETING_ANSWERED = _answered("meeting_request", MeetingRequest, "request_id")
MENTORSHIP_OVER = _set(Mentorship, "mentorship", "mentorship_id", ended_at=utc_now())
FIRM = _set(Commitment, "commitment", "commitment_id", state="firm", amount=1)
ROUND_OVER = _set(FinancingRound, "round", "round_id", state="cancelled")
INVESTED = _set(Deal, "deal", "deal_id", stage="invested", closed_at=utc_now())
TASK_DONE = _set(DealTask, "deal_task", "task_id", done_at=utc_now())
NOTE_GONE = _set(DealNote, "deal_note", "note_id", removed_at=utc_now())
AGREED = _set(CityAgreement, "city_offer", "agreement_id", accepted_at=utc_now())
AGREEMENT_OVER = _set(CityAgreement, "city_offer", "agreement_id", ended_at=utc_now())
# (endpoint, thing, person, fields, the states in which it must be refused)
REFUSED: list[tuple[str, str, str, dict[str, list[str | bytes]], list[Callable[[world.City], None]]]] = [
    ("projects.publish", "project", "owner", {}, [_as_it_is]),
    ("projects.restore", "project", "owner", {}, [_as_it_is]),
    ("projects.restore", "draft", "owner", {}, [_as_it_is]),
    ("projects.archive", "archived", "owner", {}, [_as_it_is]),
    ("funds.publish", "fund", "investor", {}, [_as_it_is]),
    ("funds.restore", "fund", "investor", {}, [_as_it_is]),
    ("funds.archive", "fund_archived", "investor", {}, [_as_it_is]),
    ("mentors.publish", "mentor_profile", "mentor", {}, [_as_it_is]),
    ("mentors.restore", "mentor_profile", "mentor", {}, [_as_it_is]),
    ("mentors.archive", "mentor_archived", "other_organiser", {}, [_as_it_is]),
    ("mentors.resume", "mentor_profile", "mentor", {}, [_as_it_is]),
    ("mentors.drop_change", "capacity_change", "mentor", {}, [STARTED]),
    ("mentors.start_filing", "mentor_profile", "mentor", {}, [_as_it_is, SUSPENDED]),
    ("mentors.enter_filing", "mentor_profile", "organiser", REASON, [_as_it_is, SUSPENDED]),
    ("mentors.suspend_filing", "mentor_profile", "organiser", REASON, [SUSPENDED, EXPIRED]),
    ("mentors.reinstate_filing", "mentor_profile", "organiser", REASON, [_as_it_is, EXPIRED]),
    ("mentors.take_back_filing", "filing_draft", "other_mentor", {}, [_as_it_is]),
    ("mentors.edit_filing", "filing_draft", "other_mentor", {"step": ["save"]}, FILING_SENT),
    ("mentors.review_filing", "filing_sent", "organiser", APPROVED, FILING_DECIDED),
    ("carriers.publish", "carrier", "carrier", {}, [_as_it_is]),
    ("carriers.restore", "carrier", "carrier", {}, [_as_it_is]),
    ("carriers.archive", "carrier_archived", "carrier", {}, [_as_it_is]),
    ("carriers.end_resource", "resource_staff kind=staff", "carrier", {}, [ENDED_STAFF]),
    ("carriers.reopen_resource", "resource_staff kind=staff", "carrier", {}, [_as_it_is]),
    ("carriers.accept_accreditation", "accreditation", "organiser", {}, DECIDED),
    ("carriers.decline_accreditation", "accreditation", "organiser", REASON, DECIDED),
    ("carriers.withdraw_accreditation", "accreditation", "carrier", {}, DECIDED),
    ("carriers.revoke_accreditation", "accreditation", "organiser", REASON, [_as_it_is]),
    ("carriers.reinstate_accreditation", "accreditation", "organiser", {}, [_as_it_is, ACCEPTED]),
    ("carriers.agree", "admission_invited", "owner", {}, ADMISSION),
    ("carriers.decline", "admission_invited", "owner", REASON, ADMISSION),
    ("carriers.withdraw", "admission_invited", "carrier", {}, ADMISSION[:-1]),
    ("carriers.end_tenancy", "tenancy", "owner", {"note": [""]}, [LEFT]),
    ("carriers.take_back", "tenancy", "carrier", {}, [_as_it_is, LEFT]),
    ("carriers.confirm", "tenancy", "owner", {}, [_as_it_is]),
    ("carriers.contest", "tenancy", "owner", {}, [_as_it_is]),
    ("carriers.graduate", "tenancy", "carrier", GRADUATED, [LEFT]),
    ("carriers.take_graduation_back", "graduation", "carrier", {}, [FIGURES, SETTLED[0]]),
    ("carriers.report_settlement", "graduation", "carrier", {"park_name": ["城南"]}, [_as_it_is]),
    ("carriers.confirm_settlement", "settlement", "organiser", {}, SETTLED),
    ("carriers.reject_settlement", "settlement", "organiser", REASON, SETTLED),
    ("carriers.withdraw_settlement", "settlement", "carrier", {}, SETTLED),
    ("mentorships.accept", "answered_request", "mentor", {}, [_as_it_is]),
    ("mentorships.decline", "answered_request", "mentor", REASON, [_as_it_is]),
    ("mentorships.ask_instead", "mentor_request", "owner", {"mentor_id": [NOBODY]}, [_as_it_is]),
    ("mentorships.withdraw", "answered_request", "owner", {}, [_as_it_is]),
    ("mentorships.accept", "mentor_request", "mentor", {}, _answered("mentor_request", MentorRequest, "request_id")),
    (
        "mentorships.decline",
        "mentor_request",
        "mentor",
        REASON,
        _answered("mentor_request", MentorRequest, "request_id"),
    ),
    (
        "mentorships.accept",
        "mentor_request",
        "mentor",
        {},
        [
            _set(Mentor, "mentor_profile", "mentor_id", capacity=1, mentee_count=1),
            _set(Mentor, "mentor_profile", "mentor_id", paused=True),
            SUSPENDED,
        ],
    ),
    (
        "mentorships.end",
        "mentorship",
        "owner",
        {},
        [_set(Mentorship, "mentorship", "mentorship_id", ended_at=utc_now())],
    ),
    (
        "roadshows.accept_invitation",
        "fund_invitation",
        "investor",
        {"people": ["1"]},
        _answered("fund_invitation", FundInvitation, "invitation_id"),
    ),
    (
        "roadshows.decline_invitation",
        "fund_invitation",
        "investor",
        REASON,
        _answered("fund_invitation", FundInvitation, "invitation_id"),
    ),
    ("meetings.accept", "meeting_request", "owner", {}, MEETING_ANSWERED),
    ("meetings.decline", "meeting_request", "owner", REASON, MEETING_ANSWERED),
    ("meetings.withdraw", "meeting_request", "investor", {}, MEETING_ANSWERED[:-1]),
    ("roadshows.check", "application", "owner", {"nothing": ["useful"]}, [_as_it_is]),
    ("roadshows.restore_application", "application", "owner", {}, [_as_it_is]),
    ("roadshows.withdraw_application", "application_draft", "owner", {}, [_as_it_is]),
    ("roadshows.withdraw_application", "application", "owner", {}, [HELD]),
    ("roadshows.restore_application", "application", "owner", {}, [LATE, FIXED]),
    ("roadshows.apply", "roadshow_open", "teammate", {}, [LATE, FIXED, HELD]),
    ("roadshows.register", "roadshow_closed", "investor", {"people": ["1"]}, [_as_it_is]),
    (
        "roadshows.cancel_own_registration",
        "roadshow",
        "investor",
        {},
        [_set(Registration, "registration", "registration_id", state="cancelled")],
    ),
    ("roadshows.take_off_lineup", "place", "organiser", {}, [_as_it_is, HELD]),
    ("roadshows.move_up_lineup", "place", "organiser", {}, [_as_it_is, FIXED, HELD]),
    ("roadshows.join_lineup", "application", "organiser", {"application_id": ["?"]}, [_as_it_is]),
    ("roadshows.reorder_lineup", "roadshow_open", "organiser", {}, [_as_it_is, HELD]),
    ("roadshows.release_all_feedback", "roadshow_open", "organiser", {}, [_as_it_is]),
    ("roadshows.set_reviewer_capacity", "review", "organiser", {"capacity": ["3"]}, [FIXED, HELD]),
    ("events.register", "event", "stranger", {}, [BEGUN, EVENT_CANCELLED]),
    ("events.register", "event", "owner", {}, [_as_it_is]),
    ("events.register", "event_held", "stranger", {}, [_as_it_is]),
    ("events.give_up", "event_held", "owner", {}, [_as_it_is]),
    ("events.release", "seat", "organiser", {}, [SEAT_CANCELLED, BEGUN]),
    ("events.cancel", "event_held", "organiser", REASON, [_as_it_is]),
    ("events.cancel", "event_draft", "organiser", REASON, [_as_it_is]),
    ("events.note_attendance", "event", "organiser", {}, [_as_it_is, EVENT_CANCELLED]),
    ("events.issue_certificates", "event", "organiser", {}, [_as_it_is]),
    ("events.move", "event_held", "organiser", {"to": ["open"]}, [_as_it_is]),
    ("events.move", "event_cancelled", "organiser", {"to": ["open"]}, [_as_it_is]),
    ("events.revoke_certificate", "certificate", "organiser", REASON, [REVOKED]),
    ("roadshows.assign", "roadshow_open", "organiser", {"evenly": ["1"]}, [FIXED, HELD]),
    ("roadshows.add_to_lineup", "roadshow_open", "organiser", {}, [FIXED, HELD]),
    ("roadshows.fill_lineup", "roadshow_open", "organiser", {"least": ["1"], "by": ["mean"]}, [FIXED, HELD]),
    ("roadshows.change_place", "place", "organiser", STEP, [FIXED, HELD]),
    ("roadshows.unassign", "review", "organiser", {}, [FIXED, _set(Review, "review", "review_id", state="scored")]),
    ("roadshows.remove_reviewer", "review", "organiser", {}, [FIXED, HELD]),
    ("roadshows.rubric", "roadshow_closed", "organiser", {"name": ["团队"], "weight": ["1"]}, [_as_it_is]),
    ("roadshows.abstain", "review", "reviewer", {}, [FIXED, HELD]),
    ("roadshows.declare_conflict", "review", "reviewer", {}, [FIXED, HELD]),
    ("competitions.decide", "competition", "organiser", {}, [_as_it_is, ROUND_DECIDED]),
    ("competitions.decide", "competition_draft", "organiser", {}, [_as_it_is]),
    ("competitions.release", "competition", "organiser", {}, [_as_it_is]),
    ("competitions.release", "competition_finished", "organiser", {}, [_as_it_is]),
    ("competitions.remove_round", "competition", "organiser", {}, [_as_it_is, ROUND_DECIDED]),
    ("competitions.remove_round", "competition_finished", "organiser", {}, [_as_it_is]),
    ("competitions.take_jury", "competition", "organiser", {}, [_as_it_is]),
    ("competitions.move", "competition", "organiser", {"to": ["draft"]}, [_as_it_is, COMPETITION_OVER]),
    ("competitions.move", "competition_finished", "organiser", {"to": ["open"]}, [_as_it_is]),
    ("deals.move", "deal", "investor", {"to": ["interest"]}, [_as_it_is, INVESTED]),
    ("deals.move", "deal", "investor", {"to": ["invested"]}, [_as_it_is]),
    ("deals.move", "deal_passed", "investor", {"to": ["meeting"]}, [_as_it_is]),
    ("deals.pass_on", "deal_passed", "investor", {"reason": ["team"]}, [_as_it_is]),
    ("deals.pass_on", "deal", "investor", {"reason": ["team"]}, [INVESTED]),
    ("deals.edit", "deal", "investor", {}, [INVESTED]),
    ("deals.reopen", "deal", "investor", {}, [_as_it_is, INVESTED]),
    ("deals.invest", "deal_passed", "investor", {}, [_as_it_is]),
    ("deals.finish_task", "deal_task", "investor", {}, [TASK_DONE]),
    ("deals.take_up_task", "deal_task", "investor", {}, [_as_it_is]),
    ("deals.remove_note", "deal_note", "investor", {}, [NOTE_GONE]),
    ("deals.put_back_note", "deal_note", "investor", {}, [_as_it_is]),
    ("deals.commit", "commitment", "investor", {"amount": ["1"], "firm": [""]}, [FIRM, ROUND_OVER]),
    ("deals.decline_round", "commitment", "investor", {}, [FIRM, ROUND_OVER]),
    ("deals.release", "commitment", "owner", {}, [_as_it_is, ROUND_OVER]),
    ("deals.round_close", "round", "owner", {}, [_as_it_is, ROUND_OVER]),
    ("deals.round_cancel", "round", "owner", {}, [ROUND_OVER]),
    ("deals.round_edit", "round", "owner", {"amount_sought": ["5"]}, [ROUND_OVER]),
    ("deals.round_invite", "round", "owner", {}, [ROUND_OVER]),
    ("roadshows.check_in", "roadshow", "organiser", {"code": ["23456789"]}, [ENDED]),
    ("roadshows.undo_check_in", "attendee", "organiser", {}, [_as_it_is, ENDED]),
    ("roadshows.remove_attendee", "attendee", "investor", {}, [_as_it_is, ENDED]),
    ("roadshows.steer", "roadshow", "organiser", {"step": ["start"]}, [_as_it_is, ENDED]),
    ("roadshows.switch", "roadshow", "organiser", {"name": ["takes_votes"]}, [ENDED]),
    ("roadshows.moderate", "question", "organiser", {"state": ["hidden"]}, [ENDED]),
    ("roadshows.release_results", "roadshow_closed", "organiser", {}, [_as_it_is]),
    ("roadshows.withhold_results", "roadshow", "organiser", {}, [_as_it_is]),
    ("roadshows.seat_presenters", "roadshow_closed", "organiser", {}, [_as_it_is]),
    ("roadshows.join", "ticket_link", "visitor", {}, [_as_it_is, ENDED]),
    ("roadshows.vote", "ticket_link", "visitor", {}, [_as_it_is, ENDED]),
    ("roadshows.want", "ticket_link question", "visitor", {}, [_as_it_is, ENDED]),
    ("roadshows.judge_conflict", "application_selected", "mentor", {}, [ENDED, SCORING_OVER]),
    ("recommendations.start", "roadshow_draft", "organiser", PLAN, [_as_it_is]),
    ("cities.accept", "city_offer", "other_organiser", {}, [AGREED, AGREEMENT_OVER]),
    ("cities.end", "city_offer", "organiser", {}, [AGREEMENT_OVER]),
    *coaching_moves.REFUSED,
    *offering_moves.REFUSED,
    *data_rooms.REFUSED,
    *conversations.REFUSED,
    *return_moves.REFUSED,
    *subsidy_moves.REFUSED,
    *bulletin_moves.REFUSED,
    *evaluation_moves.REFUSED,
]


def test_what_the_state_does_not_allow_is_a_conflict(city):
    app, wrong = city.app, []
    for endpoint, thing, person, fields, states in REFUSED:
        door = Door(endpoint, matrix.url(matrix.routes(app)[endpoint], city, thing), person)
        for number, change in enumerate(states):
            with matrix.undone():
                change(city)
                db.session.flush()
                before = _written()
                status = send(city.client(app, person), door, {**fields}).status_code
                if (status, _written()) != (409, before):
                    wrong.append(f"{endpoint} of {thing}, state {number}: {status}")
    assert wrong == []


def test_a_roadshow_moves_only_to_its_neighbours(city):
    roadshow = db.session.get_one(Roadshow, city.things["roadshow"]["roadshow_id"])
    client = city.client(city.app, "organiser")
    wrong = []
    for state, wanted in itertools.product(RoadshowState, (*RoadshowState, "gone", "")):
        if wanted in MOVES[state]:
            continue
        with matrix.undone():
            roadshow.state = state
            db.session.flush()
            before = _written()
            status = client.post(f"/roadshows/{roadshow.id}/move", data={"to": str(wanted)}).status_code
            db.session.refresh(roadshow)
            if (status, _written(), roadshow.state) != (409, before, state):
                wrong.append(f"{state} to {wanted}: {status}")
    assert wrong == []


def _written() -> int:
    return db.session.scalar(select(func.count(AuditEntry.position))) or 0
