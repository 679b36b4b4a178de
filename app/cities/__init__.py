from flask import Flask
from sqlalchemy import event


def init_app(app: Flask) -> None:
    from app.accounts.models import Organisation
    from app.cities.known import forget

    for change in ("after_insert", "after_update"):
        if not event.contains(Organisation, change, forget):
            event.listen(Organisation, change, forget)
