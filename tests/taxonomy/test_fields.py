import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.taxonomy.fields import RegionField


class Place(Form):
    region_code = RegionField("地区")


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        (["330000", "330400", "330402"], "330402"),
        (["330000", "330400", ""], "330400"),
        (["110000", "330400", "330402"], "110000"),
        (["330000", "330500", "330402"], "330500"),
        (["", "330400", "330402"], ""),
        (["嘉兴"], "330400"),
        (["Zhejiang", ""], "330000"),
    ],
)
def test_the_last_level_inside_those_before_it_counts(chosen, code):
    assert Place(MultiDict([("region_code", value) for value in chosen])).region_code.data == code


def test_an_unknown_region_is_refused():
    form = Place(MultiDict({"region_code": "亚特兰蒂斯"}))
    assert not form.validate()
