"""Forms of conversations."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField

from app.core.forms import BaseForm, prose_field
from app.files.limits import LIMITS
from app.files.models import FileKind


class MessageForm(BaseForm):
    body = prose_field(_l("Message"), longest=5000, rows=4)
    files = MultipleFileField(
        _l("Attachments"),
        description=_l("Up to three files: PDF, PPTX, PNG or JPEG, at most %(size)s MB each.", size=10),
        render_kw={"accept": LIMITS[FileKind.ATTACHMENT].accept},
    )


class ReportForm(BaseForm):
    reason = prose_field(
        _l("What is wrong with it?"),
        longest=1000,
        rows=4,
        help=_l("For example an insult, a swindle, or advertising. The other side is not told who reported it."),
    )
