from app.core.model import utc_now
from app.extensions import db
from app.mentors.models import Mentor
from app.mentorships import services
from app.projects.models import Project
from app.recommendations.models import Kind, Match, MatchRun, Rule, Scope
from app.recommendations.services import planning, rules
from app.roadshows.models import Roadshow
from tests import factories
from tests.access.world import City
from tests.projects.factories import published

# The figures of a run that proposes nobody.
EMPTY_PLAN = {
    "projects": 1,
    "kinds": {kind.value: {"assigned": 0, "covered": 0, "available": 1, "used": 0, "busiest": 0} for kind in Kind},
    "worst": None,
    "total": 0,
    "bound": 0,
    "gap": 0,
    "changes": {"added": 0, "kept": 0, "removed": 0},
    "ignored_pins": [],
    "seconds": 1,
    "peak_mb": 100,
    "plan_seconds": 0,
    "as_of": "2026-01-01",
    "model": "-",
}


def add(city: City) -> None:
    _matches(city)
    _plan(city)
    _mentorships(city)


def _matches(city: City) -> None:
    project_id = city.things["project"]["project_id"]
    for kind, thing, candidate_id in (
        (Kind.MENTOR, "match_mentor", city.things["mentor_profile"]["mentor_id"]),
        (Kind.FUND, "match_fund", city.things["fund"]["fund_id"]),
        (Kind.FUND, "match_draft", city.things["fund_draft"]["fund_id"]),
    ):
        factories.save(
            Match(
                project_id=project_id,
                candidate_id=candidate_id,
                candidate_kind=kind,
                score=80,
                raw=0.8,
                band="strong",
                parts=[],
                evidence=[],
                conflicts=[],
                missing=[],
            )
        )
        city.things[thing] = {"project_id": project_id, "candidate_id": candidate_id}


def _plan(city: City) -> None:
    organiser = city.people["organiser"]
    shown = db.session.get_one(Roadshow, city.things["roadshow"]["roadshow_id"])
    run = MatchRun(scope=Scope.ROADSHOW, roadshow_id=shown.id, finished_at=utc_now())
    run.parameters, run.summary = dict(planning.DEFAULTS), EMPTY_PLAN
    city.things["run"] = {"run_id": factories.save(run).id}
    everybody = factories.save(MatchRun(scope=Scope.ALL, finished_at=utc_now()))
    city.things["run_of_all"] = {"run_id": everybody.id}
    rule = rules.decide(
        actor=organiser,
        roadshow=shown,
        project_id=city.things["project"]["project_id"],
        candidate_id=city.things["mentor_profile"]["mentor_id"],
        rule=Rule.PIN,
    )
    city.things["rule"] = {"rule_id": rule.id}


def _mentorships(city: City) -> None:
    """One request of the owner and one of the organiser wait; with another project the mentor works already."""
    owner, coach = city.people["owner"], city.people["mentor"]
    mentor = db.session.get_one(Mentor, city.things["mentor_profile"]["mentor_id"])
    project = db.session.get_one(Project, city.things["project"]["project_id"])
    coached, wanted = published(owner, name="有导师"), published(owner, name="被推荐")
    asked = services.ask(actor=owner, project=coached, mentor_id=mentor.id, message="请教。")
    running = services.accept(actor=coach, request=asked)
    city.things["mentorship"] = {"mentorship_id": running.id}
    city.things["answered_request"] = {"request_id": asked.id}
    city.things["coached"] = {"project_id": coached.id}
    pending = services.ask(actor=owner, project=wanted, mentor_id=mentor.id, message="想请教量产。")
    city.things["mentor_request"] = {"request_id": pending.id}
    shown = db.session.get_one(Roadshow, city.things["roadshow"]["roadshow_id"])
    invited = services.invite_mentor(
        actor=city.people["organiser"], roadshow=shown, project_id=project.id, mentor_id=mentor.id
    )
    city.things["organiser_request"] = {"request_id": invited.id}
