"""Forms of requests and mentorships."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from app.core.forms import BaseForm, prose_field, text_field
from app.mentorships.models import MOST_WANTED


class AskForm(BaseForm):
    project_id = RadioField(_l("Project"), validators=[InputRequired(_l("Choose a project."))])
    message = prose_field(
        _l("Message to the mentor"),
        longest=2000,
        required=True,
        help=_l("What do you want to work on together, and why with this mentor?"),
    )
    wanted = SelectField(
        _l("Mentors wanted in all"),
        validators=[Optional()],
        choices=lambda: [("", _l("As now, or one more than there are")), *_numbers()],
        description=_l("When so many have accepted, the project’s other requests are closed."),
    )


def _numbers() -> list[tuple[str, Any]]:
    return [(str(number), str(number)) for number in range(1, MOST_WANTED + 1)]


class WantedForm(BaseForm):
    wanted = SelectField(_l("Mentors wanted"), choices=_numbers)


class DeclineForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=1000, rows=3, required=True, help=_l("Whoever asked reads it."))
    words = text_field(_l("Look for a colleague"), help=_l("By name or by what they do."))
    colleague_id = RadioField(_l("Suggest a colleague"), validators=[Optional()], default="")


class ReasonForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=1000, rows=2)
