from flask import Flask


def init_app(_app: Flask) -> None:
    from app.accounts.services import on_erasure, on_export
    from app.mentors import privacy

    on_export("mentor_profiles", privacy.export)
    on_erasure(privacy.erase)
