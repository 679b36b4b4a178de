"""The command line: files in; rankings, affinities, plans, timetables or an evaluation out.

Exit codes: 0 done, 2 the input cannot be used (standard error says where), 1 anything else.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from matching.affinity import TextAffinity
from matching.assignment import assign
from matching.evaluation import evaluate_at, split_at, table
from matching.history_ranker import HistoryRanker
from matching.problem_files import (
    as_list,
    as_object,
    as_text,
    plan_json,
    read_assignment,
    read_json,
    read_timetable,
    timetable_json,
)
from matching.rounds_file import InputError, read_rounds
from matching.timetable import schedule

T = TypeVar("T")
BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except InputError as error:
        sys.stderr.write(f"matching: {error}\n")
        return BAD_INPUT
    except (ValueError, OSError, TimeoutError) as error:
        sys.stderr.write(f"matching: {error}\n")
        return BAD_INPUT if isinstance(error, ValueError) else 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m matching", description="Match projects with mentors and funds.")
    commands = parser.add_subparsers(required=True, metavar="command")

    funds = commands.add_parser("funds", help="rank investors for companies")
    for name in ("history", "queries", "candidates", "out"):
        funds.add_argument(f"--{name}", type=Path, required=True)
    funds.add_argument("--no-amount", action="store_true", help="rank as if no amount were known")
    funds.set_defaults(run=_funds)

    experts = commands.add_parser("experts", help="affinity of people to topics, from texts")
    for name in ("experts", "queries", "out"):
        experts.add_argument(f"--{name}", type=Path, required=True)
    experts.set_defaults(run=_experts)

    for name, run in (("plan", _plan), ("timetable", _timetable)):
        command = commands.add_parser(name, help=f"compute a {name} from a problem")
        command.add_argument("--problem", type=Path, required=True)
        command.add_argument("--out", type=Path, required=True)
        command.add_argument("--time-limit", type=float, default=60.0 if name == "plan" else 4.0, help="seconds")
        command.set_defaults(run=run)

    evaluate = commands.add_parser("evaluate", help="measure the ranking beside baselines")
    evaluate.add_argument("--history", type=Path, required=True)
    evaluate.add_argument("--cut", type=_day, required=True, help="YYYY-MM-DD")
    evaluate.add_argument("--days", type=int, default=120, help="how long after the cut the queries reach")
    evaluate.add_argument("--no-amount", action="store_true")
    evaluate.set_defaults(run=_evaluate)
    return parser


def _funds(options: argparse.Namespace) -> None:
    history, queries = read_rounds(options.history), read_rounds(options.queries, queries=True)
    found = as_list(read_json(options.candidates), str(options.candidates))
    candidates = [as_text(name, f"{options.candidates}: [{i}]") for i, name in enumerate(found)]
    first = list({row.company: row for row in reversed(queries)}.values())[::-1]
    model = HistoryRanker(use_amount=not options.no_amount).fit(history, candidates)
    ranking = model.rank(first)
    result = {row.company: names for row, names in zip(first, _progress(ranking, len(first)), strict=True)}
    _write(options.out, json.dumps(result, ensure_ascii=False))


def _experts(options: argparse.Namespace) -> None:
    experts = list(_json_lines(options.experts))
    queries = list(_json_lines(options.queries))
    texts = [
        [_document(document, f"{where}.documents[{i}]") for i, document in enumerate(documents)]
        for where, _, documents in experts
    ]
    asked = [_document(entry, where) for where, entry, _ in queries]
    affinity = TextAffinity().fit(texts).transform(asked)
    with _replacing(options.out) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["expert", "query", "affinity"])
        for i, (where, query, _) in enumerate(_progress(queries, len(queries))):
            name = as_text(query.get("id"), f"{where}.id")
            for j, (place, expert, _) in enumerate(experts):
                writer.writerow([as_text(expert.get("id"), f"{place}.id"), name, f"{affinity[i, j]:.9f}"])


def _json_lines(path: Path) -> Iterator[tuple[str, dict[str, object], list[object]]]:
    """Yield where, the object and its list of documents for each line that is not blank."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            where = f"{path}:{number}"
            try:
                entry = as_object(json.loads(line), where)
            except json.JSONDecodeError as error:
                raise InputError(f"{where}: {error.msg}") from error
            as_text(entry.get("id"), f"{where}: id")
            yield where, entry, as_list(entry.get("documents"), f"{where}: documents")


def _document(value: object, where: str) -> str:
    entry = as_object(value, where)
    return "\n".join(str(entry.get(name) or "") for name in ("title", "abstract"))


def _plan(options: argparse.Namespace) -> None:
    problem = read_assignment(options.problem)
    _note(f"{len(problem.projects)} projects, {len(problem.experts)} experts, {len(problem.scores)} pairs")
    plan = assign(problem, time_limit=options.time_limit)
    _note(f"{len(plan.assigned)} assigned, {len(plan.uncovered)} demands uncovered, gap {plan.gap:.3%}")
    _write(options.out, json.dumps(plan_json(plan), ensure_ascii=False, indent=1))


def _timetable(options: argparse.Namespace) -> None:
    problem = read_timetable(options.problem)
    _note(f"{len(problem.people)} people, {len(problem.meetings)} meetings, {problem.slots} slots")
    result = schedule(problem, time_limit=options.time_limit)
    _note(f"{len(result.scheduled)} scheduled, {len(result.unscheduled)} not")
    _write(options.out, json.dumps(timetable_json(result), ensure_ascii=False, indent=1))


def _evaluate(options: argparse.Namespace) -> None:
    split = split_at(read_rounds(options.history), options.cut, options.days)
    if not split.queries:
        raise InputError(f"{options.history}: no early round of a new company within {options.days} days of the cut")
    results = evaluate_at(split, use_amount=not options.no_amount)
    sys.stdout.write(f"{len(split.queries)} queries, {len(split.candidates)} candidates\n{table(results)}\n")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date of the form YYYY-MM-DD") from None


def _note(text: str) -> None:
    """Say on a terminal what is being worked on."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{text}\n")


def _progress(items: Iterable[T], count: int) -> Iterator[T]:
    """Pass items on and, on a terminal, show how far it is."""
    show = sys.stderr.isatty()
    for done, item in enumerate(items, 1):
        if show and (done % max(1, count // 100) == 0 or done == count):
            sys.stderr.write(f"\r{done}/{count}" + ("\n" if done == count else ""))
        yield item


class _replacing:
    """A file beside ``path`` that takes its place when all went well, so that no half result is ever read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Path:
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name)
        os.close(handle)
        self.temporary = Path(name)
        return self.temporary

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.temporary.chmod(0o644)
            self.temporary.replace(self.path)
        else:
            self.temporary.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    with _replacing(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
