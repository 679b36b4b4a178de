"""Telephone numbers: stored as E.164, shown as people read them, masked to strangers."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TelField
from wtforms.validators import Optional, ValidationError

from app.core.errors import Invalid
from app.core.text import clean

REGION = "CN"
MESSAGE = _l("Write a telephone number such as 138 0013 8000 or +852 2345 6789.")


def normalise(text: str) -> str:
    """E.164 of a number as people write it; a number without a country is Chinese. ValueError when it is not one."""
    # Loaded here: the metadata takes memory that a worker without a telephone form does not need.
    import phonenumbers

    try:
        number = phonenumbers.parse(clean(text), REGION)
    except phonenumbers.NumberParseException as error:
        raise ValueError("not a telephone number") from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError("not a telephone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def checked(text: str, field: str = "phone") -> str:
    """The normalised number, or a message for the form."""
    try:
        return normalise(text)
    except ValueError as error:
        raise Invalid(str(MESSAGE), field) from error


def show_phone(number: str | None) -> str:
    """A Chinese mobile number in groups of 3, 4 and 4; others in their country's manner."""
    if not number:
        return ""
    if number.startswith("+861") and len(number) == 14:
        digits = number.removeprefix("+86")
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return _international(number)


def mask_phone(number: str | None) -> str:
    """For strangers: that there is a number, not which."""
    if not number:
        return ""
    if number.startswith("+861") and len(number) == 14:
        return f"{number[3:6]} **** {number[-4:]}"
    return f"{number[:3]} **** {number[-2:]}"


class PhoneField(TelField):
    """A number that may be left out; it is shown as people read it and handed on as it is stored."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, [Optional()], **kwargs)

    def _value(self) -> str:
        return super()._value() if self.raw_data else show_phone(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        self.data = clean(valuelist[0])[:40]
        if self.data:
            try:
                self.data = normalise(self.data)
            except ValueError as error:
                raise ValidationError(str(MESSAGE)) from error


@lru_cache(maxsize=512)
def _international(number: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, REGION)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
