"""Requests that nobody answered in time, and the job that computes a timetable."""

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import jobs
from app.core.answering import overdue
from app.core.errors import Conflict
from app.extensions import db
from app.roadshows.meetings.models import MeetingRequest
from app.roadshows.meetings.services import asking, computing
from app.roadshows.meetings.services.computing import COMPUTE

jobs.describe(
    COMPUTE,
    _l("Computing the timetable"),
    load=_l("Reading who can when"),
    solve=_l("Looking for the best timetable"),
    write=_l("Storing the draft"),
)


@jobs.handler(COMPUTE)
def compute_timetable(progress: jobs.Progress, *, timetable_id: str) -> dict[str, Any]:
    return computing.carry_out(progress, timetable_id=uuid.UUID(timetable_id))


@jobs.periodic("*/15")
def expire_meeting_requests() -> None:
    """One transaction each, so that an answer arriving meanwhile stops only its own."""
    for request in db.session.scalars(overdue(MeetingRequest)).unique().all():
        try:
            asking.expire(request=request)
            db.session.commit()
        except Conflict:
            db.session.rollback()
