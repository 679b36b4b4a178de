"""Notices inside the application and the mails that follow from them.

kinds.register("mentorship.requested", _l("%(project)s asks you to be its mentor."), "school", label=_l("Requests"))
services.notify(account_ids=[...], kind="mentorship.requested", params={"project": name}, url=path, dedupe="…")
"""

from flask import Flask


def init_app(app: Flask) -> None:
    from app.accounts.services import on_erasure
    from app.notifications import queries, services

    on_erasure(services.forget)
    app.jinja_env.globals["unread_notifications"] = queries.unread_of_reader
