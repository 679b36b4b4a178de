"""The title of the next one in a row: 第十二期 → 第十三期, “roadshow 12” → “roadshow 13”."""

import re

_FIGURES = "零一二三四五六七八九"
_CHINESE = re.compile(r"第([0-9]+|[一二三四五六七八九十百]+)(?=[期届场季回次])")
# A number that is no year.
_LATIN = re.compile(r"(?<![\d.])(\d{1,3})(?![\d.])(?!.*\d)")


def next_title(title: str) -> str:
    """With its number one higher; a title without one stays as it is."""
    if found := _CHINESE.search(title):
        text = found.group(1)
        number = str(int(text) + 1) if text.isascii() else to_chinese(from_chinese(text) + 1)
        return title[: found.start(1)] + number + title[found.end(1) :]
    return _LATIN.sub(lambda found: str(int(found.group(1)) + 1), title, count=1)


def from_chinese(text: str) -> int:
    """Up to 999."""
    hundreds, _, rest = text.rpartition("百")
    tens, ten, units = rest.rpartition("十")
    number = _figure(hundreds) * 100 + _figure(units.lstrip("零"))
    return number + (_figure(tens.lstrip("零")) or 1) * 10 if ten else number


def to_chinese(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    text = f"{_FIGURES[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _FIGURES[tens]) + "十"
    elif hundreds and units:
        text += "零"
    return text + (_FIGURES[units] if units else "")


def _figure(text: str) -> int:
    return _FIGURES.index(text) if text else 0
