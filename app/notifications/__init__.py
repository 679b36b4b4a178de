"""Notices inside the application and the mails that follow from them.

kinds.register("mentorship.requested", _l("%(project)s asks you to be its mentor."), "school", label=_l("Requests"))
services.notify(account_ids=[...], kind="mentorship.requested", params={"project": name}, url=path, dedupe="…")
"""

from flask import Flask


def init_app(app: Flask) -> None:
    from app.notifications import queries

    app.jinja_env.globals["unread_notifications"] = queries.unread_of_reader
