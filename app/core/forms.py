"""Forms check shape and syntax; rules live in services. Errors stand beside the field, nothing typed is lost."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import (
    Field,
    FileField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import URL, InputRequired, Length, NumberRange, Optional, ValidationError

from app.core.areas import input_area, parse_area
from app.core.errors import EditConflict, Invalid
from app.core.money import input_money, parse_fen
from app.core.text import clean
from app.extensions import db

# Constraint name → (form field, message). Slices add theirs, so the database decides and a person sees a field error.
CONSTRAINT_MESSAGES: dict[str, tuple[str, Any]] = {}


class BaseForm(FlaskForm):
    """Every form: cleaned text, a version for the two-tabs check, errors of services beside their fields."""

    version = HiddenField()

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent as a form: a file reaches only a field for files, and JSON reaches none."""
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            if not form.is_submitted():
                return None
            taken = [name for name, field in form._fields.items() if isinstance(field, FileField)]
            files = MultiDict((name, file) for name in taken for file in request.files.getlist(name))
            return CombinedMultiDict([files, request.form]) if files or request.form else None

    @property
    def status(self) -> int:
        return 422 if self.errors else 200

    def validate_on_submit(self, *args: Any, **kwargs: Any) -> bool:
        """A button whose name begins with `_` asks for more fields (a region's next level), not for saving."""
        if any(name.startswith("_") for name in request.form):
            return False
        return bool(super().validate_on_submit(*args, **kwargs))

    def checked_version(self, current: int) -> None:
        """Refuse a form that was opened before somebody else saved."""
        if self.version.data and str(self.version.data) != str(current):
            raise EditConflict

    @contextmanager
    def field_errors(self) -> Iterator[None]:
        """Turn a refusal by a service or by the database into errors of this form."""
        try:
            yield
        except Invalid as error:
            db.session.rollback()
            self._attach(error.field, error.message)
        except IntegrityError as error:
            db.session.rollback()
            name = constraint_name(error)
            if name not in CONSTRAINT_MESSAGES:
                raise
            self._attach(*CONSTRAINT_MESSAGES[name])

    def _attach(self, name: str, message: Any) -> None:
        if name in self._fields:
            self._fields[name].errors = [*self._fields[name].errors, message]
        else:
            self.form_errors.append(message)


def constraint_name(error: IntegrityError) -> str:
    """The broken constraint's name; SQLite names only the columns of a unique one, which yield the same name."""
    diagnostic = getattr(error.orig, "diag", None)
    if diagnostic is not None:
        return diagnostic.constraint_name or ""
    text = str(error.orig)
    if text.startswith("UNIQUE constraint failed: index "):
        return text.split("'")[1]
    if text.startswith("UNIQUE constraint failed: "):
        columns = [part.strip().split(".") for part in text.removeprefix("UNIQUE constraint failed: ").split(",")]
        return f"uq_{columns[0][0]}_" + "_".join(column for _table, column in columns)
    return text.removeprefix("CHECK constraint failed: ")


def _clean(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def text_field(label: Any, *, required: bool = False, longest: int = 120, help: Any = "", **kwargs: Any) -> Any:
    """One line of text, cleaned and bounded."""
    return StringField(label, [_presence(required), Length(max=longest)], filters=[_clean], description=help, **kwargs)


def url_field(label: Any, *, help: Any = "") -> Any:
    """A web address with its scheme."""
    return StringField(label, [Optional(), URL(), Length(max=300)], filters=[_clean], description=help)


def prose_field(label: Any, *, required: bool = False, longest: int = 5000, rows: int = 6, help: Any = "") -> Any:
    """Several lines of text (Markdown where the page shows it)."""
    return TextAreaField(
        label,
        [_presence(required), Length(max=longest)],
        filters=[_clean],
        description=help,
        render_kw={"rows": rows, "maxlength": longest},
    )


def whole_number_field(label: Any, *, least: int = 0, most: int = 10**6, required: bool = False, help: Any = "") -> Any:
    return WholeNumberField(label, [_presence(required), NumberRange(least, most)], description=help)


class WholeNumberField(IntegerField):
    """A number of hundreds of digits is a number to Python and an overflow to what checks its range."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata([text[:20] for text in valuelist])


def _presence(required: bool) -> Any:
    return InputRequired() if required else Optional()


class MoneyField(Field):
    """An amount in fen, written `300万` or `3,000,000`."""

    widget = widgets.TextInput()
    kind = "money"
    parse: Callable[[str], Any] = staticmethod(parse_fen)
    written: Callable[[Any], str] = staticmethod(input_money)
    refusal = _l("Write an amount such as 3,000,000 or 300万.")

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else self.written(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        self.data = None
        try:
            self.data = self.parse(valuelist[0])
        except ValueError as error:
            raise ValidationError(self.refusal) from error


class AreaField(MoneyField):
    """Square metres, written `5万` or `50,000`."""

    kind = "area"
    parse = staticmethod(parse_area)
    written = staticmethod(input_area)
    refusal = _l("Write an area in square metres such as 50,000 or 5万.")


class PercentField(Field):
    """A share in basis points (hundredths of a percent), written `10` or `12.5%`."""

    widget = widgets.TextInput()
    kind = "percent"

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{(Decimal(self.data) / 100).normalize():f}"

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        self.data = None
        text = valuelist[0].strip().replace("％", "%").removesuffix("%").strip()
        if not text:
            return
        message = _l("Write a share between 0 and 100, such as 12.5.")
        try:
            points = Decimal(text) * 100
        except InvalidOperation as error:
            raise ValidationError(message) from error
        if not points.is_finite() or not 0 <= points <= 10_000 or points != points.to_integral_value():
            raise ValidationError(message)
        self.data = int(points)


class CheckListField(SelectMultipleField):
    """Several codes of a list, as checkboxes; `choices` may be grouped by a dict and may be a function."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()
    kind = "checklist"

    def __init__(self, label: Any, *, choices: Any, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(label, choices=choices, validators=[_at_most(most)] if most else [], **kwargs)


def _at_most(most: int) -> Callable[[Any, Any], None]:
    def check(_form: Any, field: Any) -> None:
        if len(field.data or []) > most:
            raise ValidationError(_l("Choose at most %(most)s.", most=most))

    return check


def form_values(form: BaseForm) -> dict[str, Any]:
    """What a service takes: every field but the plumbing ones."""
    return {name: value for name, value in form.data.items() if name not in {"csrf_token", "version", "once"}}


def query_values(name: str) -> list[str]:
    """The cleaned values of a repeated query argument, for filters."""
    return [cleaned for value in request.args.getlist(name) if (cleaned := clean(value)[:80])]


def form_ids(name: str, *, most: int = 500) -> list[uuid.UUID]:
    """The identifiers of a repeated form field; what is none is passed over."""
    found = []
    for text in request.form.getlist(name)[:most]:
        with suppress(ValueError):
            found.append(uuid.UUID(text))
    return found


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """The choices of a field from (value, label) pairs."""
    return [SelectChoice(str(value), label) for value, label in pairs]
