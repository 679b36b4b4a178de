import pytest

from app.core.text import render_markdown


@pytest.mark.parametrize(
    ("text", "levels"),
    [("# 甲\n\n## 乙", [3, 4]), ("## 甲\n\n### 乙\n\n#### 丙", [3, 4, 4]), ("  ###### 甲", [3]), ("#话题 甲", [])],
)
def test_headings_in_a_text_follow_those_of_the_page(text, levels):
    html = str(render_markdown(text))
    assert [int(html[at + 2]) for at in range(len(html)) if html[at : at + 2] == "<h"] == levels
