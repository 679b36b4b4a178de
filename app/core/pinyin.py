"""Chinese characters as pinyin syllables, for sorting names and finding them by their initials.

The readings are a table of 20,000 characters in a file, which takes 2 MB of a worker; the library it is made from,
pypinyin, takes 14. `python -m app.core.pinyin` makes the file anew where the development packages are installed.
"""

import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("data") / "pinyin.txt"
FIRST, LAST = 0x4E00, 0x9FFF
# Words of names in which a character is not read as it usually is.
READINGS = {
    "重庆": "chong qing",
    "重构": "chong gou",
    "重组": "chong zu",
    "长沙": "chang sha",
    "长春": "chang chun",
    "长江": "chang jiang",
    "长三角": "chang san jiao",
    "长宁": "chang ning",
    "长城": "chang cheng",
    "长安": "chang an",
    "厦门": "xia men",
    "六安": "lu an",
    "银行": "yin hang",
    "行业": "hang ye",
    "音乐": "yin yue",
    "乐器": "yue qi",
    "会计": "kuai ji",
    "校准": "jiao zhun",
    "朝霞": "zhao xia",
    "朝夕": "zhao xi",
    "曾": "zeng",  # a name far more often than the adverb
}
# One of these words, a single character, or a run of anything else.
_PARTS = re.compile(f"({'|'.join(sorted(READINGS, key=len, reverse=True))})|([一-鿿])|([^一-鿿]+)")


def syllables(text: str) -> list[str]:
    """Without tones, ü as v; what is not Chinese stays as it is."""
    found: list[str] = []
    for word, character, other in _PARTS.findall(text):
        if word:
            found += READINGS[word].split()
        else:
            found.append(other or _table().get(ord(character), character))
    return found


@cache
def _table() -> dict[int, str]:
    lines = (line.split() for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {ord(character): syllable for syllable, characters in lines for character in characters}


def _write() -> None:
    from pypinyin import __version__, lazy_pinyin

    rows: dict[str, str] = {}
    for code in range(FIRST, LAST + 1):
        syllable = lazy_pinyin(chr(code))[0]
        if syllable != chr(code):
            rows[syllable] = rows.get(syllable, "") + chr(code)
    head = f"# Usual readings of the characters U+4E00 to U+9FFF, from pypinyin {__version__} (MIT licence).\n"
    FILE.write_text(head + "".join(f"{key} {rows[key]}\n" for key in sorted(rows)), encoding="utf-8")


if __name__ == "__main__":
    _write()
