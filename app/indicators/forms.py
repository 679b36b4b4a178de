"""Forms of returns and collections."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, SelectField, SubmitField
from wtforms.validators import InputRequired

from app.core.forms import AreaField, BaseForm, MoneyField, PercentField, prose_field, text_field, whole_number_field
from app.indicators.catalogue import SCALES, Indicator, chosen

LARGEST = 10**9


class SheetForm(BaseForm):
    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose a file."))],
        description=_l("Excel (.xlsx) or CSV, as the sheet above; lines that you leave out stay as they are."),
        render_kw={"accept": ".xlsx,.csv"},
    )


class ReasonForm(BaseForm):
    reason = prose_field(_l("What is to be mended"), longest=1000, rows=3)


class DueForm(BaseForm):
    due_on = DateField(_l("Due on"), [InputRequired()])


class CollectionForm(DueForm):
    period = SelectField(_l("Period"), [InputRequired()])
    note = prose_field(
        _l("Note for the carriers"),
        longest=1000,
        rows=3,
        help=_l("What to watch this time; they see it above the form."),
    )


class ReturnForm(BaseForm):
    """A field for each figure that is asked for, and one for what the carrier says about it; see `return_form`."""

    cause = text_field(
        _l("Why the accepted figures change"), longest=300, help=_l("The authority reads it beside the correction.")
    )
    send = SubmitField(_l("File the return"))


def return_form(codes: list[str], **data: Any) -> ReturnForm:
    """The form of these indicators."""
    fields: dict[str, Any] = {}
    for indicator in chosen(codes):
        fields[indicator.code] = _figure(indicator)
        fields[f"remark_{indicator.code}"] = text_field(_l("Remark on “%(name)s”", name=indicator.name), longest=300)
    form: ReturnForm = type("ReturnForm", (ReturnForm,), fields)(**data)
    return form


def amounts(form: ReturnForm, codes: list[str]) -> dict[str, int | None]:
    """What was typed, in the smallest unit; a field that was not sent is left out."""
    found: dict[str, int | None] = {}
    for indicator in chosen(codes):
        field = form[indicator.code]
        if field.raw_data:
            found[indicator.code] = exact(indicator, field.data)
    return found


def remarks(form: ReturnForm, codes: list[str]) -> dict[str, str]:
    fields = ((indicator.code, form[f"remark_{indicator.code}"]) for indicator in chosen(codes))
    return {code: field.data or "" for code, field in fields if field.raw_data}


class TargetForm(BaseForm):
    """The region's target and one field for each of its zones; see `target_form`."""

    since = whole_number_field(
        _l("Counted from the year"),
        least=2010,
        most=2060,
        help=_l("For what happens in a year: a target of several years counts from its first one."),
    )
    source = text_field(_l("Source"), longest=300, help=_l("The document that sets it."))
    divide = SubmitField(_l("Divide the rest by present figures"))


def target_form(indicator: Indicator, zones: list[tuple[str, str]], **data: Any) -> TargetForm:
    """A field for each (region code, name)."""
    fields = {f"zone_{code}": _figure(indicator, label=name) for code, name in zones}
    form: TargetForm = type("TargetForm", (TargetForm,), fields)(**data)
    return form


class YearForm(BaseForm):
    """Which plan is taken over, and how many years later."""

    plan = HiddenField()
    shift = whole_number_field(_l("So many years later"), least=0, most=40)


class ChooseTargetForm(BaseForm):
    code = SelectField(_l("Indicator"), [InputRequired()])
    year = whole_number_field(_l("Year"), least=2010, most=2060, required=True)


def exact(indicator: Indicator, value: Any) -> int | None:
    """Fields for money and shares hold the smallest unit already, those for areas square metres."""
    if value is None:
        return None
    return int(value * SCALES["area"]) if indicator.unit == "area" else int(value)


def typed(indicator: Indicator, amount: int | None) -> Any:
    """What the field holds for an amount."""
    if amount is None or indicator.unit != "area":
        return amount
    return Decimal(amount) / SCALES["area"]


def _figure(indicator: Indicator, label: str = "") -> Any:
    label = label or indicator.name
    if indicator.unit == "money":
        return MoneyField(label)
    if indicator.unit == "area":
        return AreaField(label)
    if indicator.unit == "percent":
        return PercentField(label)
    return whole_number_field(label, most=LARGEST)
