"""From a key press on a slider to new data in the browser: a real server, a real Chromium, a building of some sixty modules.

The drawing of the model is not in the times (without a graphics card it takes longer than everything else): the clock stops when
figures, findings and loads have been renewed. Needs what `python3 dev.py test --all` installs, and a Chromium.
"""

from __future__ import annotations

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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
BUILDING = "length=136&depth=10.5&family=F05&storeys_existing=4&ballast=gravel"
CASES = {
    "wall on wall, gallery, 2 storeys": f"{BUILDING}&concept=A3&support=wall_on_wall&access=gallery&storeys_added=2",
    "transfer grid, gallery, 2 storeys": f"{BUILDING}&concept=A5&support=transfer_grid&access=gallery&storeys_added=2",
}
PRESSES = 25
PAUSE_MS = 250
"""Between two presses, so that the drawing of the one is no part of the time of the other."""
GOAL_P50_MS, GOAL_P95_MS = 50.0, 100.0
START_SECONDS = 60.0
CLOCK = """() => {
  window.times = [];
  let pressed = 0;
  document.addEventListener("keydown", () => (pressed = performance.now()), true);
  const bench = document.getElementById("bench");
  new MutationObserver(() => { if (bench.dataset.state === "shown") window.times.push(performance.now() - pressed); })
    .observe(bench, {attributeFilter: ["data-state"]});
}"""
"""The answer is shown from top to bottom in one task, before the observer is told."""


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


def press_times_ms(page: Page, keys: Sequence[str]) -> list[float]:
    """Press keys on the slider of the facades' set-back one after the other; return the times to new data."""
    page.locator('[name="setback_mm.facade"]').focus()
    page.evaluate("window.times.length = 0")
    for number, key in enumerate(keys, start=1):
        page.keyboard.press(key)
        while int(page.evaluate("window.times.length")) < number:
            page.wait_for_timeout(10)
        page.wait_for_timeout(PAUSE_MS)
    times: list[float] = page.evaluate("window.times")
    return times


def _line(name: str, times: list[float]) -> str:
    p95 = sorted(times)[max(0, round(0.95 * len(times)) - 1)]
    return f"{name:46} p50 {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms   n {len(times)}"


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
            page = browser.new_page()
            page.goto(f"{address}/en/configure?{query}&setback_mm.facade=0")
            page.wait_for_selector("html[data-ready]", state="attached")
            page.evaluate(CLOCK)
            modules = page.locator('[data-figure="modules"] [data-value]').inner_text()
            press_times_ms(page, ["ArrowRight"] * 3)
            print(_line(f"{name}, {modules} modules", press_times_ms(page, ["ArrowRight"] * PRESSES)))
            print(_line("  back to values shown before", press_times_ms(page, ["ArrowLeft"] * 12)))
            page.close()
        browser.close()


if __name__ == "__main__":
    report()
