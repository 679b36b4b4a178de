"""Matches startup projects with mentors and funds, and says why.

Usage
-----
Profiles go in as frozen dataclasses (:mod:`matching.profiles`), matches come out::

    from matching import FundRecommender, MentorRecommender, NotEnough, Vocabulary

    words = Vocabulary.from_mapping({"ai": {"group": "ict", "names": ["人工智能", "artificial intelligence"]}})
    model = FundRecommender(vocabulary=words).fit(funds, market_deals=deals, today=today)
    for project_id, result in model.recommend(projects, k=10).items():
        if isinstance(result, NotEnough):
            ...  # result.missing names the fields to fill in
        else:
            ...  # a tuple of Match, best first

    by_fund = model.recommend_projects(projects, k=10)     # the other direction, by fund id
    state = model.to_state()                               # JSON values; store them with the model's version
    same = FundRecommender(vocabulary=words).fit(funds, market_deals=deals, today=today, state=state)

    mentors = MentorRecommender(vocabulary=words).fit(mentor_profiles, outcomes=[(project, mentor_id), ...])

The whole line-up of a roadshow is assigned at once::

    from matching import AssignmentProblem, Demand, Expert, assign

    scores = {(p, c): s for p, c, s in [*model.score_pairs(projects), *mentors.score_pairs(projects)]}
    plan = assign(
        AssignmentProblem(
            projects=[Demand(p.id, {"mentor": (1, 2), "fund": (1, 3)}) for p in projects],
            experts=[*(Expert(f.id, "fund", min=0, max=5) for f in funds), *(Expert(m.id, "mentor") for m in people)],
            scores=scores,
            pinned=frozenset({(project_id, fund_id)}),
        )
    )
    plan.assigned, plan.total, plan.bound, plan.worst, plan.uncovered   # uncovered: who is left out and why

Fitting belongs in a background job; ``recommend`` needs no learning and may run for one edited profile. Everything is
deterministic and ties are broken by id. Nothing here writes prose: evidence is a code with parameters.
"""

from matching.assignment import AssignmentProblem, Demand, Expert, Plan, assign
from matching.profiles import Deal, Evidence, Fund, Match, Mentor, NotEnough, Part, Project
from matching.recommender import FundRecommender, MentorRecommender
from matching.shortage import Shortage
from matching.vocabulary import Term, Vocabulary

__all__ = [
    "AssignmentProblem",
    "Deal",
    "Demand",
    "Evidence",
    "Expert",
    "Fund",
    "FundRecommender",
    "Match",
    "Mentor",
    "MentorRecommender",
    "NotEnough",
    "Part",
    "Plan",
    "Project",
    "Shortage",
    "Term",
    "Vocabulary",
    "assign",
]
