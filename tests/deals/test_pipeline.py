import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.accounts.services import close_account, personal_data
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.deals import tasks
from app.deals.models import OPEN_STAGES, Deal, EventKind, Origin, PassReason, Reminder, Stage
from app.deals.queries import pipeline as queries
from app.deals.queries.pipeline import Filters
from app.deals.services import notes, pipeline, todo
from app.extensions import db
from app.notifications.models import Notification
from app.projects.services import archive
from tests import factories
from tests.deals import factories as deals
from tests.deals.factories import WAN
from tests.projects.factories import project as draft_project
from tests.projects.factories import published as published_project

pytestmark = pytest.mark.usefixtures("app")


def kinds(person):
    statement = select(Notification.kind).where(Notification.account_id == person.account_id)
    return list(db.session.scalars(statement.order_by(Notification.id)))


def team():
    """An investor, a colleague, a stranger of another fund manager, and a deal."""
    investor = factories.actor(Role.INVESTOR)
    colleague = factories.actor(Role.INVESTOR, of=investor.membership.organisation, is_manager=False)
    return investor, colleague, factories.actor(Role.INVESTOR), deals.deal(investor)


def test_a_deal_begins_once_with_a_published_project():
    investor = factories.actor(Role.INVESTOR)
    fund, owner = deals.fund(investor), factories.actor()
    project = published_project(owner)
    made = deals.deal(investor, fund, project, origin=Origin.MATCH, amount=100 * WAN)
    assert (made.stage, made.owner_id, made.name) == (Stage.INTEREST, investor.membership_id, project.name)
    assert [event.kind for event in queries.events_of(made.id)] == [EventKind.OPENED]
    with pytest.raises(Conflict):
        deals.deal(investor, fund, project)
    with pytest.raises(Invalid):
        deals.deal(investor, fund, draft_project(owner))
    with pytest.raises(Forbidden):
        deals.deal(factories.actor(Role.INVESTOR), fund, published_project(owner))
    values = {"fund_id": fund.id, "project_id": project.id, "project_name": "-", "owner_id": made.owner_id}
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(db.insert(Deal).values(**values))
    pipeline.pass_on(actor=investor, deal=made, reason=PassReason.TEAM)
    deals.deal(investor, fund, project)


def test_a_deal_moves_freely_while_it_is_open():
    investor, colleague, stranger, deal = team()
    for stage in (*reversed(OPEN_STAGES), Stage.MEETING):
        if stage is not deal.stage:
            pipeline.move(actor=colleague, deal=deal, to=stage.value)
            assert deal.stage is stage
    for stage in ("meeting", "invested", "passed", "gone", ""):
        with pytest.raises(Conflict):
            pipeline.move(actor=investor, deal=deal, to=stage)
    with pytest.raises(Forbidden):
        pipeline.move(actor=stranger, deal=deal, to="interest")
    assert deal.is_open


def test_passing_has_a_reason_and_is_undone_where_it_stood():
    investor, colleague, _stranger, deal = team()
    pipeline.move(actor=investor, deal=deal, to="due_diligence")
    pipeline.pass_on(actor=colleague, deal=deal, reason=PassReason.VALUATION, note="估值过高")
    assert (deal.stage, deal.pass_reason, deal.is_open) == (Stage.PASSED, PassReason.VALUATION, False)
    for change in (
        lambda: pipeline.move(actor=investor, deal=deal, to="meeting"),
        lambda: pipeline.pass_on(actor=investor, deal=deal, reason=PassReason.TEAM),
        lambda: pipeline.change(actor=investor, deal=deal, owner_id=colleague.membership_id, amount=None),
    ):
        with pytest.raises(Conflict):
            change()
    pipeline.reopen(actor=investor, deal=deal)
    assert (deal.stage, deal.pass_reason, deal.is_open) == (Stage.DUE_DILIGENCE, None, True)
    with pytest.raises(Conflict):
        pipeline.reopen(actor=investor, deal=deal)


def test_the_database_holds_the_stage_to_its_reason_and_closing():
    _investor, _colleague, _stranger, deal = team()
    for values in ({"stage": "passed", "closed_at": utc_now()}, {"stage": "invested"}, {"closed_at": utc_now()}):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(db.update(Deal).where(Deal.id == deal.id).values(**values))


def test_a_deal_is_looked_after_by_a_present_member():
    investor, colleague, stranger, deal = team()
    pipeline.change(actor=investor, deal=deal, owner_id=colleague.membership_id, amount=200 * WAN)
    assert (deal.owner_id, deal.amount) == (colleague.membership_id, 200 * WAN)
    assert kinds(colleague) == ["deal.assigned"]
    with pytest.raises(Invalid):
        pipeline.change(actor=investor, deal=deal, owner_id=stranger.membership_id, amount=None)
    colleague.membership.ended_at = utc_now()
    with pytest.raises(Invalid):
        pipeline.change(actor=investor, deal=deal, owner_id=colleague.membership_id, amount=None)
    pipeline.change(actor=investor, deal=deal, owner_id=investor.membership_id, amount=None)
    assert [event.kind for event in queries.events_of(deal.id)][:2] == [EventKind.AMOUNT, EventKind.OWNER]


def test_a_project_is_told_only_what_the_fund_tells():
    investor, owner = factories.actor(Role.INVESTOR), factories.actor()
    deal = deals.deal(investor, project=published_project(owner))
    pipeline.move(actor=investor, deal=deal, to="due_diligence")
    assert db.session.scalars(queries.told_to(owner)).unique().all() == []
    assert kinds(owner) == []
    pipeline.tell(actor=investor, deal=deal, note="请准备财务资料")
    pipeline.move(actor=investor, deal=deal, to="term_sheet")
    told = db.session.scalars(queries.told_to(owner)).unique().one()
    assert (told.told_stage, told.told_note) == (Stage.DUE_DILIGENCE, "请准备财务资料")
    assert kinds(owner) == ["deal.told"]
    for person in (factories.actor(), investor):
        assert db.session.scalars(queries.told_to(person)).unique().all() == []
    with pytest.raises(Forbidden):
        pipeline.tell(actor=owner, deal=deal)


def test_a_withdrawn_project_keeps_the_name_it_had_for_the_fund():
    investor, owner = factories.actor(Role.INVESTOR), factories.actor()
    project = published_project(owner, name="触觉")
    deal = deals.deal(investor, project=project)
    archive(actor=owner, project=project)
    project.name = "秘密改名"
    db.session.flush()
    assert deal.name == "触觉"
    assert db.session.scalars(queries.pipeline(investor, Filters(words="秘密"))).unique().all() == []
    assert db.session.scalars(queries.pipeline(investor, Filters(words="触"))).unique().all() == [deal]


def test_comments_are_the_team_s_and_notes_the_author_s():
    investor, colleague, stranger, deal = team()
    comment = notes.add(actor=colleague, deal=deal, text="技术扎实")
    private = notes.add(actor=investor, deal=deal, text="价格再谈", is_private=True)
    assert list(queries.notes_of(investor, deal)) == [comment, private]
    assert list(queries.notes_of(colleague, deal)) == [comment]
    assert kinds(investor) == ["deal.commented"]
    assert queries.own_note(colleague, comment.id) is comment
    for person, note in ((colleague, private), (stranger, comment)):
        assert queries.own_note(person, note.id) is None
    with pytest.raises(Forbidden):
        notes.remove(actor=investor, note=comment)
    notes.remove(actor=colleague, note=comment)
    assert list(queries.notes_of(investor, deal)) == [private]
    with pytest.raises(Conflict):
        notes.remove(actor=colleague, note=comment)
    notes.put_back(actor=colleague, note=comment)
    assert list(queries.notes_of(colleague, deal)) == [comment]
    for refused in (lambda: notes.put_back(actor=colleague, note=comment),):
        with pytest.raises(Conflict):
            refused()
    with pytest.raises(Invalid):
        notes.add(actor=investor, deal=deal, text="")
    with pytest.raises(Forbidden):
        notes.add(actor=stranger, deal=deal, text="看看")


def task(investor, deal, **values):
    given = {"title": "约创始人", "due_on": deals.today(), "reminder": Reminder.DAY, "assignee_id": deal.owner_id}
    return todo.add(actor=investor, deal=deal, **{**given, **values})


def test_a_task_is_given_done_and_taken_up_again():
    investor, colleague, stranger, deal = team()
    made = task(investor, deal, assignee_id=colleague.membership_id)
    assert kinds(colleague) == ["deal.task"]
    assert queries.next_tasks([deal.id]) == {deal.id: made}
    todo.finish(actor=colleague, task=made)
    assert queries.events_of(deal.id)[0].kind is EventKind.TASK_DONE
    assert queries.next_tasks([deal.id]) == {}
    for refused in (
        lambda: todo.finish(actor=investor, task=made),
        lambda: todo.edit(
            actor=investor, task=made, title="x", due_on=made.due_on, reminder="day", assignee_id=deal.owner_id
        ),
    ):
        with pytest.raises(Conflict):
            refused()
    todo.take_up(actor=investor, task=made)
    with pytest.raises(Conflict):
        todo.take_up(actor=investor, task=made)
    for wrong in ({"title": ""}, {"due_on": None}, {"due_on": dt.date(1800, 1, 1)}, {"assignee_id": deal.id}):
        with pytest.raises(Invalid):
            task(investor, deal, **wrong)
    assert queries.own_task(stranger, made.id) is None
    with pytest.raises(Forbidden):
        todo.finish(actor=stranger, task=made)


def test_a_reminder_comes_once_on_its_day_and_anew_after_a_change():
    investor, _colleague, _stranger, deal = team()
    today = deals.today()
    made = task(investor, deal, due_on=today + dt.timedelta(days=8), reminder=Reminder.WEEK_BEFORE)
    task(investor, deal, reminder=Reminder.NONE)
    left = task(investor, deal)
    left.assignee.ended_at = None
    assert todo.to_remind(today) == [left]
    tasks.send_reminders(today)
    tasks.send_reminders(today)
    assert kinds(investor) == ["deal.task_due"]
    assert todo.to_remind(today + dt.timedelta(days=1)) == [made]
    todo.edit(
        actor=investor,
        task=left,
        title=left.title,
        due_on=today - dt.timedelta(days=1),
        reminder=Reminder.DAY,
        assignee_id=deal.owner_id,
    )
    tasks.send_reminders(today)
    assert kinds(investor) == ["deal.task_due"] * 2


def test_the_pipeline_is_narrowed_and_counted():
    investor, colleague, stranger, deal = team()
    other = deals.deal(investor, deal.fund, published_project(factories.actor(), name="氢能", sectors=["hydrogen"]))
    pipeline.change(actor=investor, deal=other, owner_id=colleague.membership_id, amount=300 * WAN)
    pipeline.move(actor=investor, deal=other, to="meeting")

    def found(**values):
        return db.session.scalars(queries.pipeline(investor, Filters(**values))).unique().all()

    assert found() == [other, deal]
    assert found(words="氢") == [other]
    assert found(owner_id=colleague.membership_id) == [other]
    assert found(stages=(Stage.INTEREST,)) == [deal]
    assert found(sector="hydrogen") == [other]
    assert found(fund_id=deal.fund_id, origin=Origin.HAND) == [other, deal]
    assert found(origin=Origin.MATCH) == []
    assert queries.stage_totals(investor, Filters()) == {Stage.INTEREST: (1, 0), Stage.MEETING: (1, 300 * WAN)}
    for person in (stranger, factories.actor()):
        assert db.session.scalars(queries.pipeline(person, Filters())).unique().all() == []
        assert queries.stage_totals(person, Filters()) == {}


def test_a_person_gets_what_they_wrote_and_their_private_notes_go_with_the_account():
    investor, colleague, _stranger, deal = team()
    notes.add(actor=colleague, deal=deal, text="给团队")
    notes.add(actor=colleague, deal=deal, text="给自己", is_private=True)
    notes.add(actor=investor, deal=deal, text="别人的", is_private=True)
    assert [note["text"] for note in personal_data(colleague.account)["deal_notes"]] == ["给团队", "给自己"]
    close_account(actor=colleague)
    assert [note.text for note in queries.notes_of(investor, deal)] == ["给团队", "别人的"]
    assert [note["text"] for note in personal_data(colleague.account)["deal_notes"]] == ["给团队"]
