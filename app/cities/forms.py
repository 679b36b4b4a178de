"""The form of an offer."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app.core.forms import BaseForm
from app.taxonomy.labels import region_name


class OfferForm(BaseForm):
    city = SelectField(_l("City"))

    def __init__(self, codes: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.city.choices = [SelectChoice(code, region_name(code, full=True)) for code in codes]
