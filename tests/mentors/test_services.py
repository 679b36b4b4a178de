import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.core.visibility import Visibility
from app.extensions import db
from app.mentors import policies, queries, services
from app.mentors.fields import completeness
from app.mentors.models import Mentor
from app.mentors.services.places import pause
from app.messages.services import connect
from app.projects import services as project_services
from tests import factories
from tests.mentors.factories import mentor, published

pytestmark = pytest.mark.usefixtures("app")


def project_of(owner, name="柔性电子皮肤"):
    made = project_services.create(
        actor=owner, name=name, tagline="给机器人装上触觉", summary="柔性传感器。", sectors=["robotics"]
    )
    project_services.publish(actor=owner, project=made)
    return made


def test_a_mentor_has_one_profile_with_an_authority():
    owner = factories.actor(Role.MENTOR)
    mentor(owner)
    with pytest.raises(Conflict):
        mentor(owner)
    with pytest.raises(Forbidden):
        mentor(factories.actor(Role.INVESTOR))


def test_only_the_mentor_edits_not_a_colleague_of_the_register_nor_its_organiser():
    owner = factories.actor(Role.MENTOR)
    authority = owner.membership.organisation
    made = mentor(owner)
    for other in (factories.actor(Role.MENTOR, of=authority), factories.actor(Role.ORGANISER, of=authority)):
        with pytest.raises(Forbidden):
            services.update(actor=other, mentor=made, name="改名")


def test_the_texts_are_kept_in_order_and_blank_ones_are_left_out():
    owner = factories.actor(Role.MENTOR)
    made = mentor(owner, texts=[{"kind": "case", "title": "甲", "text": "量产"}, {"title": "", "text": ""}])
    assert [(row.position, row.kind, row.title) for row in made.texts] == [(0, "case", "甲")]
    first = made.texts[0].id
    services.update(
        actor=owner, mentor=made, texts=[{"kind": "experience", "title": "乙"}, {"kind": "other", "text": "丙"}]
    )
    assert [(row.kind, row.title, row.text) for row in made.texts] == [("experience", "乙", ""), ("other", "", "丙")]
    assert made.texts[0].id == first
    services.update(actor=owner, mentor=made, texts=[])
    assert made.texts == []


def test_a_thin_profile_is_not_published_and_says_what_is_missing():
    owner = factories.actor(Role.MENTOR)
    made = mentor(owner, expertise=[])
    with pytest.raises(Invalid) as refusal:
        services.publish(actor=owner, mentor=made)
    assert refusal.value.field == "expertise"
    assert "expertise" in dict(completeness(made)[1])


def test_publishing_twice_or_restoring_what_is_not_archived_is_a_conflict():
    owner = factories.actor(Role.MENTOR)
    made = published(owner)
    with pytest.raises(Conflict):
        services.publish(actor=owner, mentor=made)
    with pytest.raises(Conflict):
        services.restore(actor=owner, mentor=made)
    services.archive(actor=owner, mentor=made)
    with pytest.raises(Conflict):
        services.archive(actor=owner, mentor=made)
    assert not policies.can_see(factories.actor(), made)
    services.restore(actor=owner, mentor=made)
    assert made.state == "draft"


def test_what_a_service_does_not_know_changes_nothing():
    owner, other = factories.actor(Role.MENTOR), factories.actor(Role.MENTOR)
    made = mentor(owner, state="published", account_id=other.account_id, mentee_count=-1, version=9)
    assert (made.state, made.account_id, made.mentee_count, made.version) == ("draft", owner.account_id, 0, 1)


def test_contacts_are_stored_in_one_spelling_and_wrong_ones_are_refused_at_their_field():
    made = mentor(contact_phone="138 0013 8000", contact_email="Shen@Example.CN")
    assert (made.contact_phone, made.contact_email) == ("+8613800138000", "shen@example.cn")
    for values in ({"contact_phone": "12"}, {"contact_email": "shen"}):
        with pytest.raises(Invalid) as refusal:
            mentor(**values)
        assert refusal.value.field in values


def test_places_are_given_up_to_the_capacity_and_come_back():
    made = published(capacity=1)
    services.take_place(mentor_id=made.id)
    assert made.free_places == 0
    with pytest.raises(Conflict):
        services.take_place(mentor_id=made.id)
    services.give_back_place(mentor_id=made.id)
    with pytest.raises(Conflict):
        services.give_back_place(mentor_id=made.id)
    assert made.mentee_count == 0


@pytest.mark.parametrize("change", ["paused", "archived"])
def test_a_mentor_who_pauses_or_left_gives_no_place(change):
    owner = factories.actor(Role.MENTOR)
    made = published(owner)
    if change == "paused":
        pause(actor=owner, mentor=made)
    else:
        services.archive(actor=owner, mentor=made)
    with pytest.raises(Conflict):
        services.take_place(mentor_id=made.id)


def test_the_database_itself_refuses_more_mentees_than_places():
    made = published(capacity=1)
    for count in (2, -1):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(update(Mentor).where(Mentor.id == made.id).values(mentee_count=count))


def test_a_capacity_below_the_mentees_there_are_is_refused_at_its_field():
    owner = factories.actor(Role.MENTOR)
    made = published(owner, capacity=2)
    services.take_place(mentor_id=made.id)
    services.take_place(mentor_id=made.id)
    for capacity in (1, None, 51):
        with pytest.raises(Invalid) as refusal:
            services.update(actor=owner, mentor=made, capacity=capacity)
        assert refusal.value.field == "capacity"


def test_an_authority_keeps_a_profile_until_the_mentor_takes_it_over():
    organiser = factories.actor(Role.ORGANISER)
    authority = organiser.membership.organisation
    made = mentor(organiser, contact_email="ruo@example.cn")
    assert made.account_id is None
    stranger = factories.actor(Role.MENTOR, of=authority, email="else@example.cn", email_verified_at=utc_now())
    with pytest.raises(Forbidden):
        services.claim(actor=stranger, mentor=made)
    unproven = factories.actor(Role.MENTOR, of=authority, email="ruo@example.cn")
    assert queries.waiting_profile(unproven) is None
    unproven.account.email_verified_at = utc_now()
    services.claim(actor=unproven, mentor=made)
    assert policies.owns(unproven, made)
    assert not policies.owns(organiser, made)


def test_an_interest_is_shown_to_the_mentor_the_authority_and_whom_it_concerns():
    owner, founder = factories.actor(Role.MENTOR), factories.actor()
    project, made = project_of(founder), published(owner)
    conflict = services.declare_conflict(actor=owner, mentor=made, name=project.name, relation="investment")
    assert (conflict.project_id, conflict.organisation_id) == (project.id, founder.organisation_id)
    organiser = factories.actor(Role.ORGANISER, of=owner.membership.organisation)
    assert all(queries.shown_conflicts(reader, made) == [conflict] for reader in (owner, founder, organiser))
    others = (factories.actor(), factories.actor(Role.ORGANISER), factories.actor(Role.INVESTOR))
    assert not any(queries.shown_conflicts(reader, made) for reader in others)
    with pytest.raises(Invalid):
        services.declare_conflict(actor=owner, mentor=made, name=project.name, relation="family")
    services.end_conflict(actor=owner, conflict=conflict)
    assert queries.shown_conflicts(founder, made) == []


def test_interests_keep_apart_by_project_by_company_and_by_name():
    owner, founder = factories.actor(Role.MENTOR), factories.actor()
    made, project = published(owner), project_of(founder)
    ids = [project.id]
    assert queries.conflicts_between(project_ids=ids) == set()
    by_company = services.declare_conflict(
        actor=owner, mentor=made, name=founder.membership.organisation.name, relation="position"
    )
    assert queries.conflicts_between(project_ids=ids) == {(made.id, project.id)}
    services.end_conflict(actor=owner, conflict=by_company)
    assert queries.conflicts_between(project_ids=ids) == set()
    services.declare_conflict(actor=owner, mentor=made, name="尚未发布", relation="other")
    later = project_of(founder, name="尚未发布")
    assert queries.conflicts_between([made.id], project_ids=[later.id]) == {(made.id, later.id)}


@pytest.mark.parametrize(
    ("reader", "reach"),
    [
        ("visitor", Visibility.PUBLIC),
        ("founder", Visibility.SIGNED_IN),
        ("agreed", Visibility.AGREED),
        ("owner", Visibility.AGREED),
    ],
)
def test_a_reader_reaches_as_far_as_both_sides_agreed(reader, reach):
    owner, founder = factories.actor(Role.MENTOR), factories.actor()
    made = published(owner)
    if reader == "agreed":
        connect(
            project_id=project_of(founder).id,
            project_organisation_id=founder.organisation_id,
            other_kind="mentor",
            other_id=made.id,
            other_account_id=owner.account_id,
        )
    person = {"visitor": policies.Actor(), "owner": owner}.get(reader, founder)
    assert policies.reach(person, made) is reach


def test_fields_private_by_nature_never_become_public():
    owner = factories.actor(Role.MENTOR)
    made = published(owner)
    services.set_visibility(actor=owner, mentor=made, choices={"contact": "public", "bio": "agreed", "name": "agreed"})
    assert policies.readable_fields(made, Visibility.PUBLIC) == set()
    assert "contact" not in policies.readable_fields(made, Visibility.SIGNED_IN)


def test_the_directory_filters_by_each_facet_and_by_free_places():
    published(name="甲", languages=["en"])
    published(name="乙", sectors=["semiconductors"], region_code="110105", stages=["idea"], expertise=["strategy"])
    full = published(name="丙", capacity=0)
    cases = {
        "sectors": ["semiconductors"],
        "expertise": ["strategy"],
        "stages": ["idea"],
        "region": "11",
        "words": "乙",
    }
    for name, value in cases.items():
        assert [row.name for row in db.session.scalars(queries.directory(**{name: value})).unique()] == ["乙"], name
    assert [row.name for row in db.session.scalars(queries.directory(languages=["en"])).unique()] == ["甲"]
    assert full not in db.session.scalars(queries.directory(free=True)).unique().all()
    assert {row.name for row in db.session.scalars(queries.directory(order="name")).unique()} == {"甲", "乙", "丙"}
