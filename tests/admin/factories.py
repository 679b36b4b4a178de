"""Spreadsheets as people keep them."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from app.admin.imports import KINDS, running
from app.admin.imports.columns import Sheet
from app.admin.imports.kinds import Settings
from app.admin.imports.running import Outcome
from app.core.spreadsheet import xlsx_bytes

PROJECT = {
    "项目名称": "柔性电子皮肤",
    "企业名称": "触感科技",
    "一句话介绍": "给机器人装上触觉",
    "行业领域": "机器人；新材料",
    "所在地区": "浙江省嘉兴市",
    "项目简介": "面向协作机器人的柔性压力传感器。",
    "融资轮次": "天使轮",
    "拟融资金额": "300万",
    "联系电话": "13800138000",
}
MENTOR = {
    "姓名": "张明",
    "一句话介绍": "二十年产业化经验",
    "工作单位": "嘉兴大学",
    "专长": "知识产权",
    "行业领域": "机器人",
    "可带项目数": "4",
    "经历": "主持过传感器量产。",
    "联系邮箱": "zhang@example.cn",
}
FUND = {
    "基金名称": "启明种子一号",
    "管理机构": "启明资本",
    "基金类型": "种子基金",
    "一句话介绍": "陪硬科技走完第一公里",
    "投资轮次": "种子轮；天使轮",
    "投资领域": "机器人",
    "最低单笔投资": "50万",
    "最高单笔投资": "300万",
    "基金规模": "1亿",
}
ROUND = {
    "date": "2015-03-01",
    "company": "甲公司",
    "description": "共享单车",
    "sector": "汽车交通",
    "place": "北京",
    "round": "天使轮",
    "amount": "数百万人民币",
    "amount_cny": "3000000.0",
    "investors": "甲资本;乙资本",
}


def csv_file(*rows: Mapping[str, Any], encoding: str = "utf-8-sig") -> io.BytesIO:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(buffer.getvalue().encode(encoding))


def xlsx_file(*rows: Mapping[str, Any]) -> io.BytesIO:
    headings = list(rows[0])
    return io.BytesIO(xlsx_bytes("rows", headings, [[row[name] for name in headings] for row in rows]))


def read(kind: str, *rows: Mapping[str, Any], excel: bool = False) -> Sheet:
    file = xlsx_file(*rows) if excel else csv_file(*rows)
    return running.open_sheet(KINDS[kind], file, "rows.xlsx" if excel else "rows.csv")


def load(kind: str, rows: Iterable[Mapping[str, Any]], **settings: Any) -> Outcome:
    sheet = read(kind, *rows)
    assert not sheet.problems, sheet.problems
    return running.write(KINDS[kind], sheet, Settings(**settings))
