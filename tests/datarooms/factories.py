import datetime as dt
from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.days import city_day
from app.datarooms import services
from app.datarooms.models import DataRoom, RoomDocument, RoomGrant
from app.projects.models import Project
from tests import factories
from tests.files import samples
from tests.projects.factories import published

TERMS = "读者对资料保密。"


def in_days(number: int) -> dt.date:
    return city_day() + dt.timedelta(days=number)


def room(owner: Actor, project: Project | None = None) -> DataRoom:
    return services.open_room(actor=owner, project=project or published(owner), terms=TERMS)


def document(owner: Actor, made: DataRoom, content: bytes | None = None, **values: Any) -> RoomDocument:
    name = values.pop("filename", "财务计划.pdf")
    upload = samples.upload(content if content is not None else samples.pdf(), name)
    return services.add_document(actor=owner, room=made, upload=upload, **values)


def granted(owner: Actor, made: DataRoom, to: Actor, *, days: int = 30) -> RoomGrant:
    assert to.membership is not None
    return services.grant(actor=owner, room=made, organisation=to.membership.organisation, until=in_days(days))


def reader(owner: Actor, made: DataRoom, *, agreed: bool = True) -> Actor:
    """An investor whose organisation has access, and who agreed to the terms unless told otherwise."""
    person = factories.actor(Role.INVESTOR)
    granted(owner, made, person)
    if agreed:
        services.agree(actor=person, room=made, number=made.terms_number)
    return person
