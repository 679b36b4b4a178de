"""Telephone numbers: stored as E.164, shown as people read them, masked to strangers."""

from functools import lru_cache

from app.core.text import clean

REGION = "CN"


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


@lru_cache(maxsize=512)
def _international(number: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, REGION)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
