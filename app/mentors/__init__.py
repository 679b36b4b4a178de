from flask import Flask


def init_app(app: Flask) -> None:
    from app.accounts.services import on_erasure, on_export
    from app.files import access
    from app.files.models import FileKind
    from app.mentors import labels, policies, privacy
    from app.mentors.models import Mentor
    from app.messages import parties

    parties.register("mentor", Mentor)
    on_export("mentor_profiles", privacy.export)
    on_erasure(privacy.erase)
    access.register(FileKind.ATTACHMENT, policies.reads_evidence)
    app.jinja_env.globals["mentor_words"] = labels
