#!/usr/bin/env python3
"""Set up .venv from the pinned requirements where needed, then do one job in it.

    python3 dev.py demo [...]          the main job on a shipped building; further arguments go to `optop demo`
    python3 dev.py test [--all] [...]  the tests, with --all the slow ones and those in a browser too; the rest goes to pytest
    python3 dev.py check               format, lint, types and import directions; every failure is shown
    python3 dev.py bench [...]         the benchmarks; further arguments go to `benchmarks.run`
    python3 dev.py serve [...]         the web service with its page, which is built where it changed; the rest goes to `optop serve`
    python3 dev.py lock [...]          make the requirement files again (needs uv; --upgrade takes newer versions)
    python3 dev.py --help              this text

Needs nothing but Python 3.11 or newer on Linux, macOS or Windows. Uses uv where it is on PATH, else venv and pip.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "optop-stamp"
RUN = ROOT / "requirements.txt"
DEV = ROOT / "requirements-dev.txt"
"""Everything of RUN, and what the tests and checks need."""
PAGE = ROOT / "requirements-page.txt"
"""What builds the page (Node with npm, as a package); nothing else needs it."""
BROWSER = ROOT / "requirements-browser.txt"
"""What drives a browser in the tests of the page; the browser itself is the system's."""
LOCKS = (RUN, DEV, PAGE, BROWSER)
CLIENT = ROOT / "requirements-client.txt"
"""What generates a client from the service's description: in an environment of its own, for it wants other versions."""
CLIENT_VENV = VENV / "client-generator"
PYPROJECT = ROOT / "pyproject.toml"


class SetUpError(Exception):
    """The environment cannot be made; the text says why and what to do."""


def say(text: str) -> None:
    """Write one line of progress to standard error, so that a job's own output stays clean."""
    print(text, file=sys.stderr, flush=True)


def execute(command: Sequence[str | Path], *, stdin: str | None = None) -> int:
    """Run a command from the repository's root and give its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False, input=stdin, text=True).returncode


def hand_over(command: Sequence[str | Path]) -> int:
    """Let the job's own program take the place of this one, so that signals reach it; on Windows run it as a child."""
    if os.name != "nt":
        os.chdir(ROOT)
        os.execv(str(command[0]), [str(part) for part in command])  # noqa: S606
    return execute(command)


def demand(command: Sequence[str | Path], purpose: str, *, stdin: str | None = None) -> None:
    """Run a command that must succeed.

    Raises:
        SetUpError: It ended with another exit code than 0.
    """
    code = execute(command, stdin=stdin)
    if code != 0:
        raise SetUpError(f"{purpose} failed (exit code {code}): read the messages above, then run the same command again.")


def interpreter() -> Path:
    """Give the running Python, also where it was started without a PATH and therefore does not know its own place."""
    if sys.executable:
        return Path(sys.executable)
    return Path(sysconfig.get_config_var("BINDIR")) / f"python{sys.version_info.major}.{sys.version_info.minor}"


def digest(lock: Path) -> str:
    """Name the state that an environment made from this requirement file is in."""
    return f"{lock.name} {hashlib.sha256(lock.read_bytes() + PYPROJECT.read_bytes()).hexdigest()}"


def stamped() -> list[str]:
    """List what the environment was completed for; empty where there is none, it was moved here, or its making was interrupted."""
    if not (STAMP.is_file() and PYTHON.exists()):
        return []
    place, *digests = STAMP.read_text(encoding="utf-8").splitlines() or [""]
    return digests if place == str(ROOT) else []


@contextmanager
def alone() -> Iterator[None]:
    """Let one set-up at a time work in this folder, where the system can lock a folder."""
    if importlib.util.find_spec("fcntl") is None:
        yield
        return
    import fcntl

    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def make_environment(folder: Path, uv: str | None) -> None:
    """Make an empty environment in place of whatever lies in a folder.

    Raises:
        SetUpError: Neither venv nor uv can make one.
    """
    if importlib.util.find_spec("ensurepip") is not None:
        demand([interpreter(), "-m", "venv", "--clear", folder], f"Making {folder.name}")
    elif uv:
        demand([uv, "venv", "--quiet", "--clear", "--seed", "--python", interpreter(), folder], f"Making {folder.name}")
    else:
        raise SetUpError(
            "This Python cannot make virtual environments: install what is missing (Debian, Ubuntu: `apt-get install python3-venv`) or uv."
        )


def installer(python: Path, uv: str | None) -> list[str | Path]:
    """Return the command that installs into the environment of a Python."""
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", python]
    return [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]


def install(lock: Path) -> None:
    """Bring .venv to the state of a requirement file. The stamp goes first and comes back last, so that an interrupted run shows."""
    uv = shutil.which("uv")
    before = stamped()
    if before:
        say("Updating .venv ...")
    else:
        say("Setting up .venv (the first time this takes about a minute) ...")
        make_environment(VENV, uv)
    STAMP.unlink(missing_ok=True)
    pip = installer(PYTHON, uv)
    demand([*pip, "--require-hashes", "-r", lock], f"Installing {lock.name}")
    demand([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT], "Installing optop itself")
    done = {lock, RUN} if lock == DEV else {lock}
    states = [digest(each) for each in LOCKS if each in done or digest(each) in before]
    STAMP.write_text("\n".join([str(ROOT), *states]) + "\n", encoding="utf-8")


def ensure(*locks: Path) -> None:
    """Set up or update .venv unless it already holds what the requirement files ask for."""
    for lock in locks:
        if digest(lock) in stamped():
            continue
        with alone():
            if digest(lock) not in stamped():
                install(lock)


def client_generator() -> Path:
    """Set up the generator of clients unless it is there; returns its executable."""
    stamp, folder = CLIENT_VENV / "optop-stamp", CLIENT_VENV / BIN.name
    with alone():
        if not stamp.is_file() or stamp.read_text(encoding="utf-8") != digest(CLIENT):
            uv = shutil.which("uv")
            make_environment(CLIENT_VENV, uv)
            demand([*installer(folder / PYTHON.name, uv), "--require-hashes", "-r", CLIENT], f"Installing {CLIENT.name}")
            stamp.write_text(digest(CLIENT), encoding="utf-8")
    return folder / ("openapi-python-client.exe" if os.name == "nt" else "openapi-python-client")


def demo(arguments: list[str]) -> int:
    """Do the main job on a shipped building."""
    ensure(RUN)
    return hand_over([BIN / "optop", "demo", *arguments])


def build_page() -> None:
    """Build the page's scripts and styles unless they are up to date.

    Raises:
        SetUpError: Node cannot be installed, or the build failed.
    """
    ensure(PAGE)
    demand([PYTHON, ROOT / "api" / "page" / "build_static.py"], "Building the page")


def serve(arguments: list[str]) -> int:
    """Start the web service, with its page where that can be built."""
    ensure(RUN)
    try:
        build_page()
    except SetUpError as error:
        say(f"dev.py: {error} The service starts without its page.")
    return hand_over([BIN / "optop", "serve", *arguments])


def bench(arguments: list[str]) -> int:
    """Run the benchmarks."""
    ensure(RUN)
    return hand_over([PYTHON, "-m", "benchmarks.run", *arguments])


def test(arguments: list[str]) -> int:
    """Run the tests, with --all the slow ones too, in a browser also; on all cores unless the arguments say how many (`-n 0`: one)."""
    ensure(DEV)
    if "--all" in arguments:
        build_page()
        ensure(BROWSER)
        os.environ.setdefault("OPTOP_CLIENT_GENERATOR", str(client_generator()))
    chosen = [] if "--all" in arguments else ["-m", "not slow"]
    spread = [] if any(argument.startswith(("-n", "--pdb")) for argument in arguments) else ["-n", "auto"]
    return hand_over([PYTHON, "-m", "pytest", *chosen, *spread, *(argument for argument in arguments if argument != "--all")])


def check(arguments: list[str]) -> int:
    """Run every static check and name all that failed."""
    if arguments:
        raise SetUpError("`check` takes no arguments.")
    ensure(DEV)
    checks: dict[str, list[str | Path]] = {
        "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "lint": [PYTHON, "-m", "ruff", "check", "."],
        "types": [PYTHON, "-m", "mypy", "--strict"],
        "import directions": [BIN / "lint-imports", "--no-logo"],
    }
    failed = []
    for name, command in checks.items():
        say(f"--- {name}")
        if execute(command) != 0:
            failed.append(name)
    say(f"check failed: {', '.join(failed)}" if failed else "check passed")
    return 1 if failed else 0


def lock(arguments: list[str]) -> int:
    """Make the requirement files again: for every system and Python, with hashes, without addresses."""
    import tomllib  # not at the top: an older Python must get as far as the message about its version

    uv = shutil.which("uv")
    if uv is None:
        raise SetUpError("`lock` needs uv on PATH; everything else works without it.")
    options = [
        "--quiet",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--no-emit-index-url",
    ]
    compile_ = [uv, "pip", "compile", *options, *arguments]
    demand([*compile_, "-o", RUN.name, PYPROJECT.name, "build.in"], f"Locking {RUN.name}")
    groups = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["dependency-groups"]
    with_dev = [*compile_, "-c", RUN.name, "-o", DEV.name, PYPROJECT.name, "build.in", "-"]
    demand(with_dev, f"Locking {DEV.name}", stdin="\n".join(groups["dev"]))
    for group, file in (("page", PAGE), ("browser", BROWSER)):
        demand([*compile_, "-c", DEV.name, "-o", file.name, "-"], f"Locking {file.name}", stdin="\n".join(groups[group]))
    demand([*compile_, "-o", CLIENT.name, "-"], f"Locking {CLIENT.name}", stdin="\n".join(groups["client"]))
    return 0


JOBS: dict[str, Callable[[list[str]], int]] = {"demo": demo, "test": test, "check": check, "bench": bench, "serve": serve, "lock": lock}


def main(arguments: list[str]) -> int:
    """Do the job that the command line names and give the exit code."""
    if arguments and arguments[0] in {"-h", "--help"}:
        print(__doc__)
        return 0
    if not arguments or arguments[0] not in JOBS:
        named = f"There is no job `{arguments[0]}`." if arguments else "Which job?"
        say(f"{named} Choose one of {', '.join(JOBS)}; `python3 dev.py --help` says what they do.")
        return 2
    for name in ("UV_SYSTEM_CERTS", "UV_NATIVE_TLS"):  # the new and the old name: uv trusts what the machine trusts, as pip can
        os.environ.setdefault(name, "true")
    try:
        return JOBS[arguments[0]](arguments[1:])
    except SetUpError as error:
        say(f"dev.py: {error}")
    except OSError as error:
        say(f"dev.py: the system refused `{error.filename or arguments[0]}`: {error.strerror or error}.")
    except KeyboardInterrupt:
        say("dev.py: interrupted.")
        return 130
    return 2


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    sys.exit(main(sys.argv[1:]))
