"""How a profile's contact is checked before it is stored, column by column."""

from app.accounts import emails, phones

CHECKS = {"contact_email": emails.checked, "contact_phone": phones.checked}


def checked(column: str, text: str) -> str:
    """The text in its one spelling; raises `Invalid` for the form field named like the column."""
    return CHECKS[column](text, column) if text and column in CHECKS else text
