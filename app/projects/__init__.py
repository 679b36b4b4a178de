from flask import Flask


def init_app(_app: Flask) -> None:
    """Guards of the deck, the name in conversations, and the contact person's own data."""
    from app.accounts.services import on_erasure, on_export
    from app.files import access
    from app.messages import parties
    from app.projects import policies, privacy
    from app.projects.models import Project

    access.register("deck", policies.can_read_deck)
    parties.register("project", Project)
    on_export("projects", privacy.export)
    on_erasure(privacy.erase)
