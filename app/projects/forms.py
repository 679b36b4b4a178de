"""Forms of a project."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField
from wtforms.validators import Email, Length, Optional

from app.accounts.phones import PhoneField
from app.core.forms import BaseForm, MoneyField, PercentField, prose_field, text_field, url_field
from app.core.profiles import visibility_form
from app.projects.fields import FIELDS
from app.taxonomy.fields import RegionField, code_field, codes_field


class ProjectForm(BaseForm):
    name = text_field(_l("Project name"), required=True)
    tagline = text_field(
        _l("One-line description"),
        longest=120,
        help=_l("What you do and for whom, in one sentence. Everybody sees it."),
    )
    sectors = codes_field(_l("Sectors"), "sector", most=5)
    region_code = RegionField(_l("Region"))
    second_region_code = RegionField(
        _l("Second location"), description=_l("If research and production are in different places.")
    )
    stage = code_field(_l("Stage"), "stage")
    languages = codes_field(_l("Working languages"), "language")

    summary = prose_field(_l("Summary"), longest=3000, help=_l("Three or four sentences a stranger understands."))
    problem = prose_field(_l("Problem"), longest=3000, help=_l("Whose problem is it, and how large?"))
    solution = prose_field(_l("Solution"), longest=3000, help=_l("How it works, and what is new about it."))
    market = prose_field(_l("Market"), longest=3000)
    traction = prose_field(
        _l("Traction"), longest=3000, help=_l("Customers, revenue, pilots, patents: what has been achieved.")
    )
    team = prose_field(_l("Team"), longest=3000)
    website = url_field(_l("Website"))

    need = prose_field(
        _l("What the project looks for"),
        longest=2000,
        rows=4,
        help=_l("Say it in your own words; matching reads this text."),
    )
    needs = codes_field(_l("Expertise wanted from a mentor"), "expertise", most=8)
    round = code_field(_l("Financing round"), "round")
    amount_sought = MoneyField(_l("Amount sought"))
    equity_offered = PercentField(_l("Equity offered"))

    cap_table = prose_field(_l("Cap table"), longest=3000, rows=4)
    contact_name = text_field(_l("Contact person"))
    contact_phone = PhoneField(_l("Phone"))
    contact_email = EmailField(_l("Email"), [Optional(), Email(), Length(max=254)])
    ranked = BooleanField(
        _l("Let the matching recommend this project"),
        default=True,
        description=_l("When off, nobody gets this project recommended and it gets no recommendations."),
    )


VisibilityForm = visibility_form(FIELDS)
