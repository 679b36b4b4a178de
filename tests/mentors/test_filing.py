import datetime as dt

import pytest
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Membership, Role
from app.core import search
from app.core.errors import Conflict, Forbidden, Invalid
from app.extensions import db
from app.mentors import queries, register
from app.mentors.models import EvidenceKind, Filing, FilingState, Mentor
from app.mentors.queries import filings
from app.mentors.register import CONSENTS, today
from app.mentors.services import enter
from app.mentors.services import filing as services
from app.mentors.services.profile import update
from app.mentors.tasks import end_filings, remind_of_renewal
from app.notifications.models import Notification
from tests import factories
from tests.files import samples
from tests.mentors.factories import filing, mentor, published

pytestmark = pytest.mark.usefixtures("app")
DAY = dt.timedelta(days=1)


@pytest.fixture
def people() -> tuple[Actor, Actor, Mentor]:
    """An organiser, a mentor of the same authority, and the mentor's draft profile."""
    organiser = factories.actor(Role.ORGANISER)
    owner = factories.actor(Role.MENTOR, of=organiser.membership.organisation)
    return organiser, owner, mentor(owner)


def decide(organiser: Actor, applied: Filing, verdict: FilingState, reason: str = "", **more) -> None:
    services.decide(actor=organiser, filing=applied, verdict=verdict, reason=reason, **more)


def told(person: Actor) -> list[str]:
    statement = select(Notification.kind).where(Notification.account_id == person.account_id)
    return list(db.session.scalars(statement.order_by(Notification.id)))


def steps(made: Mentor) -> list[str]:
    return [event.step.value for event in reversed(filings.history(made.id))]


def in_directory(made: Mentor) -> bool:
    return made in db.session.scalars(queries.directory()).unique().all()


def let_pass(made: Mentor, *, ends_in: int) -> None:
    made.filed_on, made.filed_until = today() - 700 * DAY, today() + ends_in * DAY
    db.session.flush()


def test_an_application_comes_back_is_sent_again_and_puts_the_mentor_into_the_register(people):
    organiser, owner, made = people
    applied = filing(owner, made)
    assert applied.consents == CONSENTS
    assert told(organiser) == ["filing.submitted"]
    decide(organiser, applied, FilingState.RETURNED, "请补充案例")
    assert applied.can_be_changed
    assert not in_directory(made)
    services.submit(actor=owner, filing=applied, consents=list(CONSENTS))
    assert applied.reason == ""
    decide(organiser, applied, FilingState.APPROVED)
    assert made.is_published
    assert in_directory(made)
    assert db.session.scalars(search.matching(made.name, "mentor")).all() == [made.id]
    assert (made.filed_on, made.filed_until) == (today(), register.years_after(today(), 2) - DAY)
    assert made.filing_number
    assert filings.in_register(made.filing_number) is made
    assert steps(made) == ["submitted", "returned", "submitted", "approved"]
    assert told(owner) == ["filing.returned", "filing.approved"]


def test_only_the_mentor_applies_and_only_another_person_of_the_authority_decides(people):
    organiser, owner, made = people
    for person in (organiser, factories.actor(Role.MENTOR)):
        with pytest.raises(Forbidden):
            services.start(actor=person, mentor=made)
    applied = filing(owner, made)
    both = Actor(owner.account, Membership(organisation_id=organiser.organisation_id, role=Role.ORGANISER))
    for person in (owner, factories.actor(Role.ORGANISER), both):
        with pytest.raises(Forbidden):
            decide(person, applied, FilingState.APPROVED)
    with pytest.raises(Forbidden):
        services.take_back(actor=organiser, filing=applied)
    for change in (services.suspend, services.reinstate):
        with pytest.raises(Forbidden):
            change(actor=owner, mentor=made, reason="不")
    assert filings.own_filing(organiser, applied.id) is applied
    services.take_back(actor=owner, filing=applied)
    assert filings.own_filing(organiser, applied.id) is None
    assert filings.own_filing(factories.actor(Role.ORGANISER), applied.id) is None


def test_what_is_missing_is_said_where_it_is_missing(people):
    organiser, owner, made = people
    applied = services.start(actor=owner, mentor=made)

    def refused(consents=tuple(CONSENTS)) -> str:
        with pytest.raises(Invalid) as refusal:
            services.submit(actor=owner, filing=applied, consents=consents)
        return refusal.value.field

    update(actor=owner, mentor=made, headline="")
    assert refused() == "headline"
    update(actor=owner, mentor=made, headline="一句话")
    assert refused() == "statement"
    services.save(actor=owner, filing=applied, statement="愿意辅导。")
    assert refused() == "file"
    upload = samples.upload(samples.image("PNG"), "证书.png")
    services.attach(actor=owner, filing=applied, kind=EvidenceKind.OTHER, upload=upload)
    assert refused(["truth"]) == "consent_register"
    services.submit(actor=owner, filing=applied, consents=list(CONSENTS))
    for verdict, values, field in (
        (FilingState.RETURNED, {}, "reason"),
        (FilingState.REJECTED, {}, "reason"),
        (FilingState.APPROVED, {"until": today() - DAY}, "until"),
        (FilingState.APPROVED, {"until": register.years_after(today(), 6)}, "until"),
    ):
        with pytest.raises(Invalid) as refusal, db.session.begin_nested():
            decide(organiser, applied, verdict, **values)
        assert refusal.value.field == field


def test_evidence_is_for_the_mentor_and_once_it_is_sent_for_the_authority(people):
    from app.files.access import can_read

    organiser, owner, made = people
    applied = filing(owner, made, sent=False)
    file = applied.evidence[0].file
    assert can_read(owner, file)
    assert not can_read(organiser, file)
    services.submit(actor=owner, filing=applied, consents=list(CONSENTS))
    assert can_read(organiser, file)
    for person in (factories.actor(Role.ORGANISER), factories.actor(Role.MENTOR, of=made.organisation), Actor()):
        assert not can_read(person, file)
    services.take_back(actor=owner, filing=applied)
    services.detach(actor=owner, filing=applied, evidence_id=applied.evidence[0].id)
    assert not can_read(owner, file)


@pytest.mark.parametrize("state", list(FilingState))
def test_a_step_that_the_state_does_not_allow_is_a_conflict_and_writes_nothing(people, state):
    organiser, owner, made = people
    applied = services.start(actor=owner, mentor=made)
    applied.state, applied.statement = state, "愿意辅导。"
    db.session.flush()
    steps_to = {
        FilingState.DRAFT: lambda: services.take_back(actor=owner, filing=applied),
        FilingState.RETURNED: lambda: decide(organiser, applied, FilingState.RETURNED, "改"),
        FilingState.REJECTED: lambda: decide(organiser, applied, FilingState.REJECTED, "不"),
        FilingState.APPROVED: lambda: decide(organiser, applied, FilingState.APPROVED),
    }
    before = steps(made)
    for to, step in steps_to.items():
        if to not in register.MOVES[state]:
            with pytest.raises(Conflict), db.session.begin_nested():
                step()
    if state not in {FilingState.DRAFT, FilingState.RETURNED}:
        for step in (
            lambda: services.submit(actor=owner, filing=applied, consents=list(CONSENTS)),
            lambda: services.save(actor=owner, filing=applied, statement="改写"),
        ):
            with pytest.raises(Conflict), db.session.begin_nested():
                step()
    if state in filings.OPEN:
        with pytest.raises(Conflict), db.session.begin_nested():
            services.start(actor=owner, mentor=made)
    db.session.refresh(applied)
    assert (applied.state, applied.statement, steps(made)) == (state, "愿意辅导。", before)


def test_a_suspension_takes_the_mentor_out_and_lifting_it_brings_them_back(people):
    organiser, _owner, _draft = people
    owner = factories.actor(Role.MENTOR, of=organiser.membership.organisation)
    made = published(owner)
    for change, reason in ((services.reinstate, "恢复"), (services.suspend, "")):
        with pytest.raises(Conflict if reason else Invalid):
            change(actor=organiser, mentor=made, reason=reason)
    services.suspend(actor=organiser, mentor=made, reason="长期未回应")
    assert not in_directory(made)
    assert filings.in_register(made.filing_number) is None
    assert db.session.scalars(search.matching(made.name, "mentor")).all() == []
    for step in (
        lambda: services.suspend(actor=organiser, mentor=made, reason="再次"),
        lambda: services.start(actor=owner, mentor=made),
    ):
        with pytest.raises(Conflict):
            step()
    services.reinstate(actor=organiser, mentor=made, reason="已说明")
    assert in_directory(made)
    services.suspend(actor=organiser, mentor=made, reason="又一次")
    let_pass(made, ends_in=-1)
    services.reinstate(actor=organiser, mentor=made, reason="已说明")
    assert made.standing == "expired"
    assert steps(made) == ["suspended", "reinstated", "suspended", "reinstated"]
    assert told(owner) == ["filing.suspended", "filing.reinstated", "filing.suspended", "filing.reinstated"]


def test_a_filing_is_renewed_in_its_last_months_and_keeps_its_number(people):
    organiser, _owner, _draft = people
    owner = factories.actor(Role.MENTOR, of=organiser.membership.organisation)
    made = published(owner)
    number = made.filing_number
    with pytest.raises(Conflict):
        services.start(actor=owner, mentor=made)
    let_pass(made, ends_in=30)
    renewal = services.start(actor=owner, mentor=made)
    assert renewal.kind == "renewal"
    services.save(actor=owner, filing=renewal, statement="继续辅导。")
    services.submit(actor=owner, filing=renewal, consents=list(CONSENTS))
    decide(organiser, renewal, FilingState.APPROVED)
    assert made.filed_until == register.years_after(today() + 31 * DAY, 2) - DAY
    assert (made.filing_number, made.filed_on) == (number, today() - 700 * DAY)


def test_the_calendar_ends_filings_and_reminds_before_it_does():
    owners = [factories.actor(Role.MENTOR) for _ in range(3)]
    ended, soon, later = (published(owner) for owner in owners)
    for made, days in ((ended, -1), (soon, 29), (later, 100)):
        let_pass(made, ends_in=days)
    for _ in range(2):
        end_filings()
        remind_of_renewal()
    assert [made.standing.value for made in (ended, soon, later)] == ["expired", "filed", "filed"]
    assert [told(owner) for owner in owners] == [["filing.expired"], ["filing.ending"], []]
    assert steps(ended) == ["expired"]
    soon.filed_until = today() + 7 * DAY
    remind_of_renewal()
    assert told(owners[1]) == ["filing.ending"] * 2


def test_an_authority_files_by_a_decision_on_paper(people):
    organiser, owner, draft = people
    kept = mentor(organiser)
    with pytest.raises(Invalid):
        enter(actor=organiser, mentor=kept, reason="")
    with pytest.raises(Forbidden):
        enter(actor=owner, mentor=kept, reason="自己")
    enter(actor=organiser, mentor=kept, reason="科〔2026〕1号")
    assert in_directory(kept)
    with pytest.raises(Conflict):
        enter(actor=organiser, mentor=kept, reason="科〔2026〕1号")
    with pytest.raises(Conflict):  # nobody but the mentor shows a profile that the mentor is still writing
        enter(actor=organiser, mentor=draft, reason="科〔2026〕1号")
    filing(owner, draft)
    with pytest.raises(Conflict):
        enter(actor=organiser, mentor=draft, reason="科〔2026〕1号")


def test_a_number_is_read_however_it_is_typed_and_a_wrong_digit_is_noticed():
    number = register.new_number("330400", 2026)
    for written in (number, number.replace("-", ""), f" {number.replace('-', ' ')} "):
        assert register.read_number(written) == number
    wrong = str((int(number[0]) + 1) % 10) + number[1:]
    for written in (wrong, "", "330400", number + "1", "３" * 17, "x" * 1000):
        assert register.read_number(written) is None
    taken = {register.new_number("", 2026) for _ in range(3)}
    assert register.new_number("", 2026, taken) not in taken
    assert register.years_after(dt.date(2028, 2, 29), 1) == dt.date(2029, 2, 28)
