from flask import Flask


def init_app(app: Flask) -> None:
    """Guards of certificates, people's own data, and the words of the pages."""
    from app.accounts.services import on_erasure, on_export
    from app.carriers import labels, privacy
    from app.carriers.queries.accreditations import can_read_document
    from app.files import access
    from app.files.models import FileKind

    access.register(FileKind.ATTACHMENT, can_read_document)
    on_export("carriers", privacy.export)
    on_erasure(privacy.erase)
    app.jinja_env.globals["carrier_words"] = labels
