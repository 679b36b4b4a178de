"""Tasks of a deal, and their reminders."""

import datetime as dt
import uuid

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.deals import notices
from app.deals.models import Deal, DealTask, EventKind, Reminder
from app.deals.policies import works_on, works_on_task
from app.deals.services import history
from app.deals.services.pipeline import colleague
from app.extensions import db

BEFORE = {Reminder.DAY: 0, Reminder.DAY_BEFORE: 1, Reminder.WEEK_BEFORE: 7}
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)


def add(
    *, actor: Actor, deal: Deal, title: str, due_on: dt.date | None, reminder: Reminder, assignee_id: uuid.UUID
) -> DealTask:
    require(works_on(actor, deal))
    task = DealTask(deal=deal, created_by_id=actor.account_id, title="", assignee=deal.owner)
    _fill(task, title, due_on, reminder, assignee_id)
    db.session.add(task)
    db.session.flush()
    notices.task_given(task, by=actor)
    return task


def edit(
    *, actor: Actor, task: DealTask, title: str, due_on: dt.date | None, reminder: Reminder, assignee_id: uuid.UUID
) -> None:
    require(works_on_task(actor, task))
    _check(task, done=False)
    before = task.assignee_id
    _fill(task, title, due_on, reminder, assignee_id)
    db.session.flush()
    if task.assignee_id != before:
        notices.task_given(task, by=actor)


def finish(*, actor: Actor, task: DealTask) -> None:
    require(works_on_task(actor, task))
    _check(task, done=False)
    task.done_at = utc_now()
    history.add(task.deal, EventKind.TASK_DONE, actor, title=task.title)


def take_up(*, actor: Actor, task: DealTask) -> None:
    """It was not done after all."""
    require(works_on_task(actor, task))
    _check(task, done=True)
    task.done_at = None
    db.session.flush()


def to_remind(today: dt.date) -> list[DealTask]:
    waiting = select(DealTask).where(
        DealTask.remind_on <= today, DealTask.reminded_at.is_(None), DealTask.done_at.is_(None)
    )
    return list(db.session.scalars(waiting.order_by(DealTask.remind_on, DealTask.id)))


def remind(*, task: DealTask) -> None:
    """For the job: tell whose task it is, once. A member who left is not told."""
    db.session.refresh(task, with_for_update={"of": DealTask, "key_share": True})
    if task.reminded_at is not None or task.done_at is not None:
        raise Conflict
    task.reminded_at = utc_now()
    db.session.flush()
    if task.assignee.ended_at is None:
        notices.task_due(task)


def _fill(task: DealTask, title: str, due_on: dt.date | None, reminder: Reminder, assignee_id: uuid.UUID) -> None:
    if not title:
        raise Invalid(_("Say what is to be done."), "title")
    if due_on is None or not EARLIEST <= due_on <= LATEST:
        raise Invalid(_("Choose a day."), "due_on")
    task.assignee = colleague(task.deal.fund, assignee_id)
    days = BEFORE.get(reminder)
    remind_on = None if days is None else due_on - dt.timedelta(days=days)
    if remind_on != task.remind_on:
        task.reminded_at = None
    task.title, task.due_on, task.reminder, task.remind_on = title, due_on, reminder, remind_on


def _check(task: DealTask, *, done: bool) -> None:
    if (task.done_at is not None) != done:
        raise Conflict(_("The task is done already.") if not done else _("The task is not done yet."))
