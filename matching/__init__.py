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

Fitting belongs in a background job; ``recommend`` needs no learning and may run for one edited profile. Everything is
deterministic and ties are broken by id. Nothing here writes prose: evidence is a code with parameters.
"""

from matching.profiles import Deal, Evidence, Fund, Match, Mentor, NotEnough, Part, Project
from matching.recommender import FundRecommender, MentorRecommender
from matching.vocabulary import Term, Vocabulary

__all__ = [
    "Deal",
    "Evidence",
    "Fund",
    "FundRecommender",
    "Match",
    "Mentor",
    "MentorRecommender",
    "NotEnough",
    "Part",
    "Project",
    "Term",
    "Vocabulary",
]
