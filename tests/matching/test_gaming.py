"""Stuffing a profile wins no places worth having."""

import dataclasses
import random
import statistics

import pytest

from matching import Fund, FundRecommender, Project
from tests.matching.invent import TODAY, VOCABULARY

WORDS = {
    "robotics": ["机器人", "手术", "骨科", "导航", "机械臂", "传感器", "自动化", "协作", "视觉", "控制"],
    "biotech": ["生物技术", "抗体", "细胞", "基因", "药物", "临床", "检测", "蛋白", "疫苗", "酶"],
    "retail": ["零售", "门店", "供应链", "会员", "电商", "品牌", "物流", "生鲜", "支付", "营销"],
    "games": ["游戏", "玩家", "引擎", "社交", "动漫", "直播", "发行", "策略", "电竞", "虚拟"],
}
COMMON = ["公司", "团队", "产品", "市场", "客户", "技术", "平台", "服务", "成立", "城市", "计划", "融资"]


def describe(rng, sector):
    return "，".join(rng.sample(WORDS[sector], 4) + rng.sample(COMMON, 5))


SOME = range(0, 60, 9)


@pytest.fixture(scope="module")
def honest(city):
    """The place of some projects with every fund before they stuff anything."""
    model, projects = city
    found = model.recommend_projects(projects, k=len(projects))
    orders = {fund: [match.project_id for match in matches] for fund, matches in found.items()}
    return {i: {fund: order.index(projects[i].id) for fund, order in orders.items()} for i in SOME}


@pytest.fixture(scope="module")
def city():
    rng = random.Random(5)
    funds = [Fund(f"f{i:02d}", (describe(rng, s),), frozenset({"seed"})) for i, s in enumerate([*WORDS] * 5)]
    projects = [Project(f"p{i:02d}", {"summary": describe(rng, s)}, round="seed") for i, s in enumerate([*WORDS] * 15)]
    return FundRecommender(vocabulary=VOCABULARY).fit(funds, today=TODAY), projects


def places(model, projects, project_id):
    found = model.recommend_projects(projects, k=len(projects))
    return {fund: [m.project_id for m in matches].index(project_id) for fund, matches in found.items()}


def repeat(text):
    return text + "，".join([text] * 30)


def hide(text):
    return text + "\u200b" + "\u200b".join(text) + "\u2060" * 50


def paste(text):
    return text + "。" + "，".join(name for term in VOCABULARY.terms.values() for name in term.names)


@pytest.mark.parametrize("attack", [repeat, hide, paste])
def test_stuffing_wins_at_most_two_places_in_the_median(city, honest, attack):
    model, projects = city
    gains = []
    for i in SOME:
        stuffed = dataclasses.replace(projects[i], texts={"summary": attack(projects[i].texts["summary"])})
        after = places(model, [*projects[:i], stuffed, *projects[i + 1 :]], stuffed.id)
        gains += [before - after[fund] for fund, before in honest[i].items()]
    assert statistics.median(gains) <= 2
