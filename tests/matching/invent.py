"""Invented markets, mentors and funds for the tests; nothing here is about real companies."""

import datetime as dt
import random

from matching import Deal, Fund, Mentor, Project, Term, Vocabulary
from matching.rounds_file import Row

TODAY = dt.date(2025, 6, 1)
SECTORS = ("robotics", "biotech", "retail", "games")
PLACES = ("330100", "310000", "110000")

VOCABULARY = Vocabulary(
    [
        Term("health", ("医疗健康", "health care")),
        Term("devices", ("医疗器械", "medical devices"), "health"),
        Term("biotech", ("生物技术", "biotechnology"), "health"),
        Term("robotics", ("机器人", "robotics", "robots")),
        Term("retail", ("零售", "retail")),
        Term("games", ("游戏", "games")),
    ]
)


def market_rows(n=600, n_funds=24, seed=1):
    """Rounds in which every fund has a home sector and place, so that there is something to learn."""
    rng = random.Random(seed)
    homes = [(rng.choice(SECTORS), rng.choice(PLACES), 1 + rng.random() * 4) for _ in range(n_funds)]
    rows = []
    for i in range(n):
        sector, place = rng.choice(SECTORS), rng.choice(PLACES)
        weights = [(8 if h[0] == sector else 1) * (4 if h[1] == place else 1) * h[2] for h in homes]
        funds = {f"fund{j:02d}" for j in rng.choices(range(n_funds), weights, k=rng.choice((1, 1, 2)))}
        rows.append(
            Row(
                date=TODAY - dt.timedelta(days=1 + int(900 * rng.random())),
                company=f"company {i}",
                text=f"company {i} {sector}",
                sectors=(sector,),
                subsectors=(),
                place=place,
                region="",
                country="",
                round=rng.choice(("seed", "angel", "angel", "pre_a", "a")),
                amount=rng.choice((1e6, 3e6, 1e7, None)),
                investors=tuple(sorted(funds)),
            )
        )
    return rows


def as_funds(rows):
    """The funds of a market with their portfolios."""
    portfolios = {}
    for row in rows:
        deal = Deal(row.date, frozenset(row.sectors), row.place, row.round, row.amount, row.text)
        for name in row.investors:
            portfolios.setdefault(name, []).append(deal)
    return [Fund(name, portfolio=tuple(deals)) for name, deals in sorted(portfolios.items())]


def project(**changes):
    whole = {
        "id": "p1",
        "texts": {"name": "灵犀", "summary": "我们研发手术机器人，用于骨科的微创手术。"},
        "sectors": frozenset({"robotics"}),
        "region": "330100",
        "stage": "startup",
        "round": "seed",
        "amount": 3e6,
        "needs": frozenset({"regulation", "sales"}),
        "languages": frozenset({"zh"}),
    }
    return Project(**(whole | changes))


def mandate_fund(id="mandate", **changes):
    whole = {
        "texts": ("We back robots and automation at the seed stage in Zhejiang.",),
        "rounds": frozenset({"seed", "angel"}),
        "ticket_min": 1e6,
        "ticket_max": 5e6,
        "sectors": frozenset({"robotics"}),
        "regions": frozenset({"330000"}),
    }
    return Fund(id, **(whole | changes))


def mentor(id="m1", **changes):
    whole = {
        "texts": ("曾任医疗机器人公司总经理，负责注册和临床试验。", "投资人，关注消费品牌。"),
        "sectors": frozenset({"robotics"}),
        "stages": frozenset({"startup"}),
        "expertise": frozenset({"regulation"}),
        "languages": frozenset({"zh"}),
        "region": "330100",
        "capacity": 3,
        "load": 1,
    }
    return Mentor(id, **(whole | changes))
