"""Form fields whose choices come from the vocabularies."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from app.core.forms import CheckListField
from app.taxonomy import catalogue, labels
from app.taxonomy.picker import deepest


def code_field(label: Any, kind: str, *, required: bool = False, help: Any = "") -> Any:
    """One code of a vocabulary."""
    return SelectField(
        label,
        [InputRequired() if required else Optional()],
        choices=lambda: [("", str(_l("Please choose"))), *labels.choices(kind)],
        description=help,
    )


def codes_field(label: Any, kind: str, *, most: int | None = None, help: Any = "") -> Any:
    """Several codes of a vocabulary, as somebody wants or knows them; nobody wants what is not known."""
    choices = labels.sector_choices if kind == "sector" else lambda: _known(kind)
    return CheckListField(label, choices=choices, most=most, description=help)


def _known(kind: str) -> list[tuple[str, str]]:
    return [(code, name) for code, name in labels.choices(kind) if code != catalogue.UNKNOWN]


class RegionField(StringField):
    """A region's code; the page shows a cascading picker whose levels share the field's name.

    The last level that was filled in and lies in those before it counts; a name in either language is understood too.
    """

    kind = "region"

    def __init__(self, label: Any, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(label, [InputRequired() if required else Optional()], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = ""
        codes = [catalogue.resolve_region(value[:60]) if value.strip() else "" for value in valuelist[:6]]
        if None in codes:
            raise ValidationError(_l("This region is not known. Choose one from the list."))
        self.data = deepest(code or "" for code in codes)
