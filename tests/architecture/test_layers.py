"""What the layout promises, held against the code."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "app").rglob("*.py"))


def test_slices_import_downwards_only():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if p.name in {"services.py"} or p.parent.name == "services"], ids=str
)
def test_services_never_commit_and_never_read_the_request(path):
    """Only a job's body, known by its `progress`, ends transactions of its own: it computes long and writes briefly."""
    tree = ast.parse(path.read_text())
    jobs = [
        function
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and any(argument.arg == "progress" for argument in function.args.args)
    ]
    allowed = {node for function in jobs for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "commit" and node not in allowed:
            raise AssertionError(f"{path}:{node.lineno} commits; the view or the job does")
        if isinstance(node, ast.ImportFrom) and node.module == "flask":
            names = {alias.name for alias in node.names}
            assert not names & {"request", "session", "g"}, f"{path}:{node.lineno} reads the request"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_uses_the_legacy_query(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and node.attr == "query":
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else ""
            assert not (name[:1].isupper()), f"{path}:{node.lineno} uses {name}.query"


COMMENT = re.compile(r"\{#.*?#\}", re.S)
INLINE = re.compile(r'<script>|\sstyle="|\son[a-z]+="|hx-on|javascript:', re.I)


def test_no_template_carries_inline_script_or_style():
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found = INLINE.search(COMMENT.sub("", path.read_text()))
        assert found is None, f"{path}: {found and found[0]}"
