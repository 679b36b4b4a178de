"""Forms of the staff's pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired, Optional

from app.core.forms import BaseForm, text_field
from app.taxonomy import catalogue, labels
from app.taxonomy.fields import RegionField


class UploadForm(BaseForm):
    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose a file."))],
        description=_l("Excel (.xlsx) or CSV, with the headings of the template in either language."),
    )


class RoundsForm(UploadForm):
    since = DateField(_l("From day"), [Optional()], description=_l("Only rounds on or after this day."))
    until = DateField(_l("Before day"), [Optional()], description=_l("Only rounds before this day."))


class SynonymForm(BaseForm):
    sector_code = SelectField(_l("Sector"), [InputRequired()], choices=lambda: sectors())
    text = text_field(_l("Word"), required=True, longest=60)


class AuthorityForm(BaseForm):
    organisation_name = text_field(_l("Organisation name"), required=True)
    name_en = text_field(_l("English name"))
    region_code = RegionField(_l("Region"), required=True)
    credit_code = text_field(_l("Unified social credit code"), longest=30)


def sectors() -> list[tuple[str, str]]:
    """Each group before its leaves: a word may mean the whole group."""
    choices = [("", str(_l("Please choose")))]
    for group in catalogue.sector_groups():
        choices.append((group.code, labels.label("sector", group.code)))
        leaves = [leaf for leaf in catalogue.sectors() if leaf.group == group.code]
        choices.extend((leaf.code, f"— {labels.label('sector', leaf.code)}") for leaf in leaves)
    return choices
