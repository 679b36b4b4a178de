"""Forms of platforms, funds, staff and accreditations."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from app.carriers.labels import FUND_MODES, LEVELS, PLATFORM_MODES, TITLES, TRAININGS, choices
from app.core.forms import BaseForm, MoneyField, prose_field, text_field
from app.files.forms import upload_field
from app.files.models import FileKind
from app.taxonomy.fields import code_field


def _account_id(value: Any) -> uuid.UUID | None:
    try:
        return value if value is None or isinstance(value, uuid.UUID) else uuid.UUID(str(value))
    except ValueError:
        return None


class PlatformForm(BaseForm):
    name = text_field(_l("Platform name"), required=True)
    mode = RadioField(_l("Who runs it"), [InputRequired()], choices=lambda: choices(PLATFORM_MODES))
    partner = text_field(_l("Partner"), help=_l("For a platform built together or shared: with whom."))
    description = prose_field(_l("What it offers tenants"), longest=2000, rows=4)
    equipment_value = MoneyField(_l("Value of the equipment"))
    started_on = DateField(_l("In use since"), [Optional()], description=_l("Today when empty."))


class CarrierFundForm(BaseForm):
    name = text_field(_l("Fund name"), required=True, help=_l("As the fund is listed here, if it is."))
    mode = RadioField(_l("How the carrier is part of it"), [InputRequired()], choices=lambda: choices(FUND_MODES))
    fund_type = code_field(_l("Fund type"), "fund_type")
    size = MoneyField(_l("Fund size"), description=_l("Only your staff and the authority read it."))
    started_on = DateField(_l("Since"), [Optional()], description=_l("Today when empty."))


class StaffForm(BaseForm):
    name = text_field(_l("Full name"), required=True)
    position = text_field(_l("Position"))
    account_id = SelectField(_l("Account here"), [Optional()], coerce=_account_id)
    training = SelectField(
        _l("Completed training"),
        [Optional()],
        choices=lambda: choices(TRAININGS, empty=_("None to add")),
        description=_l("Choose a level to add it, or to mend its day."),
    )
    trained_on = DateField(_l("Completed on"), [Optional()])
    started_on = DateField(_l("Works here since"), [Optional()], description=_l("Today when empty."))

    def offer_colleagues(self, colleagues: Sequence[tuple[uuid.UUID, str]]) -> None:
        self.account_id.choices = [("", _("None")), *((str(key), name) for key, name in colleagues)]


class EndForm(BaseForm):
    ended_on = DateField(
        _l("Ended on"), [Optional()], description=_l("From this day on it no longer counts. Today when empty.")
    )


class AccreditationForm(BaseForm):
    title = RadioField(_l("Accredited as"), [InputRequired()], choices=lambda: choices(TITLES), default="carrier")
    level = SelectField(
        _l("Level"), [InputRequired()], choices=lambda: choices(LEVELS, empty=_l("Please choose")), coerce=str
    )
    number = text_field(_l("Document number"), help=_l("As on the notice or certificate."))
    issuer = text_field(_l("Issued by"))
    issued_on = DateField(_l("Issued on"), [InputRequired()])
    expires_on = DateField(_l("Valid until"), [Optional()], description=_l("Empty when it does not expire."))
    note = prose_field(_l("Note"), longest=1000, rows=3)


class DocumentForm(BaseForm):
    file = upload_field(_l("File"), FileKind.ATTACHMENT, required=True)


class RevokeForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=1000, rows=2)
    revoked_on = DateField(_l("From the day"), [Optional()])
