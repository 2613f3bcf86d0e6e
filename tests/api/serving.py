"""A real server in a process of its own, on a free port of this machine, ended by its process id."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None, timeout_s: float = 60.0
    ) -> Answer:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout_s)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
        finally:
            connection.close()

    def post(self, path: str, content: object, timeout_s: float = 60.0) -> Answer:
        """Send a JSON body."""
        return self.ask("POST", path, json.dumps(content).encode(), {"content-type": "application/json"}, timeout_s)

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> Answer:
        """Send a file in a form."""
        parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()]
        head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        body = b"".join(parts) + head.encode() + content + b"\r\n--x--\r\n"
        return self.ask("POST", path, body, {"content-type": "multipart/form-data; boundary=x"})

    def workers(self) -> list[int]:
        """Return the processes that compute: grandchildren of the server, by way of the process that they are forks of."""
        return [pid for child in _children(self.process.pid) for pid in _children(child)]

    def stop(self) -> int:
        """Ask it to stop; returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """Start a server on a fresh database, or on the one that `DATABASE` names, and wait until it is ready."""
    port, log = _free_port(), folder / "server.log"
    own = {name: value for name, value in os.environ.items() if not name.startswith("OPTOP_")}
    environment = {**own, "OPTOP_DATABASE": str(folder / "optop.sqlite"), "PYTHONPATH": str(ROOT)}
    environment |= {f"OPTOP_{name}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=stream, stderr=stream)
    server = Server(process, port, log)
    try:
        _wait(server)
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(server: Server) -> None:
    end = time.monotonic() + 90.0
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise RuntimeError(server.log.read_text())
        try:
            if server.ask("GET", "/readyz", timeout_s=5.0).status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError(server.log.read_text())
