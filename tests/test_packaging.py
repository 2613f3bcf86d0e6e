"""The installed packages are the ones of this repository, whole, pinned without addresses, and quick to reach."""

from __future__ import annotations

import importlib.resources
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("api", "catalogue", "concepts", "configurator")
LOCKS = ("requirements.txt", "requirements-dev.txt")
HEAVY = ("fastapi", "ifcopenshell", "shapely", "sqlalchemy", "trimesh")


def pins(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9][^\s\\]*==[^\\\n]*?) *\\?$", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("package", PACKAGES)
def test_package_comes_from_this_repository(package: str) -> None:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).resolve() == ROOT / package / "__init__.py"


@pytest.mark.parametrize("package", PACKAGES)
def test_package_is_marked_as_typed(package: str) -> None:
    assert (importlib.resources.files(package) / "py.typed").is_file()


def test_documents_are_found_as_resources() -> None:
    folders = [folder for folder in importlib.resources.files("concepts").iterdir() if folder.is_dir()]
    assert [file.name for folder in folders for file in folder.iterdir() if file.name.endswith(".yaml")]


@pytest.mark.parametrize("lock", [*LOCKS, "build.in"])
def test_requirement_file_holds_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "http:" not in text
    assert not re.search(r"^\s*(--index|--extra-index|--find-links|--trusted|-i\b|-f\b)", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
    assert len(entries) == len(pins(lock))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_tests_run_on_the_pins_that_users_get() -> None:
    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


def test_declared_dependencies_are_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = {pin.split("==")[0] for pin in pins("requirements-dev.txt")}
    declared = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    assert {re.split(r"[\[<>=!~; ]", name)[0].lower() for name in declared} - named == set()


def test_wheel_carries_code_types_and_documents(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    environment = {**os.environ, "OPTOP_PAGE": "skip"}  # tests/page/test_build.py looks at the page in it
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    documents = {path.relative_to(ROOT).as_posix() for path in (ROOT / "concepts").rglob("*.yaml")}
    assert documents | {f"{package}/py.typed" for package in PACKAGES} <= shipped
    assert {name.split("/")[0] for name in shipped if ".dist-info/" not in name} == set(PACKAGES)


def test_command_line_starts_without_heavy_libraries() -> None:
    program = f"import sys, api.cli.main; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == ""
