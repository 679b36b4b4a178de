from flask import Flask


def init_app(app: Flask) -> None:
    from app.competitions import labels

    app.jinja_env.globals.update(competition_words=labels)
