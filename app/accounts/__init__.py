from flask import Flask

from app.accounts import phones, signing


def init_app(app: Flask) -> None:
    signing.init_app(app)
    app.jinja_env.filters.update(phone=phones.show_phone, masked_phone=phones.mask_phone)
