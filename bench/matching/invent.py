"""Invented projects and mentors by the ten thousand, from the clauses of the sample city; deterministic."""

import random
import re
import tomllib
from functools import cache
from pathlib import Path

from app.taxonomy import catalogue
from matching import Mentor, Project
from matching.text.normalise import normalise

DATA = Path(__file__).parents[2] / "app" / "demo" / "data"
LENGTH = 200
# Every text has a few rare words of its own: a name, a place, a product.
RARE = [c for c in map(chr, range(0x4E00, 0x9FA0, 7)) if normalise(c) == c]


@cache
def themes():
    """(sectors, expertise, clauses of projects, clauses of mentors and funds) of each theme."""
    found = []
    for path in sorted(DATA.glob("themes_*.toml")):
        for theme in tomllib.loads(path.read_text(encoding="utf-8"))["theme"]:
            mine, theirs = clauses(theme["projects"]), clauses([*theme["mentors"], *theme["funds"]])
            found.append((theme["sectors"], theme["expertise"], mine, theirs))
    return found


def clauses(entries):
    return [c for entry in entries for text in entry[1:] for c in re.split("[，。；、]", text) if len(c) > 3]


def write(rng, own, length=LENGTH):
    """A text of exactly `length` characters: mostly of its theme, a third of any other."""
    text = "".join(rng.choices(RARE, k=3)) + "科技"
    while len(text) < length:
        source = own if rng.random() < 0.67 else rng.choice(themes())[rng.choice((2, 3))]
        text += rng.choice(source) + rng.choice("，，，。；")
    return text[:length]


def texts(count, seed=0):
    rng = random.Random(seed)
    return [write(rng, rng.choice(themes())[rng.choice((2, 3))]) for _ in range(count)]


def some(rng, own, everything, most):
    """One to `most` codes: a theme's own first, now and then any other."""
    chosen = rng.sample(own, min(len(own), rng.randint(1, most)))
    return frozenset([*chosen, rng.choice(everything)] if rng.random() < 0.3 else chosen)


@cache
def codes():
    regions = sorted(region.code for region in catalogue.regions() if region.code[4:] == "00")
    return (
        sorted(s.code for s in catalogue.sectors()),
        sorted(e.code for e in catalogue.expertise()),
        regions,
        [s.code for s in catalogue.stages()],
    )


def projects(count, seed=1):
    rng, (sectors, expertise, regions, stages) = random.Random(seed), codes()
    for i in range(count):
        own_sectors, own_expertise, mine, _ = rng.choice(themes())
        yield Project(
            f"p{i:06d}",
            {"summary": write(rng, mine)},
            some(rng, own_sectors, sectors, 2),
            rng.choice(regions),
            rng.choice(stages),
            needs=some(rng, own_expertise, expertise, 3),
            languages=frozenset({"zh"}),
        )


def mentors(count, seed=2):
    """Each with two texts of a hundred characters; one in twenty is full, one in twenty speaks English only."""
    rng, (sectors, expertise, regions, stages) = random.Random(seed), codes()
    for i in range(count):
        own_sectors, own_expertise, _, theirs = rng.choice(themes())
        yield Mentor(
            f"m{i:06d}",
            [write(rng, theirs, LENGTH // 2) for _ in range(2)],
            some(rng, own_sectors, sectors, 3),
            frozenset(rng.sample(stages, 2)),
            some(rng, own_expertise, expertise, 4),
            frozenset({"en"} if rng.random() < 0.05 else {"zh"}),
            rng.choice(regions),
            capacity=3,
            load=3 if rng.random() < 0.05 else rng.randrange(3),
        )
