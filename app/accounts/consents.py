"""What a person is asked to agree to. Raise a version when its text changes: the agreement is to that text."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Purpose:
    code: str
    version: str
    label: Any
    help: Any
    required: bool
    # The endpoint of the page that holds the text, if there is one.
    page: str = ""


PURPOSES = (
    Purpose(
        "terms",
        "2026-11",
        _l("I accept the terms of use"),
        _l("What members may do here, and what the platform promises them."),
        True,
        "pages.terms",
    ),
    Purpose(
        "privacy",
        "2026-11",
        _l("I agree that my data is processed as the privacy policy says"),
        _l("What is kept about you, who sees it and for how long. Needed to run your account."),
        True,
        "pages.privacy",
    ),
    Purpose(
        "newsletter",
        "2026-11",
        _l("Send me news about roadshows and programmes by mail"),
        _l("At most twice a month. You can change this at any time."),
        False,
    ),
)
BY_CODE = {purpose.code: purpose for purpose in PURPOSES}
REQUIRED = tuple(purpose for purpose in PURPOSES if purpose.required)
