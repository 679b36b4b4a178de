"""The adapter to the matching library: rows become profiles, results become rows again.

The only package that knows `matching`, and it imports it inside functions: a web worker that serves stored matches
never loads the model or its numerical libraries.
"""

from app.recommendations.engine.measures import found_at, intervals, text_closeness
from app.recommendations.engine.plans import Wanted, plan
from app.recommendations.engine.profiles import vocabulary
from app.recommendations.engine.ranking import Ranking

__all__ = ["Ranking", "Wanted", "found_at", "intervals", "plan", "text_closeness", "vocabulary"]
