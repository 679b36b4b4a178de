"""The sample city, written through the services like everything people write."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.accounts import queries as account_queries
from app.accounts import services as accounts
from app.accounts.actor import Actor
from app.accounts.models import Organisation, OrganisationKind, Role
from app.carriers.models import Carrier
from app.core import audit
from app.core.model import utc_now
from app.demo import content
from app.demo.content import CITY, DISTRICTS, Names, Theme, themes
from app.extensions import db
from app.funds import services as funds
from app.funds.models import Fund
from app.mentors import services as mentors
from app.mentors.models import Mentor
from app.projects import services as projects
from app.projects.models import Project

SEED = 2026
PASSWORD = "kongqiao-jiaxing"  # noqa: S105 - of invented people, printed on the first start
WAN = 10_000 * 100
SAMPLE = {
    "organiser": "organiser@example.cn",
    "reviewer": "reviewer@example.cn",
    "entrepreneur": "entrepreneur@example.cn",
    "mentor": "mentor@example.cn",
    "investor": "investor@example.cn",
    "carrier": "carrier@example.cn",
    "agency": "agency@example.cn",
    "administrator": "admin@example.cn",
}
# Organisers around the sample city: of its district, of its province, and of the city next to it.
AROUND = {
    "district": "district@example.cn",
    "province": "province@example.cn",
    "neighbour": "neighbour@example.cn",
}


@dataclass
class City:
    """What has been made so far; later parts choose from it."""

    rng: random.Random
    names: Names
    progress: Callable[[str], None]
    authority: Organisation | None = None
    organiser: Actor | None = None
    reviewers: list[Actor] = field(default_factory=list)
    projects: list[tuple[Actor, Project]] = field(default_factory=list)
    mentors: list[tuple[Actor, Mentor]] = field(default_factory=list)
    funds: list[tuple[Actor, Fund]] = field(default_factory=list)
    carriers: list[tuple[Actor, Carrier]] = field(default_factory=list)


def total() -> int:
    """How many steps the progress bar has."""
    return sum(len(t.projects) + len(t.mentors) + len(t.funds) for t in themes()) + 3


def build(progress: Callable[[str], None]) -> City:
    """The city's people and profiles, committed in steps; the roadshows follow in their own module."""
    rng = random.Random(SEED)
    city = City(rng=rng, names=Names(rng), progress=progress)
    _authority(city)
    for theme in themes():
        for entry in theme.projects:
            _project(city, theme, entry)
        for entry in theme.mentors:
            _mentor(city, theme, entry)
        for entry in theme.funds:
            _fund(city, theme, entry)
        db.session.commit()
    return city


def member(city: City, organisation: Organisation, role: Role, email: str, *, manager: bool = True) -> Actor:
    """A person with a membership; only the sample sign-ins have a password."""
    password = PASSWORD if email in {*SAMPLE.values(), *AROUND.values()} else ""
    account = account_queries.account_by_email(email) or accounts.create_account(
        email=email, name=city.names.person(), password=password
    )
    joined = accounts.add_membership(account=account, organisation=organisation, role=role, is_manager=manager)
    audit.acting(actor_id=account.id, membership_id=joined.id)
    return Actor(account, joined)


def _authority(city: City) -> None:
    city.authority = accounts.create_organisation(
        kind=OrganisationKind.AUTHORITY,
        name="禾城市科技创新局（示例）",
        name_en="Hecheng Science and Technology Bureau (sample)",
        region_code=CITY,
    )
    city.organiser = member(city, city.authority, Role.ORGANISER, SAMPLE["organiser"])
    member(city, city.authority, Role.ADMINISTRATOR, SAMPLE["administrator"])
    for number in range(1, 6):
        email = SAMPLE["reviewer"] if number == 1 else f"reviewer{number}@example.cn"
        city.reviewers.append(member(city, city.authority, Role.REVIEWER, email, manager=False))
    db.session.commit()


def _project(city: City, theme: Theme, entry: list[str]) -> None:
    rng, (name, tagline, problem, solution) = city.rng, entry
    number = len(city.projects)
    email = SAMPLE["entrepreneur"] if number == 0 else f"founder{number}@example.cn"
    organisation = accounts.create_organisation(
        kind=OrganisationKind.STARTUP, name=f"{name}（示例）有限公司", region_code=rng.choice(DISTRICTS)
    )
    actor = member(city, organisation, Role.ENTREPRENEUR, email)
    round_ = rng.choice(("seed", "angel", "angel"))
    project = projects.create(
        actor=actor,
        name=name,
        tagline=tagline,
        summary=f"{problem}{solution}",
        problem=problem,
        solution=solution,
        market=rng.choice(content.MARKET),
        traction=rng.choice(content.TRACTION),
        team=rng.choice(content.TEAM),
        need=rng.choice(content.NEEDS),
        sectors=theme.sectors[: rng.choice((1, 2, 2))],
        needs=rng.sample(theme.expertise, rng.choice((1, 2, 3))),
        languages=["zh"],
        stage={"seed": "seed", "angel": "startup"}[round_],
        round=round_,
        region_code=organisation.region_code,
        amount_sought=rng.choice((100, 150, 200, 300, 500, 800) if round_ == "angel" else (50, 80, 100, 200)) * WAN,
        equity_offered=rng.choice((500, 800, 1000, 1200)),
        contact_name=actor.account.name if actor.account else "",
        contact_email=email,
    )
    if number % 12 != 11:  # a few are still being written
        projects.publish(actor=actor, project=project)
    city.projects.append((actor, project))
    city.progress(name)


def _mentor(city: City, theme: Theme, entry: list[str]) -> None:
    rng, (headline, experience, case) = city.rng, entry
    number = len(city.mentors)
    email = SAMPLE["mentor"] if number == 0 else f"mentor{number}@example.cn"
    assert city.authority
    actor = member(city, city.authority, Role.MENTOR, email, manager=False)
    mentor = mentors.create(
        actor=actor,
        name=actor.account.name if actor.account else "",
        headline=headline,
        bio=experience,
        texts=[
            {"kind": "experience", "title": "从业经历", "text": experience},
            {"kind": "case", "title": "辅导案例", "text": case},
        ],
        sectors=theme.sectors,
        expertise=rng.sample(theme.expertise, 2),
        stages=rng.sample(["seed", "startup", "growth"], 2),
        languages=["zh", "en"] if rng.random() < 0.3 else ["zh"],
        region_code=rng.choice(DISTRICTS),
        capacity=rng.choice((1, 2, 3, 3, 4)),
        contact_email=email,
    )
    mentors.publish(actor=actor, mentor=mentor)
    assert city.organiser
    mentors.enter(actor=city.organiser, mentor=mentor, reason=content.APPOINTED)
    city.mentors.append((actor, mentor))
    city.progress(headline)


def _fund(city: City, theme: Theme, entry: list[str]) -> None:
    rng, (name, tagline, thesis) = city.rng, entry
    number = len(city.funds)
    email = SAMPLE["investor"] if number == 0 else f"investor{number}@example.cn"
    organisation = accounts.create_organisation(
        kind=OrganisationKind.FUND_MANAGER, name=f"{name}管理（示例）有限公司", region_code=CITY
    )
    actor = member(city, organisation, Role.INVESTOR, email)
    small = "种子" in name or "Seed" in name or "公益" in name
    low, high = (30, 200) if small else (200, 1000)
    size = rng.choice((3000, 5000, 10_000, 20_000)) * WAN
    fund = funds.create(
        actor=actor,
        name=name,
        fund_type="seed" if small else ("industry" if "产业" in name else "angel"),
        tagline=tagline,
        thesis=thesis,
        rounds=["seed", "angel"] if small else ["angel", "pre_a"],
        sectors=theme.sectors,
        excluded_sectors=[],
        regions=["330000"] if rng.random() < 0.5 else [],
        ticket_min=low * WAN,
        ticket_max=high * WAN,
        size=size,
        remaining_capital=size // 2,
        leads=rng.random() < 0.7,
        follows=True,
        capacity=rng.choice((3, 4, 5)),
        deals_per_year=3 + number % 6,
        founded_year=rng.choice(range(2014, 2024)),
        contact_email=email,
    )
    funds.publish(actor=actor, fund=fund)
    city.funds.append((actor, fund))
    _portfolio(city, theme, actor, fund)
    city.progress(name)


def _portfolio(city: City, theme: Theme, actor: Actor, fund: Fund) -> None:
    """What the fund did in the last three years, in invented companies of its field."""
    rng, today = city.rng, utc_now().date()
    for number in range(rng.choice((2, 3, 4, 6))):
        values: dict[str, Any] = {
            "company": f"{fund.name[:2]}已投{number + 1}号",
            "invested_on": today - dt.timedelta(days=rng.randrange(60, 1100)),
            "sectors": [rng.choice(theme.sectors)],
            "region_code": rng.choice(DISTRICTS),
            "round": rng.choice(fund.codes("round")),
            "amount": rng.choice((50, 100, 200, 300)) * WAN,
            "description": rng.choice(theme.projects)[1],
            "is_lead": rng.random() < 0.5,
        }
        funds.add_investment(actor=actor, fund=fund, **values)
