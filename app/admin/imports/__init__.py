"""Spreadsheets in: what a file may hold, what it changes, and writing that all at once or not at all."""

from app.admin.imports import carriers, funds, mentors, projects, rounds, startups, tenants
from app.admin.imports.kinds import Kind

# What organisers import on the pages, and all that the commands know.
_ON_PAGES = (projects.KIND, mentors.KIND, funds.KIND, rounds.KIND, carriers.KIND, tenants.KIND)
PAGES: dict[str, Kind] = {kind.name: kind for kind in _ON_PAGES}
KINDS: dict[str, Kind] = {**PAGES, startups.KIND.name: startups.KIND}
