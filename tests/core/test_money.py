import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import LARGEST_FEN, input_money, parse_fen, show_money


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("300万", 3_000_000),
        ("300 万元", 3_000_000),
        ("1.5亿", 150_000_000),
        ("１.５億", 150_000_000),
        ("2,000,000", 2_000_000),
        ("¥12.34", 12.34),
        ("5千万", 50_000_000),
        ("80w", 800_000),
        ("3m", 3_000_000),
        ("0", 0),
    ],
)
def test_amounts_as_people_write_them(text, yuan):
    assert parse_fen(text) == round(yuan * 100)


@pytest.mark.parametrize(
    "text", ["很多", "-1", "1e30", "9" * 40, "NaN", "inf", "1.234", "３００万万", "1,2,3x", "10000000000亿"]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match=r"not an amount|out of range"):
        parse_fen(text)


def test_blank_is_no_amount_given():
    assert parse_fen("  ") is None


@given(st.integers(0, LARGEST_FEN))
def test_what_an_input_shows_is_read_back_exactly(fen):
    assert parse_fen(input_money(fen)) == fen


def test_each_language_has_its_habit(app):
    with app.test_request_context("/"):
        assert show_money(300_000_000, "zh") == "300万元"
        assert show_money(15_000_000_000, "zh") == "1.5亿元"
        assert show_money(300_000_000, "en") == "CNY 3,000,000"
