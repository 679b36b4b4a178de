"""Forms of stories."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.core.forms import BaseForm, prose_field, text_field
from app.core.moments import MomentField
from app.files.forms import UploadForm
from app.stories.labels import KINDS
from app.stories.models import StoryKind


class StoryForm(BaseForm):
    kind = RadioField(_l("Kind"), [InputRequired()], default=StoryKind.STORY.value)
    title = text_field(_l("Title"), required=True)
    summary = text_field(_l("In one sentence"), longest=300, help=_l("Stands in lists and where the page is shared."))
    body = prose_field(
        _l("Text"), longest=20_000, rows=14, help=_l("Paragraphs, lists, **bold** and [links](https://…) work.")
    )
    title_en = text_field(_l("Title in English"))
    summary_en = text_field(_l("In one sentence, in English"), longest=300)
    body_en = prose_field(_l("Text in English"), longest=20_000, rows=10)
    appears_at = MomentField(
        _l("Appears on"), required=False, description=_l("Leave it empty to show it as soon as you publish it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(kind.value, label) for kind, label in KINDS.items()]


class PictureForm(UploadForm):
    text = text_field(
        _l("What the picture shows"), longest=300, help=_l("Read aloud to people who do not see the picture.")
    )
