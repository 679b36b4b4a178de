from decimal import Decimal

import pytest

from app.core.areas import input_area, parse_area, show_area


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("", None),
        ("5万", "50000"),
        ("５万㎡", "50000"),
        ("1.25 万平方米", "12500"),
        ("50,000 m²", "50000"),
        ("800平米", "800"),
        ("0.01", "0.01"),
    ],
)
def test_areas_are_read_as_people_write_them(text, area):
    assert parse_area(text) == (None if area is None else Decimal(area))


@pytest.mark.parametrize("text", ["很大", "-1", "1e400", "NaN", "0.001", "1" + "0" * 30, "5 万 万", "5亩"])
def test_what_is_no_area_is_refused(text):
    with pytest.raises(ValueError, match=r"area|range"):
        parse_area(text)


@pytest.mark.parametrize("area", ["50000", "12345.67", "0.01", "12345600", "9999999999.99"])
def test_an_input_is_parsed_back_to_itself(area):
    assert parse_area(input_area(Decimal(area))) == Decimal(area)


def test_areas_are_shown_in_the_readers_habit():
    assert show_area(Decimal("12300"), "zh") == "1.23万平方米"
    assert show_area(Decimal("12345.67"), "zh") == "12,345.67平方米"
    assert show_area(Decimal("800"), "zh") == "800平方米"
    assert show_area(Decimal("12345.67"), "en") == "12,345.67 m²"
