"""The days of the sample city's roadshows: one under way, one whose results are released."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.accounts.actor import Actor
from app.core import audit
from app.demo.seeding import SEED, City
from app.extensions import db
from app.roadshows.models import (
    Application,
    Attendee,
    AudienceQuestion,
    CheckIn,
    Judge,
    QuestionState,
    Registration,
    RegistrationState,
    Roadshow,
)
from app.roadshows.queries.attendance import registrations_of
from app.roadshows.queries.judging import barred, own_projects, own_turn
from app.roadshows.queries.people import coming, members_of_party, party_places
from app.roadshows.queries.reviews import criteria
from app.roadshows.queries.stage import running_order, stage_of
from app.roadshows.services import desk, judging, people, questions, stage
from app.roadshows.services.stage import Step

GUESTS = (("欧阳明月", "禾城日报"), ("宋 珂", "南湖区科技局"), ("Elena Rossi", "Politecnico di Torino"))
ASKED = (
    ("样机的良品率现在是多少，下一个里程碑是什么？", QuestionState.ANSWERED),
    ("核心部件有没有第二家供应商？", QuestionState.SHOWN),
    ("首批客户续签的比例有多高？", QuestionState.SHOWN),
    ("这一轮资金能支撑多少个月？", QuestionState.SHOWN),
    ("与院校的专利许可是独占的吗？", QuestionState.WAITING),
    ("出口认证大约还需要多久？", QuestionState.WAITING),
    ("能不能现在就告诉我估值？", QuestionState.HIDDEN),
)


@dataclass
class Day:
    """A roadshow with the people who play a part in it, and chance that is the same every time."""

    city: City
    organiser: Actor
    roadshow: Roadshow
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))
    judges: list[tuple[Actor, Judge]] = field(default_factory=list)

    def order(self) -> list[Application]:
        return [place.application for place in running_order(self.roadshow.id)]


def held(city: City, roadshow: Roadshow) -> None:
    """Everybody pitched and was judged; the results are out."""
    day = _begin(city, roadshow)
    _arrive(day, share=0.9)
    for application in day.order():
        _score(day, application)
    _vote(day)
    stage.steer(actor=day.organiser, roadshow=roadshow, step=Step.END)
    judging.release(actor=day.organiser, roadshow=roadshow)
    db.session.commit()


def live(city: City, roadshow: Roadshow) -> None:
    """The third project is on stage, people ask, two pitches have points."""
    day = _begin(city, roadshow)
    _arrive(day, share=0.7)
    order = day.order()
    for application in order[:2]:
        _score(day, application)
    _ask(day, order)
    _vote(day)
    _as(day.organiser)
    stage.arrange(
        actor=day.organiser,
        roadshow=roadshow,
        pitch_minutes=6,
        question_minutes=4,
        announcement="茶歇在二层，四点开始。",
    )
    stage.call(actor=day.organiser, roadshow=roadshow, application_id=order[2].id)
    stage.steer(actor=day.organiser, roadshow=roadshow, step=Step.START)
    db.session.commit()


def judged(city: City, roadshow: Roadshow) -> None:
    """Judges give points to every pitch; nothing else of the day is told."""
    assert city.organiser
    day = Day(city, city.organiser, roadshow)
    _as(day.organiser)
    _appoint(day)
    stage.switch(actor=day.organiser, roadshow=roadshow, name="takes_scores", on=True)
    for application in day.order():
        _score(day, application)
    _as(day.organiser)
    stage.switch(actor=day.organiser, roadshow=roadshow, name="takes_scores", on=False)


def pass_time(roadshow: Roadshow) -> None:
    """What was done while the city was made happened on the day of the roadshow."""
    entered = db.select(CheckIn).where(CheckIn.roadshow_id == roadshow.id).order_by(CheckIn.id)
    for number, row in enumerate(db.session.scalars(entered)):
        row.at = roadshow.starts_at - dt.timedelta(minutes=40) + dt.timedelta(seconds=55 * number)
    board = stage_of(roadshow)
    if board.results_released_at:
        board.results_released_at = roadshow.ends_at
    db.session.flush()


def _begin(city: City, roadshow: Roadshow) -> Day:
    """Names on the seats, guests, judges; everything is open."""
    assert city.organiser
    day = Day(city, city.organiser, roadshow)
    for registration in registrations_of(roadshow.id):
        _name(day, registration)
    _as(day.organiser)
    for name, affiliation in GUESTS:
        people.add_guest(actor=day.organiser, roadshow=roadshow, name=name, affiliation=affiliation)
    _appoint(day)
    for name in stage.SWITCHES:
        stage.switch(actor=day.organiser, roadshow=roadshow, name=name, on=True)
    return day


def _appoint(day: Day) -> None:
    for person in (*day.city.reviewers[:2], day.city.mentors[0][0]):
        assert person.membership_id
        judge = judging.add_judge(actor=day.organiser, roadshow=day.roadshow, membership_id=person.membership_id)
        day.judges.append((person, judge))


def _name(day: Day, registration: Registration) -> None:
    """Most say who comes; some places stay without a name."""
    if registration.state is not RegistrationState.CONFIRMED or day.rng.random() < 0.25:
        return
    _as(day.organiser)
    for _ in range(party_places(registration) - len(members_of_party(registration))):
        people.add(actor=day.organiser, party=registration, name=day.city.names.person())


def _arrive(day: Day, *, share: float) -> None:
    """Some scanned, some found by name; the judges are all there."""
    _as(day.organiser)
    judging_people = {judge.membership.account_id for _person, judge in day.judges}
    for attendee in _people(day):
        if attendee.account_id not in judging_people and day.rng.random() > share:
            continue
        if day.rng.random() < 0.7:
            desk.check_in_by_code(actor=day.organiser, roadshow=day.roadshow, text=attendee.code)
        else:
            desk.check_in(actor=day.organiser, roadshow=day.roadshow, attendee_id=attendee.id)


def _people(day: Day) -> Sequence[Attendee]:
    return db.session.scalars(coming(day.roadshow.id)).all()


def _score(day: Day, application: Application) -> None:
    rubric = criteria(day.roadshow.id)
    for person, judge in day.judges:
        _as(person)
        if application.id in barred(judge, [application]):
            continue
        if (turn := own_turn(person, day.roadshow.id, application.id)) is not None:
            points = {criterion.id: day.rng.choice((3, 3, 4, 4, 5)) for criterion in rubric}
            judging.score(actor=person, turn=turn, points=points, comment="现场表达清楚。")


def _vote(day: Day) -> None:
    order = day.order()
    for attendee in _people(day):
        if attendee.check_in and day.rng.random() < 0.8:
            mine = own_projects(attendee)
            free = [application.id for application in order if application.id not in mine]
            judging.vote(attendee=attendee, application_id=day.rng.choice(free[: len(free) // 2]))


def _ask(day: Day, order: Sequence[Application]) -> None:
    present = [attendee for attendee in _people(day) if attendee.check_in]
    for number, (text, state) in enumerate(ASKED):
        asker = present[(number * 5) % len(present)]
        to = order[2].id if number % 2 else None
        asked = questions.ask(attendee=asker, text=text, application_id=to, anonymous=number == 3)
        if state is QuestionState.WAITING:
            continue
        _moderate(day, asked, QuestionState.SHOWN)
        for reader in day.rng.sample(present, min(len(present), 3 + number * 2)):
            if reader is not asker:
                questions.want(attendee=reader, question_id=asked.id, wanted=True)
        _moderate(day, asked, state)


def _moderate(day: Day, question: AudienceQuestion, state: QuestionState) -> None:
    questions.moderate(actor=day.organiser, roadshow=day.roadshow, question_id=question.id, state=state)


def _as(actor: Actor) -> None:
    audit.acting(actor_id=actor.account_id, membership_id=actor.membership_id)
