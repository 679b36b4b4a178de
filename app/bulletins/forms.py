"""Forms of bulletins."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.bulletins.labels import AUDIENCES
from app.bulletins.models import Audience
from app.bulletins.services import MOST_STORIES
from app.core.forms import BaseForm, CheckListField, prose_field, text_field

_LONGEST = 20_000


class StartForm(BaseForm):
    """The view gives the choices: quarters that are over, and the organiser's region with those inside it."""

    period = SelectField(_l("Quarter"), [InputRequired()])
    region = SelectField(_l("Region"), [InputRequired()])


class WriteForm(BaseForm):
    title = text_field(_l("Title"), required=True)
    title_en = text_field(_l("Title in English"))
    audience = RadioField(_l("Who reads it"), [InputRequired()], default=Audience.PUBLIC.value)
    cause = prose_field(
        _l("What it corrects"), longest=2000, rows=3, help=_l("Stands above the figures; a correction needs it.")
    )
    cause_en = prose_field(_l("What it corrects, in English"), longest=2000, rows=3)
    changes = prose_field(
        _l("Changes of the quarter"), longest=_LONGEST, rows=6, help=_l("Two or three sentences above the comparison.")
    )
    changes_en = prose_field(_l("Changes of the quarter, in English"), longest=_LONGEST, rows=6)
    remarks = prose_field(
        _l("Remarks"), longest=_LONGEST, rows=10, help=_l("Paragraphs, lists, **bold** and [links](https://…) work.")
    )
    remarks_en = prose_field(_l("Remarks in English"), longest=_LONGEST, rows=10)
    stories = CheckListField(_l("Notable stories"), choices=[], most=MOST_STORIES)

    def __init__(self, *args: Any, stories_known: list[tuple[str, str]], correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audience.choices = [SelectChoice(each.value, label) for each, label in AUDIENCES.items()]
        self.stories.choices = stories_known
        if not correction:
            del self.cause, self.cause_en


class ArrangeForm(BaseForm):
    """A button of the page that puts parts and indicators in their order."""

    part = text_field(_l("Part"), longest=20)
    code = text_field(_l("Indicator"), longest=40)
    step = text_field(_l("Step"), longest=10)
