"""Connections of those who agreed to talk, and their conversations."""

from flask import Flask


def init_app(_app: Flask) -> None:
    from app.accounts.services import on_erasure, on_export
    from app.files import access
    from app.messages import policies, privacy

    access.register("attachment", policies.can_read_attachment)
    on_export("conversations", privacy.export)
    on_erasure(privacy.erase)
