"""What the repository says about itself holds: README, requirements, layers."""

import ast
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
CODE_BLOCKS = re.findall(r"^```\n(.*?)^```", README, re.M | re.S)
# Code blocks and `inline code`: prose may well make sense of something.
COMMANDS = "\n".join([*CODE_BLOCKS, *re.findall(r"`([^`\n]+)`", README)])
LAYERS = ("changes", "data_pipeline", "dashboard", "pages")


# The README


def test_readme_opens_with_exactly_two_commands():
    commands = [line.split("#")[0].strip() for line in CODE_BLOCKS[0].splitlines()]
    assert commands == ["make run", "make test"]


def test_every_make_target_in_the_readme_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"\bmake ([a-z]+)", COMMANDS))
    assert named <= targets
    assert {"run", "test", "check", "bench", "refresh", "help"} <= targets


@cache
def pipeline_help(*command: str) -> str:
    """What `python -m data_pipeline … --help` prints, wide and plain."""
    plain = {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"}
    run = subprocess.run(
        [sys.executable, "-m", "data_pipeline", *command, "--help"],
        cwd=ROOT,
        env={**os.environ, **plain},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, f"{' '.join(run.args)}\n{run.stderr}"
    return run.stdout


def test_every_pipeline_command_in_the_readme_exists():
    named = set(re.findall(r"python -m data_pipeline ([a-z]+)", COMMANDS))
    assert named == {"refresh", "changes", "build", "check", "status", "snapshot"}
    offered = pipeline_help()
    assert [command for command in sorted(named) if not re.search(rf"\b{command}\b", offered)] == []


@pytest.mark.parametrize("command", ["refresh", "changes", "build", "check", "status", "snapshot"])
def test_every_pipeline_command_takes_the_options_in_the_readme(command):
    shown = set(re.findall(rf"python -m data_pipeline {command}.*?(--[a-z-]+)", COMMANDS))
    offered = set(re.findall(r"--[a-z-]+", pipeline_help(command)))
    assert shown | {"--data-dir"} <= offered


def test_every_file_that_the_readme_links_to_exists():
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


# Requirements


def pins(name: str) -> dict[str, str]:
    """Package → version of a compiled file; anything else than `package==version` is an AssertionError."""
    lines = [line.split(" #")[0].strip() for line in (ROOT / name).read_text().splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    loose = [line for line in lines if not re.fullmatch(r"[a-z0-9.-]+==[0-9][0-9A-Za-z.]*", line)]
    assert loose == [], f"{name}: not pinned, or not a package"
    return dict(line.split("==") for line in lines)


@pytest.mark.parametrize("stem", ["requirements", "requirements-dev"])
def test_requirements_are_pinned_and_hold_what_was_asked_for(stem):
    pinned = pins(f"{stem}.txt")
    asked = (ROOT / f"{stem}.in").read_text().splitlines()
    for line in (line for line in asked if re.match(r"[a-z]", line)):
        package, _, version = line.partition("==")
        assert package in pinned
        assert version in ("", pinned[package])


def test_tests_run_on_what_the_dashboard_runs_on():
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_ci_runs_what_the_readme_says():
    assert re.search(r"^make check\b", (ROOT / ".ci" / "run").read_text(), re.M)
    assert re.search(r"^check:.*\btest\b", (ROOT / "Makefile").read_text(), re.M)


# Layers


def module_name(path: Path) -> str:
    """`dashboard/report/__init__.py` → `dashboard.report`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def sources() -> dict[str, ast.Module]:
    """Module → syntax tree, of app.py and everything in the layers."""
    paths = [ROOT / "app.py", *(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))]
    return {module_name(path): ast.parse(path.read_text(), str(path)) for path in paths if path.exists()}


def imported_by(module: str) -> set[str]:
    """What a module imports, by full name: `from dashboard import words` is `dashboard` and `dashboard.words`."""
    names = set()
    for node in ast.walk(sources()[module]):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # A relative import counts from the package: its own, where the module is an __init__.
            is_package = (ROOT / module.replace(".", "/")).is_dir()
            package = module.split(".")[: None if is_package and node.level == 1 else is_package - node.level]
            base = ".".join([*(package if node.level else []), *([node.module] if node.module else [])])
            names |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return names


def reached_from(module: str) -> set[str]:
    """Everything that importing a module imports, through our own modules."""
    seen: set[str] = set()
    waiting = {module}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        if name in sources():
            waiting |= imported_by(name) - seen
    return seen


def packages(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def modules_of(*layers: str) -> list[str]:
    return [module for module in sources() if module.split(".")[0] in layers]


def test_the_app_never_imports_the_pipeline():
    assert [m for m in modules_of("app", "dashboard", "pages") if "data_pipeline" in packages(imported_by(m))] == []


def test_the_pipeline_never_imports_the_app():
    app = {"app", "dashboard", "pages", "plotly", "streamlit"}
    assert [m for m in modules_of("data_pipeline") if app & packages(imported_by(m))] == []


def test_what_changed_is_read_and_said_without_the_pipeline_and_the_app():
    other = {"app", "dashboard", "data_pipeline", "pages", "streamlit"}
    assert modules_of("changes")
    assert [m for m in modules_of("changes") if other & packages(imported_by(m))] == []


@pytest.mark.parametrize("name", ["charts", "format", "theme", "words"])
def test_what_must_be_pure_never_reaches_streamlit_or_the_database(name):
    pure = [m for m in sources() if m == f"dashboard.{name}" or m.startswith(f"dashboard.{name}.")]
    assert pure, f"there is no dashboard/{name}.py"
    assert [m for m in pure if {"streamlit", "duckdb"} & packages(reached_from(m))] == []


def test_pages_hold_no_sql():
    # In this house SQL is lower case, and a sentence is not.
    sql = re.compile(r"\s*(--.*\n\s*)?(select|with|attach|SELECT|WITH|ATTACH)\b.*\b(from|as|FROM|AS)\b", re.S)
    found = []
    for module in modules_of("pages"):
        if "duckdb" in packages(imported_by(module)):
            found.append(f"{module} imports duckdb")
        for node in ast.walk(sources()[module]):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and sql.match(node.value):
                found.append(f"{module}:{node.lineno}")
    assert found == []


def test_no_code_asks_which_metric_it_is():
    """What differs between metrics is data: no `metric == "…"`, `metric_id in ("…",)`, `match metric_id`."""
    found = []
    for module in modules_of("dashboard", "pages"):
        for node in ast.walk(sources()[module]):
            if not isinstance(node, ast.Compare | ast.Match):
                continue
            sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else [node.subject]
            names = {getattr(side, "id", getattr(side, "attr", "")) for side in sides}
            literal = isinstance(node, ast.Match) or any(
                isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
                for side in sides
                for leaf in (side, *getattr(side, "elts", []))
            )
            if names & {"metric", "metric_id"} and literal:
                found.append(f"{module}:{node.lineno}")
    assert found == []
