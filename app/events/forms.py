"""Forms of salons, forums and training classes."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from app.core.forms import BaseForm, options, prose_field, text_field, url_field, whole_number_field
from app.core.moments import MomentField
from app.events import labels
from app.events.core import Attendance, EventMode
from app.events.models import EventKind
from app.taxonomy.fields import RegionField, codes_field


class EventForm(BaseForm):
    kind = RadioField(
        _l("Kind"),
        [InputRequired()],
        choices=options(labels.KINDS.items()),
        default=EventKind.SALON,
    )
    title = text_field(_l("Title"), required=True)
    title_en = text_field(_l("Title in English"))
    summary = prose_field(_l("Introduction"), longest=5000, help=_l("For whom it is, and what they take home."))
    speakers = prose_field(_l("Speakers"), longest=2000, rows=4, help=_l("Name and position, one a line."))
    sectors = codes_field(_l("Themes"), "sector", most=8)

    mode = RadioField(
        _l("Form"),
        choices=options(labels.MODES.items()),
        default=EventMode.ON_SITE,
    )
    venue = text_field(_l("Venue"), longest=300)
    online_url = url_field(_l("Address of the live room"), help=_l("Shown only to those who have a seat."))
    replay_url = url_field(_l("Address of the recording"), help=_l("Shown to everybody after the event was held."))
    region_code = RegionField(_l("Region"))
    starts_at = MomentField(_l("Begins"))
    ends_at = MomentField(_l("Ends"))
    register_until = MomentField(_l("Registration until"))

    seats = whole_number_field(_l("Seats"), least=1, most=100_000, required=True)
    gives_certificates = BooleanField(
        _l("Certificates of attendance"),
        description=_l("Issued after the event to everybody who came, each with a number that anybody can check."),
    )
    hours = whole_number_field(
        _l("Class hours"), least=1, most=1000, help=_l("What the certificate says that it took.")
    )


class RegisterForm(BaseForm):
    attendance = RadioField(
        _l("How you take part"),
        choices=options(labels.ATTENDANCE.items()),
        default=Attendance.ON_SITE,
    )


class ReasonForm(BaseForm):
    """Why something that was promised does not hold."""

    reason = text_field(_l("Reason"), required=True, longest=300)
