"""What the authorities inside an organiser's region prepare and hold, drafts included."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from app.accounts.actor import Actor
from app.accounts.models import Organisation
from app.competitions.labels import STATES as COMPETITION_STATES
from app.competitions.models import Competition
from app.core.i18n import bilingual
from app.events.labels import STATES as EVENT_STATES
from app.events.models import Event
from app.extensions import db
from app.mentors.models import Mentor, Standing
from app.roadshows.labels import STATES as ROADSHOW_STATES
from app.roadshows.models import Roadshow
from app.stories.labels import STATES as STORY_STATES
from app.stories.models import Story
from app.taxonomy.regions import looked_into


class Kind(NamedTuple):
    model: type[Any]
    # What the list is ordered by and shows as its day.
    day: Any
    states: Any
    endpoint: str
    argument: str


KINDS = {
    "roadshow": Kind(Roadshow, Roadshow.starts_at, ROADSHOW_STATES, "roadshows.show", "roadshow_id"),
    "event": Kind(Event, Event.starts_at, EVENT_STATES, "events.show", "event_id"),
    "competition": Kind(Competition, Competition.created_at, COMPETITION_STATES, "competitions.show", "competition_id"),
    "story": Kind(Story, func.coalesce(Story.appears_at, Story.created_at), STORY_STATES, "stories.show", "story_id"),
}


class Row(NamedTuple):
    id: uuid.UUID
    title: str
    title_en: str
    state: Any
    day: dt.datetime
    authority: str
    region_code: str

    @property
    def label(self) -> str:
        return bilingual(self.title, self.title_en)


class Authority(NamedTuple):
    name: str
    region_code: str
    roadshow: int
    event: int
    competition: int
    story: int
    mentors: int


def things(actor: Actor, kind: str) -> Select[Any]:
    """Rows of one kind, the newest first."""
    model, day = KINDS[kind].model, KINDS[kind].day
    statement = (
        select(model.id, model.title, model.title_en, model.state, day, Organisation.name, Organisation.region_code)
        .join(Organisation, Organisation.id == model.organisation_id)
        .where(Organisation.id.in_(looked_into(actor)))
    )
    return statement.order_by(day.desc(), model.id)


def authorities(actor: Actor) -> Sequence[Authority]:
    """The authorities inside the region by their codes, and how much each has of what; one statement."""
    own = [_number(kind.model) for kind in KINDS.values()]
    filed = _number(Mentor, Mentor.standing == Standing.FILED)
    statement = (
        select(Organisation.name, Organisation.region_code, *own, filed)
        .where(Organisation.id.in_(looked_into(actor)))
        .order_by(Organisation.region_code, Organisation.name)
    )
    return [Authority(*row) for row in db.session.execute(statement)]


def _number(model: type[Any], *conditions: Any) -> Any:
    counted = select(func.count()).select_from(model).where(model.organisation_id == Organisation.id, *conditions)
    return counted.correlate(Organisation).scalar_subquery()
