"""The documentation tells the truth: its commands run, its Python runs, its lists are current."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.documents.reference import findings_page
from catalogue.errors.reference import errors_page
from catalogue.publishing.checks import CHECKS, DATED_CHECKS
from catalogue.publishing.reference import CRITERIA, checks_page

REPOSITORY = Path(__file__).parents[2]
PAGES = sorted([REPOSITORY / "README.md", *(REPOSITORY / "docs").glob("*.md")])
BLOCK = re.compile(r"^```(?P<language>sh|python) run(?P<exit>=\d)?\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[object]:
    """Every block marked `run` in the pages, by page and place; `run=1` expects that exit code."""
    found: list[object] = []
    for page in PAGES:
        for match in BLOCK.finditer(page.read_text(encoding="utf-8")):
            if match["language"] == language:
                code = int((match["exit"] or "=0")[1:])
                found.append(pytest.param(match["body"], code, id=f"{page.name}:{match.start()}"))
    return found


@pytest.mark.parametrize(("body", "expected"), blocks("sh"))
def test_commands_run(body: str, expected: int, tmp_path: Path) -> None:
    for line in body.replace("\\\n", " ").splitlines():
        program, *words = shlex.split(line, comments=True) or [""]
        if not program:
            continue
        assert program == "optop", f"only optop commands are marked `run`: {line}"
        done = subprocess.run([sys.executable, "-m", "api.cli", *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == expected, done.stderr


@pytest.mark.parametrize(("body", "expected"), blocks("python"))
def test_python_runs(body: str, expected: int, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", body], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == expected, done.stderr


def test_the_list_of_findings_is_current() -> None:
    assert (REPOSITORY / "docs" / "findings.md").read_text(encoding="utf-8") == findings_page()
    assert (REPOSITORY / "docs" / "errors.md").read_text(encoding="utf-8") == errors_page()


@pytest.mark.slow
def test_the_pictures_in_the_readme_are_what_the_demo_draws(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "api.cli", "demo"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for drawn, shown in (("plattegrond.svg", "demo-plan.svg"), ("beeld.svg", "demo.svg")):
        kept = (REPOSITORY / "docs" / "pictures" / shown).read_bytes()
        assert (tmp_path / "out" / drawn).read_bytes() == kept, f"copy out/{drawn} of the demo to docs/pictures/{shown}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_page_of_checks_is_what_the_checks_say() -> None:
    page = checks_page()
    assert (REPOSITORY / "docs" / "checks.md").read_text(encoding="utf-8") == page
    ids = re.findall(r"^- \*\*((?:OPT|MATCH)-[A-Z0-9-]+)\*\* \S", page, re.MULTILINE)
    assert len(ids) == len(set(ids)) == len(CHECKS) + len(DATED_CHECKS) + len(CRITERIA)
