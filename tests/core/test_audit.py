import pytest
from sqlalchemy import select, update

from app.core import audit
from app.core.audit import AuditEntry
from app.extensions import db
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def test_a_commit_appends_who_changed_what_and_hides_secrets():
    person = factories.actor()
    audit.acting(actor_id=person.account_id)
    person.account.name = "新名字"
    db.session.commit()
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.object_id == str(person.account_id)).order_by(AuditEntry.position)
    ).all()
    assert [entry.action for entry in entries] == ["insert", "update"]
    assert entries[0].after["password_hash"] == "•••"
    assert entries[1].after == {"name": "新名字"}
    assert entries[1].actor_id == person.account_id
    assert audit.verify() is None


def test_what_a_savepoint_takes_back_is_not_in_the_log():
    kept = factories.account(name="留下")
    savepoint = db.session.begin_nested()
    factories.account(name="撤回")
    savepoint.rollback()
    db.session.commit()
    names = [entry.after.get("name") for entry in db.session.scalars(select(AuditEntry))]
    assert names == [kept.name]


def test_a_changed_or_missing_entry_breaks_the_chain():
    factories.account()
    factories.account()
    db.session.commit()
    db.session.execute(update(AuditEntry).where(AuditEntry.position == 1).values(object_id="forged"))
    db.session.expire_all()
    assert audit.verify() == 1
