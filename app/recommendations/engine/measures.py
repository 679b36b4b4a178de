"""What measuring a ranking needs of the library."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from app.recommendations.rows import Profile


def text_closeness(projects: Sequence[Profile], candidates: Sequence[Profile]) -> list[list[float]]:
    """How close the words of each project are to those of each candidate: a ranking without a model."""
    from matching.affinity import TextAffinity

    people = [[text for texts in profile.texts.values() for text in texts] for profile in candidates]
    people = [
        texts + [deal.description for deal in profile.deals] for texts, profile in zip(people, candidates, strict=True)
    ]
    asked = ["\n".join(text for texts in profile.texts.values() for text in texts) for profile in projects]
    close: list[list[float]] = TextAffinity().fit(people).transform(asked).tolist()
    return close


def found_at(order: Sequence[uuid.UUID], wanted: Collection[uuid.UUID]) -> dict[str, float]:
    """How well one list finds those who are looked for; whom it leaves out stands behind everybody."""
    from matching.metrics import query_metrics

    places = {candidate_id: place for place, candidate_id in enumerate(order)}
    ranks = [places.get(candidate_id, len(order) + 1000) for candidate_id in wanted]
    _recall10, _recall50, ndcg, _reciprocal = query_metrics(ranks)
    return {"hit10": float(min(ranks) < 10), "hit50": float(min(ranks) < 50), "ndcg10": ndcg}


def intervals(found: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    """By figure: the mean with the ends of its 95 % bootstrap interval."""
    import numpy as np

    from matching.metrics import bootstrap

    names = list(found[0])
    values = np.array([[row[name] for name in names] for row in found])
    low, high = bootstrap(values)
    ends = zip(values.mean(axis=0).tolist(), low.tolist(), high.tolist(), strict=True)
    return {name: list(three) for name, three in zip(names, ends, strict=True)}
