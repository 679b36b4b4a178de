"""The words for how a person hears of things."""

from flask_babel import lazy_gettext as _l

from app.notifications.models import MailChoice

MAIL_LABELS = {
    MailChoice.IMMEDIATE: _l("At once"),
    MailChoice.DIGEST: _l("In the daily summary"),
    MailChoice.OFF: _l("No mail"),
}
