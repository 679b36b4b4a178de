"""Forms of 1:1 meetings."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from app.core.forms import BaseForm, prose_field


class AskForm(BaseForm):
    project_id = RadioField(_l("Project"), validators=[InputRequired(_l("Choose a project."))])
    fund_id = SelectField(_l("Fund"), [InputRequired()])
    reason = prose_field(
        _l("Why you want to meet"),
        longest=1000,
        rows=4,
        required=True,
        help=_l("The fund reads it before it answers. Say what you want to talk about."),
    )


class ReasonForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=1000, rows=2)
