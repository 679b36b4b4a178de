from flask import Flask


def init_app(_app: Flask) -> None:
    from app.accounts.services import on_erasure, on_export
    from app.funds import privacy

    on_export("fund_contacts", privacy.export)
    on_erasure(privacy.erase)
