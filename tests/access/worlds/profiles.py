from app.accounts.actor import Actor
from app.core.model import utc_now
from app.files.models import File, FileKind
from app.files.services import store
from app.funds import services as fund_services
from app.mentors import services as mentor_services
from app.projects import services as project_services
from app.projects.models import Project
from tests.access.world import City
from tests.files import samples
from tests.funds import factories as funds
from tests.mentors import factories as mentors
from tests.projects.factories import project, published


def add(city: City) -> None:
    _projects(city)
    _mentors(city)
    _funds(city)


def _projects(city: City) -> None:
    owner = city.people["owner"]
    made = published(owner)
    city.things["project"] = {"project_id": made.id}
    city.things["draft"] = {"project_id": project(owner, name="草稿").id}
    archived = published(owner, name="归档")
    project_services.archive(actor=owner, project=archived)
    city.things["archived"] = {"project_id": archived.id}
    city.things["strangers_project"] = {"project_id": published(city.people["stranger"], name="他人").id}
    city.things["deck"] = {"file_id": _attach(owner, made, "deck", samples.pdf(), "deck.pdf").id}
    city.things["logo"] = {"file_id": _attach(owner, made, "logo", samples.image("PNG"), "logo.png").id}


def _attach(owner: Actor, made: Project, kind: str, content: bytes, name: str) -> File:
    file = store(
        actor=owner, upload=samples.upload(content, name), kind=FileKind(kind), organisation_id=made.organisation_id
    )
    project_services.set_file(actor=owner, project=made, kind=kind, file_id=file.id)
    return file


def _mentors(city: City) -> None:
    mentor = city.people["mentor"]
    profile = mentors.published(mentor, capacity=5)
    city.things["mentor_profile"] = {"mentor_id": profile.id}
    city.things["mentor_draft"] = {"mentor_id": mentors.mentor(city.people["other_mentor"]).id}
    # For a mentor who has not signed up, the authority keeps the profile.
    city.things["mentor_kept"] = {"mentor_id": mentors.mentor(city.people["organiser"]).id}
    mentor.account.email_verified_at = utc_now()
    under_address = mentors.mentor(city.people["organiser"], contact_email=mentor.account.email)
    city.things["mentor_waiting"] = {"mentor_id": under_address.id}
    archived = mentors.published(city.people["other_organiser"])
    mentor_services.archive(actor=city.people["other_organiser"], mentor=archived)
    city.things["mentor_archived"] = {"mentor_id": archived.id}
    conflict = mentor_services.declare_conflict(actor=mentor, mentor=profile, name="某某科技", relation="family")
    city.things["mentor_conflict"] = {"conflict_id": conflict.id}


def _funds(city: City) -> None:
    investor = city.people["investor"]
    fund = funds.published(investor)
    city.things["fund"] = {"fund_id": fund.id}
    city.things["fund_draft"] = {"fund_id": funds.fund(investor).id}
    archived = funds.published(investor)
    fund_services.archive(actor=investor, fund=archived)
    city.things["fund_archived"] = {"fund_id": archived.id}
    city.things["fund_investment"] = {"investment_id": funds.investment(investor, fund).id}
