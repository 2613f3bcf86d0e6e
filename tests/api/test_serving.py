"""A real server under what happens to real servers: killed processes, files that crash their reader, an end in the middle of work."""

from __future__ import annotations

import json
import os
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from catalogue.resolve import resolve_building
from tests.api.serving import Answer, Server, serving
from tests.configurator.host.readers.ifc_block import Block, ifc_text

DEMO = resolve_building("demo-portiek-1966").model_dump(mode="json")
CIRCULAR = re.sub(r"(#\d+)=IFCLOCALPLACEMENT\((\$|#\d+)", r"\1=IFCLOCALPLACEMENT(\1", ifc_text(Block(hut_m=None))).encode()
"""Every placement is relative to itself: the native library runs out of stack on it."""


def asked(project: str) -> dict[str, Any]:
    return {"building": DEMO, "concept": "A3", "project_key": project}


def load(server: Server, count: int, name: str) -> tuple[ThreadPoolExecutor, list[Any]]:
    """Begin to ask for different configurations from several clients at once."""
    clients = ThreadPoolExecutor(6)
    return clients, [clients.submit(server.post, "/v1/configurations", asked(f"{name}-{k}")) for k in range(count)]


def comes_to_be_ready(server: Server) -> bool:
    """Tell whether a server is ready within 30 seconds, asked for nothing else."""
    end = time.monotonic() + 30.0
    while (status := server.ask("GET", "/readyz").status) != 200 and time.monotonic() < end:
        time.sleep(0.2)
    return status == 200


def answered(futures: list[Any]) -> list[Answer]:
    return [future.result(120) for future in futures]


def pictures(server: Server, count: int) -> tuple[ThreadPoolExecutor, list[Any]]:
    """Begin to ask for different pictures and comparisons of pages from several clients at once, as programs do that take problems."""
    clients = ThreadPoolExecutor(4)
    shown = [(concept, storeys) for storeys in (1, 2, 3) for concept in ("A3", "A5", "A6", "A8", "A9", "A10")][:count]
    paths = [f"/nl/compare/{concept}/1.0.0/picture.svg?storeys={storeys}&access=stair" for concept, storeys in shown]
    return clients, [clients.submit(server.ask, "GET", path) for path in paths]


def test_workers_killed_under_the_load_of_pages_cost_their_own_requests_only(server: Server) -> None:
    clients, futures = pictures(server, 18)
    time.sleep(0.3)
    killed = server.workers()
    for pid in killed:
        os.kill(pid, signal.SIGSEGV)
    answers = answered(futures)
    clients.shutdown()
    lost = [answer for answer in answers if answer.status != 200]
    assert len(lost) <= len(killed)
    assert all((answer.status, answer.json["code"]) == (500, "work-lost") for answer in lost)
    assert server.ask("GET", "/en/compare/A3/1.0.0/picture.svg").status == 200


def test_workers_killed_under_load_cost_their_own_requests_only(server: Server) -> None:
    clients, futures = load(server, 40, "killed")
    time.sleep(0.4)
    killed = server.workers()
    assert len(killed) >= 2
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    answers = answered(futures)
    clients.shutdown()
    lost = [answer for answer in answers if answer.status != 200]
    assert len(lost) <= len(killed)
    for answer in lost:
        assert (answer.status, answer.json["code"]) == (500, "work-lost")
        assert answer.headers["content-type"] == "application/problem+json"
    assert server.post("/v1/configurations", asked("after")).status == 200
    assert not set(killed) & set(server.workers())


def test_a_file_that_crashes_its_reader_under_load_costs_its_own_request_only(server: Server) -> None:
    clients, futures = load(server, 20, "beside")
    crashed = server.upload("/v1/inspections", "circular.ifc", CIRCULAR)
    assert 400 <= crashed.status < 500
    assert crashed.headers["content-type"] == "application/problem+json"
    assert {answer.status for answer in answered(futures)} == {200}
    clients.shutdown()
    good = server.upload("/v1/inspections", "block.ifc", ifc_text(Block()).encode())
    assert good.status == 200
    checked = server.upload("/v1/ifc-checks", "circular.ifc", CIRCULAR)
    assert checked.status in (200, 400)
    assert comes_to_be_ready(server)


def test_processes_that_die_idle_come_back_without_a_request_for_work(server: Server) -> None:
    assert comes_to_be_ready(server)
    killed = server.workers()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    time.sleep(1.0)  # until the dead are seen to be dead
    assert comes_to_be_ready(server)
    assert server.workers()
    assert not set(killed) & set(server.workers())


def test_the_log_is_json_with_the_template_of_the_route_and_says_no_secret(server: Server) -> None:
    server.ask("GET", "/v1/configurations/sha256:" + "0" * 64)
    lines = server.log.read_text().splitlines()
    first = next(k for k, line in enumerate(lines) if line.startswith("First start."))
    key = lines[first + 1]
    others = [json.loads(line) for k, line in enumerate(lines) if k not in (first, first + 1)]
    assert all({"event", "level", "timestamp"} <= set(entry) for entry in others)
    assert not any(key in json.dumps(entry) for entry in others)


def test_metrics_are_by_template_and_tell_of_the_workers(server: Server) -> None:
    text = server.ask("GET", "/metrics").body.decode()
    assert re.search(r'optop_http_requests_total\{method="POST",route="/v1/configurations",status="200"\} \d', text)
    assert 'route="/v1/configurations/{digest}",status="404"' in text
    assert "sha256:" not in text
    assert float(re.findall(r"(?m)^optop_work_processes_lost_total (\S+)", text)[0]) >= 0.0
    assert float(re.findall(r"(?m)^optop_files_rejected_total (\S+)", text)[0]) >= 1.0
    assert "optop_work_pending 0.0" in text


def refused_while(asking: threading.Thread, stopping: Server) -> bool:
    """Tell whether a new connection is refused while an older request still runs."""
    while asking.is_alive():
        try:
            stopping.ask("GET", "/healthz", timeout_s=5.0)
        except OSError:
            return asking.is_alive()
    return False


def test_a_server_that_is_told_to_stop_finishes_what_runs(tmp_path: Path) -> None:
    with serving(tmp_path, WORKERS="1") as stopping:
        answers: list[Answer] = []
        asking = threading.Thread(target=lambda: answers.append(stopping.post("/v1/matches", {"building": DEMO})))
        asking.start()
        while "optop_work_pending 0.0" in stopping.ask("GET", "/metrics").body.decode() and asking.is_alive():
            time.sleep(0.005)
        workers = stopping.workers()
        stopping.process.send_signal(signal.SIGTERM)
        assert refused_while(asking, stopping)
        code = stopping.process.wait(60)
        asking.join(60)
        assert [answer.status for answer in answers] == [200]
        assert code in (0, -signal.SIGTERM)
        with pytest.raises(OSError, match="refused"):
            stopping.ask("GET", "/healthz")
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
