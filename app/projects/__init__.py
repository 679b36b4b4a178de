from flask import Flask

from app.files import access
from app.projects import policies


def init_app(_app: Flask) -> None:
    access.register("deck", policies.can_read_deck)
