"""Forms of the day."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from app.accounts.models import Membership
from app.core.forms import BaseForm, prose_field, text_field, whole_number_field
from app.roadshows import labels
from app.roadshows.forms import options, review_form
from app.roadshows.models import Attendance, LineupPlace

pitch_form = review_form


class PersonForm(BaseForm):
    """Somebody of a party: a colleague with an account, or anybody by name."""

    account_id = SelectField(_l("Colleague"), [Optional()], description=_l("Gets the ticket and a reminder by mail."))
    name = text_field(_l("Or the name of somebody else"), help=_l("As it shall stand on the badge."))
    attendance = RadioField(
        _l("How they take part"), choices=options(labels.ATTENDANCE.items()), default=Attendance.ON_SITE
    )

    def offer(self, colleagues: Sequence[Membership], *, chooses_attendance: bool) -> None:
        nobody = ("", _("Somebody without an account"))
        self.account_id.choices = options([nobody, *((row.account_id, row.account.name) for row in colleagues)])
        if not chooses_attendance:
            del self.attendance

    @property
    def values(self) -> dict[str, Any]:
        """What the services take; a chosen colleague goes before a typed name."""
        chosen = uuid.UUID(self.account_id.data) if self.account_id.data else None
        attendance = self.attendance.data if "attendance" in self else None
        return {"account_id": chosen, "name": self.name.data or "", "attendance": attendance}


class GuestForm(BaseForm):
    name = text_field(_l("Full name"), required=True, help=_l("As it shall stand on the badge."))
    affiliation = text_field(_l("Organisation"))
    attendance = RadioField(
        _l("How they take part"), choices=options(labels.ATTENDANCE.items()), default=Attendance.ON_SITE
    )


class QuestionForm(BaseForm):
    text = prose_field(_l("Your question"), required=True, longest=500, rows=2)
    application_id = SelectField(_l("To whom"), [Optional()])
    is_anonymous = BooleanField(_l("Ask without my name"))

    def offer(self, order: Sequence[LineupPlace]) -> None:
        everybody = ("", _("To everybody"))
        self.application_id.choices = options([everybody, *((row.application_id, row.project.name) for row in order)])


class StageForm(BaseForm):
    pitch_minutes = whole_number_field(_l("Minutes for a pitch"), least=1, most=120, required=True)
    question_minutes = whole_number_field(_l("Minutes for questions"), least=0, most=120, required=True)
    announcement = text_field(
        _l("A line for everybody"), longest=300, help=_l("Stands on top of the live page and on the screen.")
    )


class JudgeForm(BaseForm):
    membership_id = SelectField(_l("Judge"), [InputRequired()])
