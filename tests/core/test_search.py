import pytest
from pypinyin import lazy_pinyin
from sqlalchemy import text

from app.core import pinyin, search
from app.core.model import new_id
from app.extensions import db

pytestmark = pytest.mark.usefixtures("app")


def found(words: str) -> set[str]:
    rows = db.session.scalars(search.matching(words)).all()
    titles = {entry.object_id: entry.title for entry in db.session.query(search.SearchEntry)}
    return {titles[row] for row in rows}


@pytest.fixture(autouse=True)
def entries(app):
    search.put("project", new_id(), "柔性电子皮肤", "面向机器人触觉的柔性传感器")
    search.put("project", new_id(), "氢能重卡", "Hydrogen fuel cell trucks for ports")
    db.session.flush()


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("电子", {"柔性电子皮肤"}),
        ("柔", {"柔性电子皮肤"}),
        ("機器人", {"柔性电子皮肤"}),
        ("hydro", {"氢能重卡"}),
        ("rxdzpf", {"柔性电子皮肤"}),
        ("氢能 fuel", {"氢能重卡"}),
        ("氢能 机器人", set()),
        ("", set()),
        ("'\" OR *) --", set()),
    ],
)
def test_search_finds_what_people_type(words, titles):
    assert found(words) == titles


def test_an_entry_indexed_anew_or_removed_is_no_longer_found_by_its_old_words():
    entry = db.session.query(search.SearchEntry).filter_by(title="氢能重卡").one()
    search.put("project", entry.object_id, "锂电池", "储能")
    db.session.flush()
    assert found("hydro") == set()
    assert found("储能") == {"锂电池"}
    search.remove(entry.object_id)
    db.session.flush()
    assert found("储能") == set()


@pytest.mark.parametrize("database_app", ["postgresql"], indirect=True)
def test_after_many_new_entries_the_planner_knows_of_them(monkeypatch):
    monkeypatch.setattr(search, "MANY", 3)
    known = text("SELECT reltuples FROM pg_class WHERE relname = 'search_entry'")
    for count in (2, 3):
        before = db.session.scalar(known)
        with search.batch():
            for _ in range(count):
                search.put("project", new_id(), "柔性电子皮肤")
        assert (db.session.scalar(known) != before) == (count == 3)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("重庆智造", "chong qing zhi zao"),
        ("长三角基金", "chang san jiao ji jin"),
        ("成长动力", "cheng zhang dong li"),
        ("厦门银行", "xia men yin hang"),
        ("行云音乐", "xing yun yin yue"),
        ("重型机器人", "zhong xing ji qi ren"),
        ("嘉兴乐活", "jia xing le huo"),
        ("曾国强", "zeng guo qiang"),
        ("DeepSea深海", "deepsea shen hai"),
    ],
)
def test_common_names_are_sorted_by_how_they_are_read(name, key):
    assert search.sort_key(name) == key


def test_the_table_of_readings_is_that_of_the_library():
    """Character by character, so that none of the words comes in."""
    codes = [code for code in range(pinyin.FIRST, pinyin.LAST + 1) if chr(code) not in pinyin.READINGS]
    assert [pinyin.syllables(chr(code))[0] for code in codes] == [lazy_pinyin(chr(code))[0] for code in codes]
