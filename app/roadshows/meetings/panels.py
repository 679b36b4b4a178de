"""What meetings add to the pages of roadshows and to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.today import Due, due
from app.roadshows.meetings.queries import asking


@due
def requests_to_answer(actor: Any) -> Iterable[Due]:
    if not isinstance(actor, Actor) or not actor.is_(Role.INVESTOR, Role.ENTREPRENEUR):
        return
    if waiting := asking.pending_received(actor):
        if actor.is_(Role.INVESTOR):
            title = ngettext("%(num)s project wants to meet you", "%(num)s projects want to meet you", waiting)
        else:
            title = ngettext("%(num)s fund wants to meet you", "%(num)s funds want to meet you", waiting)
        yield Due(title, url_for("meetings.requests"), "heart-handshake", urgent=True)
