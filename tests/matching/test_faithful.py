"""What a reason names is what the score is made of."""

from bench.matching.faithful import city, drops
from matching.metrics import bootstrap


def test_removing_what_reasons_name_costs_more_than_removing_something_else():
    model, projects = city()
    values = drops(model, projects[:5], most=2)
    assert len(values) > 25, "reasons of both kinds were met"
    assert values[:, 0].mean() > 0
    lowest, _highest = bootstrap((values[:, 0] - values[:, 1])[:, None])
    assert lowest[0] > 0
