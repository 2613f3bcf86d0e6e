"""Two real servers on one database: what each says of both, and what both together let through."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.api.serving import Server, serving

LIMIT = 12


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, Server]]:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path / "figures"))
    settings = {"DATABASE": str(tmp_path / "optop.sqlite"), "WORKERS": "1", "PROCESSES": "2", "RATE_LIMIT_ANONYMOUS": f"{LIMIT}/hour"}
    with ExitStack() as stack:
        folders = [tmp_path / name for name in ("one", "two")]
        for folder in folders:
            folder.mkdir()
        first, second = (stack.enter_context(serving(folder, **settings)) for folder in folders)
        yield first, second


def figure(server: Server, name: str) -> float:
    (said,) = re.findall(rf"(?m)^{name} (\S+)", server.ask("GET", "/metrics").body.decode())
    return float(said)


def comes_to(server: Server, name: str, value: float) -> bool:
    """What a process says of itself now is a few seconds old where another one is asked."""
    end = time.monotonic() + 20.0
    while figure(server, name) != value and time.monotonic() < end:
        time.sleep(0.2)
    return figure(server, name) == value


def test_each_answers_for_both_and_both_together_keep_the_limit(two: tuple[Server, Server]) -> None:
    first, second = two
    statuses = [server.ask("GET", "/v1/concepts/A3/versions/1.0.0").status for server in two for _ in range(LIMIT)]
    assert statuses.count(200) == LIMIT
    assert set(statuses) == {200, 429}
    name = 'optop_http_requests_total{method="GET",route="/v1/concepts/{concept_id}/versions/{version}",status="200"}'
    for server in two:
        text = server.ask("GET", "/metrics").body.decode()
        assert [line for line in text.splitlines() if line.startswith(name)] == [f"{name} {LIMIT}.0"]
        assert comes_to(server, "optop_work_processes", 4.0)  # one for live views in each
    second.process.send_signal(signal.SIGKILL)
    second.process.wait(30)
    assert comes_to(first, "optop_work_processes", 2.0)
    assert f"{name} {LIMIT}.0" in first.ask("GET", "/metrics").body.decode()  # what was counted stays counted
