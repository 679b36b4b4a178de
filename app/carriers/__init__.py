from flask import Flask


def init_app(app: Flask) -> None:
    """The contact person's own data, and the words of the pages."""
    from app.accounts.services import on_erasure, on_export
    from app.carriers import labels, privacy

    on_export("carriers", privacy.export)
    on_erasure(privacy.erase)
    app.jinja_env.globals["carrier_words"] = labels
