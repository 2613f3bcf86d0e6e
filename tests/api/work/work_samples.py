"""Pieces of work for the tests of the pool: they do what real ones must never do."""

from __future__ import annotations

import os
import signal
import sys
import time

from catalogue.errors import NotFound


def double(number: int) -> int:
    return 2 * number


def own_pid() -> int:
    return os.getpid()


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def die(number: int = signal.SIGKILL) -> None:
    os.kill(os.getpid(), number)


def refuse() -> None:
    raise NotFound("There is no such thing.", pointers=("/thing",))


def stumble() -> None:
    raise ZeroDivisionError("secret detail")


def big(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def is_imported(name: str) -> bool:
    return name in sys.modules
