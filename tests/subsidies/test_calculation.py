"""What is due and what a further statement brings: exact, capped, and nothing twice."""

import datetime as dt
import uuid

from hypothesis import given
from hypothesis import strategies as st

from app.subsidies import rules
from app.subsidies.calculation import Claim, Input, changes

KEY = ("seed_grants", "2026")
AMOUNTS = st.lists(st.integers(1, 10**12), max_size=6)


def seed(amounts, *, rate=2000, cap=100_000_000):
    inputs = [Input("grant", uuid.UUID(int=number), "", dt.date(2026, 1, 1), it) for number, it in enumerate(amounts)]
    return Claim(*KEY, cap, tuple(inputs), rate)


def test_twenty_percent_up_to_a_million():
    assert seed([300_000_00]).due == 60_000_00
    assert seed([3_000_000_00, 2_000_000_00]).due == 1_000_000_00
    assert seed([9_000_000_00]).due == 1_000_000_00
    assert seed([4]).due == 0  # rounded down to the fen
    assert seed([2, 3]).due == 1  # of the sum, not of each


@given(rate=st.integers(0, 10_000), cap=st.integers(0, 10**10), years=st.lists(AMOUNTS, min_size=1, max_size=6))
def test_statements_of_a_year_add_up_to_what_is_due_and_never_above_the_cap(rate, cap, years):
    """Whatever is confirmed and revoked between them."""
    given_before = 0
    for amounts in years:
        claim = seed(amounts, rate=rate, cap=cap)
        rows = changes([claim], {KEY: (given_before, cap)})
        given_before += sum(row.amount for row in rows)
        assert given_before == claim.due == min(sum(amounts) * rate // 10_000, cap)
        assert 0 <= given_before <= cap
        assert changes([claim], {KEY: (given_before, cap)}) == []


def test_what_no_longer_counts_goes_back():
    (row,) = changes([], {("accreditation", "municipal"): (20_000_00, 20_000_00)})
    assert (row.claim.due, row.amount) == (0, -20_000_00)


def test_the_file_of_rules_says_what_the_source_says():
    values = {each.name: each for each in rules.parameters()}
    assert (values["seed_rate"].value, values["seed_cap"].value) == (2000, 1_000_000_00)
    assert {name for name, each in values.items() if not each.is_example} == {"seed_rate", "seed_cap"}
    assert all(rule.source_zh and rule.source_en for rule in rules.rules())
