from app.accounts.actor import Actor
from app.accounts.models import Role
from app.messages.models import Connection
from app.messages.services import connect
from app.projects.models import Project
from tests import factories
from tests.funds.factories import published as published_fund
from tests.mentors.factories import published as published_mentor
from tests.projects.factories import published


def with_mentor(owner: Actor, person: Actor | None = None, project: Project | None = None) -> tuple[Connection, Actor]:
    """A project and a mentor that agreed to talk, and the mentor."""
    person = person or factories.actor(Role.MENTOR)
    project, mentor = project or published(owner), published_mentor(person)
    made = connect(
        project_id=project.id,
        project_organisation_id=project.organisation_id,
        other_kind="mentor",
        other_id=mentor.id,
        other_account_id=person.account_id,
    )
    return made, person


def with_fund(owner: Actor, person: Actor | None = None, project: Project | None = None) -> tuple[Connection, Actor]:
    person = person or factories.actor(Role.INVESTOR)
    project, fund = project or published(owner), published_fund(person)
    made = connect(
        project_id=project.id,
        project_organisation_id=project.organisation_id,
        other_kind="fund",
        other_id=fund.id,
        other_organisation_id=fund.organisation_id,
    )
    return made, person
