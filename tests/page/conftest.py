"""A real server on a free port with a database of its own, and a real Chromium that complains about everything the console does."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.page.build_static import NoNode, build, install_modules, node_command

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
PICTURES = Path(os.environ.get("OPTOP_PICTURES") or ROOT / "out" / "page-pictures")
"""Where tests leave what they saw, to be looked at."""
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS = 60.0
NAVIGATION_MS = 90_000.0
"""A page whose pictures nobody painted yet, while other programs compute."""


def lacking(reason: str) -> None:
    """Skip a test for want of a tool, or fail where the gate runs (OPTOP_CI=1)."""
    if os.environ.get("OPTOP_CI") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever opens a browser is slow."""
    for item in items:
        if {"open_page", "launch_browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def built_page() -> None:
    """The page, built from the sources as they are now."""
    try:
        node_command()
    except NoNode as error:
        lacking(str(error))
    build()


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder with what the page's own checks need: TypeScript, axe."""
    try:
        node_command()
    except NoNode as error:
        lacking(str(error))
    install_modules(checks=True)
    return ROOT / "api" / "page" / "node_modules"


@dataclass
class RunningServer:
    """A server in a process of its own, which can be killed and started again at the same address."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it wrote."""
        return self.folder / "server.log"

    def start(self) -> None:
        """Start it and wait until it answers."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "OPTOP_DATABASE": str(self.folder / "optop.sqlite"),
            **self.settings,
        }
        command = [sys.executable, "-m", "api.cli", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2.0) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        self.stop()
        pytest.fail(f"The server did not start:\n{self.log.read_text(encoding='utf-8', errors='replace')[-4000:]}")

    def crash(self) -> None:
        """End it without a word to it, as a machine that fails does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """End it."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=20.0)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def server(built_page: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server that most tests share."""
    running = RunningServer(tmp_path_factory.mktemp("server"), free_port())
    running.start()
    yield running
    running.stop()


@pytest.fixture
def own_server(built_page: None, tmp_path: Path) -> Iterator[RunningServer]:
    """A server for one test, which may kill it."""
    running = RunningServer(tmp_path, free_port())
    running.start()
    yield running
    running.stop()


LaunchBrowser = Callable[..., "Browser"]


@pytest.fixture(scope="session")
def launch_browser() -> Iterator[LaunchBrowser]:
    """Start the system's Chromium, with further arguments where a test wants another one; all are closed at the end."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        lacking("playwright is not installed: `python3 dev.py test --all` installs it.")
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        lacking("There is no Chromium: install it (Debian: `apt-get install chromium`).")
    driver = sync_playwright().start()
    yield lambda *extra: driver.chromium.launch(executable_path=executable, args=[*CHROMIUM_ARGUMENTS, *extra])
    driver.stop()


@pytest.fixture(scope="session")
def browser(launch_browser: LaunchBrowser) -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    started = launch_browser()
    yield started
    started.close()


@dataclass
class Complaints:
    """What went wrong in a browser: console errors, exceptions, refused by the policy, asked of other hosts."""

    found: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()
    """Parts of messages that a test provokes on purpose, such as a lost connection."""

    def watch(self, page: Page, address: str) -> None:
        """Listen to a page."""
        page.on("console", lambda message: self.add(f"console: {message.text}") if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.add(f"exception: {error}"))
        page.on("request", lambda request: self._own_host(request.url, address))

    def _own_host(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            self.add(f"another host: {url}")

    def add(self, text: str) -> None:
        """Remember a complaint unless it is expected."""
        if not any(part in text for part in (*self.expected, *DRIVER_NOTES)):
            self.found.append(text)


DRIVER_NOTES = ("GPU stall due to ReadPixels", "GL Driver Message", "software WebGL")
"""What the software renderer says of itself when a picture is read back."""

OpenPage = Callable[..., "Page"]


@pytest.fixture
def complaints() -> Complaints:
    """What this test's pages complain about; a test that provokes something names it in `expected`."""
    return Complaints()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest, complaints: Complaints) -> Iterator[OpenPage]:
    """Open an address of the server: `open_page("/nl/configure", width=1024, dark=True)`. Complaints fail the test at its end."""
    contexts = []

    def opened(
        path: str, *, on: str | None = None, width: int = 1440, height: int = 900, dark: bool = False, script: bool = True, **more: Any
    ) -> Page:
        address = on or request.getfixturevalue("server").address
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", java_script_enabled=script, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_navigation_timeout(NAVIGATION_MS)
        complaints.watch(page, address)
        page.goto(f"{address}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints.found == []


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures of pages go."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES


@dataclass(frozen=True)
class Violation:
    """One rule of axe that a page breaks."""

    rule: str
    impact: str
    where: str


@pytest.fixture(scope="session")
def accessibility(node_modules: Path) -> Callable[[Page], list[Violation]]:
    """Return what axe-core finds on a page, serious and critical."""
    source = (node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    def examined(page: Page) -> list[Violation]:
        page.evaluate(source)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags)
        return [
            Violation(item["id"], item["impact"], node["html"][:160])
            for item in found["violations"]
            if item["impact"] in ("serious", "critical")
            for node in item["nodes"]
        ]

    return examined
