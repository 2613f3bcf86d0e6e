"""What runs in a process of the pool: one piece of work after another, until the pool hangs up."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any, Literal, NamedTuple

from catalogue.errors import Conflict, IncompleteRequest, InvalidDocument, NotAllowed, NotFound, OptopError, Phrase, UnreadableInput

BEGUN = b"begun"
"""Sent before a piece of work is touched: what is lost before this may be given to another process."""

REFUSALS: dict[str, type[OptopError]] = {
    kind.__name__: kind for kind in (UnreadableInput, InvalidDocument, IncompleteRequest, NotFound, Conflict, NotAllowed)
}
"""Errors of the caller that travel back as what they are."""


NICE = 10
"""How far a process that computes stands back for the one that answers; with nobody to stand back for it is as fast as ever."""
PROMPT = 0
"""The same for a process that computes what somebody sees under a moving hand: it does not stand back."""

YOUNG_OBJECTS = 250_000
"""Containers made beyond those dropped before the garbage of a piece of work is looked for in the middle of it: a preview makes fewer."""
YOUNGER = 1
"""Which generations are looked through after each piece of work; the oldest when its turn comes."""


class Answer(NamedTuple):
    """What came of a piece of work."""

    kind: Literal["done", "refused", "failed"]
    value: Any = None
    """The result; of what failed, the trace for the log."""
    refusal: str = ""
    phrase: Phrase | None = None
    """What the refusal says."""
    pointers: tuple[str, ...] = ()


def serve(connection: Connection, memory_bytes: int, nice: int) -> None:
    """Do the work that comes in until the other side hangs up; a signal to the whole group does not end it in the middle of something.

    It is warm also where this process is no fork of a warm one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _limit(memory_bytes)
    _stand_back(nice)
    import_module("api.work.warm")
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
    with contextlib.suppress(OSError, EOFError):
        while True:
            task = connection.recv_bytes()
            connection.send_bytes(BEGUN)
            connection.send_bytes(pickle.dumps(_attempt(task)))
            # Between two pieces of work, when nobody waits for this process.
            gc.collect(YOUNGER)


def _limit(memory_bytes: int) -> None:
    """No core dumps, and a ceiling on memory."""
    if sys.platform == "win32":
        return
    import resource

    for which, value in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, memory_bytes)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (value, value))


def _stand_back(nice: int) -> None:
    """Go behind the process that answers: it has to stay quick while others compute."""
    if sys.platform == "win32" or nice == PROMPT:
        return
    os.nice(nice)
    if sys.platform == "linux":  # never pushes aside a process that wakes up to answer
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _attempt(task: bytes) -> Answer:
    function: Callable[..., Any]
    try:
        function, arguments = pickle.loads(task)  # noqa: S301 - from our own parent, over a pipe that nobody else has
        return Answer("done", function(*arguments))
    except OptopError as error:
        if type(error).__name__ in REFUSALS:
            return Answer("refused", None, type(error).__name__, error.phrase, error.pointers)
        return Answer("failed", traceback.format_exc())
    except Exception:  # noqa: BLE001 - the border of a process: the trace goes to the log, the caller gets a problem
        return Answer("failed", traceback.format_exc())
