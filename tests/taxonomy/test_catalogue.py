import re
from collections import Counter, defaultdict
from dataclasses import FrozenInstanceError

import pytest

from app.taxonomy import catalogue

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CARRIERS = {"makerspace", "incubator", "accelerator", "park"}

VOCABULARIES = {
    "sectors": (catalogue.sector_groups, catalogue.sectors),
    "stages": (catalogue.stages,),
    "rounds": (catalogue.rounds,),
    "fund_types": (catalogue.fund_types,),
    "expertise": (catalogue.expertise,),
    "languages": (catalogue.languages,),
}
RESOLVERS = {
    "sectors": catalogue.resolve_sector,
    "stages": catalogue.resolve_stage,
    "rounds": catalogue.resolve_round,
    "fund_types": catalogue.resolve_fund_type,
    "expertise": catalogue.resolve_expertise,
    "languages": catalogue.resolve_language,
}


def entries(vocabulary):
    return [entry for read in VOCABULARIES[vocabulary] for entry in read()]


def words(entry):
    lists = (getattr(entry, field, ()) for field in ("synonyms_zh", "synonyms_en", "aliases"))
    return [entry.name_zh, entry.name_en, *(word for some in lists for word in some)]


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_codes_are_unique_and_names_exist_in_both_languages(vocabulary):
    codes = [entry.code for entry in entries(vocabulary)]
    assert len(codes) == len(set(codes))
    assert all(SLUG.fullmatch(code.replace("_", "-")) for code in codes)
    for entry in entries(vocabulary):
        assert all(word == word.strip() != "" for word in words(entry)), entry.code
        assert re.search(r"[\u4e00-\u9fff]", entry.name_zh) or entry.name_zh.isascii(), entry.code
        assert not re.search(r"[\u4e00-\u9fff]", entry.name_en), entry.code


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_a_word_belongs_to_one_entry_and_resolves_to_it(vocabulary):
    owners = defaultdict(set)
    for entry in entries(vocabulary):
        for word in words(entry):
            owners[catalogue.key(word)].add(entry.code)
    assert {word: codes for word, codes in owners.items() if len(codes) > 1} == {}
    for entry in entries(vocabulary):
        for word in (entry.code, *words(entry)):
            assert RESOLVERS[vocabulary](word) == entry.code


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_unknown_and_empty_texts_resolve_to_nothing(vocabulary):
    for text in (None, "", "  ", "没有这个词", "no such entry"):
        assert RESOLVERS[vocabulary](text) is None


def test_every_file_has_a_version():
    assert set(catalogue.versions()) == {*VOCABULARIES, "region_aliases"}
    assert all(re.fullmatch(r"\d{4}\.\d{2}", version) for version in catalogue.versions().values())


def test_entries_are_frozen_and_read_once():
    assert catalogue.regions() is catalogue.regions()
    with pytest.raises(FrozenInstanceError):
        catalogue.rounds()[0].code = "x"


def test_name_follows_the_language_tag():
    seed = catalogue.rounds()[0]
    assert (seed.name("zh_Hans_CN"), seed.name("zh"), seed.name("en")) == ("种子轮", "种子轮", "Seed")


# Sectors


def test_sector_counts_and_groups():
    groups = {group.code for group in catalogue.sector_groups()}
    assert len(groups) == 17
    assert len(catalogue.sectors()) == 103
    assert {leaf.group for leaf in catalogue.sectors()} == groups
    assert catalogue.sector_group_of("robotics") == "advanced-manufacturing"
    assert catalogue.sector_group_of("health") == "health"
    assert catalogue.sector_group_of("nothing") is None


def test_every_sector_has_enough_synonyms():
    for entry in entries("sectors"):
        for synonyms in (entry.synonyms_zh, entry.synonyms_en):
            assert 5 <= len(synonyms) <= 15, entry.code
            assert len(synonyms) == len(set(synonyms)), entry.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("电子商务", "ecommerce"),
        ("企业服务", "enterprise-services"),
        ("文化娱乐", "culture-tourism"),
        ("游戏", "games"),
        ("本地生活", "local-services"),
        ("金融", "finance"),
        ("硬件", "smart-hardware"),
        ("教育", "education"),
        ("医疗健康", "health"),
        ("汽车交通", "mobility-logistics"),
        ("社交网络", "social-networks"),
        ("工具软件", "tools-software"),
        ("旅游", "travel"),
        ("广告营销", "marketing"),
        ("房产服务", "property-services"),
        ("体育运动", "sports"),
        ("物流", "logistics"),
        ("移动互联网", "mobile-internet"),
        ("电子信息", "electronics"),
        ("高端装备", "advanced-manufacturing"),
        ("生物", "biotechnology"),
        ("新材料产业", "new-materials"),
        ("虚拟现实", "xr-metaverse"),
        ("柔性电子", "flexible-electronics"),
        ("纳米", "nanomaterials"),
        ("大健康", "health"),
        ("数字经济", "software-internet"),
        ("光电子信息产业", "optoelectronics"),
        ("海洋经济", "marine-economy"),
        ("农旅文创", "agri-tourism"),
        ("汽车零部件", "auto-parts"),
        ("轻工电商", "ecommerce"),
        ("ＡＩ", "ai-data"),
        ("3d打印", "additive-manufacturing"),
        ("saas", "saas"),
        ("Machine  Learning", "ai-data"),
        ("低空经济", "low-altitude"),
        ("合成生物", "biotechnology"),
        ("人形机器人", "embodied-robots"),
    ],
)
def test_sectors_of_policies_and_markets_resolve(text, code):
    assert catalogue.resolve_sector(text) == code


# Regions


def test_region_codes_parents_and_names():
    rows = catalogue.regions()
    known = {row.code: row for row in rows}
    assert len(known) == len(rows) == 3213
    assert Counter(row.level for row in rows) == {"province": 35, "city": 365, "district": 2813}
    depth = {"province": 0, "city": 1, "district": 2}
    for row in rows:
        assert re.fullmatch(r"[1-9]\d{5}", row.code)
        assert (row.parent == "") == (row.level == "province"), row.code
        assert row.name_zh.startswith(row.short_zh), row.code
        assert len(row.short_zh) >= 2, row.code
        assert row.name_en.strip(), row.code
        assert not re.search(r"[\u4e00-\u9fff]", row.name_en), row.code
        if row.parent:
            assert depth[known[row.parent].level] < depth[row.level], row.code
            assert row.code[:2] == row.parent[:2], row.code


def test_siblings_have_different_chinese_names():
    names = Counter((row.parent, row.name_zh) for row in catalogue.regions())
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize(
    ("code", "name_en"),
    [
        ("140000", "Shanxi"),
        ("610000", "Shaanxi"),
        ("150000", "Inner Mongolia"),
        ("540000", "Tibet"),
        ("710000", "Taiwan"),
        ("810000", "Hong Kong"),
        ("820000", "Macao"),
        ("990000", "Overseas"),
        ("650100", "Urumqi"),
        ("230100", "Harbin"),
        ("540100", "Lhasa"),
        ("150100", "Hohhot"),
        ("330400", "Jiaxing"),
        ("330402", "Nanhu District"),
        ("330381", "Rui'an"),
        ("341500", "Lu'an"),
        ("500000", "Chongqing"),
        ("330382", "Yueqing"),
        ("422800", "Enshi Tujia and Miao Autonomous Prefecture"),
    ],
)
def test_english_names(code, name_en):
    assert catalogue.region(code).name_en == name_en


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("330400", "330400"),
        ("浙江省嘉兴市", "330400"),
        ("嘉兴", "330400"),
        ("嘉兴市", "330400"),
        (" 浙江 嘉兴 ", "330400"),
        ("浙江/嘉兴", "330400"),
        ("浙江省瑞安市", "330381"),
        ("浙江省嘉兴市南湖区", "330402"),
        ("中国浙江", "330000"),
        ("JIAXING", "330400"),
        ("Jiaxing, Zhejiang, China", "330400"),
        ("Nanhu District, Jiaxing, Zhejiang", "330402"),
        ("Zhejiang Province", "330000"),
        ("Ürümqi", "650100"),
        ("Xian", "610100"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("海南", "460000"),
        ("中山", "442000"),
        ("延边州", "222400"),
        ("内蒙古", "150000"),
        ("台湾", "710000"),
        ("香港", "810000"),
        ("Macau", "820000"),
        ("国外", "990000"),
        ("海外", "990000"),
        ("overseas", "990000"),
        ("北京市北京市朝阳区", "110105"),
        ("北京市市辖区朝阳区", "110105"),
        ("Suzhou, Jiangsu", "320500"),
        ("湖北仙桃", "429004"),
    ],
)
def test_regions_resolve(text, code):
    assert catalogue.resolve_region(text) == code


@pytest.mark.parametrize("text", [None, "", "朝阳区", "鼓楼", "Suzhou", "全国", "中国", "浙江南京", "330499"])
def test_ambiguous_and_unknown_regions_stay_open(text):
    assert catalogue.resolve_region(text) is None


def test_every_full_path_resolves_to_its_region():
    for row in catalogue.regions():
        path = catalogue.region_path(row.code)
        assert path[-1] == row
        assert catalogue.resolve_region("".join(step.name_zh for step in path)) == row.code


def test_region_tree():
    assert len(catalogue.region_children()) == 35
    assert "330402" in {row.code for row in catalogue.region_children("330400")}
    assert [row.code for row in catalogue.region_path("330402")] == ["330000", "330400", "330402"]
    assert catalogue.region_path("000000") == ()
    assert catalogue.city_of("330402") == "330400"
    assert catalogue.city_of("110105") == "110000"
    assert catalogue.city_of("429004") == "429004"
    assert catalogue.city_of("330000") is None


# The other vocabularies


def test_rounds_are_ordered_and_early_ones_marked():
    orders = [entry.order for entry in catalogue.rounds() if entry.order is not None]
    assert orders == sorted(set(orders))
    assert {entry.code for entry in catalogue.rounds() if entry.order is None} == {"strategic", "unknown"}
    assert {entry.code for entry in catalogue.rounds() if entry.early} == {"seed", "angel", "angel_plus"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("天使轮", "angel"),
        ("天使+", "angel_plus"),
        ("Pre-A轮", "pre_a"),
        ("pre a", "pre_a"),
        ("Ａ轮", "a"),
        ("A+轮", "a_plus"),
        ("B+轮", "b_plus"),
        ("F轮-上市前", "pre_ipo"),
        ("F轮", "f"),
        ("IPO上市", "ipo"),
        ("IPO上市后", "post_ipo"),
        ("新三板", "neeq"),
        ("战略投资", "strategic"),
        ("不明确", "unknown"),
        ("Series A", "a"),
        ("pre-seed", "seed"),
    ],
)
def test_rounds_resolve(text, code):
    assert catalogue.resolve_round(text) == code


def test_stages_follow_the_chain():
    assert [stage.order for stage in catalogue.stages()] == [1, 2, 3, 4, 5, 6]
    for entry in (*catalogue.stages(), *catalogue.fund_types()):
        assert set(entry.carriers) <= CARRIERS
    assert all(stage.carriers for stage in catalogue.stages())
    assert catalogue.resolve_stage("种子期") == "seed"
    assert catalogue.resolve_stage("Early growth") == "growth"


def test_fund_types_expertise_and_languages_resolve():
    assert catalogue.resolve_fund_type("FOF") == "fund-of-funds"
    assert catalogue.resolve_fund_type("天使投资基金") == "angel"
    assert catalogue.resolve_fund_type("并购基金") == "merger"
    assert catalogue.resolve_expertise("股权激励") == "hr-equity"
    assert catalogue.resolve_expertise("R&D") == "technology-rd"
    assert catalogue.resolve_language("粤语") == "yue"
    assert len(catalogue.expertise()) == 26
    assert len(catalogue.fund_types()) == 11
    for entry in (*catalogue.stages(), *catalogue.fund_types(), *catalogue.expertise()):
        assert entry.description_zh
        assert entry.description_en
