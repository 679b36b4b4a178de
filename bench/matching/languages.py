"""Two languages: python -m bench.matching.languages.

The test set comes from the platform's vocabulary: a fund for each sector states its mandate in English, a project for
each sector describes itself in Chinese with another name of it, and neither says its codes. `language_recall1` and
`..._recall5` are how often the fund of the right sector is first, or among the first five, of about a hundred;
`traditional_recall1` the same for projects in traditional characters and funds in simplified ones; `..._none` without a
vocabulary. It measures whether names in the vocabulary meet, not names that it lacks.
"""

import datetime as dt

import opencc

from app.recommendations.engine import vocabulary
from app.taxonomy import catalogue
from matching import Fund, FundRecommender, Project

TODAY = dt.date(2025, 1, 1)
ENGLISH = "We back founders at the first round in {}. Our partners are patient, and open doors to customers."
CHINESE = "我们是一支来自本地高校的团队，专注{}，样机已经完成，正在与首批客户联合测试，希望找到长期伙伴。"
SIMPLIFIED = "专注{}的早期基金，看重团队与首批客户，单笔投资灵活，投后耐心陪伴。"


def chinese_names(sector):
    """Names in Chinese characters, the official one last."""
    return [name for name in (*sector.synonyms_zh, sector.name_zh) if not name.isascii()]


def english_name(sector):
    return sector.synonyms_en[0] if sector.synonyms_en else sector.name_en


def recall(funds, projects, first, words):
    model = FundRecommender(vocabulary=words).fit(funds, today=TODAY)
    found = model.recommend(projects, first)
    return sum(p.id in [m.candidate_id for m in found[p.id]] for p in projects) / len(projects)


def figures():
    """Recall of the right sector in the first places."""
    sectors, words = catalogue.sectors(), vocabulary()
    to_traditional = opencc.OpenCC("s2t").convert
    english = [Fund(s.code, (ENGLISH.format(english_name(s)),)) for s in sectors]
    simplified = [Fund(s.code, (SIMPLIFIED.format(s.name_zh),)) for s in sectors]
    chinese = [Project(s.code, {"summary": CHINESE.format(chinese_names(s)[0])}) for s in sectors]
    traditional = [Project(s.code, {"summary": to_traditional(CHINESE.format(s.name_zh))}) for s in sectors]
    return {
        "language_recall1": recall(english, chinese, 1, words),
        "language_recall5": recall(english, chinese, 5, words),
        "language_recall5_none": recall(english, chinese, 5, None),
        "traditional_recall1": recall(simplified, traditional, 1, words),
    }


if __name__ == "__main__":
    for name, value in figures().items():
        print(f"{name} {value:.3f}")
