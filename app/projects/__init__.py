from flask import Flask


def init_app(_app: Flask) -> None:
    """Guards of the deck, and the contact person's own data."""
    from app.accounts.services import on_erasure, on_export
    from app.files import access
    from app.projects import policies, privacy

    access.register("deck", policies.can_read_deck)
    on_export("projects", privacy.export)
    on_erasure(privacy.erase)
