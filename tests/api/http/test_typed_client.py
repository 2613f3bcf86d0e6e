"""A typed Python client comes out of the description whole: every operation has its function, and a strict type check finds nothing.

The generator cannot stand among the development tools (it asks for an older typer than the command line does): `dev.py test --all`
installs it in an environment of its own and names its executable in OPTOP_CLIENT_GENERATOR.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.http.application import create_service
from tests.api.http.conftest import unlimited

CONFIGURATION = {
    "post_hooks": [],
    "content_type_overrides": {
        "application/pdf": "application/octet-stream",
        "application/yaml": "text/plain",
        "application/zip": "application/octet-stream",
    },
}
"""No hooks that rewrite what was generated, and files as bytes."""


@pytest.fixture
def generator() -> Path:
    """The executable of the generator."""
    found = os.environ.get("OPTOP_CLIENT_GENERATOR") or shutil.which("openapi-python-client")
    if found is None:
        missing = "no client generator: `dev.py test --all` sets it up, or set OPTOP_CLIENT_GENERATOR to an installed openapi-python-client"
        if os.environ.get("OPTOP_CI") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return Path(found)


@pytest.mark.slow
def test_a_client_is_generated_whole_and_typed(generator: Path, tmp_path: Path) -> None:
    described = create_service(unlimited(tmp_path / "o.sqlite")).openapi()
    (tmp_path / "openapi.json").write_text(json.dumps(described), encoding="utf-8")
    (tmp_path / "configuration.yaml").write_text(json.dumps(CONFIGURATION), encoding="utf-8")
    asked = ["generate", "--path", "openapi.json", "--output-path", "client", "--meta", "none", "--config", "configuration.yaml"]
    environment = {**os.environ, "PATH": f"{generator.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([str(generator), *asked], cwd=tmp_path, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Unable to" not in done.stdout
    made = {file.stem for file in (tmp_path / "client" / "api").glob("*/*.py")}
    wanted = {operation["operationId"] for methods in described["paths"].values() for operation in methods.values()}
    assert wanted <= made
    check = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(generator.parent / "python"), "client"]
    checked = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
