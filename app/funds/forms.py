"""Forms of a fund."""

import re
import uuid
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, EmailField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.accounts.phones import PhoneField
from app.core.forms import (
    BaseForm,
    MoneyField,
    WholeNumberField,
    prose_field,
    text_field,
    url_field,
    whole_number_field,
)
from app.core.i18n import locale
from app.core.profiles import visibility_form
from app.core.text import clean
from app.funds.fields import FIELDS
from app.funds.models import Fund
from app.taxonomy import catalogue
from app.taxonomy.fields import RegionField, code_field, codes_field

MOST_REGIONS = 30


def _clean(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


class RegionsField(StringField):
    """Several regions, written as names between commas."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else _(", ").join(_written(code) for code in self.data or [])

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        names = [part.strip() for part in re.split(r"[,，、;；\n]", clean(valuelist[0])[:3000]) if part.strip()]
        if len(names) > MOST_REGIONS:
            raise ValidationError(_("Choose at most %(most)s.", most=MOST_REGIONS))
        found = {name: catalogue.resolve_region(name[:120]) for name in names}
        self.data = sorted({code for code in found.values() if code})
        if unknown := [name for name, code in found.items() if code is None]:
            raise ValidationError(
                _("This region is not known, or there are several of that name: %(name)s", name=unknown[0][:60])
            )


def _written(code: str) -> str:
    """The region with those around it, so that it is read back as itself."""
    names = [region.name(locale()).replace(",", "") for region in catalogue.region_path(code)]
    text = ("" if locale() == "zh" else " ").join(names)
    return text if catalogue.resolve_region(text) == code else code


def _fund_id(value: Any) -> uuid.UUID | None:
    try:
        return value if value is None or isinstance(value, uuid.UUID) else uuid.UUID(str(value))
    except ValueError:
        return None


class FundForm(BaseForm):
    name = text_field(_l("Fund name"), required=True)
    fund_type = code_field(_l("Fund type"), "fund_type")
    parent_fund_id = SelectField(_l("Sub-fund of"), [Optional()], coerce=_fund_id)
    tagline = text_field(
        _l("One-line description"), longest=120, help=_l("What you invest in, in one sentence. Everybody sees it.")
    )
    founded_year = WholeNumberField(_l("Founded in"), [Optional(), NumberRange(1980, 2100)])
    website = url_field(_l("Website"))

    rounds = codes_field(_l("Rounds"), "round")
    ticket_min = MoneyField(_l("Smallest ticket"))
    ticket_max = MoneyField(_l("Largest ticket"))
    sectors = codes_field(_l("Sectors wanted"), "sector", help=_l("None chosen means any."))
    excluded_sectors = codes_field(
        _l("Sectors excluded"), "sector", help=_l("Projects of these are never recommended.")
    )
    regions = RegionsField(
        _l("Regions"),
        description=_l("Provinces, cities or districts between commas: Zhejiang, Shanghai. Empty means anywhere."),
    )
    leads = BooleanField(_l("Leads rounds"))
    follows = BooleanField(_l("Follows other investors"), default=True)
    deals_per_year = whole_number_field(
        _l("Deals planned per year"),
        least=1,
        most=500,
        help=_l("Matching needs it most from a fund whose portfolio here is still short."),
    )
    thesis = prose_field(
        _l("Investment thesis"), longest=5000, help=_l("Say it in your own words; matching reads this text.")
    )
    capacity = whole_number_field(
        _l("Introductions per roadshow"),
        most=100,
        required=True,
        help=_l("How many projects of one roadshow you want to meet, at most 100."),
    )

    size = MoneyField(_l("Fund size"))
    remaining_capital = MoneyField(_l("Capital still to invest"))
    contact_name = text_field(_l("Contact person"))
    contact_phone = PhoneField(_l("Phone"))
    contact_email = EmailField(_l("Email"), [Length(max=254)], filters=[_clean])
    ranked = BooleanField(
        _l("Let the matching recommend this fund"),
        default=True,
        description=_l("When off, nobody gets this fund recommended and it gets no recommendations."),
    )

    def offer_parents(self, funds: Sequence[Fund]) -> None:
        self.parent_fund_id.choices = [("", _("None")), *((str(fund.id), fund.name) for fund in funds)]


class InvestmentForm(BaseForm):
    company = text_field(_l("Company"), required=True)
    invested_on = DateField(_l("Day of the investment"), [InputRequired()])
    round = code_field(_l("Financing round"), "round")
    amount = MoneyField(_l("Size of the round"))
    is_lead = RadioField(
        _l("Part in the round"),
        choices=lambda: [("", _("Not given")), ("yes", _("Led")), ("no", _("Followed"))],
        default="",
        coerce=lambda value: {True: "yes", False: "no", None: ""}.get(value, value),
    )
    sectors = codes_field(_l("Sectors"), "sector", most=5)
    region_code = RegionField(_l("Region"))
    description = prose_field(_l("What the company does"), longest=2000, rows=3)
    is_public = BooleanField(
        _l("Show it to readers of the portfolio"),
        default=True,
        description=_l("When off, only you see it; the matching learns from it either way."),
    )

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        given = {name: self.data[name] for name in ("company", "invested_on", "round", "amount", "sectors")}
        lead = {"yes": True, "no": False}.get(self.is_lead.data)
        given |= {"region_code": self.region_code.data, "description": self.description.data}
        return {**given, "is_lead": lead, "is_public": self.is_public.data}


VisibilityForm = visibility_form(FIELDS)
