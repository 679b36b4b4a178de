from flask import Flask

from app.pages import navigation


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        navigation=navigation.navigation,
        mobile_navigation=navigation.mobile_navigation,
    )
