"""File inputs. Templates show them with `forms.file(form.logo, current=…, remove=form.remove_logo)`."""

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import ValidationError

from app.accounts.actor import Actor
from app.core.forms import BaseForm
from app.files.limits import LIMITS
from app.files.models import FileKind
from app.files.services import store


def upload_field(label: Any, kind: FileKind | str, help: Any = "", *, required: bool = False) -> Any:
    """A file input for one kind of upload; its `data` is what `files.services.store` takes, or None."""
    limit = LIMITS[FileKind(kind)]
    checks = [_required] if required else []
    return FileField(label, checks, description=help or limit.help, render_kw={"accept": limit.accept})


def _required(_form: Any, field: Any) -> None:
    if not field.data:
        raise ValidationError(_l("Choose a file."))


class UploadForm(BaseForm):
    """One file, given or taken away; `UploadForm(kind="deck")` says what may be chosen."""

    file = FileField(_l("File"))
    remove = BooleanField(_l("Remove the file"))

    def __init__(self, *args: Any, kind: FileKind | str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind:
            limit = LIMITS[FileKind(kind)]
            self.file.description = limit.help
            self.file.render_kw = {"accept": limit.accept}

    def received(self, *, actor: Actor, kind: str, **owner: Any) -> uuid.UUID | None:
        """The file that was sent, stored for its owner; None where the one that is there shall go."""
        return None if self.remove.data else store(actor=actor, upload=self.file.data, kind=kind, **owner).id

    def validate_file(self, field: Any) -> None:
        if not field.data and not self.remove.data:
            raise ValidationError(_l("Choose a file."))
