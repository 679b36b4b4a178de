"""The form of a carrier."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, RadioField, SelectField
from wtforms.validators import Email, InputRequired, Length, Optional

from app.accounts.phones import PhoneField
from app.carriers.fields import FIELDS
from app.carriers.labels import KINDS, LINKS, OWNERSHIPS, choices
from app.carriers.models import AWARDED
from app.core.forms import AreaField, BaseForm, CheckListField, prose_field, text_field, url_field
from app.core.i18n import locale
from app.core.profiles import visibility_form
from app.taxonomy import catalogue
from app.taxonomy.fields import RegionField, codes_field

OWN_KINDS = {kind: label for kind, label in KINDS.items() if kind not in AWARDED}


def industries() -> list[tuple[str, str]]:
    """Whole groups of sectors and, below each, its leaves: industries are named in either width."""
    language = locale()
    found = [("", str(_l("Please choose")))]
    for group in catalogue.sector_groups():
        found.append((group.code, group.name(language)))
        leaves = (leaf for leaf in catalogue.sectors() if leaf.group == group.code)
        found += [(leaf.code, f"{group.name(language)} · {leaf.name(language)}") for leaf in leaves]
    return found


class CarrierForm(BaseForm):
    name = text_field(_l("Carrier name"), required=True)
    tagline = text_field(
        _l("One-line description"), longest=120, help=_l("For whom the carrier is, in one sentence. Everybody sees it.")
    )
    link = RadioField(
        _l("Link of the chain"),
        [InputRequired(_l("Choose the link of the chain."))],
        choices=lambda: choices(LINKS),
    )
    kinds = CheckListField(
        _l("Kind"),
        choices=lambda: choices(OWN_KINDS),
        description=_l("Level, demonstration and benchmark follow from accreditations."),
    )
    leading_sector = SelectField(_l("Leading industry"), [Optional()], choices=industries)
    sectors = codes_field(_l("Further industries"), "sector", most=8)
    ownership = SelectField(
        _l("Ownership of the operator"),
        [Optional()],
        choices=lambda: choices(OWNERSHIPS, empty=_l("Please choose")),
        coerce=lambda value: str(value or ""),
    )
    opened_on = DateField(
        _l("Opened on"), [Optional()], description=_l("From this day on the carrier counts in past figures.")
    )

    region_code = RegionField(_l("Region"))
    home_region_code = RegionField(
        _l("Home zone"), description=_l("For an offshore carrier: the zone that it works for.")
    )
    address = text_field(_l("Address"), longest=200)

    total_area = AreaField(_l("Total area"), description=_l("In square metres, such as 50,000 or 5万."))
    incubation_area = AreaField(
        _l("Area for incubation"), description=_l("Used directly by tenants; a part of the total.")
    )
    since = DateField(
        _l("These figures hold since"),
        [Optional()],
        description=_l(
            "A change of link, kind, place, industry, ownership or areas counts from this day on. Today when empty."
        ),
    )

    summary = prose_field(_l("About the carrier"), longest=3000)
    services = prose_field(
        _l("What tenants get"), longest=3000, help=_l("Space, coaching, platforms, funds, policy services.")
    )
    conditions = prose_field(_l("Conditions of entry"), longest=3000, rows=4)
    website = url_field(_l("Website"))

    contact_name = text_field(_l("Contact person"))
    contact_phone = PhoneField(_l("Phone"))
    contact_email = EmailField(_l("Email"), [Optional(), Email(), Length(max=254)])


VisibilityForm = visibility_form(FIELDS)
