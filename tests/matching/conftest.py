"""What several tests of the library share."""

import random

import pytest

from matching import Mentor, Project

WORDS = [
    "机器人",
    "手术",
    "导航",
    "抗体",
    "临床",
    "零售",
    "门店",
    "游戏",
    "引擎",
    "传感器",
    "供应链",
    "细胞",
    "电商",
    "视觉",
]
CODES = ["robotics", "biotech", "retail", "games", "devices"]
NEEDS = ["regulation", "sales", "finance", "hiring"]
REGIONS = ["330100", "330200", "110000", ""]


def some(rng, codes, most):
    return frozenset(rng.sample(codes, rng.randint(0, most)))


def text(rng):
    return "，".join(rng.choices(WORDS, k=6))


def mentors(count, rng):
    return [
        Mentor(
            f"m{i:03d}",
            tuple(text(rng) for _ in range(rng.randint(0, 3))),
            some(rng, CODES, 3),
            some(rng, ["idea", "product"], 2),
            some(rng, NEEDS, 3),
            some(rng, ["zh", "en", "fr"], 2),
            rng.choice(REGIONS),
            capacity=3,
            load=rng.randint(0, 3),
            conflicts=frozenset({f"p{rng.randrange(count):03d}"}),
        )
        for i in range(count)
    ]


def projects(count, rng):
    return [
        Project(
            f"p{i:03d}",
            {"summary": text(rng)},
            some(rng, [*CODES, "unheard"], 2),
            rng.choice(REGIONS),
            rng.choice(["idea", "product", "market", ""]),
            needs=some(rng, [*NEEDS, "unheard"], 2),
            languages=some(rng, ["zh", "en", "xx"], 2),
            conflicts=frozenset({f"m{rng.randrange(count):03d}"}),
        )
        for i in range(count)
    ]


@pytest.fixture(scope="session")
def people():
    """Mentors and projects with all that short lists look at."""
    rng = random.Random(3)
    return mentors(120, rng), projects(80, rng)
