"""Uploads: judged by their content, kept outside the static path, handed out only to whom a slice lets in."""

from flask import Flask


def init_app(_app: Flask) -> None:
    from app.accounts.services import on_export
    from app.files import privacy

    on_export("opened_files", privacy.export)
