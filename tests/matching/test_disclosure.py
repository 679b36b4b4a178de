"""How an amount was disclosed, from whatever columns a table of rounds has."""

import csv
import datetime as dt

import pytest

from matching.disclosure import disclosure_of, script_of
from matching.rounds_file import RowEncoder, read_rounds


@pytest.mark.parametrize(
    ("text", "cny", "usd", "told"),
    [
        ("数百万美元", 19.5e6, None, ("usd", "usd rough")),
        ("300万人民币", 3e6, None, ("cny", "cny exact")),
        ("US$ 2 million", None, 2e6, ("usd", "usd exact")),
        ("数千万港元", 2.4e7, None, ("hkd", "hkd rough")),
        ("", 3.25e6, None, ("usd", "usd")),
        ("", 3e6, None, ("cny", "cny")),
        ("", None, 5e6, ("usd", "usd")),
        ("", None, 1_234_567.0, ("other", "other")),
        ("未透露", None, None, ("", "undisclosed")),
    ],
)
def test_currency_and_kind_of_disclosure(text, cny, usd, told):
    assert disclosure_of(text, cny, usd) == told


def test_the_script_of_a_name():
    assert [script_of(name) for name in ("Airbnb", "灵犀", "灵犀Lab", "123")] == ["latin", "han", "both", ""]


def test_a_table_without_amounts_discloses_nothing(tmp_path):
    path = tmp_path / "rounds.csv"
    for amount, told in (("", ["", ""]), ("5000000", ["undisclosed", "cny"])):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["company", "amount_cny"], ["a", ""], ["b", amount]])
        assert [row.disclosure for row in read_rounds(path, queries=True)] == told


def test_without_amounts_nothing_tells_of_them(tmp_path):
    path = tmp_path / "rounds.csv"
    path.write_text("company,amount,amount_cny\na,数百万美元,19500000\n", encoding="utf-8")
    rows = read_rounds(path, queries=True)
    columns = RowEncoder().fit(rows).transform(rows, dt.date(2025, 1, 1)).without_amounts()
    assert not any(columns.facets[name].nnz for name in ("amount", "currency", "disclosure"))
