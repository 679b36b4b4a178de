"""Forms of tenants: entry, hand-over, service team, end."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from app.carriers.labels import LEAVE_REASONS, LINKS
from app.carriers.models import Carrier
from app.carriers.services.tenancies import STAFF_REASONS
from app.core.forms import AreaField, BaseForm, prose_field


def key(value: Any) -> uuid.UUID | None:
    """A choice among rows; the empty one is none, and what is no id is refused."""
    return value if value is None or isinstance(value, uuid.UUID) else uuid.UUID(str(value)) if value else None


class _EntryForm(BaseForm):
    starts_on = DateField(
        _l("First day inside"), [Optional()], description=_l("Today when empty; may lie in the past.")
    )
    registered_on = DateField(
        _l("Registered as a company on"), [Optional()], description=_l("Empty for a team that is no company yet.")
    )
    message = prose_field(_l("Message"), longest=2000, rows=4)


class InviteForm(_EntryForm):
    project_id = RadioField(_l("Project"), [InputRequired(_l("Choose a project."))], coerce=key)


class ApplyForm(_EntryForm):
    project_id = RadioField(_l("Project"), [InputRequired(_l("Choose a project."))], coerce=key)
    message = prose_field(
        _l("Message"), longest=2000, rows=5, help=_l("Why this carrier, what you need, and how much room.")
    )


class HandOverForm(BaseForm):
    carrier_id = SelectField(_l("Next carrier"), [InputRequired(_l("Choose a carrier."))], coerce=key)
    starts_on = DateField(_l("First day there"), [Optional()], description=_l("Today when empty."))
    message = prose_field(_l("Message"), longest=2000, rows=4, help=_l("What the next carrier should know."))

    def offer(self, carriers: Iterable[Carrier]) -> None:
        self.carrier_id.choices = [
            ("", _("Please choose")),
            *((str(carrier.id), f"{LINKS[carrier.link]} · {carrier.name}") for carrier in carriers),
        ]


class TenancyForm(BaseForm):
    registered_on = DateField(
        _l("Registered as a company on"), [Optional()], description=_l("Empty for a team that is no company yet.")
    )
    area = AreaField(_l("Room used"), description=_l("In square metres; only your staff and the authority read it."))


class TeamForm(BaseForm):
    liaison = SelectField(_l("Liaison officer"), [Optional()], coerce=key)
    counsellor = SelectField(_l("Counsellor"), [Optional()], coerce=key)

    def offer(self, staff: Sequence[Any]) -> None:
        for field in (self.liaison, self.counsellor):
            field.choices = [("", _("Nobody")), *((str(row.id), _named(row)) for row in staff)]


def _named(row: Any) -> str:
    return f"{row.name} · {row.position}" if row.position else str(row.name)


class EndTenancyForm(BaseForm):
    reason = RadioField(
        _l("Why"),
        [InputRequired()],
        choices=lambda: [(reason.value, LEAVE_REASONS[reason]) for reason in STAFF_REASONS],
    )
    left_on = DateField(_l("First day outside"), [Optional()], description=_l("Today when empty."))
    note = prose_field(_l("Note"), longest=1000, rows=3)


class ReasonForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=1000, rows=2)
