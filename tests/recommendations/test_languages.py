"""Two languages meet through the platform's vocabulary."""

from bench.matching import languages


def test_a_chinese_project_finds_the_english_mandate_of_its_sector_and_traditional_finds_simplified():
    found = languages.figures()
    assert found["language_recall5"] >= 0.9
    assert found["language_recall1"] >= 0.8
    assert found["traditional_recall1"] >= 0.9
    assert found["language_recall5_none"] < 0.2
