"""The service: a published version beside a bare endpoint, what HTTP adds to a configuration, and how it answers under load.

Rates are requests for each second of the server's own processor time, so that whatever else the machine does counts for neither side; both
sides of a ratio are measured in turns within one run.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from api.resolution import inputs_for
from catalogue.documents.canonical import canonical_bytes
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import configure

ROOT = Path(__file__).resolve().parents[1]
VERSION = "/v1/concepts/A3/versions/1.0.0"
KEPT = "/v1/configurations/{digest}"
TURNS, REQUESTS = 7, 400
CONFIGURED = 12
CLIENTS, PROBES = 3, 300
START_S = 120.0
DEMO = "demo-portiek-1966"


@dataclass(frozen=True, slots=True)
class Running:
    """A server in a process of its own."""

    pid: int
    port: int

    def connection(self) -> http.client.HTTPConnection:
        """Return a connection that is kept open."""
        made = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        made.connect()
        made.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def cpu_s(self) -> float:
        """Return the processor time that the server itself has used, without the processes that compute for it."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9


@contextlib.contextmanager
def running() -> Iterator[Running]:
    """Start the service on a fresh database, without limits of rate, and end it by its process id."""
    with tempfile.TemporaryDirectory(prefix="optop-bench-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        limits = dict.fromkeys(("RATE_LIMIT_ANONYMOUS", "RATE_LIMIT_ANONYMOUS_COMPUTING", "RATE_LIMIT_KEY"), "")
        settings = {"DATABASE": f"{folder}/optop.sqlite", **limits}
        environment = {**os.environ, **{f"OPTOP_{name}": value for name, value in settings.items()}, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            server = Running(process.pid, port)
            _wait(server)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(90)


def _wait(server: Running) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            connection = server.connection()
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            answer.read()
            if answer.status == http.client.OK:
                return
        time.sleep(0.2)
    raise TimeoutError("The service did not start.")


def _ask(connection: http.client.HTTPConnection, path: str, body: bytes | None = None) -> bytes:
    """Send one request; anything but 200 ends the benchmark."""
    connection.request("GET" if body is None else "POST", path, body, {} if body is None else {"content-type": "application/json"})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{path}: {answer.status} {content[:300]!r}")
    return content


def _rate(server: Running, connection: http.client.HTTPConnection, path: Callable[[int], str]) -> float:
    """Return requests for each second of the server's processor time."""
    before = server.cpu_s()
    for number in range(REQUESTS):
        _ask(connection, path(number))
    return REQUESTS / max(server.cpu_s() - before, 1e-3)


def rates(server: Running) -> dict[str, float]:
    """Return the rate of a bare endpoint, of a published version from memory and from SQLite, and of a kept configuration."""
    connection = server.connection()
    digest = json.loads(_ask(connection, "/v1/configurations", _body("rates")))["digest"]
    paths: dict[str, Callable[[int], str]] = {
        "bare": lambda _: "/healthz",
        "version from memory": lambda _: VERSION,
        # Which version is offered is looked up each time, and its document read.
        "version from SQLite": lambda _: "/v1/concepts/A3",
        "kept configuration": lambda _: KEPT.format(digest=digest) + ".json",
    }
    found: dict[str, list[float]] = {name: [] for name in paths}
    for path in paths.values():
        _ask(connection, path(0))
    for _ in range(TURNS):
        for name, path in paths.items():
            found[name].append(_rate(server, connection, path))
    return {name: statistics.median(values) for name, values in found.items()}


@cache
def _body_around_project() -> tuple[bytes, bytes]:
    building = resolve_building(DEMO).model_dump(mode="json")
    before, _, after = json.dumps({"building": building, "concept": "A3", "project_key": "@@"}).encode().partition(b"@@")
    return before, after


def _body(project: str) -> bytes:
    """Return a request of its own; written once, so that a client costs as little as one on another machine would."""
    return project.encode().join(_body_around_project())


def configuring(server: Running) -> tuple[float, float]:
    """Return the median time of a configuration in process and over HTTP, seconds; every one is a new one, computed and kept."""
    connection = server.connection()
    building, concept, assumptions = resolve_building(DEMO), resolve_concept("A3"), resolve_assumptions()
    inside: list[float] = []
    over: list[float] = []
    for number in range(CONFIGURED):
        start = time.perf_counter()
        canonical_bytes(configure(inputs_for(building, concept, Options(), assumptions, f"p{number}")).configuration)
        inside.append(time.perf_counter() - start)
        body = _body(f"p{number}")
        start = time.perf_counter()
        _ask(connection, "/v1/configurations", body)
        over.append(time.perf_counter() - start)
    return statistics.median(inside[1:]), statistics.median(over[1:])


def _probed(server: Running) -> float:
    """Return the 95th percentile of the time of `/healthz`, seconds."""
    connection, times = server.connection(), []
    for _ in range(PROBES):
        start = time.perf_counter()
        _ask(connection, "/healthz")
        times.append(time.perf_counter() - start)
        time.sleep(0.005)
    return statistics.quantiles(times, n=20)[-1]


def under_load(server: Running) -> tuple[float, float, int]:
    """Return the 95th percentile of `/healthz` idle and while three clients compute, seconds, and how much they computed meanwhile.

    The clients are a process of their own, so that they do not stand in the way of the one that looks.
    """
    idle = _probed(server)
    command = [sys.executable, "-m", "benchmarks.service", "load", str(server.port)]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as load:
        if load.stdin is None or load.stdout is None:
            raise RuntimeError("The clients have no pipes.")
        load.stdout.readline()
        busy = _probed(server)
        load.stdin.close()
        done = int(load.stdout.readline())
    return idle, busy, done


def load_until_told(port: int) -> None:
    """Compute as three clients, from the first answer that says so on stdout until stdin is closed; then say how much."""
    ended, done = threading.Event(), [0] * CLIENTS

    def compute(client: int) -> None:
        connection = Running(0, port).connection()
        while not ended.is_set():
            _ask(connection, "/v1/configurations", _body(f"load-{client}-{done[client]}"))
            done[client] += 1

    clients = [threading.Thread(target=compute, args=(number,)) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    while not sum(done):
        time.sleep(0.05)
    print("going", flush=True)
    sys.stdin.read()
    ended.set()
    for client in clients:
        client.join()
    print(sum(done), flush=True)


def report() -> None:
    """Print every figure with its goal."""
    with running() as server:
        found: dict[str, Any] = rates(server)
        for name, rate in found.items():
            print(f"  {name:24} {rate:8.0f} requests for each second of processor time, {rate / found['bare']:.2f} of bare")
        print("  goals: from memory at least 0.9 of bare, from SQLite at least 0.25")
        inside, over = configuring(server)
        over_text = f"over HTTP and kept {over * 1e3:.0f} ms: {over / inside:.2f}; goal at most 2"
        print(f"  configuration in process {inside * 1e3:.0f} ms, {over_text}")
        idle, busy, count = under_load(server)
        busy_text = f"while {CLIENTS} clients computed {count} {busy * 1e3:.1f} ms: {busy / idle:.1f}; goal at most 3"
        print(f"  /healthz p95 idle {idle * 1e3:.1f} ms, {busy_text}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["load"]:
        load_until_told(int(sys.argv[2]))
    else:
        report()
