"""Forms of graduates: the criterion, the yearly figures, the park."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from app.carriers.forms.tenants import key
from app.carriers.labels import CRITERIA, MARKETS, choices
from app.carriers.models import Carrier
from app.core.forms import BaseForm, MoneyField, prose_field, text_field, whole_number_field
from app.taxonomy.fields import RegionField


class GraduateForm(BaseForm):
    criterion = RadioField(
        _l("Graduation criterion"), [InputRequired(_l("Choose a criterion."))], choices=lambda: choices(CRITERIA)
    )
    evidence = prose_field(
        _l("Evidence"),
        required=True,
        longest=2000,
        rows=3,
        help=_l("The certificate's number, the round and its investor, the two years with their revenue."),
    )
    figure = MoneyField(_l("Amount"), description=_l("Raised or earned, where the criterion is about money."))
    graduated_on = DateField(_l("Graduated on"), [Optional()], description=_l("Today when empty."))


class FollowUpForm(BaseForm):
    is_operating = BooleanField(_l("The company is operating"), default=True)
    revenue = MoneyField(
        _l("Revenue of the year"), description=_l("An estimate will do before the accounts are closed.")
    )
    jobs = whole_number_field(_l("Jobs at the end of the year"), most=10**6)
    region_code = RegionField(_l("Where it is now"))
    market = SelectField(_l("Listed"), [Optional()], choices=lambda: choices(MARKETS), default="none")
    note = prose_field(
        _l("What else happened"), longest=2000, rows=3, help=_l("Rounds, products, prizes; what you would tell others.")
    )


class SettlementForm(BaseForm):
    park_id = SelectField(_l("Park of the network"), [Optional()], coerce=key)
    park_name = text_field(_l("Another park"), help=_l("The name of a local park that is not in the list."))
    region_code = RegionField(_l("Where it lies"), description=_l("For a park that is not in the list."))
    settled_on = DateField(_l("Settled on"), [Optional()], description=_l("Today when empty."))
    evidence = prose_field(_l("Evidence"), longest=2000, rows=3, help=_l("The lease, the permit, the registration."))

    def offer(self, parks: Iterable[Carrier]) -> None:
        self.park_id.choices = [("", _("Not in the list")), *((str(park.id), park.name) for park in parks)]
