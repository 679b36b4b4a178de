"""Forms of competitions and their rounds."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from app.core.forms import BaseForm, options, prose_field, text_field, url_field, whole_number_field
from app.core.moments import MomentField
from app.events.core import EventMode
from app.events.labels import MODES
from app.taxonomy.fields import RegionField


class CompetitionForm(BaseForm):
    title = text_field(_l("Title"), required=True)
    title_en = text_field(_l("Title in English"))
    summary = prose_field(_l("Introduction"), longest=5000, help=_l("What it is for, how it goes, what can be won."))
    eligibility = prose_field(_l("Who can apply"), longest=2000, rows=4)
    region_code = RegionField(_l("Region"))


class RoundForm(BaseForm):
    name = text_field(_l("Name of the round"), required=True, help=_l("For example preliminary, semi-final, final."))
    name_en = text_field(_l("Name in English"))
    advance = whole_number_field(
        _l("How many advance"), least=1, most=1000, help=_l("To the next round. The final leaves it empty.")
    )


class NewRoundForm(RoundForm):
    """With what its roadshow begins; applications are taken for the first round alone."""

    apply_from = MomentField(_l("Applications from"))
    apply_until = MomentField(_l("Applications until"))
    starts_at = MomentField(_l("Begins"))
    ends_at = MomentField(_l("Ends"))
    mode = RadioField(_l("Form"), choices=options(MODES.items()), default=EventMode.ON_SITE)
    venue = text_field(_l("Venue"), longest=300)
    online_url = url_field(_l("Address of the live room"), help=_l("Shown only to those who take part."))
    capacity = whole_number_field(
        _l("Places on the line-up"), least=1, most=1000, required=True, help=_l("How many entries pitch in this round.")
    )
