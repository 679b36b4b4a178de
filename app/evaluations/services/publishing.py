"""Publishing a run: from then on the database keeps it as it was previewed, and every carrier is told."""

import datetime as dt
import hashlib

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.evaluations import notices
from app.evaluations.models import OPEN_STANDING, Result, Run, Standing, StandingState
from app.evaluations.policies import manages
from app.evaluations.queries.runs import unjudged
from app.evaluations.services.runs import lock_draft
from app.extensions import db

LONGEST = dt.timedelta(730)


def obstacle(run: Run) -> str:
    """Why the run cannot be published yet, or nothing."""
    if run.is_published:
        return _("This evaluation is published and stays as it is.")
    if run.computed_at is None or not db.session.scalar(select(Result.id).where(Result.run_id == run.id).limit(1)):
        return _("No carrier is in this run.")
    if number := unjudged(run):
        return _("Judged points that are still missing: %(number)s", number=number)
    return ""


def publish(
    *,
    actor: Actor,
    run: Run,
    seen: str,
    appeal_until: dt.date | None,
    rectify_until: dt.date | None,
    at: dt.datetime | None = None,
) -> list[Standing]:
    """`seen` is the mark of the preview, so that what is published is what was looked at; `at` enters a past one."""
    require(manages(actor, run))
    lock_draft(run)
    if why := obstacle(run):
        raise Conflict(why)
    if seen != mark(run):
        raise Conflict(_("The evaluation has changed since you looked. Look at it again."))
    at = at or utc_now()
    _check(city_day(at), appeal_until, rectify_until)
    rows = db.session.scalars(select(Result).where(Result.run_id == run.id).order_by(Result.id)).unique().all()
    run.appeal_until, run.rectify_until = appeal_until, rectify_until
    run.published_at, run.published_by_id = at, actor.account_id
    standings = [_standing(run, row) for row in rows]
    db.session.add_all(standings)
    db.session.flush()
    for standing in standings:
        notices.published(standing)
    return standings


def mark(run: Run) -> str:
    """Changes whenever the run is computed or judged again."""
    statement = select(Result.carrier_id, Result.total, Result.grade).where(Result.run_id == run.id)
    rows = ",".join(
        f"{row.carrier_id}:{row.total}:{row.grade}" for row in db.session.execute(statement.order_by(Result.id))
    )
    return hashlib.sha256(f"{run.computed_at}:{rows}".encode()).hexdigest()[:16]


def _check(today: dt.date, appeal_until: dt.date | None, rectify_until: dt.date | None) -> None:
    for name, day in (("appeal_until", appeal_until), ("rectify_until", rectify_until)):
        if day is None or not today <= day <= today + LONGEST:
            raise Invalid(_("Choose a day from today on, within two years."), name)


def _standing(run: Run, result: Result) -> Standing:
    state = StandingState(run.scheme.rules.grade(result.grade).outcome)
    standing = Standing(result_id=result.id, state=state)
    standing.result = result
    standing.due_on = run.rectify_until if state in OPEN_STANDING else None
    return standing
