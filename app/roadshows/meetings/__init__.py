"""1:1 meetings of a roadshow: asked for, answered, put into one timetable, held."""

from importlib import import_module

from flask import Flask


def init_app(app: Flask) -> None:
    """The slice's loader knows its own files; what stands here joins by this."""
    from app.accounts.services import on_erasure, on_export
    from app.roadshows.meetings import labels, privacy, views

    for part in ("models", "tasks", "panels", "agenda"):
        import_module(f"{__name__}.{part}")
    on_export("meetings", privacy.export)
    on_erasure(privacy.erase)
    app.jinja_env.globals["meeting_words"] = labels
    app.register_blueprint(views.bp)
