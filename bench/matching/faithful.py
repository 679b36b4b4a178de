"""Are the reasons those of the score? Take away what a reason names, or something else that it does not name.

`python -m bench.matching.faithful` prints by how much the raw score falls in either case, on invented profiles.
"""

import dataclasses
import datetime as dt
import random
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from matching import Deal, Fund, FundRecommender, Match, Project, Term, Vocabulary
from matching.metrics import bootstrap

TODAY = dt.date(2025, 6, 1)
EVERYBODY = 1000
WORDS = {
    "robotics": ["机械臂", "手术", "骨科", "导航", "传感器", "自动化", "协作", "视觉", "控制", "焊接"],
    "biotech": ["抗体", "细胞", "基因", "药物", "临床", "检测", "蛋白", "疫苗", "培养", "筛选"],
    "retail": ["门店", "供应链", "会员", "电商", "品牌", "物流", "生鲜", "支付", "营销", "货架"],
}
COMMON = ["城市", "计划", "成立", "合作", "方案", "效率", "成本", "经验", "数据", "质量"]
PLACES = ("330100", "310000", "110000")
ROUNDS = ("seed", "angel", "pre_a")
# What a fact speaks of is this field of the project.
FIELDS = {
    "mandate_sector": "sectors",
    "deals_sector": "sectors",
    "mandate_region": "region",
    "deals_place": "region",
    "mandate_round": "round",
    "deals_round": "round",
    "ticket_fits": "amount",
}
EMPTY: dict[str, Any] = {"sectors": frozenset(), "region": "", "round": "", "amount": None}


def city(seed: int = 3) -> tuple[FundRecommender, list[Project]]:
    """Funds with a mandate and deals that follow it, and projects of the same market."""
    rng = random.Random(seed)
    vocabulary = Vocabulary([Term(code, (code,)) for code in WORDS])
    funds = [_fund(rng, number, sector) for number, sector in enumerate([*WORDS] * 8)]
    projects = [_project(rng, number, sector) for number, sector in enumerate([*WORDS] * 12)]
    market = [deal for fund in funds for deal in fund.portfolio]
    return FundRecommender(vocabulary=vocabulary).fit(funds, market_deals=market, today=TODAY), projects


def _said(rng: random.Random, sector: str) -> str:
    return "，".join(rng.sample(WORDS[sector], 5) + rng.sample(COMMON, 4))


def _fund(rng: random.Random, number: int, sector: str) -> Fund:
    place, stage = rng.choice(PLACES), rng.choice(ROUNDS)
    deals = tuple(
        Deal(
            TODAY - dt.timedelta(days=rng.randrange(20, 900)),
            frozenset({sector if rng.random() < 0.8 else rng.choice([*WORDS])}),
            place if rng.random() < 0.7 else rng.choice(PLACES),
            stage if rng.random() < 0.7 else rng.choice(ROUNDS),
            rng.choice((1e6, 3e6, 8e6)),
            _said(rng, sector),
        )
        for _ in range(rng.randrange(4, 14))
    )
    mandate = {"rounds": frozenset({stage}), "sectors": frozenset({sector}), "regions": frozenset({place})}
    return Fund(f"f{number:02d}", (_said(rng, sector),), ticket_min=5e5, ticket_max=9e6, portfolio=deals, **mandate)


def _project(rng: random.Random, number: int, sector: str) -> Project:
    texts = {"summary": _said(rng, sector)}
    known = {"region": rng.choice(PLACES), "round": rng.choice(ROUNDS), "amount": rng.choice((1e6, 3e6, 8e6))}
    return Project(f"p{number:02d}", texts, sectors=frozenset({sector}), **known)


def drops(model: FundRecommender, projects: Sequence[Project], most: int = 3, seed: int = 0) -> np.ndarray:
    """How far the raw score of the best matches falls without what a reason names, and without something else.

    Returns
    -------
    ndarray of shape (n_reasons, 2)
    """
    rng, rows = random.Random(seed), []
    for project in projects:
        found = model.recommend([project], k=most)[project.id]
        for match in found if isinstance(found, tuple) else ():
            for named, other in _removals(project, match, rng):
                rows.append([match.raw - _raw(model, changed, match) for changed in (named, other)])
    return np.array(rows)


def _removals(project: Project, match: Match, rng: random.Random) -> Iterator[tuple[Project, Project]]:
    """For each reason the project without what it names, and without as much that no reason names."""
    summary = project.texts["summary"]
    terms = [str(reason.params["term"]) for reason in match.evidence if reason.code == "shared_term"]
    others = [word for word in summary.split("，") if not any(term in word for term in terms)]
    for term in terms:
        if term in summary and others:
            yield _without_word(project, term), _without_word(project, rng.choice(others))
    named = {FIELDS[reason.code] for reason in match.evidence if reason.code in FIELDS}
    rest = sorted(EMPTY.keys() - named)
    for name in sorted(named) if rest else ():
        other = rng.choice(rest)
        yield _without(project, name), _without(project, other)


def _without(project: Project, name: str) -> Project:
    return dataclasses.replace(project, **{name: EMPTY[name]})


def _without_word(project: Project, word: str) -> Project:
    return dataclasses.replace(project, texts={"summary": project.texts["summary"].replace(word, "")})


def _raw(model: FundRecommender, project: Project, match: Match) -> float:
    found = model.recommend([project], k=EVERYBODY)[project.id]
    return next(row.raw for row in found if isinstance(row, Match) and row.candidate_id == match.candidate_id)


def main() -> None:
    values = drops(*city())
    gain = (values[:, 0] - values[:, 1])[:, None]
    low, high = bootstrap(gain)
    named, other = values.mean(axis=0)
    print(f"reasons                     {len(values)}")
    print(f"named evidence removed      raw score falls by {named:.3f}")
    print(f"other evidence removed      raw score falls by {other:.3f}")
    print(f"difference                  {gain.mean():.3f} [{low[0]:.3f}, {high[0]:.3f}]")


if __name__ == "__main__":
    main()
