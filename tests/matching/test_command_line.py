"""The command line: the formats it keeps, and errors that name the line or the path."""

import csv
import json

import pytest

from matching.__main__ import main
from matching.stages import round_code, stage_of
from tests.matching.invent import market_rows

HEADER = ["date", "company", "description", "sector", "place", "round", "amount", "amount_cny", "investors"]


@pytest.fixture
def history(tmp_path):
    path = tmp_path / "rounds.csv"
    write(path, HEADER, market_rows(200))
    return path


def write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for r in rows:
            whole = [
                r.date,
                r.company,
                "",
                ";".join(r.sectors),
                r.place,
                r.round,
                "",
                r.amount or "",
                ";".join(r.investors),
            ]
            writer.writerow([dict(zip(HEADER, whole, strict=True)).get(name, "") for name in header])


def test_funds_writes_every_candidate_for_every_company(history, tmp_path):
    queries, candidates, out = tmp_path / "q.csv", tmp_path / "c.json", tmp_path / "r.json"
    write(queries, ["company", "sector", "round"], market_rows(3, seed=9))
    candidates.write_text(json.dumps(["fund01", "fund02", "新基金"]), encoding="utf-8")
    call = ["funds", "--history", str(history), "--queries", str(queries), "--candidates", str(candidates)]
    assert main([*call, "--out", str(out)]) == 0
    ranking = json.loads(out.read_text(encoding="utf-8"))
    assert list(ranking) == ["company 0", "company 1", "company 2"]
    assert all(sorted(names) == ["fund01", "fund02", "新基金"] for names in ranking.values())
    assert main([*call, "--out", str(tmp_path / "again.json")]) == 0
    assert (tmp_path / "again.json").read_bytes() == out.read_bytes()
    assert main([*call, "--out", str(out), "--no-amount"]) == 0


def test_evaluate_prints_the_table(history, capsys):
    assert main(["evaluate", "--history", str(history), "--cut", "2025-02-01"]) == 0
    assert "conditional logit" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("yesterday,X,,games,330100,seed,,1,f", "rounds.csv:2: the date 'yesterday'"),
        ("2025-01-01,X,,games,330100,seed,,much,f", "rounds.csv:2: the amount 'much'"),
        ("2025-01-01,X,,games,330100,seed,,inf,f", "rounds.csv:2: the amount 'inf'"),
    ],
)
def test_a_bad_line_is_named(tmp_path, capsys, line, message):
    path = tmp_path / "rounds.csv"
    path.write_text(",".join(HEADER) + "\n" + line + "\n", encoding="utf-8")
    assert main(["evaluate", "--history", str(path), "--cut", "2025-02-01"]) == 2
    assert message in capsys.readouterr().err
    path.write_text("company\n", encoding="utf-8")
    assert main(["evaluate", "--history", str(path), "--cut", "2025-02-01"]) == 2
    assert "the header lacks date, investors" in capsys.readouterr().err


def test_experts(tmp_path):
    experts, queries, out = tmp_path / "e.jsonl", tmp_path / "q.jsonl", tmp_path / "a.csv"
    lines = [{"id": "e1", "documents": [{"title": "Robots", "abstract": "walking"}]}, {"id": "e2", "documents": []}]
    experts.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    queries.write_text(json.dumps({"id": "q1", "title": "Walking robots", "abstract": None}), encoding="utf-8")
    assert main(["experts", "--experts", str(experts), "--queries", str(queries), "--out", str(out)]) == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [(r["expert"], r["query"]) for r in rows] == [("e1", "q1"), ("e2", "q1")]
    assert float(rows[0]["affinity"]) > float(rows[1]["affinity"]) == 0


def run(tmp_path, command, problem):
    path, out = tmp_path / "problem.json", tmp_path / "out.json"
    path.write_text(problem if isinstance(problem, str) else json.dumps(problem), encoding="utf-8")
    code = main([command, "--problem", str(path), "--out", str(out)])
    return code, json.loads(out.read_text(encoding="utf-8")) if code == 0 else None


def test_plan(tmp_path):
    problem = {
        "projects": [{"id": "p", "demand": {"mentor": [1, 1], "fund": [1, 2]}}],
        "experts": [{"id": "m", "kind": "mentor", "min": 0, "max": 1}],
        "scores": [["p", "m", 0.5]],
        "forbidden": [],
        "pinned": [],
        "previous": [],
    }
    code, plan = run(tmp_path, "plan", problem)
    assert code == 0
    assert plan["assigned"] == [["p", "m"]]
    assert (plan["total"], plan["worst"]) == (0.5, 0.5)
    (gap,) = plan["uncovered"]
    assert (gap["project"], gap["kind"], gap["reason"]) == ("p", "fund", "no eligible fund")


def test_timetable(tmp_path):
    people = [{"id": "a", "available": [0, 1]}, {"id": "b", "available": [1]}, {"id": "c", "available": []}]
    meetings = [{"id": "1", "a": "a", "b": "b", "value": 2}, {"id": "2", "a": "a", "b": "c", "value": 1}]
    problem = {"slots": 2, "tables": 1, "people": people, "meetings": meetings, "previous": []}
    code, result = run(tmp_path, "timetable", problem)
    assert code == 0
    assert result["scheduled"] == [{"id": "1", "slot": 1, "table": 0}]
    assert result["unscheduled"] == [{"id": "2", "reason": "no_common_slot"}]
    assert (result["value"], result["bound"]) == (2, 2)


@pytest.mark.parametrize(
    ("command", "problem", "message"),
    [
        ("plan", "{", "problem.json:1:"),
        ("plan", {"projects": [{"id": "p", "demand": {"m": [1]}}]}, "projects[0].demand.m: must be [min, max]"),
        ("plan", {"projects": [], "experts": [], "scores": [["p", "e", 1]]}, "unknown"),
        ("plan", {"experts": [{"id": "e", "kind": "m", "max": -1}]}, "experts[0].max"),
        ("plan", {"experts": [{"id": "e", "kind": "m", "min": 2, "max": 1}]}, "experts[0]: the minimum 2"),
        ("plan", {"experts": [{"id": "e", "kind": "m"}] * 2}, "experts[1].id: the id 'e' occurs twice"),
        ("plan", {"projects": [{"id": "p"}], "pinned": [["p", "e"]]}, "pinned[0][1]: the expert 'e' is unknown"),
        ("timetable", {"slots": 1, "tables": 1, "people": [{"id": "x", "available": [1]}]}, "people[0].available"),
        ("timetable", {"slots": "3"}, "slots: must be a whole number"),
        ("timetable", {"slots": 1, "tables": 1, "meetings": [{"id": "1", "a": "x", "b": "y"}]}, "unknown person"),
    ],
)
def test_a_bad_path_is_named(tmp_path, capsys, command, problem, message):
    assert run(tmp_path, command, problem)[0] == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("天使轮", "angel"), ("种子轮", "seed"), ("Seed", "seed"), ("Pre-Seed", "seed"), ("Angel", "angel"),
        ("Pre-A轮", "pre_a"), ("A+轮", "a_plus"), ("Series B", "b"), ("Series A", "a"), ("pre_a", "pre_a"),
        ("IPO上市后", "listed"),
        ("F轮-上市前", "pre_ipo"), ("战略投资", ""), ("不明确", ""), ("", ""), ("天使+轮", "angel"),
        ("Seed Round", "seed"),
    ],
)  # fmt: skip
def test_rounds_are_known_in_both_languages(label, code):
    assert round_code(label) == code
    assert (stage_of(code) >= 0) == bool(code)
