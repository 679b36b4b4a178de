import uuid

from sqlalchemy import select

from app.accounts.models import SignUp
from app.admin.models import Import, ImportState
from app.core.jobs import Job
from app.core.mail import OutboxMessage
from app.extensions import db
from app.notifications import services as notifications
from app.notifications import unsubscribing
from app.notifications.kinds import KINDS
from app.notifications.models import Notification
from app.taxonomy.models import SectorSynonym
from tests import factories
from tests.access.world import City

UNKNOWN = ("synonym_id", "account_id", "import_id", "sign_up_id", "file_id", "message_id", "run_id", "rule_id")


def add(city: City) -> None:
    owner = city.people["owner"]
    job = factories.save(Job(kind="test", account_id=owner.account_id, state="done"))
    city.things["job"] = {"job_id": job.id}
    city.things["nobodys_job"] = {"job_id": factories.save(Job(kind="test", state="done")).id}
    for thing, person in (("import", "organiser"), ("import_elsewhere", "other_organiser")):
        by = city.people[person]
        run = Import(
            kind="projects",
            filename="项目.xlsx",
            locale="zh",
            account_id=by.account_id,
            organisation_id=by.organisation_id,
            state=ImportState.REFUSED,
        )
        city.things[thing] = {"import_id": factories.save(run).id}
    city.things["account"] = {"account_id": owner.account_id}
    city.things["sign_up"] = {"sign_up_id": db.session.scalars(select(SignUp.id)).one()}
    city.things["synonym"] = {"synonym_id": _synonym()}
    city.things["nothing"] = {
        name: uuid.UUID(int=0)
        for name in (
            "synonym_id",
            "account_id",
            "import_id",
            "sign_up_id",
            "file_id",
            "message_id",
            "run_id",
            "rule_id",
            "story_id",
            "bulletin_id",
        )
    }
    _notices(city)


def _synonym() -> uuid.UUID:
    from app.taxonomy import loading

    loading.load()
    return factories.save(SectorSynonym(sector_code="robotics", text="机械臂", key="机械臂")).id


def _notices(city: City) -> None:
    owner = city.people["owner"]
    kind = next(iter(KINDS))
    notifications.notify(account_ids=[owner.account_id], kind=kind, dedupe="matrix")
    mine = select(Notification.id).where(Notification.account_id == owner.account_id, Notification.dedupe == "matrix")
    city.things["notification"] = {"notification_id": db.session.scalars(mine).one()}
    newest = select(OutboxMessage.id).order_by(OutboxMessage.created_at.desc()).limit(1)
    city.things["mail"] = {"message_id": db.session.scalars(newest).one()}
    city.things["unsubscribe_link"] = {"token": unsubscribing.token(owner.account_id, kind)}
