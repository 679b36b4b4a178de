"""Rooms, documents in versions, terms, access and requests, without pages."""

import datetime as dt
import json

import pytest
from sqlalchemy import select

from app.accounts.actor import VISITOR
from app.accounts.models import OrganisationKind, Role
from app.accounts.services import close_account, personal_data
from app.core.answering import AnswerState
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.datarooms import policies, privacy, queries, services, tasks
from app.datarooms.models import RoomRequest, RoomVersion, TermsAcceptance
from app.extensions import db
from app.files import access, stamping
from app.files.models import File
from app.notifications.models import Notification
from app.projects.services import archive
from tests import factories
from tests.datarooms.factories import document, granted, in_days, reader, room
from tests.files import samples
from tests.projects.factories import project, published

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def owner(app):
    return factories.actor()


def file_of(made):
    current = (RoomVersion.document_id == made.id, RoomVersion.number == made.version_number)
    return db.session.scalars(select(RoomVersion).where(*current)).one().file


def notices(kind):
    return db.session.scalars(select(Notification.account_id).where(Notification.kind == kind)).all()


def test_one_room_a_project_by_its_owners(owner):
    made = published(owner)
    for person in (factories.actor(), factories.actor(Role.INVESTOR), factories.actor(Role.ORGANISER)):
        with pytest.raises(Forbidden):
            services.open_room(actor=person, project=made, terms="-")
    opened = room(owner, made)
    assert (opened.terms_number, queries.current_terms(opened).number) == (1, 1)
    with pytest.raises(Conflict):
        room(owner, made)
    assert policies.can_see(factories.actor(of=owner.membership.organisation), opened)
    for person in (VISITOR, factories.actor(), factories.actor(Role.INVESTOR), factories.actor(Role.ADMINISTRATOR)):
        assert queries.visible_room(person, opened.id) is None


def test_a_reader_opens_a_file_after_agreeing_and_while_access_lasts(owner):
    made = room(owner)
    file = file_of(document(owner, made))
    assert access.can_read(owner, file)
    person = reader(owner, made, agreed=False)
    assert not access.can_read(person, file)
    assert queries.visible_room(person, made.id) is made
    services.agree(actor=person, room=made, number=1)
    assert access.can_read(person, file)
    colleague = factories.actor(Role.INVESTOR, of=person.membership.organisation)
    assert not access.can_read(colleague, file)
    services.change_terms(actor=owner, room=made, body="改过的协议。")
    assert not access.can_read(person, file)
    with pytest.raises(Conflict):
        services.agree(actor=person, room=made, number=1)
    services.agree(actor=person, room=made, number=2)
    assert access.can_read(person, file)
    with pytest.raises(Conflict):
        services.agree(actor=person, room=made, number=2)
    given = queries.grant_of(made.id, person.organisation_id)
    services.revoke(actor=owner, grant=given)
    assert not access.can_read(person, file)
    assert queries.visible_room(person, made.id) is None
    services.renew(actor=owner, grant=given, until=in_days(3))
    assert access.can_read(person, file)
    given.granted_at, given.expires_at = utc_now() - dt.timedelta(days=2), utc_now() - dt.timedelta(seconds=1)
    assert not access.can_read(person, file)
    assert given.state == "expired"
    services.renew(actor=owner, grant=given, until=in_days(0))
    assert access.can_read(person, file)
    archive(actor=owner, project=made.project)
    assert not access.can_read(person, file)
    recorded = db.session.scalars(select(TermsAcceptance).order_by(TermsAcceptance.accepted_at)).all()
    assert [(row.account_id, row.terms.number) for row in recorded] == [(person.account_id, 1), (person.account_id, 2)]


def test_readers_get_the_last_version_and_owners_all(owner):
    made = room(owner)
    plan = document(owner, made, name="计划")
    first, person = file_of(plan), reader(owner, made)
    added = services.add_version(actor=owner, document=plan, upload=samples.upload(samples.pdf(2), "v2.pdf"))
    assert added.number == plan.version_number == 2
    assert not access.can_read(person, first)
    assert access.can_read(person, added.file)
    assert access.can_read(owner, first)
    services.remove_document(actor=owner, document=plan)
    assert not access.can_read(person, added.file)
    for step in (services.remove_document, services.add_version):
        with pytest.raises(Conflict):
            step(actor=owner, document=plan, **({"upload": None} if step is services.add_version else {}))
    services.restore_document(actor=owner, document=plan)
    with pytest.raises(Conflict):
        services.restore_document(actor=owner, document=plan)
    assert access.can_read(person, added.file)
    with pytest.raises(Forbidden):
        services.add_version(actor=person, document=plan, upload=samples.upload(samples.pdf()))


def test_what_carries_no_mark_is_handed_out_only_where_the_project_says_so(owner):
    made = room(owner)
    picture = document(owner, made, samples.image(), filename="产线.png")
    person = reader(owner, made)
    assert not access.can_read(person, file_of(picture))
    services.change_document(actor=owner, document=picture, name="产线", folder_id=None, is_handed_out=True)
    assert access.can_read(person, file_of(picture))


@pytest.mark.parametrize("database_app", ["sqlite"], indirect=True)
def test_a_pdf_that_takes_no_mark_is_refused_at_once(owner, monkeypatch):
    monkeypatch.setattr(stamping, "is_markable", lambda _file: False)
    with pytest.raises(Invalid) as refused:
        document(owner, room(owner))
    assert refused.value.field == "file"


def test_folders_hold_documents_of_their_own_room(owner):
    made, other = room(owner), room(owner)
    folder, foreign = (services.add_folder(actor=owner, room=each, name="财务") for each in (made, other))
    plan = document(owner, made, folder_id=folder.id)
    with pytest.raises(Invalid):
        document(owner, made, folder_id=foreign.id)
    with pytest.raises(Invalid):
        services.change_document(actor=owner, document=plan, name="", folder_id=None, is_handed_out=False)
    services.rename_folder(actor=owner, folder=folder, name="财务与税务")
    assert [(shelf.folder.name, len(shelf.versions)) for shelf in queries.shelves(made)] == [("财务与税务", 1)]
    with pytest.raises(Conflict):
        services.remove_folder(actor=owner, folder=folder)
    services.remove_document(actor=owner, document=plan)
    services.remove_folder(actor=owner, folder=folder)
    services.restore_document(actor=owner, document=plan)
    assert [shelf.folder for shelf in queries.shelves(made)] == [None]


def test_terms_are_versions_as_text_or_as_pdf(owner):
    made = room(owner)
    person = reader(owner, made, agreed=False)
    for values in ({"body": ""}, {"body": queries.current_terms(made).body}):
        with pytest.raises(Invalid):
            services.change_terms(actor=owner, room=made, **values)
    from app.files.services import store

    organisation_id = owner.organisation_id
    files = [
        store(actor=owner, upload=samples.upload(content), kind="attachment", organisation_id=organisation_id)
        for content in (samples.image(), samples.pdf())
    ]
    with pytest.raises(Invalid):
        services.change_terms(actor=owner, room=made, file_id=files[0].id)
    services.change_terms(actor=owner, room=made, file_id=files[1].id)
    assert access.can_read(person, files[1])
    assert access.can_read(owner, files[1])
    assert not access.can_read(factories.actor(Role.INVESTOR), files[1])
    assert [terms.number for terms in queries.all_terms(made)] == [2, 1]
    with pytest.raises(Forbidden):
        services.change_terms(actor=person, room=made, body="-")


def test_access_goes_to_organisations_whose_people_act_as_one(owner):
    made = room(owner)
    authority, startup = (
        factories.organisation(kind) for kind in (OrganisationKind.AUTHORITY, OrganisationKind.STARTUP)
    )
    for organisation in (authority, startup, None):
        with pytest.raises(Invalid):
            services.grant(actor=owner, room=made, organisation=organisation, until=in_days(5))
    person = factories.actor(Role.INVESTOR)
    for day in (in_days(-2), in_days(500)):
        with pytest.raises(Invalid):
            services.grant(actor=owner, room=made, organisation=person.membership.organisation, until=day)
    granted(owner, made, person)
    assert notices("dataroom.granted") == [person.account_id]
    with pytest.raises(Conflict):
        granted(owner, made, person)
    given = queries.grant_of(made.id, person.organisation_id)
    with pytest.raises(Forbidden):
        services.revoke(actor=person, grant=given)
    services.revoke(actor=owner, grant=given)
    with pytest.raises(Conflict):
        services.revoke(actor=owner, grant=given)
    assert notices("dataroom.revoked") == [person.account_id]
    carrier = factories.actor(Role.CARRIER_STAFF)
    granted(owner, made, carrier)
    assert policies.holds(carrier, made)


def test_a_fund_asks_and_the_project_answers(owner):
    made = room(owner)
    fund, teammate = factories.actor(Role.INVESTOR), factories.actor(of=owner.membership.organisation)
    with pytest.raises(Forbidden):
        services.ask(actor=factories.actor(), room=made, message="看看。")
    asked = services.ask(actor=fund, room=made, message="想看财务计划。")
    assert set(notices("dataroom.requested")) == {owner.account_id, teammate.account_id}
    with pytest.raises(Conflict):
        services.ask(actor=factories.actor(Role.INVESTOR, of=fund.membership.organisation), room=made, message="再看。")
    with pytest.raises(Forbidden):
        services.accept(actor=fund, request=asked, until=in_days(5))
    services.decline(actor=owner, request=asked, reason="下一轮再说。")
    assert notices("dataroom.declined") == [fund.account_id]
    for step in (services.accept, services.decline):
        with pytest.raises(Conflict):
            step(actor=owner, request=asked, **({"until": in_days(5)} if step is services.accept else {"reason": ""}))
    again = services.ask(actor=fund, room=made, message="新一期基金。")
    services.accept(actor=teammate, request=again, until=in_days(5))
    assert policies.holds(fund, made)
    with pytest.raises(Conflict):
        services.ask(actor=fund, room=made, message="还要看。")
    services.take_requests(actor=owner, room=made, wanted=False)
    with pytest.raises(Conflict):
        services.ask(actor=factories.actor(Role.INVESTOR), room=made, message="看看。")


def test_granting_answers_what_was_asked_and_a_late_answer_does_not(owner):
    made = room(owner)
    fund, slow = factories.actor(Role.INVESTOR), factories.actor(Role.INVESTOR)
    asked, late = (services.ask(actor=person, room=made, message="想看。") for person in (fund, slow))
    granted(owner, made, fund)
    assert asked.state is AnswerState.ACCEPTED
    late.expires_at = utc_now() - dt.timedelta(minutes=1)
    with pytest.raises(Conflict):
        services.accept(actor=owner, request=late, until=in_days(5))
    with pytest.raises(Forbidden):
        services.withdraw(actor=fund, request=late)
    again = services.ask(actor=slow, room=made, message="再问一次。")
    assert (late.state, again.state) == (AnswerState.EXPIRED, AnswerState.PENDING)
    again.expires_at = utc_now() - dt.timedelta(minutes=1)
    db.session.commit()
    tasks.expire_room_requests()
    assert db.session.get(RoomRequest, again.id).state is AnswerState.EXPIRED


def test_a_draft_is_not_asked_for(owner):
    made = room(owner, project(owner))
    fund = factories.actor(Role.INVESTOR)
    assert queries.askable_room(fund, made.project_id) is None
    with pytest.raises(Forbidden):
        services.ask(actor=fund, room=made, message="看看。")


def test_files_of_what_was_removed_long_ago_go(owner):
    made = room(owner)
    kept, gone = document(owner, made), document(owner, made)
    for each, days in ((kept, 3), (gone, 31)):
        services.remove_document(actor=owner, document=each)
        each.removed_at = utc_now() - dt.timedelta(days=days)
    db.session.commit()
    tasks.purge_removed_documents()
    deleted = {each.id for each in (kept, gone) if db.session.get(File, file_of(each).id).deleted_at}
    assert deleted == {gone.id}


def test_people_get_what_they_agreed_to_and_their_messages_go_with_the_account(owner):
    made = room(owner)
    person = reader(owner, made)
    other = room(owner, published(owner, name="另一个"))
    asked = services.ask(actor=person, room=other, message="canary")
    data = personal_data(person.account)["data_rooms"]
    assert (data["agreements"][0]["version"], data["requests"][0]["message"]) == (1, "canary")
    json.dumps(data)
    close_account(actor=person)
    db.session.refresh(asked)
    assert asked.message == ""
    assert db.session.scalars(select(TermsAcceptance)).one().account_id == person.account_id
    for model in (TermsAcceptance, RoomRequest):
        name = model.__tablename__
        listed = [*privacy.EXPORTED[name], *privacy.WITHHELD[name]]
        assert sorted(listed) == sorted(column.key for column in model.__table__.columns)
