from flask import Flask


def init_app(_app: Flask) -> None:
    from app.accounts.services import on_erasure, on_export
    from app.funds import privacy
    from app.funds.models import Fund
    from app.messages import parties

    parties.register("fund", Fund)
    on_export("fund_contacts", privacy.export)
    on_erasure(privacy.erase)
