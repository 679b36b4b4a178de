"""Forms of offerings and requests."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, EmailField, RadioField, SelectField
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional

from app.accounts.phones import PhoneField
from app.core.forms import (
    BaseForm,
    CheckListField,
    MoneyField,
    PercentField,
    WholeNumberField,
    options,
    prose_field,
    text_field,
)
from app.files.forms import upload_field
from app.files.models import FileKind
from app.funds.forms import RegionsField
from app.offerings.labels import COLLATERAL, GROUPS, KINDS
from app.offerings.models import BEST_RATING, SERVICES
from app.taxonomy.fields import codes_field

MOST_MONTHS, MOST_YEARS = 600, 100


def kind_choices() -> dict[Any, list[tuple[str, Any]]]:
    """Services before financing products, for a select in two groups."""
    return {label: [(kind.value, KINDS[kind]) for kind in kinds] for label, kinds in GROUPS.values()}


def _months(label: Any) -> Any:
    return WholeNumberField(label, [Optional(), NumberRange(1, MOST_MONTHS)])


def _years(label: Any) -> Any:
    return WholeNumberField(label, [Optional(), NumberRange(0, MOST_YEARS)])


class OfferingForm(BaseForm):
    name = text_field(_l("Name of the offering"), required=True)
    kind = SelectField(_l("Kind"), [InputRequired(_l("Choose a kind."))], choices=kind_choices)
    tagline = text_field(
        _l("One-line description"), longest=120, help=_l("What you offer and for whom. Everybody sees it.")
    )
    description = prose_field(
        _l("Description"), longest=5000, help=_l("What is included, how it works, and what you need to begin.")
    )
    sectors = codes_field(_l("Sectors"), "sector", help=_l("None chosen means any."))
    stages = codes_field(_l("Stages"), "stage", help=_l("None chosen means any."))
    regions = RegionsField(
        _l("Regions"),
        description=_l("Provinces, cities or districts between commas: Zhejiang, Shanghai. Empty means anywhere."),
    )
    price = text_field(_l("Price"), longest=300, help=_l("For example: CNY 3,000 a patent, official fees included."))
    takes_vouchers = BooleanField(_l("Innovation vouchers are accepted"))

    amount_min = MoneyField(_l("Smallest amount"))
    amount_max = MoneyField(_l("Largest amount"))
    term_min = _months(_l("Shortest term in months"))
    term_max = _months(_l("Longest term in months"))
    rate_min = PercentField(_l("Lowest rate a year"))
    rate_max = PercentField(_l("Highest rate a year"))
    collateral = SelectField(
        _l("Security"),
        [Optional()],
        choices=lambda: [("", _l("Not given")), *((key.value, label) for key, label in COLLATERAL.items())],
        coerce=lambda value: str(value or ""),
    )
    revenue_min = MoneyField(_l("Least revenue of the last year"))
    age_min = _years(_l("Company at least so many years old"))
    age_max = _years(_l("Company at most so many years old"))

    contact_name = text_field(_l("Contact person"))
    contact_phone = PhoneField(_l("Phone"))
    contact_email = EmailField(_l("Email"), [Optional(), Email(), Length(max=254)])


class AskForm(BaseForm):
    project_id = RadioField(_l("Project"), validators=[InputRequired(_l("Choose a project."))])
    message = prose_field(
        _l("Message to the agency"),
        longest=2000,
        required=True,
        help=_l("What do you need, by when, and what is there already?"),
    )


class QuoteForm(BaseForm):
    amount = MoneyField(_l("Price"))
    rate = PercentField(_l("Rate a year"))
    term = _months(_l("Term in months"))
    terms = prose_field(
        _l("Terms"), longest=5000, help=_l("What is included, when it is done, how it is paid. The project reads it.")
    )
    valid_until = DateField(_l("Valid until"), [InputRequired(_l("Choose a day."))])


class ReasonForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=1000, rows=2)


class RatingForm(BaseForm):
    rating = RadioField(
        _l("Rating"),
        [InputRequired(_l("Choose from one to five stars."))],
        choices=options((number, "★" * number) for number in range(BEST_RATING, 0, -1)),
    )
    review = prose_field(
        _l("In your own words"), longest=2000, rows=3, help=_l("The agency reads it. Others see only the stars.")
    )


class VoucherForm(BaseForm):
    holder_id = RadioField(_l("Startup"), validators=[InputRequired(_l("Choose a startup."))])
    amount = MoneyField(_l("Amount"))
    valid_until = DateField(_l("Valid until"), [InputRequired(_l("Choose a day."))])
    kinds = CheckListField(
        _l("For which services"),
        choices=lambda: [(kind.value, KINDS[kind]) for kind in SERVICES],
        description=_l("None chosen means any."),
    )
    purpose = text_field(_l("Purpose"), longest=300, help=_l("For example the programme that pays."))


class InvoiceForm(BaseForm):
    invoice_number = text_field(_l("Invoice number"), required=True, longest=40)
    amount = MoneyField(_l("Amount"))
    file = upload_field(_l("Invoice"), FileKind.ATTACHMENT, required=True)
