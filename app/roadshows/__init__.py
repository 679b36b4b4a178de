from flask import Flask


def init_app(app: Flask) -> None:
    from app.accounts.services import on_erasure, on_export
    from app.core.answering import LABELS
    from app.projects.policies import CONSENTED
    from app.roadshows import labels, meetings, privacy
    from app.roadshows.queries.applications import reads_by_consent

    if reads_by_consent not in CONSENTED:
        CONSENTED.append(reads_by_consent)
    on_export("roadshows_attended", privacy.export)
    on_erasure(privacy.erase)
    app.jinja_env.globals.update(roadshow_words=labels, answer_words=LABELS)
    meetings.init_app(app)
