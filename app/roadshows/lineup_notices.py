"""What people are told when a line-up changes after it was fixed."""

import uuid
from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.notifications.kinds import register
from app.notifications.services import notify_organisation
from app.projects.models import Project
from app.roadshows.models import Application, LineupPlace, Roadshow
from app.roadshows.notices import ORGANISERS, path, tell_applicant, tell_organisers

_OWN = {"label": _l("The outcome of a roadshow application"), "roles": (Role.ENTREPRENEUR,)}
register("roadshow.moved_up", _l("“%(project)s” moves up to the line-up of “%(roadshow)s”."), "circle-check", **_OWN)
register("roadshow.taken_off", _l("“%(project)s” is no longer on the line-up of “%(roadshow)s”."), "ban", **_OWN)
register(
    "roadshow.reordered",
    _l("“%(project)s” now pitches as number %(number)s at “%(roadshow)s”."),
    "list-numbers",
    label=_l("The running order of a roadshow changes"),
    roles=(Role.ENTREPRENEUR,),
)
_GUESTS = {"label": _l("A published line-up changes"), "roles": (Role.INVESTOR,)}
register("roadshow.lineup_left", _l("“%(project)s” is no longer on the line-up of “%(roadshow)s”."), "ban", **_GUESTS)
register("roadshow.lineup_joined", _l("“%(project)s” joins the line-up of “%(roadshow)s”."), "presentation", **_GUESTS)
register(
    "roadshow.lineup_replaced",
    _l("“%(successor)s” takes the place of “%(project)s” on the line-up of “%(roadshow)s”."),
    "presentation",
    **_GUESTS,
)
_RUNNING = {"label": _l("A project drops out of a line-up"), "roles": ORGANISERS}
register(
    "roadshow.dropped_out",
    _l("“%(project)s” withdrew from “%(roadshow)s”; its place on the line-up is free."),
    "alert-triangle",
    **_RUNNING,
)
register(
    "roadshow.dropped_out_replaced",
    _l("“%(project)s” withdrew from “%(roadshow)s”; “%(successor)s” moved up from the waiting list."),
    "refresh",
    **_RUNNING,
)


def moved_up(application: Application) -> None:
    tell_applicant(application, "roadshow.moved_up")


def taken_off(application: Application) -> None:
    tell_applicant(application, "roadshow.taken_off")


def dropped_out(application: Application, successor: Application | None) -> None:
    roadshow, project = application.roadshow, application.project.name
    url = path("roadshows.lineup", roadshow_id=roadshow.id)
    if successor is None:
        tell_organisers(roadshow, "roadshow.dropped_out", url, project=project)
    else:
        name = successor.project.name
        tell_organisers(roadshow, "roadshow.dropped_out_replaced", url, project=project, successor=name)


def reordered(places: Iterable[LineupPlace]) -> None:
    """Each of these pitches at another time than before."""
    for place in places:
        tell_applicant(place.application, "roadshow.reordered", number=place.position)


def to_guests(
    roadshow: Roadshow, organisation_ids: Sequence[uuid.UUID], *, gone: Project | None, new: Project | None
) -> None:
    """The fund managers who come, or who marked interest in what left."""
    kind = "replaced" if gone and new else ("left" if gone else "joined")
    about = gone or new
    assert about
    for organisation_id in organisation_ids:
        notify_organisation(
            organisation_id=organisation_id,
            roles=(Role.INVESTOR,),
            kind=f"roadshow.lineup_{kind}",
            params={"roadshow": roadshow.title, "project": about.name, "successor": new.name if new else ""},
            url=path("roadshows.show", roadshow_id=roadshow.id),
        )
