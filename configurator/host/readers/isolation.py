"""One untrusted parse in a fresh child process with limits: a file that crashes or hangs a native library costs one clear sentence.

The child sends JSON text, never pickled objects, so that a child that was taken over cannot take over its parent.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from catalogue.errors import IncompleteRequest, InvalidDocument, NotFound, OptopError, Phrase, Said, UnreadableInput

PRELOADED = ("ifcopenshell", "ifcopenshell.geom", "configurator.host.readers.registry")
"""What the server process imports once, so that a child starts in some 40 ms."""

_STARTING = threading.Lock()
_inside: list[bool] = []
"""Holds something in a process that is itself a child with limits."""
_ERRORS: dict[str, type[OptopError]] = {kind.__name__: kind for kind in (UnreadableInput, InvalidDocument, NotFound, IncompleteRequest)}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. Memory, CPU time and file size are held by the operating system where it can; the wall clock always."""

    cpu_s: int = 60
    memory_bytes: int = 2 << 30
    wall_s: float = 60.0
    file_bytes: int = 1 << 20


@cache
def _context() -> ForkServerContext | SpawnContext:
    """Return how children are started: from a clean server process; spawned where there is none (Windows)."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    return context


def preload_first(*modules: str) -> None:
    """Let the server process import further modules before the others; too late once a first child has started."""
    context = _context()
    if isinstance(context, ForkServerContext):
        context.set_forkserver_preload([*modules, *PRELOADED])


def start_child(work: Callable[..., None], *arguments: object) -> tuple[Connection, BaseProcess]:
    """Start a child process that gets one end of a pipe as its first argument. Returns the other end, and the process."""
    context = _context()
    mine, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, *arguments), daemon=True)
    with _without_main():
        process.start()
    theirs.close()
    return mine, process


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Hide the main module while a child starts: a child would run it again, and a caller's script does more than define functions."""
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def _limit(limits: Limits) -> None:
    """Lower the limits of this process. A system that does not know a limit leaves it out: the wall clock of the parent remains."""
    if sys.platform == "win32":
        return
    import resource

    wanted = (
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    )
    for which, value in wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (value, value))


def _child(connection: Connection, work: Callable[..., Any], arguments: tuple[Any, ...], limits: Limits) -> None:
    """Do the work under limits and send one JSON answer."""
    _limit(limits)
    _inside.append(True)
    answer: dict[str, Any]
    try:
        answer = {"kind": "done", "value": work(*arguments)}
    except OptopError as error:
        answer = {"kind": type(error).__name__, "phrase": error.phrase.as_plain(), "pointers": list(error.pointers)}
    except MemoryError:
        answer = {"kind": "memory"}
    except (Exception, RecursionError) as error:  # noqa: BLE001 - the border of a process: whatever it was becomes one sentence
        answer = {"kind": "failed", "message": type(error).__name__}
    connection.send_bytes(json.dumps(answer).encode())
    connection.close()


def _died(exit_code: int | None, where: Said, limits: Limits) -> UnreadableInput:
    """Return the sentence for a child that ended without an answer."""
    name = signal.Signals(-exit_code).name if exit_code is not None and exit_code < 0 else f"exit code {exit_code}"
    if name in ("SIGXCPU", "SIGKILL"):
        return UnreadableInput("reader-limits", where=where, cpu_s=limits.cpu_s)
    return UnreadableInput("reader-crashed", where=where, signal=name)


def _answer(text: bytes, where: Said) -> Any:  # noqa: ANN401 - a JSON value, checked by the caller
    """Return the value in a child's answer, or raise what it says."""
    answer = json.loads(text)
    kind = answer["kind"]
    if kind == "done":
        return answer["value"]
    if kind == "memory":
        raise UnreadableInput("reader-memory", where=where)
    if kind in _ERRORS:
        raise _ERRORS[kind](Phrase.from_plain(answer["phrase"]), pointers=tuple(answer["pointers"]))
    raise UnreadableInput("reader-failed", where=where, cause=answer["message"])


def run_isolated(work: Callable[..., Any], *arguments: Any, where: Said, limits: Limits | None = None) -> Any:  # noqa: ANN401
    """Run a function in a fresh child process and return its answer; within such a child, run it there.

    Args:
        work: function at module level that returns a JSON value.
        arguments: its arguments, simple values.
        where: what is read, for the sentence.
        limits: what the child may use.

    Returns:
        The JSON value.

    Raises:
        UnreadableInput: the child crashed, ran out of time or memory, or failed. Any OptopError of the work itself is raised again.
    """
    if _inside:
        return work(*arguments)
    allowed = limits or Limits()
    receiver, process = start_child(_child, work, arguments, allowed)
    try:
        if not receiver.poll(allowed.wall_s):
            raise UnreadableInput("reader-time", where=where, wall_s=allowed.wall_s)
        text = receiver.recv_bytes()
    except (EOFError, OSError):
        process.join()
        raise _died(process.exitcode, where, allowed) from None
    finally:
        if process.is_alive():
            process.join(0.5)
        if process.is_alive() and process.pid is not None:
            os.kill(process.pid, signal.SIGKILL) if sys.platform != "win32" else process.kill()
        process.join()
        receiver.close()
    return _answer(text, where)
