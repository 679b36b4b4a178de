from flask import Flask

from app.accounts import signing


def init_app(app: Flask) -> None:
    signing.init_app(app)
