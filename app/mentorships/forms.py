"""Forms of requests and mentorships."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from app.core.forms import BaseForm, prose_field


class AskForm(BaseForm):
    project_id = RadioField(_l("Project"), validators=[InputRequired(_l("Choose a project."))])
    message = prose_field(
        _l("Message to the mentor"),
        longest=2000,
        required=True,
        help=_l("What do you want to work on together, and why with this mentor?"),
    )


class ReasonForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=1000, rows=2)
