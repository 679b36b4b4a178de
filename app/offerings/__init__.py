"""What agencies offer to projects: services and financing products, requests for them, and innovation vouchers."""

from flask import Flask


def init_app(app: Flask) -> None:
    from app.accounts.services import on_erasure, on_export
    from app.files import access
    from app.offerings import labels, policies, privacy

    access.register("attachment", policies.can_read_invoice)
    on_export("offerings", privacy.export)
    on_erasure(privacy.erase)
    app.jinja_env.globals["offering_words"] = labels
