"""From a key press on a slider to new data in the browser: a real server, a real Chromium, buildings of 36 to 120 modules.

The drawing of the model is not in the times (without a graphics card it takes longer than everything else, on all cores): the clock
stops when figures, findings and loads have been renewed, and a key is pressed when the answer before it has been drawn. Every press asks
for what was never shown before, and all of them for a roof that is full. At rest the page has the next step the same way computed:
what it foresaw and what it did not (every turn) stand apart. A held key leaves no rest, so that nothing is foreseen: the last lines say
how often the picture then follows. Needs what `python3 dev.py test --all` installs, and a Chromium.
"""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

ROOT = Path(__file__).resolve().parents[1]
BUILDING = "length={length}&depth=10.5&family=F05&storeys_existing=4&ballast=gravel"
WALLS = f"{BUILDING}&concept=A3&support=wall_on_wall&access=gallery"
CASES = {
    "walls, gallery, 2 storeys": WALLS.format(length=84) + "&storeys_added=2",
    "walls, gallery, 2 storeys (the goal)": WALLS.format(length=136) + "&storeys_added=2",
    "walls, gallery, 2 storeys, long": WALLS.format(length=272) + "&storeys_added=2",
    "grid, gallery, 2 storeys": BUILDING.format(length=136) + "&concept=A5&support=transfer_grid&access=gallery&storeys_added=2",
}
FACADE, GABLE = "setback_mm.facade", "setback_mm.gable"
ROW = 8
"""Presses on the facades' slider before the gables' one is moved by one: further in nothing fits."""
PRESSES = 4 * (ROW + 1)
HELD, HELD_MS = 20, 30
"""Events of a key that is held, and milliseconds between them."""
AT_REST_MS = 300
"""Longest frame that is waited for before the next press."""
GOAL_P50_MS, GOAL_P95_MS = 50.0, 100.0
START_SECONDS = 60.0
CLOCK = """() => {
  window.times = [];
  window.shown = [];
  let pressed = 0;
  document.addEventListener("keydown", () => (pressed = performance.now()), true);
  const bench = document.getElementById("bench");
  new MutationObserver(() => {
    if (bench.dataset.state !== "shown") return;
    window.times.push(performance.now() - pressed);
    window.shown.push(performance.now());
  })
    .observe(bench, {attributeFilter: ["data-state"]});
}"""
"""The answer is shown from top to bottom in one task, before the observer is told."""
AT_REST = """(most) => new Promise((done) => {
  let last = performance.now(), quiet = 0;
  const frame = () => {
    const now = performance.now();
    quiet = now - last < 40 ? quiet + 1 : 0;
    last = now;
    if (quiet >= 6) done(null); else requestAnimationFrame(frame);
  };
  setTimeout(() => done(null), 10 * most);
  requestAnimationFrame(frame);
})"""
"""Frames come regularly again: whatever was drawn is drawn."""


@contextmanager
def served() -> Iterator[str]:
    """Run a server on a free port; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPTOP_DATABASE": str(Path(folder) / "optop.sqlite")}
        command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _await(address)
            yield address
        finally:
            process.terminate()
            process.wait()


def _await(address: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2.0):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def zigzag(presses: int) -> Iterator[tuple[str, str]]:
    """Yield slider and key of presses that never come back to a place: along a row, one up, back along the next."""
    for number in range(presses):
        row, place = divmod(number, ROW + 1)
        yield (GABLE, "ArrowRight") if place == ROW else (FACADE, "ArrowLeft" if row % 2 else "ArrowRight")


@dataclass(frozen=True, slots=True)
class Press:
    """One press and its answer."""

    ms: float
    """From the key to new data."""
    foreseen: bool
    """Nothing was asked when the key was pressed: it had been before."""


def pressed(page: Page, presses: Iterable[tuple[str, str]]) -> list[Press]:
    """Press keys on sliders one after the other, at rest; return the times to new data."""
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    page.on("request", note)
    page.evaluate("window.times.length = 0")
    found: list[bool] = []
    for number, (slider, key) in enumerate(presses, start=1):
        page.locator(f'[name="{slider}"]').focus()
        page.evaluate(AT_REST, AT_REST_MS)
        page.wait_for_timeout(AT_REST_MS)
        asked.clear()
        page.keyboard.press(key)
        while int(page.evaluate("window.times.length")) < number:
            page.wait_for_timeout(10)
        found.append(not any(_at_once(request) for request in asked))
    page.remove_listener("request", note)
    times: list[float] = page.evaluate("window.times")
    return [Press(ms, foreseen) for ms, foreseen in zip(times, found, strict=True)]


def _at_once(request: Request) -> bool:
    return request.url.endswith("/v1/previews") and "priority" not in request.headers


def held_ms(page: Page) -> list[float]:
    """Hold a key: events faster than answers. Returns the times between answers; the last one is of the value that stands there."""
    slider = page.locator(f'[name="{FACADE}"]')
    slider.evaluate("(input) => { input.value = '0'; input.dispatchEvent(new Event('change', {bubbles: true})); }")
    page.wait_for_timeout(1000)
    slider.focus()
    page.evaluate("window.shown.length = 0")
    for _ in range(HELD):
        page.keyboard.press("ArrowRight", delay=HELD_MS)
    page.wait_for_function(f"new URLSearchParams(location.search).get('{FACADE}') === String({HELD} * 100)")
    shown: list[float] = page.evaluate("window.shown")
    return [later - sooner for sooner, later in itertools.pairwise(shown)]


def _line(name: str, times: list[float]) -> str:
    if not times:
        return f"{name:52} none"
    p95 = sorted(times)[max(0, round(0.95 * len(times)) - 1)]
    return f"{name:52} p50 {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms   n {len(times)}"


def _modules(page: Page) -> str:
    shown: str = page.locator('[data-figure="modules"] [data-value]').inner_text()
    return shown


def measure(browser: Browser, address: str, name: str, query: str) -> None:
    """Print the times of one case: for new values, and back to values that were shown before."""
    page = browser.new_page()
    page.goto(f"{address}/en/configure?{query}&{FACADE}=0&{GABLE}=0")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate(CLOCK)
    first = _modules(page)
    (cold, *_) = pressed(page, [(FACADE, "ArrowRight"), (FACADE, "ArrowLeft")])
    presses = pressed(page, zigzag(PRESSES))
    print(_line(f"{name}, {first} to {_modules(page)} modules", [press.ms for press in presses]))
    print(_line("  foreseen", [press.ms for press in presses if press.foreseen]))
    print(_line("  not foreseen", [press.ms for press in presses if not press.foreseen]))
    print(
        _line("  back to values shown before", [press.ms for press in pressed(page, [(FACADE, "ArrowRight"), (FACADE, "ArrowLeft")] * 6)])
    )
    print(_line("  the first press on a page", [cold.ms]))
    print(_line(f"  a held key, {HELD} events: between pictures", held_ms(page)))
    page.close()


def report() -> None:
    """Print the times for every case: new values, and values that were shown before."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        executable = None
    if executable is None:
        print("not run: playwright or a Chromium is not installed")
        return
    print(f"goal: p50 <= {GOAL_P50_MS:.0f} ms, p95 <= {GOAL_P95_MS:.0f} ms from key press to new data")
    with served() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-quic"])
        for name, query in CASES.items():
            measure(browser, address, name, query)
        browser.close()


if __name__ == "__main__":
    report()
