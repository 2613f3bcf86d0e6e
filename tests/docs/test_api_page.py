"""The curl examples of the page about the service, run in order against a service that was started as the page says."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.http.description import example_building, example_concept

REPOSITORY = Path(__file__).parents[2]
BLOCK = re.compile(r"^```sh curl\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
KEY = re.compile(r"optop_[a-z0-9]{8}_[A-Za-z0-9_-]{43}")
SECONDS = 60.0


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Address and admin key of a service that was started for the first time in an empty folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = tmp_path / "stderr.txt"
    with said.open("wb") as stderr:
        command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
        environment = {**os.environ, "OPTOP_DATABASE": "optop.sqlite", "PYTHONPATH": str(REPOSITORY)}
        server = subprocess.Popen(command, cwd=tmp_path, stderr=stderr, stdout=subprocess.DEVNULL, env=environment)
    try:
        address, until = f"http://127.0.0.1:{port}", time.monotonic() + SECONDS
        while True:
            try:
                with urllib.request.urlopen(f"{address}/healthz", timeout=1):
                    break
            except OSError:
                assert server.poll() is None, said.read_text(encoding="utf-8")
                assert time.monotonic() < until, "the service did not start"
                time.sleep(0.2)
        keys = KEY.findall(said.read_text(encoding="utf-8"))
        assert len(keys) == 1
        yield address, keys[0]
    finally:
        server.terminate()
        server.wait(SECONDS)


def test_the_examples_with_curl_run(served: tuple[str, str], tmp_path: Path) -> None:
    if shutil.which("curl") is None or shutil.which("bash") is None:
        if os.environ.get("OPTOP_CI") == "1":
            pytest.fail("curl and bash are needed to run the examples of docs/api.md")
        pytest.skip("no curl or no bash on this machine")
    (tmp_path / "building.json").write_text(json.dumps(example_building()), encoding="utf-8")
    (tmp_path / "concept.json").write_text(json.dumps(example_concept()), encoding="utf-8")
    address, key = served
    blocks = [match["body"] for match in BLOCK.finditer((REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8"))]
    assert len(blocks) >= 4
    for block in blocks:
        environment = {**os.environ, "OPTOP": address, "KEY": key}
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env=environment,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert json.loads((tmp_path / "configuration.json").read_text(encoding="utf-8"))["summary"]["dwellings"] > 0
    assert json.loads((tmp_path / "judgement.json").read_text(encoding="utf-8"))["publishable"] is True
