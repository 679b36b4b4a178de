"""Background work of the staff's pages."""

import uuid

from flask_babel import lazy_gettext as _l

from app.admin.services import imports
from app.core import audit, jobs
from app.core.database import reading
from app.core.jobs import Progress
from app.extensions import db

jobs.describe("import.check", _l("Checking the file"), read=_l("Reading the lines"))
jobs.describe(
    "import.write",
    _l("Importing"),
    read=_l("Reading the lines"),
    write=_l("Writing"),
    index=_l("Making it searchable"),
)
jobs.describe("audit.verify", _l("Checking the audit log"))


@jobs.handler("import.check")
def check(progress: Progress, import_id: str) -> None:
    imports.perform_check(progress, uuid.UUID(import_id))


@jobs.handler("import.write")
def write(progress: Progress, import_id: str) -> None:
    imports.perform_write(progress, uuid.UUID(import_id))


@jobs.handler("audit.verify")
def verify(_progress: Progress) -> dict[str, int | None]:
    """Follow the chain of the audit log from its first entry to its last."""
    with reading():
        broken = audit.verify()
        db.session.rollback()
    return {"broken": broken}


@jobs.periodic("29")
def sweep_imports() -> None:
    imports.sweep()
    db.session.commit()
