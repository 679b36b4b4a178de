"""What people are told about data rooms: names of projects and organisations, never of documents."""

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.datarooms.models import DataRoom, RoomGrant, RoomRequest
from app.datarooms.policies import READERS
from app.notifications.kinds import register
from app.notifications.services import notify, notify_organisation

_ACCESS = {"label": _l("Access to a data room"), "roles": READERS}
register(
    "dataroom.requested",
    _l("%(organisation)s asks to read the data room of “%(project)s”."),
    "folder",
    label=_l("A fund asks for your data room"),
    roles=(Role.ENTREPRENEUR,),
)
register("dataroom.granted", _l("You may now read the data room of “%(project)s”."), "folder", **_ACCESS)
register("dataroom.declined", _l("“%(project)s” does not open its data room to you now."), "ban", **_ACCESS)
register("dataroom.revoked", _l("Your access to the data room of “%(project)s” has ended."), "lock", **_ACCESS)


def asked(request: RoomRequest) -> None:
    notify_organisation(
        organisation_id=request.room.project.organisation_id,
        roles=(Role.ENTREPRENEUR,),
        kind="dataroom.requested",
        params={"organisation": request.organisation.name, "project": request.room.project.name},
        url=_path("access", request.room),
    )


def declined(request: RoomRequest) -> None:
    notify(
        account_ids=[request.sent_by_id],
        kind="dataroom.declined",
        params={"project": request.room.project.name},
        url=_path("index"),
    )


def granted(grant: RoomGrant) -> None:
    _to_readers(grant, "dataroom.granted", _path("show", grant.room))


def revoked(grant: RoomGrant) -> None:
    _to_readers(grant, "dataroom.revoked", _path("index"))


def _to_readers(grant: RoomGrant, kind: str, url: str) -> None:
    notify_organisation(
        organisation_id=grant.organisation_id,
        roles=READERS,
        kind=kind,
        params={"project": grant.room.project.name},
        url=url,
    )


def _path(page: str, room: DataRoom | None = None) -> str:
    """The path of a page, also in a job, where there is no request."""
    values = {"room_id": room.id} if room else {}
    return str(current_app.url_map.bind("localhost").build(f"datarooms.{page}", values))
