"""The page is built from pinned packages without addresses, its sources are strictly typed, and a wheel carries it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from api.page.assets import page_assets
from api.page.build_static import PAGE, run_node
from configurator.outputs.palette import DWELLING_TINTS, GREY, RUST

ROOT = PAGE.parent.parent


def test_the_lock_file_pins_by_content_and_names_no_registry() -> None:
    lock = json.loads((PAGE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, entry in packages.items() if entry.get("hasInstallScript") and name != "node_modules/esbuild"] == []


def test_declared_versions_are_exact() -> None:
    declared = json.loads((PAGE / "package.json").read_text(encoding="utf-8"))
    assert [v for v in declared["dependencies"].values() if not re.fullmatch(r"\d+\.\d+\.\d+", v)] == []


@pytest.mark.slow
def test_the_sources_are_strictly_typed(node_modules: Path) -> None:
    done = run_node(node_modules / "typescript" / "bin" / "tsc", "-p", ".")
    assert done.stdout + done.stderr == ""


@pytest.mark.slow
def test_the_pure_modules_pass_their_own_tests(node_modules: Path) -> None:
    tests = sorted((PAGE / "src").rglob("*.test.ts"))
    assert tests
    done = run_node("--test", *tests)
    assert done.returncode == 0, done.stdout + done.stderr


def test_everything_that_an_entry_needs_was_built(built_page: None) -> None:
    page_assets.cache_clear()
    static = PAGE / "static"
    pages = json.loads((static / "pages.json").read_text(encoding="utf-8"))
    for entry in pages.values():
        for name in (entry["file"], *entry["with"]):
            assert (static / name).is_file()
    scripts = [path.read_text(encoding="utf-8") for path in static.glob("*.js")]
    addresses = {found for script in scripts for found in re.findall(r"https?://([a-z0-9.-]+)", script)}
    assert addresses <= {"www.w3.org"} | {"github.com", "jcgt.org"}  # a namespace, and papers named in shader comments


def test_the_stage_knows_every_colour_that_a_drawing_has_beside_ink() -> None:
    styles = "".join(path.read_text(encoding="utf-8") for path in (PAGE / "src" / "styles" / "configure").glob("*.css"))
    assert [tint for tint in DWELLING_TINTS if f'[fill="{tint}"]' not in styles] == []
    assert [colour for colour in (RUST, GREY) if f'text[fill="{colour}"]' not in styles] == []


def test_the_notices_name_every_bundled_package(built_page: None) -> None:
    notices = (PAGE / "static" / "NOTICES.txt").read_text(encoding="utf-8")
    assert "@fontsource-variable/source-sans-3" in notices
    assert "SIL OPEN FONT LICENSE" in notices.upper()


@pytest.mark.slow
def test_a_wheel_carries_the_page_and_none_of_its_sources(built_page: None, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    environment = {name: value for name, value in os.environ.items() if name != "OPTOP_PAGE"}
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if name.startswith("api/page/")}
        pages = json.loads(archive.read("api/page/static/pages.json"))
    assert {f"api/page/static/{entry['file']}" for entry in pages.values()} <= shipped
    assert {"api/page/static/NOTICES.txt", "api/page/templates/base.html", "api/page/texts/nl.yaml"} <= shipped
    assert [name for name in shipped if name.endswith((".ts", ".mjs")) or "node_modules" in name or "build_static" in name] == []
