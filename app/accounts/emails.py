"""Mail addresses in one spelling, so that a person finds their account however they type it."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, ValidationError

from app.core.errors import Invalid
from app.core.text import clean

MESSAGE = _l("Write a mail address such as name@example.com.")


def normalise(text: str) -> str:
    """Lower case and ASCII. ValueError when it is not an address.

    The part before the @ is lowered as well: no provider in use tells two people apart by it.
    """
    try:
        found = validate_email(clean(text), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ValueError("not a mail address") from error
    return (found.ascii_email or found.normalized).lower()


def checked(text: str, field: str = "email") -> str:
    """The normalised address, or a message for the form."""
    try:
        return normalise(text)
    except ValueError as error:
        raise Invalid(str(MESSAGE), field) from error


def mask(address: str) -> str:
    """Enough for its owner to recognise it: `z…@example.cn`."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"


class EmailField(StringField):
    """An address, normalised; it fills in by itself in browsers that know it."""

    def __init__(self, label: Any, *, autocomplete: str = "email", **kwargs: Any) -> None:
        attributes = {"type": "email", "autocomplete": autocomplete, "maxlength": 254, "spellcheck": "false"}
        super().__init__(label, [InputRequired()], render_kw=attributes, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = clean(valuelist[0])[:400]
        if self.data:
            try:
                self.data = normalise(self.data)
            except ValueError as error:
                raise ValidationError(str(MESSAGE)) from error
