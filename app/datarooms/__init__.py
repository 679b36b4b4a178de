"""Data rooms: what a project shows to organisations that it chose, on its terms, and who looked at it."""

from flask import Flask


def init_app(_app: Flask) -> None:
    from app.accounts.services import on_erasure, on_export
    from app.datarooms import policies, privacy
    from app.files import access

    access.register("room", policies.can_read_file)
    access.register("attachment", policies.can_read_terms)
    on_export("data_rooms", privacy.export)
    on_erasure(privacy.erase)
