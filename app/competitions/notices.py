"""What entrants are told about a competition."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.competitions.models import Competition, CompetitionRound, CompetitionStanding
from app.notifications.kinds import register
from app.notifications.services import notify_organisation

_ROUND = {"label": _l("A round of a competition is decided"), "roles": (Role.ENTREPRENEUR,)}
register(
    "competition.advances", _l("“%(project)s” advances to the next round of “%(competition)s”."), "trophy", **_ROUND
)
register("competition.out", _l("“%(project)s” does not advance in “%(competition)s”."), "flag", **_ROUND)
_RESULTS = {"label": _l("The results of a competition are released"), "roles": (Role.ENTREPRENEUR,)}
register("competition.prize", _l("“%(project)s” wins “%(prize)s” in “%(competition)s”."), "trophy", **_RESULTS)
register("competition.results", _l("The results of “%(competition)s” are released."), "trophy", **_RESULTS)


def decided(row: CompetitionRound, standing: CompetitionStanding) -> None:
    _tell(row.competition, standing, "competition.advances" if standing.advances else "competition.out")


def released(row: CompetitionRound, standing: CompetitionStanding) -> None:
    prize = standing.prize.name if standing.prize else ""
    _tell(row.competition, standing, "competition.prize" if prize else "competition.results", prize=prize)


def _tell(competition: Competition, standing: CompetitionStanding, kind: str, **params: Any) -> None:
    url = current_app.url_map.bind("localhost").build("competitions.show", {"competition_id": competition.id})
    notify_organisation(
        organisation_id=standing.project.organisation_id,
        roles=(Role.ENTREPRENEUR,),
        kind=kind,
        params={"competition": competition.title, "project": standing.project.name, **params},
        url=str(url),
    )
