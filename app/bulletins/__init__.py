from flask import Flask


def init_app(app: Flask) -> None:
    """The words of the pages."""
    from app.bulletins import labels

    app.jinja_env.globals["bulletin_words"] = labels
