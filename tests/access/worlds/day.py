"""The day of the published roadshow: a ticket, a question, judges; and results of the one that is closed."""

from app.extensions import db
from app.roadshows import tickets
from app.roadshows.models import Application, QuestionState, Registration, Roadshow, RoadshowState
from app.roadshows.queries.judging import own_turn
from app.roadshows.queries.people import members_of_party
from app.roadshows.queries.reviews import criteria
from app.roadshows.services import judging, moves, people, questions, stage
from tests.access.world import City


def add(city: City) -> None:
    organiser = city.people["organiser"]
    here = city.things["roadshow"]
    roadshow = db.session.get_one(Roadshow, here["roadshow_id"])
    registration = db.session.get_one(Registration, city.things["registration"]["registration_id"])
    (ticket,) = members_of_party(registration)
    city.things["attendee"] = {**here, "attendee_id": ticket.id}
    city.things["ticket_link"] = {"token": tickets.token(ticket.code)}
    city.things["forged_ticket_link"] = {"token": tickets.token(ticket.code)[:-1] + "!"}
    for name in stage.SWITCHES:
        stage.switch(actor=organiser, roadshow=roadshow, name=name, on=True)
    guest = people.add_guest(actor=organiser, roadshow=roadshow, name="来宾", affiliation="报社")
    city.things["guest"] = {**here, "attendee_id": guest.id}
    asked = questions.ask(attendee=ticket, text="毛利率多少？")
    questions.moderate(actor=organiser, roadshow=roadshow, question_id=asked.id, state=QuestionState.SHOWN)
    city.things["question"] = {**here, "question_id": asked.id}
    waiting = questions.ask(attendee=ticket, text="还在等")
    city.things["waiting_question"] = {**here, "question_id": waiting.id}
    for name in ("mentor", "reviewer"):
        judge = judging.add_judge(actor=organiser, roadshow=roadshow, membership_id=city.people[name].membership_id)
        city.things[f"judge_{name}"] = {**here, "judge_id": judge.id}
    pitch = db.session.get_one(Application, city.things["application_selected"]["application_id"])
    turn = own_turn(city.people["reviewer"], roadshow.id, pitch.id)
    assert turn
    judging.declare_conflict(actor=city.people["reviewer"], turn=turn)
    turn = own_turn(city.people["mentor"], roadshow.id, pitch.id)
    assert turn
    points = {criterion.id: 4 for criterion in criteria(roadshow.id)}
    given = judging.score(actor=city.people["mentor"], turn=turn, points=points, comment="清楚")
    city.things["judgement"] = {**here, "judgement_id": given.id}
    _release(city)


def _release(city: City) -> None:
    organiser = city.people["organiser"]
    closed = db.session.get_one(Roadshow, city.things["roadshow_closed"]["roadshow_id"])
    moves.move(actor=organiser, roadshow=closed, to=RoadshowState.HELD)
    judging.release(actor=organiser, roadshow=closed)
    moves.move(actor=organiser, roadshow=closed, to=RoadshowState.CLOSED)
