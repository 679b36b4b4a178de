from flask import Flask


def init_app(app: Flask) -> None:
    from app.accounts.services import on_erasure, on_export
    from app.events import labels, privacy

    on_export("events", privacy.export)
    on_erasure(privacy.erase)
    app.jinja_env.globals.update(event_words=labels)
