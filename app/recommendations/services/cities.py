"""What agreements of cities mean for stored matches."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

from sqlalchemy import delete, select

from app.accounts.actor import Actor
from app.cities.known import cities
from app.cities.models import CityAgreement
from app.cities.sharing import hidden_from
from app.core import jobs
from app.extensions import db
from app.projects import queries as projects
from app.projects.models import Project
from app.recommendations.models import Match
from app.recommendations.queries import IN_CITIES, MODELS
from app.recommendations.tasks import REFRESH


def follow(actor: Actor, agreement: CityAgreement) -> None:
    """What is no longer shared goes at once; what is shared from now on is compared in the background."""
    if agreement.ended_at is not None:
        for project_city, candidate_city in permutations(agreement.codes):
            _remove(project_city, [candidate_city])
    jobs.start(REFRESH, arguments={"everything": True}, actor=actor)


def remove_apart() -> None:
    """Before a city joined, its profiles belonged to none."""
    for city in cities():
        if hidden := hidden_from(city):
            _remove(city, hidden)


def _remove(project_city: str, candidate_cities: Sequence[str]) -> None:
    of_project = select(Project.id).where(projects.in_cities([project_city]))
    for kind, model in MODELS.items():
        of_candidate: Any = select(model.id).where(IN_CITIES[kind](candidate_cities))
        db.session.execute(delete(Match).where(Match.project_id.in_(of_project), Match.candidate_id.in_(of_candidate)))
