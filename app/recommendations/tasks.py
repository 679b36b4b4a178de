"""Jobs of the matching, and the sweep that starts them when profiles have changed."""

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.jobs import Job, Progress, describe, handler, periodic, start
from app.extensions import db
from app.recommendations import queries

REFRESH, RUN = "recommendations.refresh", "recommendations.run_roadshow"
INVITE, EVALUATE = "recommendations.invite", "recommendations.evaluate"
STEPS = {
    "load": _l("Reading the profiles"),
    "fit": _l("Preparing the model"),
    "learn": _l("Learning from past deals and mentorships"),
    "mentor": _l("Comparing with mentors"),
    "fund": _l("Comparing with funds"),
    "product": _l("Comparing with financing products"),
    "plan": _l("Assigning the whole line-up"),
    "write": _l("Storing the result"),
}
describe(REFRESH, _l("Updating the matches"), **STEPS)
describe(RUN, _l("Matching the line-up"), **STEPS)
describe(INVITE, _l("Sending the invitations"))
describe(EVALUATE, _l("Measuring the quality"), load=STEPS["load"], learn=STEPS["learn"])


@handler(REFRESH)
def refresh(progress: Progress, *, everything: bool = False) -> dict[str, Any]:
    # The services load what computes; a web worker registers this module and must not pay for it.
    from app.recommendations.services.ranking import refresh as bring_up_to_date

    return bring_up_to_date(progress, everything=everything)


@handler(RUN)
def run_roadshow(progress: Progress, *, run_id: str) -> dict[str, Any]:
    from app.recommendations.services.planning import carry_out

    return carry_out(progress, run_id=uuid.UUID(run_id))


@handler(INVITE)
def invite(progress: Progress, *, run_id: str, membership_id: str, message: str = "") -> dict[str, Any]:
    from app.recommendations.services.invitations import send

    return send(progress, run_id=uuid.UUID(run_id), membership_id=uuid.UUID(membership_id), message=message)


@handler(EVALUATE)
def evaluate(progress: Progress) -> dict[str, Any]:
    from app.recommendations.services.quality import evaluate as measure

    return measure(progress)


@periodic()
def sweep() -> None:
    """Start a refresh when a profile was published, changed or withdrawn; one at a time, so that edits gather."""
    busy = select(Job.id).where(Job.kind == REFRESH, Job.state.in_(["queued", "running"])).limit(1)
    if db.session.scalar(busy) is None and (queries.due_profiles() or queries.anything_gone()):
        start(REFRESH)
    db.session.commit()
