"""The house's own rules that no tool checks: sizes, rooms, words, and what the tree must not hold."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MOST_FUNCTION, MOST_CLASS, MOST_MODULE, MOST_TEST_FILE = 40, 250, 400, 600
FORBIDDEN_ROOMS = {"utils", "helpers", "common", "misc"}


def _named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def _code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    """Lines of a definition without its docstring."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def _definitions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


@pytest.mark.parametrize("path", SOURCE, ids=_named(SOURCE))
def test_every_module_keeps_its_budget(path: Path) -> None:
    if "migrations" in path.parts:
        return
    assert len(path.read_text("utf-8").splitlines()) <= MOST_MODULE
    for node in _definitions(path):
        most = MOST_CLASS if isinstance(node, ast.ClassDef) else MOST_FUNCTION
        assert _code_lines(node) <= most, f"{node.name} has {_code_lines(node)} lines"


def test_every_test_file_keeps_its_budget() -> None:
    too_long = [path for path in TESTS if len(path.read_text("utf-8").splitlines()) > MOST_TEST_FILE]
    assert _named(too_long) == []


def test_no_room_is_a_drawer() -> None:
    assert _named([path for path in SOURCE if FORBIDDEN_ROOMS & {path.stem, *path.parts}]) == []


def test_public_functions_of_the_library_and_the_acts_say_what_they_do() -> None:
    silent = []
    for path in SOURCE:
        if "lib" not in path.parts and path.stem != "services":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        silent += [
            f"{path.relative_to(ROOT)}:{node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert silent == []


def test_the_clock_is_read_only_in_interfaces_and_tasks() -> None:
    readers = []
    for path in SOURCE:
        below = {"apps", "lib"} & set(path.relative_to(ROOT / "src" / "icsoe").parts[:1])
        allowed = path.stem in {"tasks", "clock", "doors"}
        if (
            below
            and not allowed
            and re.search(
                r"\bclock\.now\(|datetime\.now\(|timezone\.now\(|date\.today\(", path.read_text("utf-8")
            )
        ):
            readers.append(path)
    assert _named(readers) == []


def test_the_tree_holds_no_key_no_host_of_a_registry_and_no_path_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file() or path == Path(__file__):
            continue
        text = path.read_bytes()
        if re.search(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}", text):
            found.append(f"{name}: private key")
        if re.search(rb"registry\.npmjs|files\.pythonhosted|pypi\.org/simple|--index-url", text):
            found.append(f"{name}: registry host")
        if path.name == "package-lock.json" and b"://" in text:
            found.append(f"{name}: address")
    assert found == []
