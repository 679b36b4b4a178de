"""Meetings in people's calendars."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from app.accounts.actor import Actor
from app.core.agenda import Entry, agenda
from app.roadshows.meetings.calendar import entry
from app.roadshows.meetings.queries.meetings import between


@agenda
def own_meetings(actor: Any, start: dt.datetime, end: dt.datetime) -> Iterable[Entry]:
    """Published ones: a draft is nobody's calendar."""
    if isinstance(actor, Actor) and actor.account_id is not None:
        for meeting in between(actor, start, end):
            yield entry(meeting)
