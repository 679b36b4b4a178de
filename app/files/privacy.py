"""What a person opened: handed out with their data. The rows stay when they close the account, with its pseudonym,
because the owners of the files were promised to know."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.extensions import db
from app.files.models import FileOpening

EXPORTED = {"file_opening": ("at",)}
# Identifiers; the file is named by its name.
WITHHELD = {"file_opening": ("id", "file_id", "account_id", "organisation_id")}


def export(account: Account) -> list[dict[str, Any]]:
    mine = select(FileOpening).where(FileOpening.account_id == account.id).order_by(FileOpening.at, FileOpening.id)
    return [{"file": row.file.name, "at": row.at.isoformat()} for row in db.session.scalars(mine)]
