"""Forms of data rooms."""

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import InputRequired, Optional

from app.core.forms import CONSTRAINT_MESSAGES, BaseForm, prose_field, text_field
from app.core.model import utc_now
from app.core.templating import local
from app.files.forms import upload_field
from app.files.limits import PDF
from app.files.models import FileKind

USUAL = dt.timedelta(days=30)
CONSTRAINT_MESSAGES["uq_room_folder_room_id_name"] = ("name", _l("There is a folder of this name."))


def in_a_month() -> dt.date:
    return (local(utc_now()) + USUAL).date()


def _last_day() -> Any:
    return DateField(
        _l("Last day of access"),
        [InputRequired(_l("Choose the last day of access."))],
        default=in_a_month,
        description=_l("Access ends by itself at the end of this day."),
    )


class FolderForm(BaseForm):
    name = text_field(_l("Name of the folder"), required=True)


class DocumentForm(BaseForm):
    """A document's name, place and whether what cannot be marked is handed out."""

    name = text_field(_l("Name"), help=_l("As readers see it. Left empty, the name of the file."))
    folder_id = SelectField(_l("Folder"), [Optional()])
    is_handed_out = BooleanField(
        _l("Hand out formats that carry no watermark"),
        description=_l(
            "PDF pages always carry the reader's name. PPTX, PNG and JPEG cannot: readers get them only if you say so."
        ),
    )


class NewDocumentForm(DocumentForm):
    file = upload_field(_l("File"), FileKind.ROOM, required=True)


class VersionForm(BaseForm):
    file = upload_field(_l("New version"), FileKind.ROOM, required=True)


class TermsForm(BaseForm):
    body = prose_field(
        _l("Text of the agreement"),
        longest=30_000,
        rows=18,
        help=_l("Every reader agrees to it before the first file opens. A changed text asks everybody again."),
    )
    file = FileField(
        _l("Or upload your own agreement"),
        description=_l("PDF, at most %(size)s MB. It takes the place of the text.", size=10),
        render_kw={"accept": f"{PDF},.pdf"},
    )


class GrantForm(BaseForm):
    organisation = text_field(
        _l("Organisation or fund"),
        required=True,
        help=_l("A fund manager, service agency or carrier by its full name, or one of its published funds."),
    )
    until = _last_day()


class LastDayForm(BaseForm):
    until = _last_day()


class AskForm(BaseForm):
    message = prose_field(
        _l("Message to the project"),
        required=True,
        longest=2000,
        rows=5,
        help=_l("Who you are, and what you want to look at."),
    )


class ReasonForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=1000, rows=2)
