from flask import Flask

from app.pages import navigation


def init_app(app: Flask) -> None:
    from app.accounts.services import on_erasure
    from app.pages import calendars

    on_erasure(calendars.forget)
    app.jinja_env.globals.update(
        navigation=navigation.navigation,
        mobile_navigation=navigation.mobile_navigation,
    )
