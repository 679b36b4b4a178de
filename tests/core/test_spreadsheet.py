import csv
import io

import pytest
from openpyxl import load_workbook

from app.core import spreadsheet
from app.core.errors import Invalid

HOSTILE = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_cell_that_a_spreadsheet_would_run_stays_text(app, cell):
    with app.test_request_context("/"):
        rows = list(csv.reader(io.StringIO(spreadsheet.csv_response("x", ["名"], [[cell]]).get_data(as_text=True))))
        assert rows[1][0].startswith("'")
        book = load_workbook(io.BytesIO(spreadsheet.xlsx_bytes("x", ["名"], [[cell]])))
        stored = book.active["A2"]
        assert stored.data_type == "s"
        assert stored.value.startswith("'")


def test_numbers_stay_numbers(app):
    with app.test_request_context("/"):
        book = load_workbook(io.BytesIO(spreadsheet.xlsx_bytes("x", ["数"], [[-5], [2.5]])))
    assert [book.active["A2"].value, book.active["A3"].value] == [-5, 2.5]


def test_what_was_written_is_read_again_with_line_numbers(app):
    with app.test_request_context("/"):
        file = io.BytesIO(spreadsheet.xlsx_bytes("x", ["名称", "金额"], [["甲", 3], ["", ""], ["乙", "300万"]]))
        assert list(spreadsheet.read_rows(file, "a.xlsx")) == [
            (2, {"名称": "甲", "金额": "3"}),
            (4, {"名称": "乙", "金额": "300万"}),
        ]


def test_csv_is_read_in_the_encodings_excel_writes(app):
    with app.test_request_context("/"):
        for encoding in ("utf-8-sig", "utf-8", "gb18030"):
            file = io.BytesIO("名称\n嘉兴\n".encode(encoding))
            assert list(spreadsheet.read_rows(file, "a.CSV")) == [(2, {"名称": "嘉兴"})]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04broken"),
        ("a.xlsx", b""),
        ("a.xlsx", b"<html>"),
        ("a.csv", b"a\0b"),
        ("a.csv", b"\xff\xfe\xff\x81"),
    ],
)
def test_what_is_no_spreadsheet_is_said_plainly(app, name, content):
    with app.test_request_context("/"), pytest.raises(Invalid):
        list(spreadsheet.read_rows(io.BytesIO(content), name))
