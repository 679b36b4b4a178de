"""Forms of grants, years and statements."""

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from app.core.forms import BaseForm, MoneyField, PercentField, prose_field, text_field, whole_number_field
from app.files.forms import upload_field
from app.files.models import FileKind
from app.subsidies import rules


def _tenancy_id(value: Any) -> uuid.UUID | None:
    try:
        return value if value is None or isinstance(value, uuid.UUID) else uuid.UUID(str(value))
    except ValueError:
        return None


class GrantForm(BaseForm):
    tenancy_id = SelectField(_l("Company"), [InputRequired(_l("Choose a company."))], coerce=_tenancy_id)
    amount = MoneyField(_l("Amount"), description=_l("Of the carrier's own money, and not to be paid back."))
    granted_on = DateField(_l("Paid on"), [InputRequired(_l("Choose a day."))])
    purpose = text_field(_l("Purpose"), longest=300, help=_l("For example the prototype that it paid for."))
    evidence = upload_field(
        _l("Evidence"), FileKind.ATTACHMENT, _l("The bank's receipt or the signed agreement."), required=True
    )


class ReasonForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=1000, rows=2)


class PayForm(BaseForm):
    paid_on = DateField(_l("Paid on"), [InputRequired(_l("Choose a day."))])
    reference = text_field(_l("Reference of the payment"), required=True, longest=300)


class YearForm(BaseForm):
    """The budget, and a field for each parameter of the rules; see `year_form`."""

    year = whole_number_field(_l("Year"), least=2010, most=2100, required=True)
    budget = MoneyField(_l("Budget"), description=_l("Approved statements never exceed it."))


def year_form(*, opened: bool, **data: Any) -> YearForm:
    """A year that is open keeps its number."""
    fields: dict[str, Any] = {"year": None} if opened else {}
    for parameter in rules.parameters():
        kind = PercentField if parameter.unit == "percent" else MoneyField
        fields[parameter.name] = kind(parameter.label)
    form: YearForm = type("YearForm", (YearForm,), fields)(**data)
    return form
