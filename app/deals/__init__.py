from flask import Flask


def init_app(_app: Flask) -> None:
    from app.accounts.services import on_erasure, on_export
    from app.deals import privacy

    on_export("deal_notes", privacy.export)
    on_erasure(privacy.erase)
