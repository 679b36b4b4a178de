"""Spreadsheets in: what a file may hold, what it changes, and writing that all at once or not at all."""

from app.admin.imports import funds, mentors, projects, rounds, startups
from app.admin.imports.kinds import Kind

# What organisers import on the pages, and all that the commands know.
PAGES: dict[str, Kind] = {kind.name: kind for kind in (projects.KIND, mentors.KIND, funds.KIND, rounds.KIND)}
KINDS: dict[str, Kind] = {**PAGES, startups.KIND.name: startups.KIND}
