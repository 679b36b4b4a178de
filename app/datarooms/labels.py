"""The words for access to data rooms."""

from flask_babel import lazy_gettext as _l

GRANT_STATES = {"active": _l("Access granted"), "expired": _l("Expired"), "revoked": _l("Revoked")}
# Whether what was handed out carries the reader's name.
HAPPENED = {True: _l("Opened with watermark"), False: _l("Downloaded without watermark")}
