"""What happens between a yes and the end of a mentorship: goals, sessions, files, ratings, and what is told of them."""

from importlib import import_module

from flask import Flask


def init_app(app: Flask) -> None:
    """The slice's loader knows its own files; what stands here joins by this."""
    from app.accounts.services import on_erasure, on_export
    from app.files import access
    from app.files.models import FileKind
    from app.mentorships.coaching import policies, privacy, views

    for part in ("models", "tasks", "panels", "agenda"):
        import_module(f"{__name__}.{part}")
    access.register(FileKind.ATTACHMENT, policies.can_read_file)
    on_export("coaching", privacy.export)
    on_erasure(privacy.erase)
    app.register_blueprint(views.bp)
