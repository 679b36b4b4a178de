from app.accounts.actor import Actor
from app.accounts.models import Role
from app.mentors.models import Mentor
from app.mentorships import services
from app.mentorships.models import MentorRequest
from app.projects.models import Project
from tests import factories
from tests.mentors.factories import published as published_mentor
from tests.projects.factories import published as published_project


def pair(**mentor_values) -> tuple[Actor, Project, Actor, Mentor]:
    """An entrepreneur with a published project, and a mentor with a published profile."""
    owner, coach = factories.actor(), factories.actor(Role.MENTOR)
    return owner, published_project(owner), coach, published_mentor(coach, **mentor_values)


def request(owner: Actor, project: Project, mentor: Mentor, message: str = "想请教量产。") -> MentorRequest:
    return services.ask(actor=owner, project=project, mentor_id=mentor.id, message=message)
