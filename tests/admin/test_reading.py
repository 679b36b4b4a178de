"""Everything that is wrong with a file, at once, where it stands."""

import io
from zipfile import ZipFile

import pytest

from app.admin.imports import KINDS, running
from app.admin.imports.columns import MOST_PROBLEMS
from app.core.i18n import in_language
from tests.admin.factories import FUND, PROJECT, ROUND, csv_file, read, xlsx_file

pytestmark = pytest.mark.usefixtures("app")


def problems(kind, *rows, **options):
    return [(p.line, p.column, p.value, p.message) for p in read(kind, *rows, **options).problems]


def test_every_error_is_said_with_line_column_and_value():
    bad = {**PROJECT, "项目名称": "", "行业领域": "不存在的行业", "拟融资金额": "很多", "所在地区": "亚特兰蒂斯"}
    with in_language("zh"):
        found = problems("projects", PROJECT, bad, {**PROJECT, "项目名称": "另一个", "联系电话": "123"})
    assert [(line, column, value) for line, column, value, _ in found] == [
        (3, "项目名称", ""),
        (3, "行业领域", "不存在的行业"),
        (3, "所在地区", "亚特兰蒂斯"),
        (3, "拟融资金额", "很多"),
        (4, "联系电话", "123"),
    ]


def test_errors_speak_the_readers_language_and_suggest():
    bad = {**PROJECT, "行业领域": "机器人产业化"}
    with in_language("en"):
        [(_, column, _, message)] = problems("projects", bad)
    assert column == "Sectors"
    assert "Did you mean" in message
    assert "Robotics" in message


@pytest.mark.parametrize("excel", [True, False])
@pytest.mark.parametrize("headings", ["zh", "en", "name"])
def test_headings_in_either_language_in_any_order(headings, excel):
    columns = KINDS["projects"].columns
    wanted = {"name": "甲", "tagline": "乙", "sectors": "robotics", "amount_sought": "1.5亿"}
    row = {
        getattr(column, headings) if headings != "name" else column.name.upper(): wanted[column.name]
        for column in reversed(columns)
        if column.name in wanted
    }
    sheet = read("projects", row, excel=excel)
    assert not sheet.problems
    assert sheet.lines[0].values == {
        "name": "甲",
        "tagline": "乙",
        "sectors": ["robotics"],
        "amount_sought": 15_000_000_000,
    }


def test_a_missing_column_is_one_error_and_an_unknown_one_is_passed_over():
    row = {name: value for name, value in PROJECT.items() if name != "行业领域"}
    [(line, _, _, message)] = problems("projects", row, row)
    assert line == 1
    assert "行业领域" in message
    assert read("projects", {**PROJECT, "内部备注": "x"}).ignored == ["内部备注"]


def test_a_line_that_stands_there_twice_is_refused():
    [(line, _, _, message)] = problems("projects", PROJECT, {**PROJECT, "企业名称": " 触感科技 "})
    assert line == 3
    assert "2" in message


def test_rules_across_columns():
    bad = {**FUND, "最低单笔投资": "500万", "投资领域": "机器人"}
    assert [column for _, column, _, _ in problems("funds", {**bad, "不投领域": "机器人"})] == [
        "最高单笔投资",
        "不投领域",
    ]


def test_more_errors_than_anyone_reads_are_counted():
    sheet = read("rounds", *({**ROUND, "date": "x", "company": str(n)} for n in range(MOST_PROBLEMS + 5)))
    assert (len(sheet.problems), sheet.problem_count) == (MOST_PROBLEMS, MOST_PROBLEMS + 5)


@pytest.mark.parametrize(
    "text",
    ["2015-09-01", "2015/9/1", "2015.09.01", "2015年9月1日", "20150901", "2015-09-01 00:00:00", "２０１５-９-１"],
)
def test_dates_as_people_write_them(text):
    assert read("rounds", {**ROUND, "date": text}).lines[0].values["date"].isoformat() == "2015-09-01"


@pytest.mark.parametrize("text", ["2015-13-01", "2015-02-30", "0001-01-01", "9月1日", "1e9", "20159999"])
def test_what_is_no_date_is_refused(text):
    assert problems("rounds", {**ROUND, "date": text})


@pytest.mark.parametrize(
    ("amount", "fen"),
    [
        ("300万", 300_000_000),
        ("300万人民币", 300_000_000),
        ("3,000,000", 300_000_000),
        ("数百万人民币", None),
        ("50万美元", None),
        ("未透露", None),
        ("亿元及以上人民币", None),
        ("", None),
    ],
)
def test_amounts_as_financing_news_writes_them(amount, fen):
    sheet = read("rounds", {**ROUND, "amount": amount, "amount_cny": ""})
    assert not sheet.problems
    assert sheet.lines[0].values["amount"] == fen


@pytest.mark.parametrize("text", ["nan", "inf", "1e40", "-5", "abc", "9" * 60])
def test_what_is_no_amount_is_refused(text):
    assert problems("rounds", {**ROUND, "amount_cny": text})


def test_a_round_without_its_company_is_passed_over_with_a_warning():
    sheet = read("rounds", ROUND, {**ROUND, "company": ""})
    assert (len(sheet.lines), sheet.skipped, [w.line for w in sheet.warnings]) == (1, 1, [3])


def test_a_credit_code_is_checked_and_a_doubtful_one_only_warned_about():
    assert problems("projects", {**PROJECT, "统一社会信用代码": "123"})
    sheet = read("projects", {**PROJECT, "统一社会信用代码": "91330400MA2B00000X"})
    assert not sheet.problems
    assert len(sheet.warnings) == 1


def test_names_with_commas_and_lists_with_commas_are_both_understood():
    row = {**PROJECT, "行业领域": "Legal, IP and accounting services; 机器人、新材料"}
    assert read("projects", row).lines[0].values["sectors"] == ["legal-finance-services", "robotics", "new-materials"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"\x00\x01", "a.csv"),
        (b"PK\x03\x04broken", "a.xlsx"),
        (b"", "a.xlsx"),
        (b"\xff\xfe\xfd", "a.csv"),
        ("项目名称\n".encode(), "a.csv"),
        (b'"open', "a.csv"),
    ],
)
def test_a_file_that_is_none_gets_an_error_and_no_crash(content, name):
    sheet = running.open_sheet(KINDS["projects"], io.BytesIO(content), name)
    assert sheet.problem_count >= 1
    assert not sheet.lines


def test_files_of_older_excel_in_chinese_are_read():
    sheet = running.open_sheet(KINDS["projects"], csv_file(PROJECT, encoding="gb18030"), "a.CSV")
    assert sheet.lines[0].values["name"] == "柔性电子皮肤"


def test_our_own_apostrophe_before_a_formula_is_taken_off():
    sheet = read("projects", {**PROJECT, "项目简介": "=HYPERLINK(1)"}, excel=True)
    assert sheet.lines[0].values["summary"] == "=HYPERLINK(1)"


@pytest.mark.parametrize("heading", ["融资金额", "融资额", "拟融资额", "Amount sought", "amount_sought"])
def test_the_amount_sought_is_understood_under_the_names_people_give_it(heading):
    row = {name: cell for name, cell in PROJECT.items() if name != "拟融资金额"}
    assert read("projects", {**row, heading: "300万"}).lines[0].values["amount_sought"] == 300_000_000


def test_rows_that_end_early_are_read():
    file = io.BytesIO("项目名称,一句话介绍,行业领域,融资金额\n甲,乙,机器人\n".encode())
    sheet = running.open_sheet(KINDS["projects"], file, "a.csv")
    assert sheet.lines[0].values["amount_sought"] is None


@pytest.mark.parametrize("change", ["empty", "cut", "typed", "missing", "address"])
@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "docProps/core.xml"]
)
def test_a_damaged_workbook_gets_an_error_and_no_crash(part, change):
    changes = {
        "empty": lambda content: b"",
        "cut": lambda content: content[: len(content) // 2],
        "typed": lambda content: content.replace(b't="', b't="zz').replace(b'sheetId="', b'sheetId="zz'),
        "missing": lambda content: None,
        "address": lambda content: content.replace(b'r="A1"', b'r="ZZZZ99999999"'),
    }
    damaged = io.BytesIO()
    with ZipFile(xlsx_file(PROJECT)) as sound, ZipFile(damaged, "w") as target:
        for entry in sound.infolist():
            content = sound.read(entry)
            content = changes[change](content) if entry.filename == part else content
            if content is not None:
                target.writestr(entry.filename, content)
    damaged.seek(0)
    sheet = running.open_sheet(KINDS["projects"], damaged, "a.xlsx")
    assert sheet.problems or sheet.lines
