import pytest

from app.accounts.models import Role
from app.accounts.services import close_account, personal_data
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.visibility import Visibility
from app.messages.services import connect
from app.projects import policies, services
from tests import factories
from tests.projects.factories import project, published

pytestmark = pytest.mark.usefixtures("app")


def test_a_teammate_edits_and_a_stranger_may_not():
    owner = factories.actor()
    teammate = factories.actor(of=owner.membership.organisation, is_manager=False)
    made = project(owner)
    services.update(actor=teammate, project=made, name="电子皮肤", sectors=["robotics", "semiconductors"])
    assert made.name == "电子皮肤"
    assert made.codes("sector") == ["robotics", "semiconductors"]
    with pytest.raises(Forbidden):
        services.update(actor=factories.actor(), project=made, name="改名")


def test_a_thin_project_is_not_published_and_says_what_is_missing():
    owner = factories.actor()
    made = project(owner, summary="")
    with pytest.raises(Invalid) as refusal:
        services.publish(actor=owner, project=made)
    assert refusal.value.field == "summary"


def test_publishing_twice_or_restoring_what_is_not_archived_is_a_conflict():
    owner = factories.actor()
    made = published(owner)
    with pytest.raises(Conflict):
        services.publish(actor=owner, project=made)
    with pytest.raises(Conflict):
        services.restore(actor=owner, project=made)
    services.archive(actor=owner, project=made)
    assert not policies.can_see(factories.actor(Role.INVESTOR), made)
    services.restore(actor=owner, project=made)
    assert made.state == "draft"


def test_what_a_service_does_not_know_changes_nothing():
    owner, other = factories.actor(), factories.actor()
    made = project(owner, state="published", organisation_id=other.organisation_id, created_by_id=other.account_id)
    assert (made.state, made.organisation_id, made.created_by_id) == ("draft", owner.organisation_id, owner.account_id)


@pytest.mark.parametrize(
    ("reader", "reach"),
    [
        ("visitor", Visibility.PUBLIC),
        ("investor", Visibility.SIGNED_IN),
        ("agreed", Visibility.AGREED),
        ("owner", Visibility.AGREED),
    ],
)
def test_a_reader_reaches_as_far_as_both_sides_agreed(reader, reach):
    owner, investor = factories.actor(), factories.actor(Role.INVESTOR)
    made = published(owner)
    if reader == "agreed":
        connect(
            project_id=made.id,
            project_organisation_id=owner.organisation_id,
            other_kind="fund",
            other_id=investor.organisation_id,
            other_organisation_id=investor.organisation_id,
        )
    person = {"visitor": policies.Actor(), "owner": owner}.get(reader, investor)
    assert policies.reach(person, made) is reach


def test_fields_private_by_nature_never_become_public():
    owner = factories.actor()
    made = published(owner)
    services.set_visibility(
        actor=owner, project=made, choices={"contact": "public", "cap_table": "public", "summary": "agreed"}
    )
    assert policies.readable_fields(made, Visibility.PUBLIC) == {"website"}
    assert "contact" not in policies.readable_fields(made, Visibility.SIGNED_IN)


def test_closing_an_account_takes_the_person_out_of_the_projects_that_name_them():
    owner = factories.actor()
    teammate = factories.actor(of=owner.membership.organisation, is_manager=False)
    made = project(owner, contact_name="李雷", contact_email=teammate.account.email)
    assert personal_data(teammate.account)["projects"][0]["contact_name"] == "李雷"
    close_account(actor=teammate)
    assert (made.contact_name, made.contact_email) == ("", "")
