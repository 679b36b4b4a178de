"""What was held in a zone, by whomever."""

from typing import Any

from sqlalchemy import Select, case, union_all

from app.accounts.models import Organisation
from app.events.models import Event, EventKind, EventRegistration, EventState
from app.indicators.formulas.base import Formula, Window, counted
from app.roadshows.models import Roadshow, RoadshowState


def events(window: Window) -> Select[Any]:
    both = union_all(
        _held(Roadshow, "roadshow", window).where(Roadshow.state.in_([RoadshowState.HELD, RoadshowState.CLOSED])),
        _held(Event, "event", window).where(Event.state == EventState.HELD),
    ).subquery()
    return both.select()


def training_people(window: Window) -> Select[Any]:
    """A row each person who came, named by the class: who it was is not the figure's business."""
    return (
        _held(Event, "event", window)
        .join(EventRegistration, EventRegistration.event_id == Event.id)
        .where(Event.kind == EventKind.TRAINING_CLASS, Event.state == EventState.HELD)
        .where(EventRegistration.attended_at.is_not(None))
    )


def _held(model: Any, kind: str, window: Window) -> Select[Any]:
    """In the zone that it names, or its organiser's."""
    zone = case((model.region_code != "", model.region_code), else_=Organisation.region_code)
    return (
        counted(kind, model.id, model.title, day=model.starts_at, zone=zone)
        .select_from(model)
        .join(Organisation, Organisation.id == model.organisation_id)
        .where(model.starts_at >= window.start, model.starts_at < window.end)
    )


EVENTS: dict[str, Formula] = {formula.__name__: formula for formula in (events, training_people)}
