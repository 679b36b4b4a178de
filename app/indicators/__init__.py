from flask import Flask


def init_app(app: Flask) -> None:
    """The words and figures of the pages."""
    from app.indicators import labels

    app.jinja_env.globals["indicator_words"] = labels
    app.jinja_env.filters["figure"] = labels.shown
    app.jinja_env.filters["rounded"] = labels.rounded
